"""Connections for httpcore and its successor, directly on asyncio: an implementation of their `network_backend`.

Their own backend uses anyio, with cancel scopes and checkpoints for streams that several tasks share. Here, one task at
a time uses a connection, and waits for one thing at a time: one future and one timer are enough.
"""

# ruff: noqa: ASYNC109  # `timeout` is an argument of httpcore's protocols

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import ssl
from collections.abc import Iterable
from typing import Any, TypeAlias

from .sockets import MAX_READ, is_readable

Core: TypeAlias = Any
"""httpcore or httpcore2. Their exceptions have the same names."""

MAX_UNREAD = 256 * 1024
"""The maximum size of received, unread data, in bytes."""
MAX_PORT = 65_535
NEXT_ADDRESS = 0.25
"""The seconds after which asyncio tries the next address of a name concurrently (RFC 8305, section 5)."""
_DAY = 86_400.0  # asyncio requires a limit; the callers have their own

_INFO = {"ssl_object": "ssl_object", "client_addr": "sockname", "server_addr": "peername", "socket": "socket"}
"""asyncio's names for httpcore's extra information."""


class AsyncioBackend:
    """Opens connections: an `AsyncNetworkBackend`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncioStream:
        """Connect to the first address of a host that responds. httpcore does not pass the last arguments here."""
        if port > MAX_PORT:
            raise OverflowError  # asyncio raises it for an address, and IndexError for a name
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                _, stream = await loop.create_connection(
                    lambda: AsyncioStream(self._core, loop), host, port, **_happy_eyeballs(loop, host)
                )
        except TimeoutError as error:
            raise self._core.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise self._core.ConnectError(str(error)) from error
        return stream


def _happy_eyeballs(loop: asyncio.AbstractEventLoop, host: str) -> dict[str, Any]:
    """Return the arguments for asyncio to try addresses concurrently, which uvloop does not support."""
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(host)
        return {}
    return {"happy_eyeballs_delay": NEXT_ADDRESS} if isinstance(loop, asyncio.BaseEventLoop) else {}


class AsyncioStream(asyncio.BufferedProtocol):
    """A connection: an `AsyncNetworkStream`, used by one task at a time."""

    def __init__(self, core: Core, loop: asyncio.AbstractEventLoop) -> None:
        self._core = core
        self._loop = loop
        self._transport: Any = None
        self._is_tls = False
        self._received = memoryview(bytearray(MAX_READ))
        self._unread = b""
        self._is_paused = False  # reading is paused: there is too much unread data
        self._is_full = False  # the write buffer is full
        self._is_over = False  # the peer has ended the connection
        self._error: Exception | None = None  # the error, if it did not end regularly
        self._waiter: asyncio.Future[bool] | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return received data as soon as there is any; b"" is the end."""
        while not self._unread:
            if self._is_over:
                return self._end()
            await self._wait(timeout, self._core.ReadTimeout)
        data, self._unread = self._unread[:max_bytes], self._unread[max_bytes:]
        if self._is_paused:
            self._is_paused = False
            self._transport.resume_reading()
        return data

    def _end(self) -> bytes:
        error = self._error
        if error is None:
            return b""
        if isinstance(error, ssl.SSLError):
            raise error
        raise self._core.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes, and return when the buffer has room."""
        if not buffer:
            return
        self._check_writable()
        self._transport.write(buffer)
        while self._is_full:
            await self._wait(timeout, self._core.WriteTimeout)
            self._check_writable()

    def _check_writable(self) -> None:
        if self._error is not None or self._transport.is_closing():
            raise self._core.WriteError(str(self._error or "the connection is closed")) from self._error

    async def _wait(self, timeout: float | None, timed_out: type[Exception]) -> None:
        self._waiter = waiter = self._loop.create_future()
        timer = None if timeout is None else self._loop.call_later(timeout, _set, waiter, False)
        try:
            in_time = await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        if not in_time:
            raise timed_out

    def _wake(self) -> None:
        if self._waiter is not None:
            _set(self._waiter, True)

    async def aclose(self) -> None:
        """Close the connection immediately, and discard unsent data."""
        self._transport.abort()
        await asyncio.sleep(0)  # the event loop closes the socket in its next iteration

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncioStream:
        """Begin TLS on this connection, and return the same stream."""
        try:
            async with asyncio.timeout(timeout):
                self._is_tls = True
                transport = await self._loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname, ssl_handshake_timeout=_DAY
                )
        except TimeoutError as error:
            await self.aclose()
            raise self._core.ConnectTimeout(str(error)) from error
        except OSError as error:
            await self.aclose()
            raise self._core.ConnectError(str(error)) from error
        except BaseException:
            self._transport.abort()
            raise
        if transport is None:  # asyncio before 3.12 does this if the connection is lost right after the handshake
            raise self._core.ConnectError("the connection was lost")
        self._transport = transport
        return self

    def get_extra_info(self, info: str) -> Any:
        """Return information for httpcore, and for tools that inspect the connection of a response."""
        if info == "is_readable":
            return self._has_unread() or is_readable(self._transport)
        return self._transport.get_extra_info(_INFO[info]) if info in _INFO else None

    def _has_unread(self) -> bool:
        return bool(self._unread or self._is_over or self._transport.is_closing())

    # Callbacks of asyncio.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Set the transport of the connection."""
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return where the event loop writes received data."""
        return self._received

    def buffer_updated(self, nbytes: int) -> None:
        """Keep received data, and pause reading if it is too much."""
        data = bytes(self._received[:nbytes])
        self._unread = self._unread + data if self._unread else data
        if len(self._unread) > MAX_UNREAD and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        if not self._is_full:
            self._wake()

    def eof_received(self) -> bool:
        """Record the end, and keep the write side open if possible."""
        self._is_over = True
        self._wake()
        return not self._is_tls

    def connection_lost(self, exc: Exception | None) -> None:
        """Record the end."""
        self._is_over = True
        self._error = self._error or exc
        self._is_full = False
        self._wake()

    def pause_writing(self) -> None:
        """Record that the write buffer is full."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Record that the write buffer has room."""
        self._is_full = False
        self._wake()


def _set(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)
