"""A client's lifecycle, in one event loop and one process at a time."""

from __future__ import annotations

import asyncio
import os
import threading

from msgspec import Struct

from .errors import ClientClosedError, ConfigurationError
from .loops import running_loop

_CLOSED = (
    "the client is closed and cannot start again: create a new one for each start, "
    "for example in a function that creates your application, its client and its lifespan"
)
_STARTED = "the client is already started, and closes when that `async with` ends: start it once"
_ELSEWHERE = "the client belongs to another event loop or process, which is still open: create a client for each"
_NOWHERE = "a call needs a running asyncio event loop"


class _Home(Struct, frozen=True, eq=False):
    """The event loop and the process that connections belong to."""

    loop: asyncio.AbstractEventLoop
    process: int


class Lifecycle:
    """Whether a client can be used in the running event loop: in any loop, after the previous one was closed."""

    def __init__(self) -> None:
        self.is_closed = False
        self._home: _Home | None = None
        self._is_started = False
        self._moving = threading.Lock()

    def check_open(self) -> None:
        """Check that the client is not closed.

        Raises:
            ClientClosedError: it is.
        """
        if self.is_closed:
            raise ClientClosedError(_CLOSED)

    def check_event_loop(self) -> None:
        """Check that the client can make calls in the running event loop, and move it there.

        Raises:
            ClientClosedError: it is closed.
            ConfigurationError: it belongs to another event loop or process, or no event loop is running.
        """
        loop, home = running_loop(), self._home
        if self.is_closed or home is None or home.loop is not loop or home.process != os.getpid():
            self.check_open()
            self._move(loop)

    def _move(self, loop: asyncio.AbstractEventLoop | None) -> None:
        if loop is None:
            raise ConfigurationError(_NOWHERE)
        with self._moving:  # two threads can call it concurrently
            if self._home is not None and not self._home.loop.is_closed():
                raise ConfigurationError(_ELSEWHERE)
            self._home = _Home(loop, os.getpid())
            self._is_started = False

    def start(self) -> None:
        """Mark the client as started.

        Raises:
            ClientClosedError: it is closed.
            ConfigurationError: it is already started, or cannot make calls here.
        """
        self.check_event_loop()
        if self._is_started:
            raise ConfigurationError(_STARTED)
        self._is_started = True

    def end(self) -> bool:
        """Mark the client as closed, and return whether it was open."""
        was_open = not self.is_closed
        self.is_closed = True
        return was_open
