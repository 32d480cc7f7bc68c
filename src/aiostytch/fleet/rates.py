"""A rate limit that all processes keep together."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Coroutine
from typing import Any

from ..errors import StoreUnavailableError
from ..limits import RateLimit, RateLimiter
from ..store import Store
from .patience import in_time

_PAUSE = 1.0
"""Seconds for which a store that failed is not asked."""


class SharedRateLimiter:
    """Enforces a rate limit in a store. While the store does not respond, each process enforces the limit itself.

    Args:
        store: where it is kept.
        project_id: the project.
        limit: the limit.
    """

    def __init__(self, store: Store, project_id: str, limit: RateLimit) -> None:
        self._store = store
        self._key = f"{project_id}:rate"
        self._limit = limit
        self._interval = 1.0 / limit.per_second
        self._alone = RateLimiter(limit)
        self._alone_until = -math.inf
        self._was_alone = False
        self._returning: set[asyncio.Task[None]] = set()

    async def acquire(self, now: float) -> float:
        """Take the next moment, and return the seconds until then."""
        self._was_alone = now < self._alone_until
        if not self._was_alone:
            try:
                return await in_time(self._store.take(self._key, self._interval, self._limit.burst))
            except StoreUnavailableError:
                self._was_alone, self._alone_until = True, now + _PAUSE
        return self._alone.acquire(now)

    def release(self) -> None:
        """Return the moment that was taken last: its request is not sent."""
        if self._was_alone:
            self._alone.release()
            return
        task = asyncio.create_task(_quietly(self._store.give_back(self._key, self._interval)))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)


async def _quietly(returning: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(StoreUnavailableError):
        await in_time(returning)
