"""State per event loop: a client can use several one after the other, and parts of it several concurrently."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the asyncio event loop that runs in this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class PerLoop(dict[asyncio.AbstractEventLoop, T]):
    """A value for each event loop, created on first use.

    The value of a closed loop is dropped when another loop appears.

    Args:
        make: creates the value for a loop.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, loop: asyncio.AbstractEventLoop) -> T:
        for known in tuple(self):
            if known.is_closed():
                self.pop(known, None)
        return self.setdefault(loop, self._make())
