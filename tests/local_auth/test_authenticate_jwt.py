"""`authenticate_jwt` verifies locally, asks the API only if that is inconclusive, and refuses bad tokens itself."""

from __future__ import annotations

import asyncio
import datetime
import gc
import json
import subprocess
import sys
import traceback
import weakref
from typing import Any

import attrs
import pytest
from rich.pretty import pretty_repr

from aiostytch import B2BClient, ConnectError, LocalAuth, RequestOptions, UnauthorizedError
from aiostytch.errors import (
    APIError,
    BadRequestError,
    BadSignatureError,
    CustomClaimsError,
    KeysUnavailableError,
    MalformedTokenError,
    NotASessionTokenError,
    NotFoundError,
    SessionEndedError,
    TokenExpiredError,
    TokenTooOldError,
    TokenVerificationError,
    UnknownKeyError,
)
from aiostytch.local_auth import verify
from aiostytch.local_auth.jwks import read_keys
from aiostytch.local_auth.kinds import SESSION
from aiostytch.local_auth.state import state_of
from aiostytch.local_auth.tokens import parse_jws
from aiostytch.models.sessions import AuthenticateResponse
from aiostytch.sandbox import Sandbox
from tests.local_auth.hostile import HOSTILE
from tests.local_auth.world import MEMBER_SESSION, NOW, World, claims, jwks, response, sign

GOOD = sign(claims(plan="local"))


@attrs.define
class Plan:
    plan: str


async def test_a_good_token_costs_no_request(world: World) -> None:
    found = await world.client().sessions.authenticate_jwt(GOOD)
    assert (found.custom_claims, found.response, world.requests) == ({"plan": "local"}, None, [])


FALL_BACK_TO_API: dict[str, tuple[str, dict[str, Any], type[TokenVerificationError]]] = {
    "unknown key": (sign(kid="stranger"), {}, UnknownKeyError),
    "expired": (sign(claims(exp=NOW - 100)), {}, TokenExpiredError),
    "too old": (GOOD, {"max_token_age": 0}, TokenTooOldError),
    "keys unavailable": (GOOD, {}, KeysUnavailableError),
}


@pytest.mark.parametrize(("token", "arguments", "error"), FALL_BACK_TO_API.values(), ids=FALL_BACK_TO_API.keys())
async def test_the_api_is_asked_once_about_a_token_that_is_unclear_here(
    world: World, token: str, arguments: dict[str, Any], error: type[TokenVerificationError]
) -> None:
    """Local verification is inconclusive for it."""
    if error is KeysUnavailableError:
        world.keys = ConnectError("refused")
    client = world.client()
    with pytest.raises(error):
        await client.sessions.authenticate_jwt_local(token, **arguments)
    found = await client.sessions.authenticate_jwt(token, **arguments)
    assert found.custom_claims == {"plan": "remote"}
    assert [json.loads(request.content) for request in world.requests] == [{"session_jwt": token}]


PROVABLY_BAD = {name: case for name, case in HOSTILE.items() if case[1] is not UnknownKeyError}


@pytest.mark.parametrize(("token", "error"), PROVABLY_BAD.values(), ids=PROVABLY_BAD.keys())
@pytest.mark.parametrize("always_call_api", [False, True])
async def test_a_token_that_is_provably_bad_costs_no_request(
    world: World, token: str, error: type[TokenVerificationError], always_call_api: bool
) -> None:
    with pytest.raises(error):
        await world.client().sessions.authenticate_jwt(token, always_call_api=always_call_api)
    assert world.requests == []


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ({"always_call_api": True}, {}),
        ({"session_duration_minutes": 60}, {"session_duration_minutes": 60}),
        ({"session_custom_claims": {"plan": "pro"}}, {"session_custom_claims": {"plan": "pro"}}),
    ],
)
async def test_the_api_is_asked_when_the_caller_says_so(
    world: World, arguments: dict[str, Any], sent: dict[str, Any]
) -> None:
    await world.client().sessions.authenticate_jwt(GOOD, **arguments)
    assert [json.loads(request.content) for request in world.requests] == [{"session_jwt": GOOD, **sent}]


