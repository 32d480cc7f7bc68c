"""One timer of an event loop for all time limits of the same length. They end in the order in which they start.

With separate asyncio timers, every call would create a timer, insert it into the loop's heap, cancel and remove it.
"""

from __future__ import annotations

import asyncio
from contextvars import Context
from typing import Protocol

from .loops import PerLoop

# A limit, and the timer of its length:
#
#     begin ──> running ──end──> gone             idle ──a limit begins──> set ──> fires ──no limit is running──> idle
#                  │                                                        ^        │
#                  └──its time is over──> expire ──> gone                   └────────┘ for the limit that ends next
# An operation that ends in time does not change the timer, which then fires without effect, at most once.


class Limit(Protocol):
    """An operation with a time limit."""

    def expire(self) -> None:
        """Handle the end of the time limit."""
        ...


class SharedTimer(dict[Limit, float]):
    """The running limits of one length in an event loop, with the end of each, in the order of their ends.

    `begin` starts a limit, and `pop` ends it in time.

    Args:
        loop: the event loop.
        seconds: the length of the limits, in seconds.
    """

    __slots__ = ("_handle", "_loop", "_seconds")

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        super().__init__()
        self._loop = loop
        self._seconds = seconds
        self._handle: asyncio.TimerHandle | None = None

    def begin(self, limit: Limit) -> None:
        """Start a limit now."""
        self[limit] = end = self._loop.time() + self._seconds
        if self._handle is None:
            self._set(end)

    def _set(self, end: float) -> None:
        # With an empty context, since the timer would otherwise keep the context of the first caller alive.
        self._handle = self._loop.call_at(end, self._fire, context=Context())

    def _fire(self) -> None:
        self._handle = None
        now = self._loop.time()
        over = [limit for limit, end in self.items() if end <= now]
        for limit in over:
            del self[limit]
        if self:
            self._set(next(iter(self.values())))
        for limit in over:
            limit.expire()

    def stop_if_unused(self) -> bool:
        """Stop the timer if no limit is running, and return whether it is stopped."""
        if not self and self._handle is not None:
            self._handle.cancel()
        return not self


_timers: PerLoop[dict[float, SharedTimer]] = PerLoop(dict)
"""The timers of each loop, by length. A new length removes unused timers."""


def shared_timer(loop: asyncio.AbstractEventLoop, seconds: float) -> SharedTimer:
    """Return the timer for limits of a length."""
    timers = _timers[loop]
    timer = timers.get(seconds)
    if timer is None:
        unused = [length for length, known in timers.items() if known.stop_if_unused()]
        for length in unused:
            del timers[length]
        timers[seconds] = timer = SharedTimer(loop, seconds)
    return timer
