"""A time budget for everything that a request waits for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

import attrs

from ...errors import DeadlineExceededError
from ...loops import running_loop

T = TypeVar("T")


@attrs.define
class WaitBudget:
    """Seconds that a request may still wait for keys, policies and the API, in total.

    Attributes:
        seconds: the seconds left; None means no limit.
    """

    seconds: float | None

    async def spend(self, waiting: Awaitable[T]) -> T:
        """Await something, and return its result.

        Raises:
            DeadlineExceededError: it takes longer than the seconds left.
        """
        if self.seconds is None or running_loop() is None:  # asyncio.timeout needs asyncio
            return await waiting
        began, limit = time.monotonic(), asyncio.timeout(self.seconds)
        try:
            async with limit:
                return await waiting
        except TimeoutError:
            if not limit.expired():
                raise
        finally:
            self.seconds = max(0.0, self.seconds - (time.monotonic() - began))
        raise DeadlineExceededError("the session could not be checked within the deadline")
