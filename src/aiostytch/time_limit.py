"""A time limit for a part of a task: like `asyncio.timeout`, but with a shared timer."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

from .shared_timer import SharedTimer, shared_timer


class TimeLimit:
    """Cancels its block when the time is over, and suppresses that cancellation.

        with TimeLimit(seconds):
            return await call()
        raise TimeoutError

    Args:
        seconds: the limit in seconds; None means no limit.
    """

    __slots__ = ("_cancelled_before", "_is_over", "_seconds", "_task", "_timer")

    _task: Any  # an asyncio.Task: a coroutine always runs in one

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._timer: SharedTimer | None = None
        self._is_over = False

    def __enter__(self) -> None:
        if self._seconds is None:
            return
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task(loop)
        self._cancelled_before = self._task.cancelling()
        self._timer = shared_timer(loop, self._seconds)
        self._timer.begin(self)

    def expire(self) -> None:
        """Cancel the task."""
        self._is_over = True
        self._task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if self._timer is not None:
            self._timer.pop(self, None)
        if not self._is_over:
            return False
        is_ours = self._task.uncancel() <= self._cancelled_before  # otherwise, others have cancelled the task too
        return is_ours and kind is asyncio.CancelledError
