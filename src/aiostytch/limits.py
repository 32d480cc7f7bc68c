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
        per_second: the average number of requests per second.
        burst: the number of requests at once, after a pause; 1 by default.
        shared: whether all processes that share a store share the limit; by default each client has its own.
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
        """Acquire the next time slot, and return the seconds until then."""
        interval = 1.0 / self.limit.per_second
        start = max(self.next_free, now)
        self.next_free = start + interval
        return max(0.0, start - (self.limit.burst - 1) * interval - now)

    def release(self) -> None:
        """Release the last time slot, since its request was not sent."""
        self.next_free -= 1.0 / self.limit.per_second


class ConcurrencyLimiter:
    """Limits the concurrent requests of an event loop. Others wait in a FIFO queue."""

    def __init__(self, size: int) -> None:
        self._semaphores = PerLoop(lambda: _Semaphore(size))

    def acquire_free(self) -> _Semaphore | None:
        """Acquire a free slot without waiting; return the semaphore to release it, or None."""
        semaphore = self._semaphores[asyncio.get_running_loop()]
        if not semaphore.free:
            return None
        semaphore.free -= 1
        return semaphore

    async def acquire(self, limit: float | None) -> _Semaphore:
        """Acquire a slot, and return the semaphore to release it.

        Args:
            limit: the seconds to wait; None means no limit.

        Raises:
            ConnectError: no slot became free in time.
        """
        return self.acquire_free() or await self._wait(limit)

    async def _wait(self, limit: float | None) -> _Semaphore:
        semaphore = self._semaphores[asyncio.get_running_loop()]
        with TimeLimit(limit):
            await semaphore.wait()
            return semaphore
        raise ConnectError(f"max_concurrency is reached: no request ended within {limit} seconds")


class _Semaphore:
    """A semaphore that does not await if a slot is free. It is fair: slots go to waiting requests in FIFO order."""

    __slots__ = ("_waiting", "free")

    def __init__(self, free: int) -> None:
        self.free = free
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Wait for a slot, and acquire it."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.release()  # the slot was assigned at the same time: pass it on
            raise

    def release(self) -> None:
        """Release a slot, to the longest waiting request if there is one."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
