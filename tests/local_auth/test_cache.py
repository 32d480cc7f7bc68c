"""When a value is fetched: every decision, one by one."""

from __future__ import annotations

import asyncio

import pytest

from aiostytch.local_auth.cache import Cached, Known, Lifetimes, Step, decide

LIFETIMES = Lifetimes(soft=600, hard=3600, cooldown=30)
NEVER = float("inf")


@pytest.mark.parametrize(
    ("age", "is_enough", "since_attempt", "is_fetching", "step"),
    [
        (None, False, NEVER, False, Step.WAIT),
        (None, False, 0, True, Step.WAIT),
        (None, False, 29.9, False, Step.NONE),
        (None, True, 30, False, Step.WAIT),
        (0, True, 0, False, Step.NONE),
        (599.9, True, 599.9, False, Step.NONE),
        (600, True, 600, False, Step.REFRESH),
        (600, True, 29.9, False, Step.NONE),
        (600, True, 0, True, Step.NONE),
        (1000, True, 600, True, Step.NONE),
        (3599, True, 30, False, Step.REFRESH),
        (3600, True, 30, False, Step.WAIT),
        (3600, True, 29.9, False, Step.NONE),
        (3600, True, 0, True, Step.WAIT),
        (0, False, 29.9, False, Step.NONE),
        (0, False, 30, False, Step.WAIT),
        (0, False, 1, True, Step.WAIT),
        (600, False, 30, False, Step.WAIT),
    ],
)
def test_what_is_done_before_a_value_is_used(
    age: float | None, is_enough: bool, since_attempt: float, is_fetching: bool, step: Step
) -> None:
    found = decide(LIFETIMES, age=age, is_enough=is_enough, since_attempt=since_attempt, is_fetching=is_fetching)
    assert found is step


@pytest.mark.parametrize(("elapsed", "value"), [(3599.9, "old"), (3600, None)])
def test_a_value_may_be_used_until_it_is_too_old(elapsed: float, value: str | None) -> None:
    assert Cached(LIFETIMES, lambda: elapsed, Known("old", 0)).value == value


async def test_a_fetch_that_ends_with_the_event_loop_leaves_the_value_as_it_was() -> None:
    cached = Cached(LIFETIMES, lambda: 700.0, Known("old", 0))

    async def fetch() -> str:
        await asyncio.Event().wait()
        return "new"

    assert cached.take(cached.next_step(), fetch) is None
    (flight,) = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.sleep(0)
    flight.cancel()
    await asyncio.gather(flight, return_exceptions=True)
    assert (cached.value, cached.failure) == ("old", None)
