"""How many calls may be pending, and how many may be sent in a second."""

from __future__ import annotations

import asyncio
from collections import deque

from msgspec import Struct

from .errors import ConnectError
from .loops import PerLoop
from .time_limit import TimeLimit


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
        self._places = PerLoop(lambda: _Places(places))

    async def acquire(self, limit: float | None) -> _Places:
        """Take a place, and return what to release to give it back, to the one who waits longest.

        Args:
            limit: seconds to wait for it; None is no limit.

        Raises:
            ConnectError: none became free in time.
        """
        places = self._places[asyncio.get_running_loop()]
        if places.free:
            places.free -= 1
            return places
        with TimeLimit(limit):
            await places.wait()
            return places
        raise ConnectError(f"no place among the pending calls became free within {limit} seconds")


class _Places:
    """A semaphore whose usual case costs nothing. Nobody waits while a place is free: `release` hands it over."""

    __slots__ = ("_waiting", "free")

    def __init__(self, free: int) -> None:
        self.free = free
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Wait in line for a place, and take it."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.release()  # the place came in the same moment, and goes to the next
            raise

    def release(self) -> None:
        """Give a place to the one who waits longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
