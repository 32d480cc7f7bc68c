"""A value that the API publishes, kept in this process: the old one rather than none, and no request for each use."""

from __future__ import annotations

import contextlib
import enum
import functools
import math
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, Generic, TypeAlias, TypeVar, cast

import attrs

from ..errors import ConfigurationError
from ..single_flight import InFlight, Run

T = TypeVar("T")


@attrs.frozen
class Aged(Generic[T]):
    """A value that was fetched by somebody else, and for how many seconds it has been known."""

    value: T
    age: float


Fetch: TypeAlias = Run[T | Aged[T]]
"""Makes what fetches a value, or raises; what is not good enough to replace an older one has to raise.

Raises:
    ConfigurationError: nothing can be fetched in this event loop.
"""


@attrs.frozen
class Lifetimes:
    """How long a value serves, in seconds.

    Attributes:
        soft: from then on it is fetched again in the background, and used meanwhile.
        hard: from then on it is not used any more.
        cooldown: from one attempt to fetch it to the next, however the first ended and no matter who asks.
    """

    soft: float
    hard: float
    cooldown: float = 30.0


@attrs.frozen
class Entry(Generic[T]):
    """A value, and when it was asked for."""

    value: T
    fetched_at: float


class Step(enum.Enum):
    """What to do about a value."""

    USE = "use"
    """Use what is there."""
    REFRESH_IN_BACKGROUND = "refresh in background"
    """Fetch it, and use what is there meanwhile."""
    AWAIT_FETCH = "await fetch"
    """Fetch it, or join the fetch under way, and wait for its end."""


def decide(
    lifetimes: Lifetimes, *, age: float | None, is_enough: bool, since_attempt: float, is_fetching: bool
) -> Step:
    """Return what to do about a value.

    Args:
        lifetimes: how long it serves.
        age: seconds since it was fetched, None if there is none.
        is_enough: whether what is wanted can be found in it.
        since_attempt: seconds since it was last asked for.
        is_fetching: whether it is being fetched.
    """
    may_fetch = since_attempt >= lifetimes.cooldown
    if age is not None and is_enough and age < lifetimes.hard:
        is_due = age >= lifetimes.soft and may_fetch and not is_fetching
        return Step.REFRESH_IN_BACKGROUND if is_due else Step.USE
    return Step.AWAIT_FETCH if may_fetch or is_fetching else Step.USE


@attrs.define(eq=False)
class Cached(Generic[T]):
    """One value. `known` is replaced as a whole, by what a fetch returned, and by nothing else.

    Attributes:
        lifetimes: how long it serves.
        clock: the time, in seconds.
        known: the value to begin with, if there is one.
        failure: why the last fetch failed, None if it did not.
    """

    lifetimes: Lifetimes
    clock: Callable[[], float]
    known: Entry[T] | None = None
    failure: Exception | None = attrs.field(default=None, init=False)
    # The last fetch, and when it began.
    _fetch: InFlight[None] | None = attrs.field(default=None, init=False)
    _fetch_began_at: float = attrs.field(default=-math.inf, init=False)

    @property
    def age(self) -> float | None:
        """The seconds since the value was asked for, None where there is none."""
        return None if self.known is None else self.clock() - self.known.fetched_at

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
        """Return what to do about the value; `is_enough` says whether what is wanted is in it."""
        now, fetch = self.clock(), self._fetch
        is_abandoned = fetch is not None and fetch.is_abandoned  # then it is as if it had never begun
        return decide(
            self.lifetimes,
            age=self.age,
            is_enough=is_enough,
            since_attempt=math.inf if is_abandoned else now - self._fetch_began_at,
            is_fetching=fetch is not None and fetch.is_under_way,
        )

    def begin(self, step: Step, fetch: Fetch[T]) -> InFlight[None] | None:
        """Begin what is to be done, and return what to wait for, None if there is nothing.

        Raises:
            ConfigurationError: the value has to be fetched, which cannot be done in this event loop.
        """
        if step is Step.REFRESH_IN_BACKGROUND:
            self.refresh(fetch)
        if step is not Step.AWAIT_FETCH:
            return None
        under_way = self._fetch
        can_join = under_way is not None and under_way.is_under_way and under_way.is_here
        return under_way if can_join else self._start(fetch)

    def refresh(self, fetch: Fetch[T]) -> None:
        """Begin to fetch the value, unless that is under way. Nobody waits."""
        if self._fetch is None or not self._fetch.is_under_way:
            with contextlib.suppress(ConfigurationError):  # an event loop in which it can be done will do it
                self._start(fetch)

    def _start(self, fetch: Fetch[T]) -> InFlight[None]:
        fetching = fetch()
        self._fetch_began_at = self.clock()
        # In a context of its own: it serves all, and does not belong to the trace of the request that began it.
        self._fetch = InFlight(functools.partial(self._replace, fetching), Context())
        return self._fetch

    async def _replace(self, fetching: Coroutine[Any, Any, T | Aged[T]]) -> None:
        began_at = self._fetch_began_at
        try:
            self.known, self.failure = _entry(await fetching, began_at), None
        except Exception as error:  # a middleware can raise whatever it likes, and all who wait need an answer
            self.failure = error.with_traceback(None)


def _entry(found: T | Aged[T], began_at: float) -> Entry[T]:
    if isinstance(found, Aged):
        aged = cast("Aged[T]", found)
        return Entry(aged.value, began_at - aged.age)
    return Entry(found, began_at)