async def test_no_part_of_a_response_is_lost(world: World) -> None:
    found = await world.client().sessions.authenticate_jwt(GOOD, always_call_api=True)
    assert isinstance(found.response, AuthenticateResponse)
    assert (found.response.session_jwt, found.response.raw.status_code) == ("fresh", 200)
    assert (found.member_session_id, found.roles) == ("session-test-1", ("stytch_member",))
    assert found.expires_at == datetime.datetime.fromisoformat("2026-11-23T20:00:00Z")
    assert (found.issued_at, found.token_expires_at) == (None, None)
    for shown in (repr(found), pretty_repr(found)):
        assert "session-test-1" in shown
        assert "fresh" not in shown
        assert "AuthenticateResponse" not in shown


async def test_both_ways_lead_to_the_same_session(world: World) -> None:
    client = world.client()
    local = await client.sessions.authenticate_jwt(GOOD)
    remote = await client.sessions.authenticate_jwt(GOOD, always_call_api=True)
    same = {"member_session_id", "member_id", "organization_id", "organization_slug", "authentication_factors"}
    same |= {"started_at", "last_accessed_at", "expires_at"}
    assert {name: getattr(local, name) for name in same} == {name: getattr(remote, name) for name in same}


async def test_custom_claims_from_the_api_become_the_type_of_the_caller(world: World) -> None:
    found = await world.client().sessions.authenticate_jwt(GOOD, claims=Plan, always_call_api=True)
    assert found.custom_claims == Plan("remote")


async def test_custom_claims_of_another_type_are_an_error_of_their_own(world: World) -> None:
    """The claims come from the API."""
    world.session = response(json.dumps({"member_session": {**MEMBER_SESSION, "custom_claims": None}}).encode())
    with pytest.raises(CustomClaimsError):
        await world.client().sessions.authenticate_jwt(GOOD, claims=Plan, always_call_api=True)


IDS = ["member_session_id", "member_id", "organization_id"]
NOBODYS = [{**MEMBER_SESSION, name: value} for name in IDS for value in (None, 7, "")]
NO_END = [{**MEMBER_SESSION, "expires_at": value} for value in (None, 7, "soon")]


@pytest.mark.parametrize(
    "content", [{}, {"member_session": None}, {"member_session": 7}, *({"member_session": s} for s in NOBODYS + NO_END)]
)
async def test_a_response_without_a_session_or_a_member_gives_none(world: World, content: dict[str, Any]) -> None:
    world.session = response(json.dumps(content).encode())
    with pytest.raises(NotASessionTokenError):
        await world.client().sessions.authenticate_jwt(GOOD, always_call_api=True)


@pytest.mark.parametrize(
    ("changes", "roles", "factors"),
    [
        ({"roles": None, "authentication_factors": None}, (), 0),
        ({"roles": 7, "authentication_factors": "none"}, (), 0),
        ({"roles": {"a": 1}, "authentication_factors": [None, 7]}, (), 0),
        ({"roles": ["editor", None, ["admin"]]}, ("editor",), 1),
    ],
)
async def test_parts_of_a_session_that_contradict_the_document_are_left_out(
    world: World, changes: dict[str, Any], roles: tuple[str, ...], factors: int
) -> None:
    world.session = response(json.dumps({"member_session": {**MEMBER_SESSION, **changes}}).encode())
    found = await world.client().sessions.authenticate_jwt(GOOD, always_call_api=True)
    assert (found.roles, len(found.authentication_factors)) == (roles, factors)


async def test_a_refusal_of_the_api_is_its_error(world: World) -> None:
    world.session = response(b'{"error_type": "session_not_found"}', 401)
    with pytest.raises(UnauthorizedError):
        await world.client().sessions.authenticate_jwt(sign(kid="stranger"))
    assert len(world.requests) == 1


OLD = sign(claims(exp=NOW - 100))
GONE = response(b'{"error_type": "session_not_found", "request_id": "r-3"}', 404)
UNREADABLE = response(b'{"error_type": "unable_to_parse_session_jwt"}', 400)


