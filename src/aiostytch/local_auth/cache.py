"""A cache for a value that the API publishes. It prefers a stale value to an error."""

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
    """A value that another process fetched, and its age in seconds."""

    value: T
    age: float


Fetch: TypeAlias = Run[T | Aged[T]]
"""Returns a coroutine that fetches a value. It must raise if the result must not replace an older value.

Raises:
    ConfigurationError: calls are not possible in this event loop.
"""


@attrs.frozen
class Lifetimes:
    """The lifetimes of a value, in seconds.

    Attributes:
        soft: after this time, the cache refreshes it in the background and keeps using it.
        hard: after this time, the cache does not use it any more.
        cooldown: the minimum time from the start of one fetch to the next.
    """

    soft: float
    hard: float
    cooldown: float = 30.0


@attrs.frozen
class Entry(Generic[T]):
    """A value, and the time when its fetch began."""

    value: T
    fetched_at: float


class Step(enum.Enum):
    """The next step for a value."""

    USE = "use"
    """Use the current value."""
    REFRESH_IN_BACKGROUND = "refresh in background"
    """Fetch it in the background, and use the current value."""
    AWAIT_FETCH = "await fetch"
    """Fetch it, or join the fetch in progress, and wait."""


def decide(lifetimes: Lifetimes, *, age: float | None, has_item: bool, since_attempt: float, is_fetching: bool) -> Step:
    """Return the next step for a value.

    Args:
        lifetimes: how long it serves.
        age: seconds since it was fetched, None without a value.
        has_item: whether the value contains the wanted item.
        since_attempt: seconds since the last fetch began.
        is_fetching: whether a fetch is in progress.
    """
    may_fetch = since_attempt >= lifetimes.cooldown
    if age is not None and has_item and age < lifetimes.hard:
        is_due = age >= lifetimes.soft and may_fetch and not is_fetching
        return Step.REFRESH_IN_BACKGROUND if is_due else Step.USE
    return Step.AWAIT_FETCH if may_fetch or is_fetching else Step.USE


@attrs.define(eq=False)
class Cached(Generic[T]):
    """One value. Only the result of a fetch replaces `known`, as a whole.

    Attributes:
        lifetimes: how long it serves.
        clock: returns the time in seconds.
        known: the initial value, if there is one.
        failure: the error of the last fetch, None if it succeeded.
    """

    lifetimes: Lifetimes
    clock: Callable[[], float]
    known: Entry[T] | None = None
    failure: Exception | None = attrs.field(default=None, init=False)
    # The last fetch, and the time when it began.
    _fetch: InFlight[None] | None = attrs.field(default=None, init=False)
    _fetch_began_at: float = attrs.field(default=-math.inf, init=False)

    @property
    def age(self) -> float | None:
        """The seconds since the fetch of the value began, or None without a value."""
        return None if self.known is None else self.clock() - self.known.fetched_at

    @property
    def fresh(self) -> T | None:
        """The value while it needs no refresh."""
        known = self.known
        if known is None or self.clock() - known.fetched_at >= self.lifetimes.soft:
            return None
        return known.value

    @property
    def value(self) -> T | None:
        """The value until its hard lifetime ends."""
        known = self.known
        if known is None or self.clock() - known.fetched_at >= self.lifetimes.hard:
            return None
        return known.value

    def next_step(self, *, has_item: bool = True) -> Step:
        """Return the next step; `has_item` is whether the value contains the wanted item."""
        now, fetch = self.clock(), self._fetch
        is_abandoned = fetch is not None and fetch.is_abandoned  # then ignore it
        return decide(
            self.lifetimes,
            age=self.age,
            has_item=has_item,
            since_attempt=math.inf if is_abandoned else now - self._fetch_began_at,
            is_fetching=fetch is not None and fetch.is_running,
        )

    def begin(self, step: Step, fetch: Fetch[T]) -> InFlight[None] | None:
        """Begin a step, and return the fetch to wait for, or None.

        Raises:
            ConfigurationError: the value must be fetched, but calls are not possible in this event loop.
        """
        if step is Step.REFRESH_IN_BACKGROUND:
            self.refresh(fetch)
        if step is not Step.AWAIT_FETCH:
            return None
        running = self._fetch
        can_join = running is not None and running.is_running and running.is_here
        return running if can_join else self._start(fetch)

    def refresh(self, fetch: Fetch[T]) -> None:
        """Begin to fetch the value in the background, unless a fetch is in progress."""
        if self._fetch is None or not self._fetch.is_running:
            with contextlib.suppress(ConfigurationError):  # another event loop will fetch it
                self._start(fetch)

    def _start(self, fetch: Fetch[T]) -> InFlight[None]:
        fetching = fetch()
        self._fetch_began_at = self.clock()
        # In an empty context: it serves all requests, and does not belong to the trace of the one that began it.
        self._fetch = InFlight(functools.partial(self._replace, fetching), Context())
        return self._fetch

    async def _replace(self, fetching: Coroutine[Any, Any, T | Aged[T]]) -> None:
        began_at = self._fetch_began_at
        try:
            self.known, self.failure = _entry(await fetching, began_at), None
        except Exception as error:  # a middleware can raise any exception, and all waiting callers need the result
            self.failure = error.with_traceback(None)


def _entry(found: T | Aged[T], began_at: float) -> Entry[T]:
    if isinstance(found, Aged):
        aged = cast("Aged[T]", found)
        return Entry(aged.value, began_at - aged.age)
    return Entry(found, began_at)
