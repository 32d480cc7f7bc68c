"""The calls that invalidate tokens, in the process that made them and in another one."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from aiostytch import (
    B2BClient,
    ConfigurationError,
    ConnectionLostError,
    NotFoundError,
    PossiblyRevokedError,
    RawResponse,
    ResponseError,
    SessionEndedError,
    SessionRevokedError,
    TokenRevokedError,
)
from aiostytch.fleet.rules import CompletedCall
from aiostytch.fleet.session_ids import SessionIds
from aiostytch.store import MemoryStore
from tests.fakes import Time, longest_waits, script
from tests.fakes import response as fake_response
from tests.local_auth.world import (
    AUTHENTICATED,
    MEMBER_SESSION,
    NOW,
    SESSION,
    World,
    access_claims,
    claims,
    m2m_claims,
    response,
    sign,
)

from .service import known, two_processes, until

Call = Callable[[B2BClient], Awaitable[Any]]

ADA = {"sub": "member-test-1"}
OLD = sign(claims(iat=NOW - 60, nbf=NOW - 60))
NEW = sign(claims(iat=NOW + 20, nbf=NOW + 20))
OTHER = sign(claims(sub="member-test-2", **{SESSION: {**claims()[SESSION], "id": "session-test-2"}}))
ACCESS, NEW_ACCESS = sign(access_claims(iat=NOW - 60)), sign(access_claims(iat=NOW + 20))
PROGRAM, NEW_PROGRAM = sign(m2m_claims(iat=NOW - 60)), sign(m2m_claims(iat=NOW + 20))

SESSION_CALLS: Mapping[str, Call] = {
    "revoke by id": lambda client: client.sessions.revoke(member_session_id="session-test-1"),
    "revoke by JWT": lambda client: client.sessions.revoke(session_jwt=OLD),
    "revoke by token": lambda client: client.sessions.revoke(session_token="opaque"),
    "refuse session": lambda client: client.sessions.refuse(member_session_id="session-test-1"),
}
MEMBER_CALLS: Mapping[str, Call] = {
    "revoke by member": lambda client: client.sessions.revoke(member_id="member-test-1"),
    "delete member": lambda client: client.organizations.members.delete("organization-test-1", "member-test-1"),
    "delete organization": lambda client: client.organizations.delete("organization-test-1"),
    "reset by e-mail": lambda client: client.passwords.email.reset(password_reset_token="a", password="b"),
    "reset by password": lambda client: client.passwords.existing_password.reset(
        email_address="a", existing_password="b", new_password="c", organization_id="d"
    ),
    "reset by session": lambda client: client.passwords.sessions.reset(organization_id="a", password="b"),
    "refuse member": lambda client: client.sessions.refuse(member_id="member-test-1"),
    "refuse organization": lambda client: client.sessions.refuse(organization_id="organization-test-1"),
}
ACCESS_CALLS: Mapping[str, Call] = {
    "delete member": MEMBER_CALLS["delete member"],
    "delete organization": MEMBER_CALLS["delete organization"],
    "revoke grant": lambda client: client.organizations.members.connected_apps.revoke(
        "organization-test-1", "member-test-1", "connected-app-test-1"
    ),
    "delete app": lambda client: client.connected_app.clients.delete("connected-app-test-1"),
    "refuse app": lambda client: client.idp.refuse("connected-app-test-1"),
    "refuse member": MEMBER_CALLS["refuse member"],
}
M2M_CALLS: Mapping[str, Call] = {
    "inactive": lambda client: client.m2m.clients.update("m2m-client-test-1", status="inactive"),
    "delete": lambda client: client.m2m.clients.delete("m2m-client-test-1"),
    "refuse": lambda client: client.m2m.refuse("m2m-client-test-1"),
}
FOR_EVER = {"revoke by id", "revoke by JWT", "revoke by token", "delete organization"}
EXCHANGED = response(
    json.dumps(
        {"member_id": "member-test-1", "member_session": MEMBER_SESSION | {"member_session_id": "kept"}}
    ).encode()
)


@pytest.mark.parametrize("name", [*SESSION_CALLS, *MEMBER_CALLS])
async def test_sessions(world: World, name: str) -> None:
    world.session = response(AUTHENTICATED) if name == "revoke by token" else EXCHANGED
    async with two_processes(world) as clients:
        for client in clients:
            await client.sessions.authenticate_jwt_local(OLD)
        world.pass_time(15)
        await (SESSION_CALLS | MEMBER_CALLS)[name](clients[0])
        await until(lambda: known(clients[1]) == 1)
        for client in clients:
            with pytest.raises(SessionRevokedError) as refused:
                await client.sessions.authenticate_jwt_local(OLD)
            assert not isinstance(refused.value, PossiblyRevokedError)
            with pytest.raises(SessionRevokedError):
                await client.sessions.authenticate_jwt(OLD)
            await _later(client.sessions.authenticate_jwt_local(NEW), name)
            if "organization" not in name:
                await client.sessions.authenticate_jwt_local(OTHER)


@pytest.mark.parametrize("name", ACCESS_CALLS)
async def test_access_tokens(world: World, name: str) -> None:
    world.session = EXCHANGED
    async with two_processes(world) as clients:
        await ACCESS_CALLS[name](clients[0])
        await until(lambda: known(clients[1]) == 1)
        world.pass_time(15)
        for client in clients:
            with pytest.raises(TokenRevokedError):
                await client.idp.introspect_access_token_local(ACCESS)
            await _later(client.idp.introspect_access_token_local(NEW_ACCESS), name)
            await client.m2m.authenticate_token(PROGRAM)


@pytest.mark.parametrize("name", M2M_CALLS)
async def test_m2m_tokens(world: World, name: str) -> None:
    world.session = response(b"{}")
    async with two_processes(world) as clients:
        await M2M_CALLS[name](clients[0])
        await until(lambda: known(clients[1]) == 1)
        world.pass_time(15)
        for client in clients:
            with pytest.raises(TokenRevokedError):
                await client.m2m.authenticate_token(PROGRAM)
            await client.m2m.authenticate_token(NEW_PROGRAM)
            await client.idp.introspect_access_token_local(ACCESS)


async def _later(verifying: Awaitable[Any], name: str) -> None:
    """Verify a token that is issued later."""
    if name in FOR_EVER:
        with pytest.raises((SessionRevokedError, TokenRevokedError)):
            await verifying
    else:
        await verifying


OTHERS: Mapping[str, Call] = {
    "an M2M client that stays active": lambda client: client.m2m.clients.update("m2m-client-test-1", status="active"),
    "an M2M client with another name": lambda client: client.m2m.clients.update("m2m-client-test-1", client_name="a"),
    "a revocation of nothing": lambda client: client.sessions.revoke(),
    "a JWT that cannot be read": lambda client: client.sessions.revoke(session_jwt="no JWT"),
    "a reset that tells no member": lambda client: client.passwords.email.reset(password_reset_token="", password=""),
}


@pytest.mark.parametrize("name", OTHERS)
async def test_other_calls_put_nothing_out(world: World, name: str) -> None:
    world.session = response(b"{}")
    client = world.client()
    await OTHERS[name](client)
    assert known(client) == 0


async def test_a_call_that_failed_puts_nothing_out(world: World) -> None:
    world.session = response(b'{"error_type": "session_not_found"}', status=404)
    client = world.client()
    with pytest.raises(NotFoundError):
        await client.sessions.revoke(member_session_id="session-test-1")
    await client.sessions.authenticate_jwt_local(OLD)


@pytest.mark.parametrize(("first", "is_out"), [(ConnectionLostError("reset"), True), (None, False)])
async def test_a_retry_that_finds_nothing_has_put_it_out(first: Exception | None, is_out: bool) -> None:
    """The first attempt deleted the member, but its response was lost."""
    gone = fake_response(404, {"error_type": "member_not_found", "status_code": 404})
    transport = script(*([] if first is None else [first]), gone)
    client = B2BClient("project-test-1", "secret", transport=transport, retry=longest_waits(), clock=Time().clock())
    with pytest.raises(NotFoundError):
        await client.organizations.members.delete("organization-test-1", "member-test-1")
    assert known(client) == (1 if is_out else 0)


async def test_the_session_of_a_reset_goes_on(world: World) -> None:
    world.session = response(json.dumps({"member_id": "member-test-1", "member_session": MEMBER_SESSION}).encode())
    client = world.client()
    await client.passwords.email.reset(password_reset_token="a", password="b")
    await client.sessions.authenticate_jwt_local(sign())
    with pytest.raises(SessionRevokedError):
        await client.sessions.authenticate_jwt_local(sign(claims(**{SESSION: {**claims()[SESSION], "id": "other"}})))


async def test_of_the_last_seconds_the_api_decides(world: World) -> None:
    """A member who logs in at once after all sessions were revoked may get a JWT of the same second."""
    client = world.client()
    await client.sessions.revoke(member_id="member-test-1")
    with pytest.raises(PossiblyRevokedError):
        await client.sessions.authenticate_jwt_local(sign())
    assert (await client.sessions.authenticate_jwt(sign())).response is not None
    world.session = response(b'{"error_type": "session_not_found", "status_code": 404}', status=404)
    with pytest.raises(SessionEndedError):
        await client.sessions.authenticate_jwt(sign())


async def test_a_revocation_without_a_store_is_known_to_its_process(world: World) -> None:
    first, second = world.client(), world.client()
    await first.sessions.revoke(member_session_id="session-test-1")
    with pytest.raises(SessionRevokedError):
        await first.sessions.authenticate_jwt_local(OLD)
    await second.sessions.authenticate_jwt_local(OLD)


async def test_views_know_what_their_client_knows(world: World) -> None:
    client = world.client()
    await client.with_options(timeout=1).sessions.revoke(member_session_id="session-test-1")
    with pytest.raises(SessionRevokedError):
        await client.sessions.authenticate_jwt_local(OLD)


async def test_a_token_that_a_login_gave_names_its_session(world: World) -> None:
    """The API is not asked for the session: an earlier response had it."""
    world.session = response(json.dumps({"session_token": "opaque", "member_session": MEMBER_SESSION}).encode())
    async with world.client(store=MemoryStore()) as client:
        await client.sessions.authenticate(session_token="opaque")
        await client.sessions.revoke(session_token="opaque")
        assert [request.operation_id for request in world.requests] == [
            "api_b2b_session_v1_Authenticate",
            "api_b2b_session_v1_Revoke",
        ]
        with pytest.raises(SessionRevokedError):
            await client.sessions.authenticate_jwt_local(OLD)


@pytest.mark.parametrize(
    "said", [response(b"{}"), response(b"{}", 404), response(b"no JSON")], ids=["{}", "404", "text"]
)
async def test_a_token_is_revoked_though_nobody_knows_its_session(world: World, said: RawResponse) -> None:
    world.session = said
    async with world.client(store=MemoryStore()) as client:
        with contextlib.suppress(ResponseError):
            await client.sessions.revoke(session_token="opaque")
        assert [request.operation_id for request in world.requests][-1] == "api_b2b_session_v1_Revoke"
        assert known(client) == 0


async def test_without_a_store_a_token_costs_no_question(world: World) -> None:
    await world.client().sessions.revoke(session_token="opaque")
    assert [request.operation_id for request in world.requests] == ["api_b2b_session_v1_Revoke"]


@pytest.mark.parametrize("named", [{}, {"member_id": ""}, {"member_id": 7}, {"member_id": "a", "organization_id": ""}])
async def test_refusing_sessions_needs_a_subject(world: World, named: Any) -> None:
    with pytest.raises(ConfigurationError):
        await world.client().sessions.refuse(**named)


async def test_a_connection_that_lives_long_can_ask(world: World) -> None:
    client = world.client()
    session = await client.sessions.authenticate_jwt_local(OLD)
    assert not client.sessions.is_revoked(session)
    await client.sessions.refuse(member_id="member-test-1")
    assert client.sessions.is_revoked(session)


async def test_a_member_of_ones_own_naming_is_refused_by_the_id_of_the_api(world: World) -> None:
    """The path of a call can have a member's external id and an organization's slug."""
    world.session = EXCHANGED
    client = world.client()
    await client.organizations.members.delete("acme", "number-7")
    with pytest.raises(SessionRevokedError):
        await client.sessions.authenticate_jwt_local(OLD)


def test_the_oldest_tokens_of_logins_are_forgotten_first() -> None:
    ids = SessionIds(size=1)
    for number in (1, 2):
        login = SimpleNamespace(session_token=f"token-{number}", member_session=SimpleNamespace(member_session_id="s"))
        ids.learn(login)
    assert (ids.find("token-1"), ids.find("token-2")) == ("", "s")


def test_a_token_without_a_session_is_not_remembered() -> None:
    ids = SessionIds()
    ids.learn(SimpleNamespace(session_token="token-1", member_session=None))
    assert ids.find("token-1") == ""


def test_no_argument_of_a_call_is_shown() -> None:
    assert "canary" not in repr(CompletedCall({"session_token": "canary"}, None, "", 0.0))
