"""Single flight: concurrent callers with the same key share one run of a coroutine."""

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
"""Runs in progress that callers may join. Beyond it, each caller makes its own run."""


class SingleFlight(Generic[T]):
    """Runs in progress of each event loop, by key. It forgets a run when it has ended.

    Args:
        limit: the maximum number of runs in progress.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._under_way = PerLoop[dict[Hashable, InFlight[T]]](dict)

    async def run(self, key: Hashable, run: Run[T]) -> T:
        """Return the result of the run in progress with this key, or of a new one; all callers get its error."""
        in_flight = self.under_way(key) or self._start(key, run)
        return await (run() if in_flight is None else in_flight.result())

    def under_way(self, key: Hashable) -> InFlight[T] | None:
        """Return the run in progress with this key, or None."""
        loop = running_loop()
        in_flight = None if loop is None else self._under_way[loop].get(key)
        return in_flight if in_flight is not None and in_flight.is_under_way else None

    def _start(self, key: Hashable, run: Run[T]) -> InFlight[T] | None:
        """Start a run that others may join; return None outside asyncio and beyond the limit."""
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
    """A run in its own task.

    If a waiting caller is cancelled, the run continues for the others. Its only state is the task's, because with an
    eager task factory it may have ended when it is created.

    Args:
        run: creates the coroutine.
        context: the context variables of the run; by default the current ones.
    """

    def __init__(self, run: Run[T], context: Context | None = None) -> None:
        context = copy_context() if context is None else context  # an empty one is false
        # Not `create_task(…, context=…)`, which task factories for Python before 3.11 do not accept.
        self._task: asyncio.Task[T] = context.run(asyncio.create_task, run())
        self.call_when_done(self._look_at_error)

    @property
    def is_under_way(self) -> bool:
        """Whether it has not ended, and its event loop is open."""
        return not self._task.done() and not self._task.get_loop().is_closed()

    @property
    def is_here(self) -> bool:
        """Whether the running event loop can await it."""
        return self._task.get_loop() is running_loop()

    @property
    def is_abandoned(self) -> bool:
        """Whether its event loop ended before it did."""
        return self._task.cancelled() or (not self._task.done() and self._task.get_loop().is_closed())

    def call_when_done(self, callback: Callable[[], None]) -> None:
        """Call something on the event loop when it has ended."""
        self._task.add_done_callback(lambda _: callback())

    async def done(self) -> None:
        """Wait until it has ended, with a result or an error."""
        await asyncio.wait((self._task,))

    async def result(self) -> T:
        """Return its result, or raise its error."""
        return await asyncio.shield(self._task)

    def _look_at_error(self) -> None:
        if not self._task.cancelled():
            self._task.exception()  # otherwise asyncio logs it if all callers were cancelled
