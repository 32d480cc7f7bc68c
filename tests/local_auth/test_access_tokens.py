"""Local verification of access tokens of connected apps."""

from __future__ import annotations

import datetime
from typing import Any

import attrs
import pytest

from aiostytch import (
    AuthorizationCheck,
    AuthorizationError,
    ConfigurationError,
    LocalAuth,
    MalformedTokenError,
    PermissionDeniedError,
    PolicyUnavailableError,
    TenancyMismatchError,
    TokenExpiredError,
    TokenTooOldError,
    VerifiedAccess,
    WrongAudienceError,
    WrongIssuerError,
)
from tests.local_auth.world import (
    NOW,
    ORGANIZATION,
    PROJECT,
    World,
    access_claims,
    m2m_claims,
    patience,
    project_policy,
    response,
    role,
    scope,
    sign,
)

CUSTOM = "https://mcp.acme.example/mcp"
DOMAIN = "https://acme.customers.stytch.com"
READ = AuthorizationCheck("organization-test-1", "documents", "read")


def moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


async def test_a_good_token_is_an_access(world: World) -> None:
    found = await world.client().idp.introspect_access_token_local(sign(access_claims(tenant="a")))
    assert found == VerifiedAccess(
        member_id="member-test-1",
        organization_id="organization-test-1",
        organization_slug="acme",
        client_id="connected-app-test-1",
        scopes=("openid", "documents:read"),
        audience=(PROJECT,),
        issuer=f"stytch.com/{PROJECT}",
        token_id="token-1",
        issued_at=moment(NOW),
        expires_at=moment(NOW + 3600),
        custom_claims={"tenant": "a"},
    )


async def test_scope_organization_and_id_can_be_missing(world: World) -> None:
    token = sign(access_claims(scope=None, jti=None, **{ORGANIZATION: None}))
    found = await world.client().idp.introspect_access_token_local(token)
    assert (found.scopes, found.organization_id, found.organization_slug, found.token_id) == ((), None, None, "")


@pytest.mark.parametrize("changes", [{"client_id": 7}, {"client_id": ""}, {"scope": 7}, {ORGANIZATION: "a"}])
async def test_claims_of_other_types_are_malformed(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedTokenError):
        await world.client().idp.introspect_access_token_local(sign(access_claims(**changes)))


AUDIENCES: list[tuple[Any, str | None, bool]] = [
    ([PROJECT], None, True),
    (PROJECT, None, True),
    ([PROJECT, CUSTOM], None, True),
    ([PROJECT, CUSTOM], CUSTOM, True),
    ([PROJECT], CUSTOM, False),
    ([CUSTOM], None, False),
    ([CUSTOM], CUSTOM, True),
    ([f"{CUSTOM}/"], CUSTOM, False),
    ([], None, False),
    (["connected-app-test-1"], None, False),
]


@pytest.mark.parametrize(("said", "wanted", "is_accepted"), AUDIENCES)
async def test_the_audience_is_the_project_or_what_the_caller_says(
    world: World, said: Any, wanted: str | None, is_accepted: bool
) -> None:
    client, token = world.client(), sign(access_claims(aud=said))
    for _ in range(2):
        if is_accepted:
            assert (await client.idp.introspect_access_token_local(token, audience=wanted)).member_id
        else:
            with pytest.raises(WrongAudienceError):
                await client.idp.introspect_access_token_local(token, audience=wanted)


async def test_a_remembered_token_passes_for_no_other_audience(world: World) -> None:
    client, token = world.client(), sign(access_claims(aud=[CUSTOM]))
    await client.idp.introspect_access_token_local(token, audience=CUSTOM)
    with pytest.raises(WrongAudienceError, match="must be 'project-test-1'"):
        await client.idp.introspect_access_token_local(token)


@pytest.mark.parametrize("audience", ["", 7, [CUSTOM], b"a"])
async def test_an_audience_is_a_string(world: World, audience: Any) -> None:
    with pytest.raises(ConfigurationError):
        await world.client().idp.introspect_access_token_local(sign(access_claims()), audience=audience)


async def test_the_issuers_are_those_of_the_client(world: World) -> None:
    token = sign(access_claims(iss=DOMAIN))
    with pytest.raises(WrongIssuerError):
        await world.client().idp.introspect_access_token_local(token)
    client = world.client(auth=LocalAuth(issuers=[DOMAIN]))
    assert (await client.idp.introspect_access_token_local(token)).issuer == DOMAIN
    assert (await client.idp.introspect_access_token_local(sign(access_claims()))).issuer == f"stytch.com/{PROJECT}"


async def test_times_are_checked(world: World) -> None:
    client, token = world.client(), sign(access_claims())
    await client.idp.introspect_access_token_local(token)
    world.pass_time(100)
    with pytest.raises(TokenTooOldError):
        await client.idp.introspect_access_token_local(token, max_token_age=60)
    world.pass_time(3600)
    with pytest.raises(TokenExpiredError):
        await client.idp.introspect_access_token_local(token)


