"""The total time that the middleware may hold a request."""

from __future__ import annotations

import asyncio
import time

import pytest

from aiostytch import DeadlineExceededError
from aiostytch.integrations.asgi.budget import WaitBudget


class Clock:
    """A clock that moves while code waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    async def wait(self, seconds: float) -> str:
        self.now += seconds
        return "done"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def forever() -> None:
    await asyncio.get_running_loop().create_future()


async def test_all_that_is_waited_for_has_one_limit(clock: Clock) -> None:
    budget = WaitBudget(5.0)
    assert await budget.spend(clock.wait(4.0)) == "done"
    assert budget.seconds == 1.0
    assert await budget.spend(clock.wait(3.0)) == "done"
    with pytest.raises(DeadlineExceededError):
        await budget.spend(forever())


async def test_free_results_are_available_without_budget(clock: Clock) -> None:
    assert await WaitBudget(0.0).spend(clock.wait(0.0)) == "done"


async def test_there_may_be_no_limit(clock: Clock) -> None:
    budget = WaitBudget(None)
    assert await budget.spend(clock.wait(1e9)) == "done"
    assert budget.seconds is None


async def test_an_error_is_what_it_is() -> None:
    async def fail() -> None:
        raise TimeoutError("another one")

    with pytest.raises(TimeoutError, match="another one"):
        await WaitBudget(5.0).spend(fail())


async def test_cancelled_calls_are_cancelled() -> None:
    waiting = asyncio.create_task(WaitBudget(5.0).spend(forever()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


def test_outside_asyncio_what_need_not_be_waited_for_is_there() -> None:
    async def response() -> str:
        return "done"

    with pytest.raises(StopIteration) as ended:
        WaitBudget(5.0).spend(response()).send(None)
    assert ended.value.value == "done"
