"""The time limit for operations of a store."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from ..errors import StoreUnavailableError

T = TypeVar("T")

STORE_TIMEOUT = 0.05
"""Seconds that a call or a verification waits for a store."""
_PARTS = 5
"""The number of waits. On a busy machine, a process that does not run for a while uses up one of them, not all."""


async def within_timeout(operation: Coroutine[Any, Any, T], limit: float | None = None) -> T:
    """Return the result of a store's operation.

    Args:
        operation: the operation.
        limit: the time limit in seconds, by default `STORE_TIMEOUT`.

    Raises:
        StoreUnavailableError: the operation takes longer, or the store fails.
    """
    seconds = STORE_TIMEOUT if limit is None else limit
    task = asyncio.create_task(operation)
    task.add_done_callback(_retrieve_error)
    try:
        for _ in range(_PARTS):
            if (await asyncio.wait((task,), timeout=seconds / _PARTS))[0]:
                return task.result()
    finally:
        task.cancel()
    raise StoreUnavailableError("the store does not respond in time")


def _retrieve_error(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()  # otherwise asyncio logs the error of an abandoned task
