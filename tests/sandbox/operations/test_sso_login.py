"""SSO logins, from the setup of a connection to the session."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from typing import Any

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import Clock, Sandbox

from ..stages.connections import connect_oidc, connect_saml, lend_saml, shown
from ..world import LOGIN, World, migrate, promote, refused

ROLES = {
    "saml_connection_implicit_role_assignments": [{"role_id": "editor"}],
    "saml_group_implicit_role_assignments": [{"role_id": "recruiter", "group": "HR"}],
}


@pytest.fixture
async def saml(client: B2BClient, sandbox: Sandbox, world: World) -> str:
    return await connect_saml(client, sandbox, **ROLES)


async def test_single_sign_on_is_set_up_and_used(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await promote(client, world.member.member_id)
    admin = client.as_member(SessionToken(world.session_token))
    connection_id = await connect_saml(admin, sandbox)
    token = sandbox.sso.login(connection_id, "grace@acme.example", name="Grace", external_id="g-1")
    response = await client.sso.authenticate(sso_token=token)
    assert (response.member.email_address, response.member.name) == ("grace@acme.example", "Grace")
    assert (response.member.status, response.member.email_address_verified) == ("active", True)
    assert response.member_session is not None
    (factor,) = response.member_session.authentication_factors
    assert (factor.type, factor.delivery_method) == ("sso", "sso_saml")
    assert factor.saml_sso_factor is not None
    assert (factor.saml_sso_factor.provider_id, factor.saml_sso_factor.external_id) == (connection_id, "g-1")
    (registration,) = response.member.sso_registrations
    assert registration.registration_id == factor.saml_sso_factor.id
    session = await client.sessions.authenticate_jwt(session_jwt=response.session_jwt)
    assert session.member_id == response.member_id


async def test_a_token_works_once_and_for_five_minutes(
    client: B2BClient, sandbox: Sandbox, saml: str, clock: Clock
) -> None:
    token = sandbox.sso.login(saml, LOGIN[0])
    await client.sso.authenticate(sso_token=token)
    with refused(404, "sso_token_not_found"):
        await client.sso.authenticate(sso_token=token)
    token = sandbox.sso.login(saml, LOGIN[0])
    clock.advance(minutes=5)
    with refused(404, "sso_token_not_found"):
        await client.sso.authenticate(sso_token=token)


async def test_roles_by_connection_and_group_count_in_sessions_with_the_login(
    client: B2BClient, sandbox: Sandbox, saml: str, world: World
) -> None:
    response = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0], groups=["HR", "Board"]))
    assert response.member_session is not None
    assert response.member_session.roles == ["stytch_member", "editor", "recruiter"]
    sources = {role.role_id: [(each.type, each.details) for each in role.sources] for role in response.member.roles}
    assert sources["editor"] == [("sso_connection", {"connection_id": saml})]
    assert sources["recruiter"] == [("sso_connection_group", {"connection_id": saml, "group": "HR"})]
    other = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert other.roles == ["stytch_member"]
    again = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))
    assert again.member_session is not None
    assert again.member_session.roles == ["stytch_member", "editor"]


async def test_a_role_that_is_taken_away_ends_the_sessions_that_have_it_by_sso(
    client: B2BClient, sandbox: Sandbox, saml: str, world: World
) -> None:
    update = client.organizations.members.update
    login = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))
    await promote(client, world.member.member_id, "editor")
    await update("acme", world.member.member_id, roles=[], preserve_existing_sessions=True)
    await client.sessions.authenticate(session_token=login.session_token)
    await promote(client, world.member.member_id, "editor")
    await update("acme", world.member.member_id, roles=[])
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=login.session_token)
    await client.sessions.authenticate(session_token=world.session_token)


async def test_a_migration_that_takes_a_role_away_ends_these_sessions_too(
    client: B2BClient, sandbox: Sandbox, saml: str, world: World
) -> None:
    member_id, password = world.member.member_id, world.member.member_password_id
    login = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))
    for given, is_ended in (
        ({"roles": [], "preserve_existing_sessions": True}, False),
        ({"roles": ["editor"]}, False),
        ({}, False),
        ({"roles": ["recruiter"]}, True),
    ):
        await client.organizations.members.delete_password("acme", password)
        await promote(client, member_id, "editor")
        password = (await migrate(client, "acme", **given)).member.member_password_id
        outcome = refused(404, "session_not_found") if is_ended else contextlib.nullcontext()
        with outcome:
            await client.sessions.authenticate(session_token=login.session_token)
    await client.sessions.authenticate(session_token=world.session_token)


@pytest.mark.parametrize(("allowed", "takes"), [("ALL_ALLOWED", True), ("RESTRICTED", False), ("NOT_ALLOWED", False)])
async def test_an_organization_says_by_which_connection_members_join(
    client: B2BClient, sandbox: Sandbox, saml: str, allowed: str, takes: bool
) -> None:
    await client.organizations.update("acme", sso_jit_provisioning=allowed)
    token = sandbox.sso.login(saml, "grace@acme.example")
    if takes:
        await client.sso.authenticate(sso_token=token)
        return
    with refused(400, "invalid_connection_for_jit_provisioning"):
        await client.sso.authenticate(sso_token=token)
    await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))
    settings: dict[str, Any] = {"sso_jit_provisioning_allowed_connections": [saml]}
    await client.organizations.update("acme", sso_jit_provisioning="RESTRICTED", **settings)
    await client.sso.authenticate(sso_token=token)


async def test_an_organization_can_disallow_sso(client: B2BClient, sandbox: Sandbox, saml: str) -> None:
    await client.organizations.update("acme", auth_methods="RESTRICTED", allowed_auth_methods=["password"])
    with refused(400, "operation_restricted_by_organization_auth_methods"):
        await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))


async def test_a_second_factor_is_asked_for(client: B2BClient, sandbox: Sandbox, saml: str) -> None:
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    response = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))
    assert (response.member_authenticated, response.member_session, response.session_token) == (False, None, "")
    assert response.intermediate_session_token
    assert response.mfa_required is not None


async def test_a_login_adds_a_factor_to_a_session(client: B2BClient, sandbox: Sandbox, saml: str, world: World) -> None:
    response = await client.sso.authenticate(
        sso_token=sandbox.sso.login(saml, LOGIN[0]), session_token=world.session_token
    )
    assert response.session_token == world.session_token
    assert response.member_session is not None
    assert [factor.type for factor in response.member_session.authentication_factors] == ["password", "sso"]


async def test_the_provider_can_name_another_address_of_somebody_it_knows(
    client: B2BClient, sandbox: Sandbox, saml: str, world: World
) -> None:
    await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0], external_id="a-1"))
    token = sandbox.sso.login(saml, "lovelace@acme.example", external_id="a-1")
    member = (await client.sso.authenticate(sso_token=token)).member
    assert (member.member_id, member.email_address) == (world.member.member_id, "lovelace@acme.example")
    assert LOGIN[0] in [retired.email_address for retired in member.retired_email_addresses]
    assert member.email_address_verified


async def test_an_oidc_provider_fills_trusted_metadata(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    connection_id = await connect_oidc(client)
    await client.sso.oidc.update_connection("acme", connection_id, attribute_mapping={"team": "department"})
    token = sandbox.sso.login(connection_id, LOGIN[0], attributes={"department": "Engines", "floor": 2})
    response = await client.sso.authenticate(sso_token=token)
    assert response.member.trusted_metadata == {"team": "Engines"}
    assert response.member.sso_registrations[0].sso_attributes == {"department": "Engines", "floor": 2}
    assert response.member_session is not None
    assert response.member_session.authentication_factors[0].oidc_sso_factor is not None


async def test_a_borrowed_connection_logs_in_at_home(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    lent = await lend_saml(client, sandbox)
    roles = {"connection_implicit_role_assignments": [{"role_id": "editor"}]}
    created = (await client.sso.external.create_connection("acme", **lent, **roles)).connection
    assert created is not None
    response = await client.sso.authenticate(sso_token=sandbox.sso.login(created.connection_id, LOGIN[0]))
    assert response.organization_id == world.organization.organization_id
    assert response.member_session is not None
    assert response.member_session.roles == ["stytch_member", "editor"]
    await client.sso.delete_connection("lender", lent["external_connection_id"])
    assert (await shown(client, created.connection_id)).status == "pending"
    assert (await client.organizations.get("acme")).organization.sso_active_connections == []


async def test_groups_count_while_the_connection_maps_them(
    client: B2BClient, sandbox: Sandbox, saml: str, world: World
) -> None:
    async def roles() -> list[str]:
        response = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0], groups=["HR"]))
        assert response.member_session is not None
        return response.member_session.roles

    assert await roles() == ["stytch_member", "editor", "recruiter"]
    mapping = {"email": "mail", "full_name": "cn"}
    await client.sso.saml.update_connection("acme", saml, attribute_mapping=mapping)
    assert await roles() == ["stytch_member", "editor"]
    await client.sso.saml.update_connection("acme", saml, attribute_mapping={**mapping, "groups": "groups"})
    assert await roles() == ["stytch_member", "editor", "recruiter"]


async def test_the_groups_of_a_borrowed_connection_give_roles(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    groups = [{"role_id": "recruiter", "group": "HR"}]
    created = await client.sso.external.create_connection(
        "acme", **await lend_saml(client, sandbox), group_implicit_role_assignments=groups
    )
    assert created.connection is not None
    token = sandbox.sso.login(created.connection.connection_id, LOGIN[0], groups=["HR"])
    response = await client.sso.authenticate(sso_token=token)
    assert response.member_session is not None
    assert response.member_session.roles == ["stytch_member", "recruiter"]


async def test_a_login_that_began_with_a_challenge_ends_with_the_verifier(
    client: B2BClient, sandbox: Sandbox, saml: str
) -> None:
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    token = sandbox.sso.login(saml, LOGIN[0], pkce_code_challenge=challenge)
    with refused(400, "pkce_expected_code_verifier"):
        await client.sso.authenticate(sso_token=token)
    await client.sso.authenticate(sso_token=token, pkce_code_verifier=verifier)


async def test_only_active_connections_can_be_used(client: B2BClient, sandbox: Sandbox, saml: str) -> None:
    pending = (await client.sso.oidc.create_connection("acme")).connection
    assert pending is not None
    for connection_id in (pending.connection_id, "unknown"):
        with pytest.raises(LookupError, match="active"):
            sandbox.sso.login(connection_id, LOGIN[0])
    token = sandbox.sso.login(saml, LOGIN[0])
    await client.sso.delete_connection("acme", saml)
    with refused(404, "sso_token_not_found"):
        await client.sso.authenticate(sso_token=token)


async def test_a_deleted_connection_gives_no_roles(
    client: B2BClient, sandbox: Sandbox, saml: str, world: World
) -> None:
    login = await client.sso.authenticate(sso_token=sandbox.sso.login(saml, LOGIN[0]))
    await client.sso.delete_connection("acme", saml)
    session = (await client.sessions.authenticate(session_token=login.session_token)).member_session
    assert session.roles == ["stytch_member"]
