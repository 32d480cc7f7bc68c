"""Event loops: a client can meet several in its life, one after the other, and some of its parts even at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop of asyncio that runs in this thread, None if there is none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class PerLoop(dict[asyncio.AbstractEventLoop, T]):
    """What each event loop has of its own, made when it is first looked up.

    It is forgotten with its loop: when that is closed and another one comes.

    Args:
        make: makes it for a loop.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, loop: asyncio.AbstractEventLoop) -> T:
        for known in tuple(self):
            if known.is_closed():
                self.pop(known, None)
        return self.setdefault(loop, self._make())
