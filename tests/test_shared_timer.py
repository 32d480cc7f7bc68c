"""All time limits of the same length share one timer, and each expires at its own time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context, ContextVar
from typing import Any, cast

import attrs
import pytest

from aiostytch.shared_timer import SharedTimer, shared_timer


@attrs.define(eq=False)
class Handle:
    """A scheduled or cancelled call of the loop."""

    when: float
    callback: Callable[[], None]
    context: Context
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


@attrs.define(eq=False)
class Loop:
    """An event loop whose time the test controls."""

    now: float = 100.0
    handles: list[Handle] = attrs.field(factory=list)

    def time(self) -> float:
        return self.now

    def is_closed(self) -> bool:
        return False

    def call_at(self, when: float, callback: Callable[[], None], *, context: Context) -> Handle:
        self.handles.append(Handle(when, callback, context))
        return self.handles[-1]

    def advance(self, seconds: float) -> None:
        self.now += seconds
        for handle in tuple(self.handles):
            if handle.when <= self.now and not handle.is_cancelled:
                self.handles.remove(handle)
                handle.callback()

    def timer(self, seconds: float) -> SharedTimer:
        return shared_timer(cast("asyncio.AbstractEventLoop", self), seconds)


@attrs.define(eq=False)
class Limit:
    """Records when its time limit expired."""

    loop: Loop
    expired: list[float] = attrs.field(factory=list)

    def expire(self) -> None:
        self.expired.append(self.loop.now)


@pytest.fixture
def loop() -> Loop:
    return Loop()


def test_each_limit_ends_at_its_own_time_with_one_timer(loop: Loop) -> None:
    timer, limits = loop.timer(10.0), [Limit(loop) for _ in range(3)]
    for limit in limits:
        timer.begin(limit)
        loop.advance(1.0)
        assert len(loop.handles) == 1
    for _ in range(12):
        loop.advance(1.0)
    assert [limit.expired for limit in limits] == [[110.0], [111.0], [112.0]]
    assert not loop.handles


def test_a_limit_that_ends_in_time_is_told_nothing(loop: Loop) -> None:
    timer, early, late = loop.timer(10.0), Limit(loop), Limit(loop)
    timer.begin(early)
    timer.begin(late)
    timer.pop(early)
    loop.advance(10.0)
    assert (early.expired, late.expired) == ([], [110.0])


def test_a_timer_that_fires_a_moment_too_early_is_set_again(loop: Loop) -> None:
    timer, limit = loop.timer(10.0), Limit(loop)
    timer.begin(limit)
    loop.now += 9.999
    loop.handles.pop().callback()
    assert limit.expired == []
    loop.advance(0.001)
    assert limit.expired == [pytest.approx(110.0)]


def test_limits_one_after_the_other_set_no_timer_each(loop: Loop) -> None:
    for _ in range(50):
        limit = Limit(loop)
        loop.timer(10.0).begin(limit)
        loop.timer(10.0).pop(limit)
        loop.advance(0.1)
    assert [handle.when for handle in loop.handles] == [110.0]


def test_a_timer_that_nobody_needs_is_not_set_again(loop: Loop) -> None:
    timer, limit = loop.timer(10.0), Limit(loop)
    timer.begin(limit)
    timer.pop(limit)
    loop.advance(10.0)
    assert not loop.handles
    timer.begin(limit)
    loop.advance(10.0)
    assert limit.expired == [120.0]


def test_an_expiring_limit_can_start_the_next(loop: Loop) -> None:
    timer, meanwhile, after = loop.timer(10.0), Limit(loop), Limit(loop)

    class Chain(Limit):
        def expire(self) -> None:
            timer.begin(after)

    timer.begin(Chain(loop))
    loop.advance(5.0)
    timer.begin(meanwhile)
    for _ in range(3):
        loop.advance(5.0)
    assert (meanwhile.expired, after.expired) == ([115.0], [120.0])


def test_lengths_that_are_not_used_make_room_for_a_new_one(loop: Loop) -> None:
    """Calls with the rest of a budget all have different lengths."""
    used, limit = loop.timer(1.0), Limit(loop)
    used.begin(limit)
    for number in range(100):
        other = Limit(loop)
        timer = loop.timer(2.0 + number)
        timer.begin(other)
        timer.pop(other)
    assert loop.timer(1.0) is used
    assert [handle.when for handle in loop.handles if not handle.is_cancelled] == [101.0, 201.0]
    assert loop.timer(2.0) is not loop.timer(100.0)


def test_a_limit_is_bound_to_its_loop(loop: Loop) -> None:
    assert loop.timer(1.0) is loop.timer(1.0)
    assert loop.timer(1.0) is not Loop().timer(1.0)


def test_a_timer_keeps_nothing_of_the_context_of_the_first_limit(loop: Loop) -> None:
    variable = ContextVar[Any]("variable")
    variable.set("a request")
    loop.timer(1.0).begin(Limit(loop))
    assert variable not in loop.handles[0].context
