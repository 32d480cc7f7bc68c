"""A rate limit that all processes share."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Coroutine
from typing import Any

from ..errors import StoreUnavailableError
from ..limits import RateLimit, RateLimiter
from ..store import Store
from .timeouts import within_timeout

_PAUSE = 1.0
"""Seconds for which a failed store is not used."""


class SharedRateLimiter:
    """Enforces a rate limit in a store. While the store does not respond, each process enforces the limit itself.

    Args:
        store: the store.
        project_id: the project ID.
        limit: the limit.
    """

    def __init__(self, store: Store, project_id: str, limit: RateLimit) -> None:
        self._store = store
        self._key = f"{project_id}:rate"
        self._limit = limit
        self._interval = 1.0 / limit.per_second
        self._local = RateLimiter(limit)
        self._local_until = -math.inf
        self._was_local = False
        self._returning: set[asyncio.Task[None]] = set()

    async def acquire(self, now: float) -> float:
        """Acquire the next time slot, and return the seconds until then."""
        self._was_local = now < self._local_until
        if not self._was_local:
            try:
                return await within_timeout(self._store.acquire_slot(self._key, self._interval, self._limit.burst))
            except StoreUnavailableError:
                self._was_local, self._local_until = True, now + _PAUSE
        return self._local.acquire(now)

    def release(self) -> None:
        """Release the last acquired time slot, since its request is not sent."""
        if self._was_local:
            self._local.release()
            return
        task = asyncio.create_task(_ignore_failure(self._store.release_slot(self._key, self._interval)))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)


async def _ignore_failure(operation: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(StoreUnavailableError):
        await within_timeout(operation)