OTHER = AuthorizationCheck("organization-test-2", "documents", "read")
VERDICTS: list[tuple[dict[str, Any], AuthorizationCheck, type[AuthorizationError] | None]] = [
    ({}, READ, None),
    ({}, AuthorizationCheck("organization-test-1", "documents", "write"), PermissionDeniedError),
    ({}, AuthorizationCheck("organization-test-1", "images", "read"), PermissionDeniedError),
    ({"scope": "openid"}, READ, PermissionDeniedError),
    ({"scope": None}, READ, PermissionDeniedError),
    ({"scope": "editor"}, READ, PermissionDeniedError),  # the name of a role
    ({"scope": "documents:*"}, READ, PermissionDeniedError),  # a scope is only a name in the policy
    ({"scope": "documents:all"}, AuthorizationCheck("organization-test-1", "documents", "anything"), None),
    ({}, OTHER, TenancyMismatchError),
    ({"scope": None}, OTHER, TenancyMismatchError),
    ({ORGANIZATION: None}, READ, TenancyMismatchError),
]


@pytest.mark.parametrize(("changes", "check", "error"), VERDICTS)
async def test_scopes_permit_by_the_policy_in_the_token_s_organization(
    world: World, changes: dict[str, Any], check: AuthorizationCheck, error: type[AuthorizationError] | None
) -> None:
    scopes = [scope("documents:read", documents="read"), scope("documents:all", documents="*")]
    world.project = project_policy(role("editor", documents="read write"), scopes=scopes)
    client, token = world.client(), sign(access_claims(**changes))
    for _ in range(2):
        if error is None:
            assert (await client.idp.introspect_access_token_local(token, authorization=check)).member_id
            continue
        with pytest.raises(AuthorizationError) as caught:
            await client.idp.introspect_access_token_local(token, authorization=check)
        assert type(caught.value) is error
    assert set(world.policy_fetches) <= {""}  # organizations add roles, but not scopes


@pytest.mark.parametrize("fault", [response(b"{}", 500), b"{}", None])
async def test_a_missing_policy_is_told_from_a_no(world: World, fault: Any) -> None:
    world.project = fault
    client = world.client(auth=patience(fault))
    with pytest.raises(PolicyUnavailableError):
        await client.idp.introspect_access_token_local(sign(access_claims()), authorization=READ)


@pytest.mark.parametrize("scopes", [None, 7, [7, None, {"scope": 1}, {"permissions": []}]])
async def test_scopes_that_cannot_be_read_permit_nothing_and_roles_go_on(world: World, scopes: Any) -> None:
    world.project = project_policy(role("editor", documents="read"), scopes=scopes)
    client = world.client()
    with pytest.raises(PermissionDeniedError, match="no scope of the access token"):
        await client.idp.introspect_access_token_local(sign(access_claims()), authorization=READ)
    assert (await client.sessions.authenticate_jwt_local(sign(), authorization=READ)).member_id


async def test_a_check_is_a_check(world: World) -> None:
    check: Any = ("organization-test-1", "documents", "read")
    with pytest.raises(ConfigurationError):
        await world.client().idp.introspect_access_token_local(sign(access_claims()), authorization=check)


async def test_a_verified_access_can_be_checked_again_and_again(world: World) -> None:
    world.project = project_policy(role("editor"), scopes=[scope("documents:read", documents="read")])
    client = world.client()
    access = await client.idp.introspect_access_token_local(sign(access_claims()))
    await client.rbac.authorize(access, READ)
    with pytest.raises(PermissionDeniedError):
        await client.rbac.authorize(access, attrs.evolve(READ, action="write"))
    with pytest.raises(TenancyMismatchError):
        await client.rbac.authorize(access, attrs.evolve(READ, organization_id="organization-test-2"))


async def test_nobody_else_permits_an_action(world: World) -> None:
    client = world.client()
    program: Any = await client.m2m.authenticate_token(sign(m2m_claims()))
    for principal in (program, None):
        with pytest.raises(ConfigurationError, match="VerifiedAccess"):
            await client.rbac.authorize(principal, READ)


async def test_the_scopes_of_the_policy_are_known_for_a_while(world: World) -> None:
    world.project = project_policy(scopes=[scope("b", documents="read"), scope("a", documents="write")])
    client = world.client()
    assert await client.rbac.scopes() == await client.rbac.scopes() == ("b", "a")
    assert world.policy_fetches == {"": 1}


async def test_scopes_that_are_not_available_are_an_error(world: World) -> None:
    world.project = b"{}"
    with pytest.raises(PolicyUnavailableError):
        await world.client().rbac.scopes()
