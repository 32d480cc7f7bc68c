"""How many calls may be pending, and how many may be sent in a second."""

from __future__ import annotations

import asyncio
import contextlib

from msgspec import Struct

from .errors import ConnectError
from .loops import PerLoop


class RateLimit(Struct, frozen=True):
    """Requests that a client sends in a second, on average, and at most at once after a pause.

    Attributes:
        per_second: how many in a second.
        burst: how many at once.
    """

    per_second: float
    burst: int = 1


class RateLimiter(Struct, eq=False):
    """A rate limit being kept: requests get their moments in the order in which they ask.

    `next_free` is when a request could be sent at the mere rate; it may lie `burst - 1` requests in the future before
    anybody has to wait (the generic cell rate algorithm, ITU-T I.371).
    """

    limit: RateLimit
    next_free: float = 0.0

    def acquire(self, now: float) -> float:
        """Take the next moment, and return the seconds until then."""
        interval = 1.0 / self.limit.per_second
        start = max(self.next_free, now)
        self.next_free = start + interval
        return max(0.0, start - (self.limit.burst - 1) * interval - now)

    def release(self) -> None:
        """Return the moment that was taken last: its request is not sent."""
        self.next_free -= 1.0 / self.limit.per_second


class ConcurrencyLimiter:
    """Lets a number of requests of an event loop through at once; further ones wait in line, the first come first."""

    def __init__(self, places: int) -> None:
        self._semaphores = PerLoop(lambda: asyncio.Semaphore(places))

    async def acquire(self, limit: float | None) -> asyncio.Semaphore:
        """Take a place, and return what to release to give it back, to the one who waits longest.

        Args:
            limit: seconds to wait for it; None is no limit.

        Raises:
            ConnectError: none became free in time.
        """
        semaphore = self._semaphores[asyncio.get_running_loop()]
        if not semaphore.locked():
            await semaphore.acquire()
            return semaphore
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit):
                await semaphore.acquire()
                return semaphore
        raise ConnectError(f"no place among the pending calls became free within {limit} seconds")
