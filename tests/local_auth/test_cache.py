"""The decisions of the cache on when to fetch a value."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars

import pytest

from aiostytch.local_auth.cache import Cached, Entry, Lifetimes, Step, decide
from tests.eager import eager_tasks

LIFETIMES = Lifetimes(soft=600, hard=3600, cooldown=30)
NEVER = float("inf")


@pytest.mark.parametrize(
    ("age", "has_item", "since_attempt", "is_fetching", "step"),
    [
        (None, False, NEVER, False, Step.AWAIT_FETCH),
        (None, False, 0, True, Step.AWAIT_FETCH),
        (None, False, 29.9, False, Step.USE),
        (None, True, 30, False, Step.AWAIT_FETCH),
        (0, True, 0, False, Step.USE),
        (599.9, True, 599.9, False, Step.USE),
        (600, True, 600, False, Step.REFRESH_IN_BACKGROUND),
        (600, True, 29.9, False, Step.USE),
        (600, True, 0, True, Step.USE),
        (1000, True, 600, True, Step.USE),
        (3599, True, 30, False, Step.REFRESH_IN_BACKGROUND),
        (3600, True, 30, False, Step.AWAIT_FETCH),
        (3600, True, 29.9, False, Step.USE),
        (3600, True, 0, True, Step.AWAIT_FETCH),
        (0, False, 29.9, False, Step.USE),
        (0, False, 30, False, Step.AWAIT_FETCH),
        (0, False, 1, True, Step.AWAIT_FETCH),
        (600, False, 30, False, Step.AWAIT_FETCH),
    ],
)
def test_the_step_before_using_a_value(
    age: float | None, has_item: bool, since_attempt: float, is_fetching: bool, step: Step
) -> None:
    found = decide(LIFETIMES, age=age, has_item=has_item, since_attempt=since_attempt, is_fetching=is_fetching)
    assert found is step


@pytest.mark.parametrize(("elapsed", "value"), [(3599.9, "old"), (3600, None)])
def test_a_value_may_be_used_until_it_is_too_old(elapsed: float, value: str | None) -> None:
    assert Cached(LIFETIMES, lambda: elapsed, Entry("old", 0)).value == value


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_a_fetch_in_a_closed_event_loop_is_not_an_attempt(is_cancelled: bool) -> None:
    """The next loop does not wait for the cooldown, because no caller got an error."""
    cached = Cached[str](LIFETIMES, Clock())

    async def never() -> str:
        await asyncio.Event().wait()
        return "never"

    async def at_once() -> str:
        return "new"

    async def begin() -> None:
        assert cached.begin(cached.next_step(), never) is not None
        assert cached.next_step() is Step.AWAIT_FETCH
        await asyncio.sleep(0)

    loop = asyncio.new_event_loop()
    loop.run_until_complete(begin())
    (task,) = asyncio.all_tasks(loop)
    if is_cancelled:
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
    loop.close()

    async def again() -> None:
        in_flight = cached.begin(cached.next_step(), at_once)
        assert in_flight is not None
        await in_flight.done()

    asyncio.run(again())
    assert cached.value == "new"
    if not is_cancelled:
        discard(task)


def discard(task: asyncio.Task[object]) -> None:
    """Silence asyncio's warning about a task that its loop left behind."""
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    with contextlib.suppress(RuntimeError):
        task.get_coro().close()


async def test_a_fetch_sees_nothing_of_the_request_that_began_it() -> None:
    request = contextvars.ContextVar[str]("request", default="none")
    seen: list[str] = []

    async def fetch() -> str:
        seen.append(request.get())
        return "new"

    request.set("the first")
    cached = Cached[str](LIFETIMES, Clock())
    in_flight = cached.begin(cached.next_step(), fetch)
    assert in_flight is not None
    await in_flight.done()
    assert (cached.value, seen) == ("new", ["none"])


@pytest.mark.parametrize("ends_well", [True, False])
async def test_a_fetch_that_ends_before_its_task_is_known_is_followed_by_others(ends_well: bool) -> None:
    clock = Clock()
    cached, fetches = Cached[int](LIFETIMES, clock), list[float]()

    async def fetch() -> int:
        fetches.append(clock.now)
        if not ends_well:
            raise OSError("down")
        return len(fetches)

    with eager_tasks():
        for clock.now in (0, 700, 1400, 5000):
            in_flight = cached.begin(cached.next_step(), fetch)
            if in_flight is not None:
                await in_flight.done()
            assert cached.next_step() is Step.USE
    assert fetches == [0, 700, 1400, 5000]
    assert cached.value == (4 if ends_well else None)


async def test_a_fetch_that_ends_with_the_event_loop_leaves_the_value_as_it_was() -> None:
    cached = Cached(LIFETIMES, lambda: 700.0, Entry("old", 0))

    async def fetch() -> str:
        await asyncio.Event().wait()
        return "new"

    assert cached.begin(cached.next_step(), fetch) is None
    (flight,) = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.sleep(0)
    flight.cancel()
    await asyncio.gather(flight, return_exceptions=True)
    assert (cached.value, cached.failure) == ("old", None)