@pytest.mark.parametrize(
    ("token", "arguments"),
    [
        (OLD, {}),
        (GOOD, {"max_token_age": 0}),
        (GOOD, {"always_call_api": True}),
        (GOOD, {"session_duration_minutes": 5}),
    ],
)
async def test_a_session_that_has_ended_is_an_error_of_its_own(
    world: World, token: str, arguments: dict[str, Any]
) -> None:
    world.session = GONE
    with pytest.raises(SessionEndedError, match="r-3") as caught:
        await world.client().sessions.authenticate_jwt(token, **arguments)
    assert isinstance(caught.value.__cause__, NotFoundError)
    assert (caught.value.operation_id, caught.value.attempts) == ("api_b2b_session_v1_Authenticate", 1)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"<html>"),
        (404, b'{"error_type": "route_not_found"}'),
        (400, b'{"error_type": "session_not_found"}'),
        (400, b'{"error_type": "bad_request"}'),
        (403, b'{"error_type": "session_not_found"}'),
        (500, b'{"error_type": "session_not_found"}'),
    ],
)
async def test_an_error_that_says_nothing_about_the_session_stays_what_it_is(
    world: World, status: int, body: bytes
) -> None:
    world.session = response(body, status)
    with pytest.raises(APIError) as caught:
        await world.client().sessions.authenticate_jwt(OLD, options=RequestOptions(max_retries=0))
    assert caught.value.status_code == status


@pytest.mark.parametrize(
    ("token", "arguments", "error"),
    [
        (sign(kid="stranger"), {}, UnknownKeyError),
        (OLD, {}, TokenExpiredError),
        (GOOD, {"max_token_age": 0}, TokenTooOldError),
        (GOOD, {"always_call_api": True}, MalformedTokenError),
    ],
)
async def test_a_token_that_nobody_can_read_is_refused_for_the_first_reason(
    world: World, token: str, arguments: dict[str, Any], error: type[TokenVerificationError]
) -> None:
    """The API cannot read it either."""
    world.session = UNREADABLE
    with pytest.raises(TokenVerificationError) as caught:
        await world.client().sessions.authenticate_jwt(token, **arguments)
    assert type(caught.value) is error
    assert isinstance(caught.value.__cause__, BadRequestError)


@pytest.mark.stytch_seed(
    {
        "organizations": [
            {
                "organization_name": "Acme",
                "organization_slug": "acme",
                "members": [{"email_address": "ada@acme.example", "password": "correct horse battery staple"}],
            }
        ]
    }
)
@pytest.mark.parametrize("ending", ["revoked", "expired"])
async def test_a_session_that_was_revoked_or_expired_has_ended(
    stytch_client: B2BClient, stytch_sandbox: Sandbox, ending: str
) -> None:
    login = await stytch_client.passwords.authenticate(
        organization_id="acme", email_address="ada@acme.example", password="correct horse battery staple"
    )
    stytch_sandbox.clock.advance(minutes=6)
    assert (await stytch_client.sessions.authenticate_jwt(login.session_jwt)).member_id == login.member_id
    if ending == "revoked":
        await stytch_client.sessions.revoke(session_token=login.session_token)
    else:
        stytch_sandbox.clock.advance(hours=2)
    with pytest.raises(SessionEndedError):
        await stytch_client.sessions.authenticate_jwt(login.session_jwt)


async def test_the_options_are_those_of_the_call(world: World) -> None:
    options = RequestOptions(headers={"X-Own": "1"})
    await world.client().sessions.authenticate_jwt(GOOD, always_call_api=True, options=options)
    assert dict(world.requests[0].headers)["X-Own"] == "1"


async def test_no_variable_of_a_traceback_shows_the_token_that_the_api_refused(world: World) -> None:
    world.session = response(b"{}", 401)
    failing = world.client().sessions.authenticate_jwt(GOOD, always_call_api=True)
    with pytest.raises(UnauthorizedError) as caught:
        await failing
    error = caught.value
    shown = "".join(traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True).format())
    assert "always_call_api = True" in shown
    assert not any(part in shown for part in GOOD.split("."))


def test_a_token_that_was_taken_apart_shows_nothing_of_it() -> None:
    token = parse_jws(GOOD.encode())
    for shown in (repr(token), pretty_repr(token)):
        assert "Token" in shown
        assert not any(part in shown for part in GOOD.split("."))
        assert repr(token.signature)[2:20] not in shown


