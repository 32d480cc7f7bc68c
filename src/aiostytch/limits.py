"""Limits for concurrent calls and for requests per second."""

from __future__ import annotations

import asyncio
from collections import deque

from msgspec import Struct

from .errors import ConnectError
from .loops import PerLoop
from .time_limit import TimeLimit


class RateLimit(Struct, frozen=True):
    """A limit for the average number of requests per second, and for a burst after a pause.

    Attributes:
        per_second: requests per second, on average.
        burst: requests without a wait after a pause.
        shared: whether all processes that share a store keep this limit together, and not each one for itself.
    """

    per_second: float
    burst: int = 1
    shared: bool = False


class RateLimiter(Struct, eq=False):
    """Enforces a rate limit: requests get their time slots in the order of arrival.

    `next_free` is the time slot of the next request at the average rate. It may be `burst - 1` requests in the future
    before a request has to wait (the generic cell rate algorithm, ITU-T I.371).
    """

    limit: RateLimit
    next_free: float = 0.0

    def acquire(self, now: float) -> float:
        """Take the next time slot, and return the seconds until then."""
        interval = 1.0 / self.limit.per_second
        start = max(self.next_free, now)
        self.next_free = start + interval
        return max(0.0, start - (self.limit.burst - 1) * interval - now)

    def release(self) -> None:
        """Release the last time slot: its request was not sent."""
        self.next_free -= 1.0 / self.limit.per_second


class ConcurrencyLimiter:
    """Limits the concurrent requests of an event loop; others wait in a FIFO queue."""

    def __init__(self, places: int) -> None:
        self._places = PerLoop(lambda: _Places(places))

    def acquire_free(self) -> _Places | None:
        """Take a place if one is free, and return the object to release it with, or None."""
        places = self._places[asyncio.get_running_loop()]
        if not places.free:
            return None
        places.free -= 1
        return places

    async def acquire(self, limit: float | None) -> _Places:
        """Take a place, and wait for it if none is free: see `acquire_free`.

        Args:
            limit: seconds to wait for it; None means no limit.

        Raises:
            ConnectError: no place became free in time.
        """
        return self.acquire_free() or await self._wait(limit)

    async def _wait(self, limit: float | None) -> _Places:
        places = self._places[asyncio.get_running_loop()]
        with TimeLimit(limit):
            await places.wait()
            return places
        raise ConnectError(f"no place among the pending calls became free within {limit} seconds")


class _Places:
    """A semaphore that costs nothing in the usual case. No request waits while a place is free."""

    __slots__ = ("_waiting", "free")

    def __init__(self, free: int) -> None:
        self.free = free
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Wait for a place, and take it."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.release()  # the place became free at the same time: pass it on
            raise

    def release(self) -> None:
        """Give a place to the longest waiting request."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
