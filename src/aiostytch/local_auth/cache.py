"""A value that the API publishes, kept in this process: the old one rather than none, and no request for each use."""

from __future__ import annotations

import asyncio
import enum
import math
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeAlias, TypeVar

import attrs

T = TypeVar("T")

Fetch: TypeAlias = Callable[[], Coroutine[Any, Any, T]]
"""Fetches a value, or raises; what is not good enough to replace an older one has to raise."""


@attrs.frozen
class Lifetimes:
    """How long a value serves, in seconds.

    Attributes:
        soft: from then on it is fetched anew in the background, and used meanwhile.
        hard: from then on it is not used any more.
        cooldown: from one attempt to fetch it to the next, however the first ended and whoever asks.
    """

    soft: float
    hard: float
    cooldown: float = 30.0


@attrs.frozen
class Known(Generic[T]):
    """A value, and when it was asked for."""

    value: T
    fetched_at: float


@attrs.frozen(eq=False)
class Flight:
    """A fetch under way, and what tells a thousand who wait that it ended: they share one event, and no future."""

    task: asyncio.Task[None]
    landed: asyncio.Event


class Step(enum.Enum):
    """What to do before a value is used."""

    NONE = "none"
    REFRESH = "refresh"
    """Fetch it, and do not wait."""
    WAIT = "wait"
    """Fetch it, or join who does, and wait."""


def decide(
    lifetimes: Lifetimes, *, age: float | None, is_enough: bool, since_attempt: float, is_fetching: bool
) -> Step:
    """Say what to do before a value is used.

    Args:
        lifetimes: how long it serves.
        age: seconds since it was fetched, None if there is none.
        is_enough: whether what is wanted can be found in it.
        since_attempt: seconds since it was last asked for.
        is_fetching: whether it is being fetched.
    """
    may_fetch = since_attempt >= lifetimes.cooldown
    if age is not None and is_enough and age < lifetimes.hard:
        return Step.REFRESH if age >= lifetimes.soft and may_fetch and not is_fetching else Step.NONE
    return Step.WAIT if may_fetch or is_fetching else Step.NONE


@attrs.define(eq=False)
class Cached(Generic[T]):
    """One value. `known` is replaced as a whole, by what a fetch returned, and by nothing else.

    Nobody owns a fetch: whoever is cancelled while waiting takes nothing from the others.

    Attributes:
        lifetimes: how long it serves.
        clock: the time, in seconds.
        known: the value to begin with, if there is one.
        failure: why the last fetch failed, None if it did not.
    """

    lifetimes: Lifetimes
    clock: Callable[[], float]
    known: Known[T] | None = None
    failure: Exception | None = attrs.field(default=None, init=False)
    _attempted: float = attrs.field(default=-math.inf, init=False)
    _flight: Flight | None = attrs.field(default=None, init=False)

    @property
    def fresh(self) -> T | None:
        """The value as long as there is nothing to do about it."""
        known = self.known
        if known is None or self.clock() - known.fetched_at >= self.lifetimes.soft:
            return None
        return known.value

    @property
    def value(self) -> T | None:
        """The value as long as it may be used."""
        known = self.known
        if known is None or self.clock() - known.fetched_at >= self.lifetimes.hard:
            return None
        return known.value

    def next_step(self, *, is_enough: bool = True) -> Step:
        """Say what to do before the value is used; `is_enough` says whether what is wanted is in it."""
        now, known = self.clock(), self.known
        return decide(
            self.lifetimes,
            age=None if known is None else now - known.fetched_at,
            is_enough=is_enough,
            since_attempt=now - self._attempted,
            is_fetching=self._flight is not None,
        )

    def take(self, step: Step, fetch: Fetch[T]) -> asyncio.Event | None:
        """Do what is to be done, and return what to wait for, None if there is nothing."""
        if step is Step.NONE:
            return None
        flight = self._flight or self._start(fetch)
        return flight.landed if step is Step.WAIT else None

    def _start(self, fetch: Fetch[T]) -> Flight:
        self._attempted = self.clock()
        landed = asyncio.Event()
        self._flight = Flight(asyncio.create_task(self._fetch(fetch, landed)), landed)
        return self._flight

    async def _fetch(self, fetch: Fetch[T], landed: asyncio.Event) -> None:
        try:
            self.known, self.failure = Known(await fetch(), self._attempted), None
        except Exception as error:  # a middleware can raise whatever it likes, and all who wait need an answer
            self.failure = error.with_traceback(None)
        finally:
            self._flight = None
            landed.set()
