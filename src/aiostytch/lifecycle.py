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


class _Owner(Struct, frozen=True, eq=False):
    """The event loop and the process that connections belong to."""

    loop: asyncio.AbstractEventLoop
    process: int


class Lifecycle:
    """The lifecycle of a client. It can move to another event loop after the previous one was closed."""

    def __init__(self) -> None:
        self.is_closed = False
        self._owner: _Owner | None = None
        self._is_started = False
        self._lock = threading.Lock()

    def check_open(self) -> None:
        """Check that the client is not closed.

        Raises:
            ClientClosedError: the client is closed.
        """
        if self.is_closed:
            raise ClientClosedError(_CLOSED)

    def check_event_loop(self) -> None:
        """Check that the client can make calls in the running event loop, and move it there.

        Raises:
            ClientClosedError: the client is closed.
            ConfigurationError: it belongs to another event loop or process, or no event loop is running.
        """
        loop, owner = running_loop(), self._owner
        if self.is_closed or owner is None or owner.loop is not loop or owner.process != os.getpid():
            self.check_open()
            self._move(loop)

    def _move(self, loop: asyncio.AbstractEventLoop | None) -> None:
        if loop is None:
            raise ConfigurationError(_NOWHERE)
        with self._lock:
            if self._owner is not None and not self._owner.loop.is_closed():
                raise ConfigurationError(_ELSEWHERE)
            self._owner = _Owner(loop, os.getpid())
            self._is_started = False

    def start(self) -> None:
        """Mark the client as started.

        Raises:
            ClientClosedError: the client is closed.
            ConfigurationError: it is already started, or cannot make calls in this event loop.
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
