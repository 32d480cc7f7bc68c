"""One request for all who want the same answer at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

LIMIT = 1024
"""Requests under way that others may join. Beyond it everybody makes their own, as without all this."""


class Flights(Generic[T]):
    """Requests under way, by what they are about. When one has ended, nothing is kept of it.

    Nobody owns a request: whoever is cancelled while waiting takes nothing from the others, and an error is raised in
    all who wait.

    Args:
        limit: how many.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._under_way: dict[Hashable, asyncio.Task[T]] = {}

    async def join(self, about: Hashable, fetch: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what a request returns: the one under way about the same, else a new one."""
        task = self._under_way.get(about)
        if task is None:
            if len(self._under_way) >= self._limit:
                return await fetch()
            task = self._under_way[about] = asyncio.create_task(fetch())
            task.add_done_callback(lambda task: self._end(about, task))
        return await asyncio.shield(task)

    def _end(self, about: Hashable, task: asyncio.Task[T]) -> None:
        del self._under_way[about]
        if not task.cancelled():
            task.exception()  # seen, even where all who waited were cancelled
