"""Tokens with unknown key ids: attackers can create them, and after a rotation members send them."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Awaitable, Coroutine, Iterable
from typing import Any

import pytest

from aiostytch import (
    AuthorizationCheck,
    B2BClient,
    Clock,
    ConfigurationError,
    ConnectError,
    LocalAuth,
    PermissionDeniedError,
    RetryPolicy,
    UnknownKeyError,
)
from aiostytch.integrations.asgi import SessionMiddleware
from aiostytch.local_auth.fair_scheduler import PER_ROUND
from aiostytch.local_auth.key_cache import LIFETIMES
from aiostytch.local_auth.state import state_of
from tests.integrations.service import Service, get, jwt_cookie
from tests.local_auth.rounds import Rounds
from tests.local_auth.tokens import strangers
from tests.local_auth.world import AUTHENTICATED, NOW, PROJECT, World, claims, jwks, response, sign

BUDGET = LocalAuth().unknown_key_calls
MINUTE = 60
UNREADABLE = response(b'{"error_type": "unable_to_parse_session_jwt"}', 400)
GOOD, OLD = sign(), sign(claims(exp=NOW - 100))
FORGED = tuple(itertools.islice(strangers(), 1_000))
MEMBERS = tuple(sign(claims(sub=f"member-{number}"), kid="k2") for number in range(100))
"""Tokens signed with a key that did not exist at the last fetch."""


def rotate(world: World, *, is_published: bool = True) -> None:
    world.sessions |= dict.fromkeys(MEMBERS, response(AUTHENTICATED))
    if is_published:
        world.keys = jwks("k1", "k2")


def asked_about(world: World) -> list[str]:
    return [json.loads(request.content or b"")["session_jwt"] for request in world.requests]


async def outcomes(verifying: Iterable[Awaitable[Any]]) -> Counter[str]:
    found = await asyncio.gather(*verifying, return_exceptions=True)
    return Counter(type(each).__name__ for each in found)


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def started(world: World, auth: LocalAuth | None = None, **settings: Any) -> B2BClient:
    """Create a client that has just fetched the keys, with an API that accepts only expired tokens."""
    client = world.client(auth=auth, retry=RetryPolicy(max_retries=0), **settings)
    await client.sessions.authenticate_jwt(GOOD)
    world.session, world.sessions = UNREADABLE, {OLD: response(AUTHENTICATED)}
    return client


@pytest.fixture
async def client(world: World) -> B2BClient:
    return await started(world)


# -- limits for attackers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("arguments", [{}, {"always_call_api": True}, {"session_duration_minutes": 5}])
async def test_1_000_forged_tokens_cost_ten_questions(
    world: World, client: B2BClient, at_once: bool, arguments: dict[str, Any]
) -> None:
    verify = client.sessions.authenticate_jwt
    if at_once:
        found = await outcomes(verify(token, **arguments) for token in FORGED)
    else:
        found = sum([await outcomes([verify(token, **arguments)]) for token in FORGED], Counter())
    assert found == {"UnknownKeyError": 1_000}
    assert asked_about(world) == list(FORGED[:BUDGET])
    assert world.fetches == 1


async def test_even_tokens_that_the_api_accepts_are_bounded(world: World, client: B2BClient) -> None:
    world.session = response(AUTHENTICATED)
    found = await outcomes(client.sessions.authenticate_jwt(token) for token in FORGED)
    assert found == {"VerifiedSession": BUDGET, "UnknownKeyError": 1_000 - BUDGET}
    assert (len(world.requests), world.fetches) == (BUDGET, 2)


@pytest.mark.parametrize("budget", [0, 1, 3])
async def test_the_budget_is_a_setting_and_for_any_minute(world: World, budget: int) -> None:
    client = await started(world, LocalAuth(unknown_key_calls=budget))
    tokens = iter(FORGED)
    for seconds, questions in ((0, budget), (MINUTE - 1, budget), (1, 2 * budget), (1, 2 * budget)):
        world.pass_time(seconds)
        for token in itertools.islice(tokens, 10):
            with pytest.raises(UnknownKeyError):
                await client.sessions.authenticate_jwt(token)
        assert len(world.requests) == questions


@pytest.mark.parametrize("budget", [-1, 1.5, True, None, "10"])
def test_a_budget_is_a_whole_number(world: World, budget: Any) -> None:
    with pytest.raises(ConfigurationError, match="unknown_key_calls"):
        world.client(auth=LocalAuth(unknown_key_calls=budget))


async def test_expired_tokens_are_asked_about_whatever_strangers_do(world: World) -> None:
    """Their calls use one of the two concurrent calls that the client allows."""
    client = await started(world, max_concurrency=2)
    world.held = asyncio.Event()
    flood = [asyncio.create_task(client.sessions.authenticate_jwt(token)) for token in FORGED]
    await settle()
    assert asked_about(world) == [FORGED[0]]
    renewal = asyncio.create_task(client.sessions.authenticate_jwt(OLD))
    await settle()
    assert asked_about(world) == [FORGED[0], OLD]
    world.held.set()
    assert (await renewal).member_id == "member-test-1"
    assert await outcomes(flood) == {"UnknownKeyError": 1_000}
    for _ in range(20):
        await client.sessions.authenticate_jwt(OLD)
    assert len(world.requests) == BUDGET + 21


async def test_a_question_that_fails_for_all_is_asked_once(world: World, client: B2BClient) -> None:
    world.session = ConnectError("refused")
    assert await outcomes(client.sessions.authenticate_jwt(token) for token in FORGED) == {"ConnectError": 1_000}
    assert len(world.requests) == 1


async def test_waiting_callers_continue_in_order(world: World) -> None:
    ticks = itertools.count()
    client = B2BClient(
        PROJECT,
        "secret",
        transport=world,
        clock=Clock(monotonic=lambda: next(ticks) * 1e-4, now=lambda: NOW),
        retry=RetryPolicy(max_retries=0),
    )
    await client.sessions.authenticate_jwt(GOOD)
    world.session = UNREADABLE
    rotate(world)
    world.held = asyncio.Event()
    verifying = [asyncio.create_task(client.sessions.authenticate_jwt(token)) for token in MEMBERS * 10]
    for _ in range(len(verifying)):
        await asyncio.sleep(0)
    rounds = Rounds()
    world.held.set()
    assert await outcomes(verifying) == {"VerifiedSession": len(verifying)}
    rounds.stop()
    assert rounds.count > len(verifying) / PER_ROUND


async def test_the_first_caller_can_be_cancelled_and_the_others_go_on(world: World, client: B2BClient) -> None:
    rotate(world)
    world.held = asyncio.Event()
    verifying = [asyncio.create_task(client.sessions.authenticate_jwt(token)) for token in MEMBERS]
    await settle()
    verifying[0].cancel()
    await settle()
    world.held.set()
    assert await outcomes(verifying) == {"CancelledError": 1, "VerifiedSession": len(MEMBERS) - 1}
    assert asked_about(world) == [MEMBERS[0]]


# -- a recently rotated key --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_new_key_is_found_by_one_question(world: World, client: B2BClient, at_once: bool) -> None:
    rotate(world)
    verify = client.sessions.authenticate_jwt
    if at_once:
        found = await outcomes(verify(token) for token in MEMBERS)
    else:
        found = sum([await outcomes([verify(token)]) for token in MEMBERS], Counter())
    assert found == {"VerifiedSession": len(MEMBERS)}
    assert (asked_about(world), world.fetches) == ([MEMBERS[0]], 2)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_new_key_that_is_not_published_yet_locks_nobody_out(
    world: World, client: B2BClient, at_once: bool
) -> None:
    rotate(world, is_published=False)
    verify = client.sessions.authenticate_jwt
    if at_once:
        found = await outcomes(verify(token) for token in MEMBERS)
    else:
        found = sum([await outcomes([verify(token)]) for token in MEMBERS], Counter())
    assert found == {"VerifiedSession": len(MEMBERS)}
    assert (asked_about(world), world.fetches) == (list(MEMBERS), 2)


async def test_a_new_key_is_found_among_forged_tokens(world: World, client: B2BClient) -> None:
    rotate(world)
    tokens = [*FORGED[: BUDGET - 1], *MEMBERS, *FORGED[BUDGET:]]
    found = await outcomes(client.sessions.authenticate_jwt(token) for token in tokens)
    assert found["VerifiedSession"] == len(MEMBERS)
    assert len(world.requests) == BUDGET


async def test_a_new_key_is_found_after_a_flood_when_the_keys_are_fetched_again(
    world: World, client: B2BClient
) -> None:
    await outcomes(client.sessions.authenticate_jwt(token) for token in FORGED)
    rotate(world)
    with pytest.raises(UnknownKeyError) as caught:
        await client.sessions.authenticate_jwt(MEMBERS[0])
    assert caught.value.key_id == "k2"
    world.pass_time(LIFETIMES.cooldown)
    assert (await client.sessions.authenticate_jwt(MEMBERS[0])).response is None
    assert world.fetches == 2


async def test_keys_that_are_being_fetched_are_not_fetched_twice(world: World, client: B2BClient) -> None:
    rotate(world)
    world.pass_time(LIFETIMES.cooldown)
    held = world.held = asyncio.Event()
    fetching = asyncio.create_task(client.sessions.authenticate_jwt_local(MEMBERS[0]))
    await settle()
    state_of(client._runner).keys.refresh(never)
    held.set()
    await fetching
    assert world.fetches == 2


def never() -> Coroutine[Any, Any, Any]:
    raise AssertionError("there is a fetch")


async def test_a_new_key_is_found_by_a_member_who_may_not_do_something(world: World, client: B2BClient) -> None:
    rotate(world)
    world.sessions[MEMBERS[0]] = response(b'{"error_type": "session_authorization_error"}', 403)
    check = AuthorizationCheck("organization-test-1", "documents", "write")
    with pytest.raises(PermissionDeniedError):
        await client.sessions.authenticate_jwt(MEMBERS[0], authorization=check)
    await settle()
    assert (await client.sessions.authenticate_jwt(MEMBERS[1])).response is None


async def test_a_forged_token_under_the_new_key_decides_nothing(world: World, client: B2BClient) -> None:
    """A forged token with the id of the new key, which is public, does not affect the tokens of members."""
    rotate(world)
    header, payload, _ = MEMBERS[0].split(".")
    forged = f"{header}.{payload}.{'A' * 342}"
    found = await outcomes(client.sessions.authenticate_jwt(token) for token in (forged, *MEMBERS))
    assert found == {"UnknownKeyError": 1, "VerifiedSession": len(MEMBERS)}
    assert asked_about(world) == [forged, MEMBERS[0]]


# -- the middleware ---------------------------------------------------------------------------------------------------


async def test_the_middleware_keeps_to_the_budget(world: World, client: B2BClient) -> None:
    app = SessionMiddleware(Service(), client)
    responses = await asyncio.gather(*(get(app, headers=[jwt_cookie(token)]) for token in FORGED[:100]))
    assert {found.body for found in responses} == {None}
    assert len(world.requests) == BUDGET
    assert (await get(app, headers=[jwt_cookie(OLD)])).body == "member-test-1"


async def test_the_parts_of_a_page_with_a_forged_token_are_one_question(world: World, client: B2BClient) -> None:
    app = SessionMiddleware(Service(), client)
    await asyncio.gather(*(get(app, headers=[jwt_cookie(FORGED[0])]) for _ in range(20)))
    assert asked_about(world) == [FORGED[0]]


async def test_the_middleware_finds_a_new_key_by_one_question(world: World, client: B2BClient) -> None:
    rotate(world)
    app = SessionMiddleware(Service(), client)
    responses = await asyncio.gather(*(get(app, headers=[jwt_cookie(token)]) for token in MEMBERS))
    assert sorted({found.body for found in responses[1:]}) == sorted(f"member-{number}" for number in range(1, 100))
    assert (asked_about(world), world.fetches) == ([MEMBERS[0]], 2)
