"""Sessions, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import Clock

from ..world import World, log_in, migrate, refused


def key(world: World, name: str) -> dict[str, Any]:
    return {name: getattr(world, name)}


BOTH = pytest.mark.parametrize("name", ["session_token", "session_jwt"])


@BOTH
async def test_a_session_is_authenticated_by_token_and_by_jwt(client: B2BClient, world: World, name: str) -> None:
    response = await client.sessions.authenticate(**key(world, name))
    assert (response.session_token, response.session_jwt) == (world.session_token, world.session_jwt)
    assert (response.member, response.organization) == (world.member, world.organization)
    assert response.verdict is None


async def test_an_authentication_notes_when_and_does_not_extend(client: B2BClient, world: World, clock: Clock) -> None:
    before = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    clock.advance(minutes=10)
    after = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert (after.last_accessed_at, after.started_at) == (clock.now(), before.started_at)
    assert after.expires_at == before.expires_at


async def test_a_session_can_be_extended(client: B2BClient, world: World, clock: Clock) -> None:
    clock.advance(minutes=59)
    response = await client.sessions.authenticate(session_token=world.session_token, session_duration_minutes=60)
    assert (response.member_session.expires_at - clock.now()).total_seconds() == 60 * 60
    clock.advance(minutes=59)
    await client.sessions.authenticate(session_token=world.session_token)


@pytest.mark.parametrize("minutes", [-1, 0, 4, 527_041])
async def test_an_extension_is_limited(client: B2BClient, world: World, minutes: int) -> None:
    with refused(400, "invalid_session_duration_minutes"):
        await client.sessions.authenticate(session_token=world.session_token, session_duration_minutes=minutes)


async def test_claims_are_merged_and_null_takes_one_away(client: B2BClient, world: World) -> None:
    token = world.session_token
    await client.sessions.authenticate(session_token=token, session_custom_claims={"a": 1, "b": 2})
    response = await client.sessions.authenticate(session_token=token, session_custom_claims={"a": None, "iss": "me"})
    assert response.member_session.custom_claims == {"b": 2}


@BOTH
async def test_a_session_ends_when_its_time_is_over(client: B2BClient, world: World, clock: Clock, name: str) -> None:
    clock.advance(minutes=59, seconds=59)
    await client.sessions.authenticate(**key(world, name))
    clock.advance(seconds=1)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(**key(world, name))


async def test_an_unknown_session_is_not_found(client: B2BClient, world: World) -> None:
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token="unknown")


async def test_an_opaque_token_is_not_a_jwt(client: B2BClient, world: World) -> None:
    with refused(400, "unable_to_parse_session_jwt"):
        await client.sessions.authenticate(session_jwt=world.session_token)


async def test_an_authentication_names_one_session(client: B2BClient, world: World) -> None:
    with refused(400, "no_session_arguments"):
        await client.sessions.authenticate()
    with refused(400, "too_many_session_arguments"):
        await client.sessions.authenticate(session_token=world.session_token, session_jwt=world.session_jwt)


def check(organization_id: str) -> dict[str, str]:
    return {"organization_id": organization_id, "resource_id": "documents", "action": "read"}


async def test_an_authorization_check_passes_in_the_members_organization(client: B2BClient, world: World) -> None:
    response = await client.sessions.authenticate(session_token=world.session_token, authorization_check=check("acme"))
    assert response.verdict is not None
    assert (response.verdict.authorized, response.verdict.granting_roles) == (True, ["stytch_member"])


async def test_an_authorization_check_fails_in_another_organization(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    with refused(403, "session_authorization_tenancy_error"):
        await client.sessions.authenticate(session_token=world.session_token, authorization_check=check("other"))


async def test_an_authorization_check_fails_in_an_unknown_organization(client: B2BClient, world: World) -> None:
    for unknown in ("unknown", "", world.member.member_id, "ACME"):
        with refused(403, "session_authorization_tenancy_error"):
            await client.sessions.authenticate(session_token=world.session_token, authorization_check=check(unknown))


async def test_an_authorization_check_takes_all_names_of_the_organization(client: B2BClient, world: World) -> None:
    await client.organizations.update("acme", organization_external_id="crm|1")
    for name in (world.organization.organization_id, "acme", "crm|1"):
        await client.sessions.authenticate(session_token=world.session_token, authorization_check=check(name))


async def test_a_refused_authentication_does_not_extend(client: B2BClient, world: World) -> None:
    with refused(403, "session_authorization_tenancy_error"):
        await client.sessions.authenticate(
            session_token=world.session_token, session_duration_minutes=600, authorization_check=check("unknown")
        )
    session = (await client.sessions.authenticate(session_token=world.session_token)).member_session
    assert (session.expires_at - session.started_at).total_seconds() == 60 * 60


async def test_a_member_has_the_sessions_that_have_not_expired(client: B2BClient, world: World, clock: Clock) -> None:
    longer = (await log_in(client, "acme", session_duration_minutes=120)).member_session
    member_id = world.member.member_id
    assert len((await client.sessions.get(organization_id="acme", member_id=member_id)).member_sessions) == 2
    clock.advance(minutes=60)
    assert (await client.sessions.get(organization_id="acme", member_id=member_id)).member_sessions == [longer]


async def test_a_member_has_no_sessions_of_others(client: B2BClient, world: World) -> None:
    other = await migrate(client, "acme", email_address="grace@acme.example")
    assert (await client.sessions.get(organization_id="acme", member_id=other.member_id)).member_sessions == []


@pytest.mark.parametrize(
    ("organization_id", "member_id", "error_type"),
    [("unknown", "m", "organization_not_found"), ("acme", "unknown", "member_not_found")],
)
async def test_the_sessions_of_an_unknown_member_are_not_found(
    client: B2BClient, world: World, organization_id: str, member_id: str, error_type: str
) -> None:
    with refused(404, error_type):
        await client.sessions.get(organization_id=organization_id, member_id=member_id)


@pytest.mark.parametrize("name", ["session_token", "session_jwt", "member_session_id", "member_id"])
async def test_a_session_can_be_revoked(client: B2BClient, world: World, name: str) -> None:
    response = await client.sessions.authenticate(session_token=world.session_token)
    known = {
        **key(world, "session_token"),
        **key(world, "session_jwt"),
        "member_session_id": response.member_session.member_session_id,
        "member_id": world.member.member_id,
    }
    await client.sessions.revoke(**{name: known[name]})
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)


async def test_a_revocation_by_token_leaves_the_members_other_sessions(client: B2BClient, world: World) -> None:
    other = await log_in(client, "acme")
    await client.sessions.revoke(session_token=world.session_token)
    await client.sessions.authenticate(session_token=other.session_token)


async def test_a_revocation_by_member_ends_all_sessions_of_this_member_only(client: B2BClient, world: World) -> None:
    await log_in(client, "acme")
    await migrate(client, "acme", email_address="grace@acme.example")
    grace = await log_in(client, "acme", email_address="grace@acme.example")
    await client.sessions.revoke(member_id=world.member.member_id)
    remaining = await client.sessions.get(organization_id="acme", member_id=world.member.member_id)
    assert remaining.member_sessions == []
    await client.sessions.authenticate(session_token=grace.session_token)


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({}, 400, "no_session_revoke_arguments"),
        ({"session_token": "a", "session_jwt": "b"}, 400, "too_many_session_revoke_arguments"),
        ({"session_token": "a", "member_id": "b"}, 400, "too_many_session_revoke_arguments"),
        ({"session_token": "unknown"}, 404, "session_not_found"),
        ({"session_jwt": "unknown"}, 400, "unable_to_parse_session_jwt"),
        ({"member_session_id": "unknown"}, 404, "session_not_found"),
        ({"member_id": "unknown"}, 404, "member_not_found"),
    ],
)
async def test_a_revocation_names_one_thing_that_exists(
    client: B2BClient, world: World, given: dict[str, str], status_code: int, error_type: str
) -> None:
    with refused(status_code, error_type):
        await client.sessions.revoke(**given)


async def test_a_deleted_member_has_no_sessions_to_revoke(client: B2BClient, world: World) -> None:
    with refused(404, "member_not_found"):
        await client.sessions.revoke(member_id=world.deleted_member_id)


async def test_a_member_cannot_revoke_sessions_of_another_organization(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    other = await migrate(client, "other")
    login = await log_in(client, "other")
    me = client.as_member(SessionToken(world.session_token))
    for given in ({"member_id": other.member_id}, {"session_token": login.session_token}):
        with refused(403, "session_authorization_tenancy_error"):
            await me.sessions.revoke(**given)
    await client.sessions.authenticate(session_token=login.session_token)


async def test_a_member_can_end_the_own_session(client: B2BClient, world: World) -> None:
    me = client.as_member(SessionToken(world.session_token))
    await me.sessions.revoke(member_id=world.member.member_id)
    with refused(404, "session_not_found"):
        await me.sessions.revoke(member_id=world.member.member_id)
