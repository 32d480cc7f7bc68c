"""Verification without I/O does not need an event loop; with I/O, it also works in later loops."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from aiostytch import AuthorizationCheck, B2BClient, ConfigurationError, LocalAuth, VerifiedSession
from aiostytch.local_auth.fair_scheduler import FairScheduler
from aiostytch.local_auth.key_cache import LIFETIMES
from tests.local_auth.world import World, jwks, sign

from .tokens import GOOD

WRITE = AuthorizationCheck("organization-test-1", "documents", "write")


def verifying(client: B2BClient, **arguments: Any) -> Coroutine[Any, Any, VerifiedSession[Any]]:
    return client.sessions.authenticate_jwt_local(GOOD["k1"], authorization=WRITE, **arguments)


async def elsewhere(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in another event loop while this one is open."""
    return await asyncio.to_thread(asyncio.run, coroutine)


async def rounds() -> None:
    """Let running tasks reach the point where they wait."""
    for _ in range(20):
        await asyncio.sleep(0)


def by_hand(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine without an event loop, like another async framework."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waits for something")


async def test_two_loops_verify_at_once_where_nothing_has_to_be_fetched(world: World) -> None:
    client = world.client()
    await verifying(client)
    sessions = await asyncio.gather(*(elsewhere(verifying(client)) for _ in range(4)))
    assert {session.member_id for session in sessions} == {"member-test-1"}
    assert (world.fetches, world.policy_fetches.total()) == (1, 2)


async def test_a_fetch_for_a_second_loop_is_refused(world: World) -> None:
    """It does not touch the fetch of the first loop."""
    client = world.client()
    world.held = asyncio.Event()
    first = asyncio.create_task(verifying(client))
    await rounds()
    with pytest.raises(ConfigurationError, match="another event loop"):
        await elsewhere(verifying(client))
    world.held.set()
    assert (await first).member_id == "member-test-1"
    world.keys = jwks("k2")
    world.pass_time(31)
    with pytest.raises(ConfigurationError, match="another event loop"):
        await elsewhere(client.sessions.authenticate_jwt_local(GOOD["k2"]))
    await client.sessions.authenticate_jwt_local(GOOD["k2"])
    assert world.fetches == 2


async def test_a_second_loop_leaves_the_refresh_to_the_first(world: World) -> None:
    client = world.client()
    await verifying(client)
    world.pass_time(LIFETIMES.soft + 1)
    await elsewhere(verifying(client))
    assert world.fetches == 1
    await verifying(client)
    await rounds()
    assert world.fetches == 2


def test_outside_asyncio_what_is_known_is_enough(world: World) -> None:
    client = world.client(auth=LocalAuth(jwks=json.loads(jwks("k1"))))
    token = sign()
    for verify in (client.sessions.authenticate_jwt_local, client.sessions.authenticate_jwt):
        assert by_hand(verify(token)).member_id == "member-test-1"
    with pytest.raises(ConfigurationError, match="asyncio"):
        by_hand(client.sessions.authenticate_jwt_local(GOOD["k2"]))
    asyncio.run(verifying(client))
    assert by_hand(verifying(client)).member_id == "member-test-1"


# Loops that end.


def run_and_close(coroutine: Coroutine[Any, Any, Any]) -> None:
    """Run a coroutine in a loop that is closed with its pending tasks."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # prevents a log entry for each unfinished task
    loop.run_until_complete(coroutine)
    loop.close()


@pytest.mark.parametrize("run", [asyncio.run, run_and_close])
def test_a_fetch_that_ended_with_its_loop_is_made_again_in_the_next(
    world: World, run: Callable[[Coroutine[Any, Any, Any]], object]
) -> None:
    client = world.client()

    async def leave() -> None:
        tasks.append(asyncio.create_task(verifying(client)))
        await rounds()

    tasks: list[asyncio.Task[Any]] = []
    world.held = asyncio.Event()
    run(leave())
    world.held = None
    assert asyncio.run(verifying(client)).member_id == "member-test-1"
    assert (world.fetches, world.policy_fetches.total()) == (2, 2)
    for task in tasks:
        task.get_coro().close()  # a later garbage collection does not change the result
    assert asyncio.run(verifying(client)).member_id == "member-test-1"


@pytest.mark.parametrize("run", [asyncio.run, run_and_close])
def test_a_refresh_that_ended_with_its_loop_is_made_again_in_the_next(
    world: World, run: Callable[[Coroutine[Any, Any, Any]], object]
) -> None:
    async def refresh() -> None:
        await verifying(client)
        await rounds()

    client = world.client()
    run(refresh())
    world.pass_time(LIFETIMES.soft + 1)
    world.held = asyncio.Event()
    for fetches in (2, 3):
        run(refresh())
        assert world.fetches == fetches


def test_a_round_left_open_by_its_loop_ends_for_nobody_in_the_next() -> None:
    scheduler = FairScheduler(lambda: 0.0, budget=0, per_round=1)

    async def take(count: int) -> None:
        waiting = [turn for turn in (scheduler.next_turn() for _ in range(count)) if turn is not None]
        assert len(waiting) == count - 1
        if is_patient:
            await asyncio.gather(*waiting)

    is_patient = False
    run_and_close(take(5))
    is_patient = True
    asyncio.run(take(5))
