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
"""The default maximum number of runs in progress. Beyond it, each caller makes its own run."""


class SingleFlight(Generic[T]):
    """The runs in progress of each event loop, by key.

    Args:
        limit: the maximum number of runs in progress.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._in_flight = PerLoop[dict[Hashable, InFlight[T]]](dict)

    async def run(self, key: Hashable, run: Run[T]) -> T:
        """Return the result of the run in progress with this key, or of a new one; all callers get its error."""
        in_flight = self.find(key) or self._start(key, run)
        return await (run() if in_flight is None else in_flight.result())

    def find(self, key: Hashable) -> InFlight[T] | None:
        """Return the run in progress with this key, or None."""
        loop = running_loop()
        found = None if loop is None else self._in_flight[loop].get(key)
        return found if found is not None and found.is_running else None

    def _start(self, key: Hashable, run: Run[T]) -> InFlight[T] | None:
        """Start a run that others can join; return None outside asyncio and beyond the limit."""
        loop = running_loop()
        if loop is None or len(self._in_flight[loop]) >= self._limit:
            return None
        runs = self._in_flight[loop]
        started = runs[key] = InFlight(run)
        started.call_when_done(functools.partial(_remove, runs, key, started))
        return started


def _remove(runs: dict[Hashable, InFlight[T]], key: Hashable, ended: InFlight[T]) -> None:
    if runs.get(key) is ended:
        del runs[key]


class InFlight(Generic[T]):
    """A run in its own task.

    If a waiting caller is cancelled, the run continues for the others. The task is the only state, because an eager
    task factory can complete the run before the constructor returns.

    Args:
        run: creates the coroutine.
        context: the context variables of the run; by default the current ones.
    """

    def __init__(self, run: Run[T], context: Context | None = None) -> None:
        context = copy_context() if context is None else context  # an empty one is false
        # Not `create_task(…, context=…)`, which task factories for Python before 3.11 do not accept.
        self._task: asyncio.Task[T] = context.run(asyncio.create_task, run())
        self.call_when_done(self._retrieve_error)

    @property
    def is_running(self) -> bool:
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
        """Call a function on the event loop when the run has ended."""
        self._task.add_done_callback(lambda _: callback())

    async def done(self) -> None:
        """Wait until it has ended, with a result or an error."""
        await asyncio.wait((self._task,))

    async def result(self) -> T:
        """Return its result, or raise its error."""
        return await asyncio.shield(self._task)

    def _retrieve_error(self) -> None:
        if not self._task.cancelled():
            self._task.exception()  # otherwise asyncio logs it if all callers were cancelled
