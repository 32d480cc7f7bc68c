"""Code that type checkers must accept. Not run: `make types` checks it with mypy and pyright, both strict."""

from __future__ import annotations

import datetime
from collections.abc import Coroutine, Sequence
from typing import Any, assert_type

import attrs

from aiostytch import (
    AuthorizationCheck,
    B2BClient,
    Pager,
    RawResponse,
    RequestOptions,
    RetryClass,
    SessionJWT,
    SessionToken,
    VerifiedSession,
)
from aiostytch.models.errors import ErrorType
from aiostytch.models.organizations import (
    CreateResponse,
    EmailImplicitRoleAssignment,
    Member,
    Organization,
    SearchQuery,
    SearchQueryOperator,
    SearchResponse,
)
from aiostytch.models.organizations_members import SearchResponse as MembersPage
from aiostytch.models.otp_sms import SendRequestLocale
from aiostytch.models.sessions import AuthenticateResponse, AuthenticationFactor


async def responses_are_typed(client: B2BClient) -> None:
    created = await client.organizations.create(organization_name="Acme")
    assert_type(created, CreateResponse)
    assert_type(created.organization, Organization)
    assert_type(created.organization.created_at, datetime.datetime | None)
    assert_type(created.raw.status_code, int)
    assert_type(created.raw.json(), Any)


async def requests_are_typed_by_what_they_ask_for(client: B2BClient) -> None:
    assert_type(await client.request("GET", "/v1/b2b/things"), RawResponse)
    assert_type(await client.request("GET", "/v1/x", response_type=CreateResponse), CreateResponse)
    assert_type(await client.request("POST", "/v1/x", json={}, response_type=dict[str, Any]), dict[str, Any])
    assert_type(await client.request("POST", "/v1/x", response_type=list[Member], retry=RetryClass.READ), list[Member])


def a_call_is_a_coroutine(client: B2BClient) -> None:
    call: Coroutine[Any, Any, CreateResponse] = client.organizations.create(organization_name="Acme")
    call.close()


async def listings_are_typed(client: B2BClient) -> None:
    pager = client.organizations.members.search(organization_ids=["acme"], limit=1000)
    assert_type(pager, Pager[MembersPage, Member])
    assert_type(await pager, MembersPage)
    async for member in pager:
        assert_type(member, Member)
    async for page in client.organizations.search().pages():
        assert_type(page, SearchResponse)
    assert_type(await client.organizations.search().collect(max_items=10), list[Organization])


async def models_and_mappings_are_accepted(client: B2BClient) -> None:
    await client.organizations.create(
        organization_name="Acme",
        rbac_email_implicit_role_assignments=[
            EmailImplicitRoleAssignment(domain="acme.example", role_id="admin"),
            {"domain": "acme.example", "role_id": "admin"},
        ],
        trusted_metadata={"plan": "pro"},
        organization_slug=None,
    )
    await client.organizations.search(query=SearchQuery(operator=SearchQueryOperator.AND, operands=[]))
    await client.organizations.search(query={"operator": "AND", "operands": []})


async def accepted_values_are_literals(client: B2BClient) -> None:
    await client.organizations.update(
        "acme",
        mfa_policy="REQUIRED_FOR_ALL",
        allowed_mfa_methods=["sms_otp", "totp"],
        allowed_oauth_tenants={"slack": ["T1"]},
    )
    await client.otps.sms.send(organization_id="acme", member_id="ada", locale="tr")
    await client.otps.sms.send(organization_id="acme", member_id="ada", locale=SendRequestLocale.TR)
    found = await client.organizations.get("acme")
    assert_type(found.organization.mfa_policy, str)


async def sessions_and_options_are_typed(client: B2BClient) -> None:
    await client.organizations.update("acme", session=SessionToken("t"), options=RequestOptions(timeout=1.5))
    await client.organizations.update("acme", session=SessionJWT("a.b.c"))
    assert_type(client.as_member(SessionJWT("a.b.c")), B2BClient)
    assert_type(client.with_options(max_retries=0), B2BClient)


def error_types_are_completed_and_open(found: ErrorType) -> str:
    if found is ErrorType.ORGANIZATION_NOT_FOUND:
        return "no such organization"
    return found


@attrs.frozen
class Plan:
    plan: str


async def verified_sessions_are_typed(client: B2BClient) -> None:
    session = await client.sessions.authenticate_jwt_local("a.b.c", authorization=AuthorizationCheck("o", "r", "a"))
    assert_type(session, VerifiedSession[dict[str, Any]])
    assert_type(session.authentication_factors, Sequence[AuthenticationFactor])
    own = await client.sessions.authenticate_jwt("a.b.c", claims=Plan, authorization=AuthorizationCheck("o", "r", "a"))
    assert_type(own, VerifiedSession[Plan])
    assert_type(own.custom_claims, Plan)
    assert_type(own.response, AuthenticateResponse | None)
    await client.rbac.authorize(own, AuthorizationCheck("o", "r", "a"))
