"""One run of a coroutine for all who want its result at the same time."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Hashable
from contextvars import Context, copy_context
from typing import Any, Generic, TypeAlias, TypeVar

from .loops import PerLoop, running_loop

T = TypeVar("T")

Run: TypeAlias = Callable[[], Coroutine[Any, Any, T]]

LIMIT = 1024
"""Runs under way that others may join. Beyond it all callers make their own, as without a single flight."""


class SingleFlight(Generic[T]):
    """Runs under way in each event loop, by their keys. When one has ended, nothing is kept of it.

    Args:
        limit: how many.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._under_way = PerLoop[dict[Hashable, InFlight[T]]](dict)

    async def run(self, key: Hashable, run: Run[T]) -> T:
        """Return the result of the run under way with this key, else that of a new one; an error is raised in all."""
        in_flight = self.under_way(key) or self._start(key, run)
        return await (run() if in_flight is None else in_flight.result())

    def under_way(self, key: Hashable) -> InFlight[T] | None:
        """Return the run under way with this key, None if there is none."""
        loop = running_loop()
        in_flight = None if loop is None else self._under_way[loop].get(key)
        return in_flight if in_flight is not None and in_flight.is_under_way else None

    def _start(self, key: Hashable, run: Run[T]) -> InFlight[T] | None:
        """Start a run that others may join; None where they cannot: outside asyncio, and beyond the limit."""
        loop = running_loop()
        if loop is None or len(self._under_way[loop]) >= self._limit:
            return None
        under_way = self._under_way[loop]
        in_flight = under_way[key] = InFlight(run)
        in_flight.call_when_done(functools.partial(_forget, under_way, key, in_flight))
        return in_flight


def _forget(under_way: dict[Hashable, InFlight[T]], key: Hashable, in_flight: InFlight[T]) -> None:
    if under_way.get(key) is in_flight:
        del under_way[key]


class InFlight(Generic[T]):
    """A run in a task of its own.

    Nobody owns it: a caller that is cancelled while it waits takes nothing from the others. Its state is that of the
    task and nothing else, for with an eager task factory it may have ended when it is made.

    Args:
        run: makes the coroutine.
        context: the context variables that it sees; by default those that are there now.
    """

    def __init__(self, run: Run[T], context: Context | None = None) -> None:
        context = copy_context() if context is None else context  # an empty one is false
        # Not `create_task(…, context=…)`, which a task factory from before Python 3.11 does not take.
        self._task: asyncio.Task[T] = context.run(asyncio.create_task, run())
        self.call_when_done(self._look_at_error)

    @property
    def is_under_way(self) -> bool:
        """Whether it has not ended, and its event loop is open."""
        return not self._task.done() and not self._task.get_loop().is_closed()

    @property
    def is_here(self) -> bool:
        """Whether it can be waited for here: its event loop is the running one."""
        return self._task.get_loop() is running_loop()

    @property
    def is_abandoned(self) -> bool:
        """Whether its event loop ended before it did."""
        return self._task.cancelled() or (not self._task.done() and self._task.get_loop().is_closed())

    def call_when_done(self, callback: Callable[[], None]) -> None:
        """Have the event loop call something when it has ended."""
        self._task.add_done_callback(lambda _: callback())

    async def done(self) -> None:
        """Wait until it has ended, well or not."""
        await asyncio.wait((self._task,))

    async def result(self) -> T:
        """Return its result, or raise its error."""
        return await asyncio.shield(self._task)

    def _look_at_error(self) -> None:
        if not self._task.cancelled():
            self._task.exception()  # else asyncio complains where all who waited were cancelled