# -- cached tokens ---------------------------------------------------------------------------------------------------


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the checks of signatures."""
    counted: list[int] = []
    check = verify._is_signed()

    def counting(*arguments: Any) -> bool:
        counted.append(1)
        return check(*arguments)

    monkeypatch.setattr(verify, "_is_signed", lambda: counting)
    return counted


async def test_the_signature_of_a_token_is_checked_once(world: World, checks: list[int]) -> None:
    client = world.client()
    for _ in range(5):
        await client.sessions.authenticate_jwt_local(GOOD)
    assert len(checks) == 1


async def test_a_signature_that_does_not_fit_is_checked_each_time(world: World, checks: list[int]) -> None:
    client, (token, error) = world.client(), HOSTILE["signature of zeros"]
    for _ in range(3):
        with pytest.raises(error):
            await client.sessions.authenticate_jwt_local(token)
    assert len(checks) == 3


async def test_nothing_is_remembered_when_that_is_switched_off(world: World, checks: list[int]) -> None:
    client = world.client(auth=LocalAuth(cached_tokens=0))
    for _ in range(3):
        await client.sessions.authenticate_jwt_local(GOOD)
    assert len(checks) == 3


async def test_the_oldest_tokens_are_forgotten_first(world: World, checks: list[int]) -> None:
    client = world.client(auth=LocalAuth(cached_tokens=2))
    tokens = {name: sign(claims(name=name)) for name in "abc"}
    seen: list[int] = []
    for name in "abacab":
        await client.sessions.authenticate_jwt_local(tokens[name])
        seen.append(len(checks))
    assert seen == [1, 2, 2, 3, 4, 5]


async def test_the_times_of_a_token_that_is_remembered_are_checked(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD)
    world.pass_time(100)
    with pytest.raises(TokenTooOldError):
        await client.sessions.authenticate_jwt_local(GOOD, max_token_age=100)
    world.pass_time(209)
    await client.sessions.authenticate_jwt_local(GOOD)
    world.pass_time(1)
    with pytest.raises(TokenExpiredError):
        await client.sessions.authenticate_jwt_local(GOOD)


async def test_views_of_a_client_share_what_is_remembered(world: World, checks: list[int]) -> None:
    client = world.client(auth=LocalAuth())
    await client.with_options(timeout=1).sessions.authenticate_jwt_local(GOOD)
    await client.sessions.authenticate_jwt_local(GOOD)
    assert (len(checks), world.fetches) == (1, 1)


async def test_a_client_and_what_it_remembers_go_together(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD)
    gone = weakref.ref(client), weakref.ref(state_of(client._runner))
    await client.aclose()
    del client
    gc.collect()
    assert [each() for each in gone] == [None, None]


async def test_threads_verify_as_one_does_while_keys_change() -> None:
    tokens = {kid: sign(kid=kid) for kid in ("k1", "k2")}
    sets = [read_keys(jwks("k1", "k2")), read_keys(jwks("k2", "k1"))]

    def check(thread: int) -> int:
        accepted = 0
        for number in range(500):
            token = parse_jws(tokens["k1" if (thread + number) % 2 else "k2"].encode())
            keys = sets[number % 2]
            accepted += verify.verify(token, keys[token.kid], (SESSION,), lambda content: ()).key.kid == token.kid
            with pytest.raises(BadSignatureError):
                verify.verify(token, keys["k2" if token.kid == "k1" else "k1"], (SESSION,), lambda content: ())
        return accepted

    assert await asyncio.gather(*(asyncio.to_thread(check, thread) for thread in range(8))) == [500] * 8


LOADED = "import sys; print(sorted({name.split('.')[0] for name in sys.modules} & {'jwt', 'cryptography'}))"


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("", []),
        ("client.sessions; client.rbac; aiostytch.VerifiedSession", []),
        ("aiostytch.preload()", ["cryptography"]),
    ],
)
def test_cryptography_is_imported_with_the_first_token_or_by_preload(code: str, loaded: list[str]) -> None:
    code = f"import aiostytch; client = aiostytch.B2BClient('project-test-1', 'secret'); {code}\n{LOADED}"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == f"{loaded}\n"
