"""Waiting for a store, and not for long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from ..errors import StoreUnavailableError

T = TypeVar("T")

PATIENCE = 0.05
"""Seconds that a call or a verification waits for a store."""
_PARTS = 5
"""Parts of that time. On a busy machine, a process that does not run for a while loses one part, not all."""


async def in_time(result: Coroutine[Any, Any, T], patience: float | None = None) -> T:
    """Return the result of a store, by default if it comes within `PATIENCE`.

    Raises:
        StoreUnavailableError: it comes later, or the store fails.
    """
    seconds = PATIENCE if patience is None else patience
    task = asyncio.create_task(result)
    task.add_done_callback(_look_at_error)
    try:
        for _ in range(_PARTS):
            if (await asyncio.wait((task,), timeout=seconds / _PARTS))[0]:
                return task.result()
    finally:
        task.cancel()
    raise StoreUnavailableError("the store does not respond in time")


def _look_at_error(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()  # else asyncio reports the error of one that was given up
