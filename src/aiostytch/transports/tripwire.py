"""Detection of unsolicited data on connections of aiohttp.

aiohttp (3.14) reads while a connection is idle, and treats the data as the response to the next request. So each
connection gets a protocol that sits in front of aiohttp's handler and detects such data.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp

from .sockets import MAX_READ, is_readable

_Send = Callable[..., Coroutine[Any, Any, aiohttp.ClientResponse]]


class UnreadError(Exception):
    """A connection had unread data. It is closed, and nothing was sent."""


def guarded(send: _Send) -> _Send:
    """Return a `ClientRequest.send` that raises `UnreadError` instead of using a connection with unread data."""

    async def send_if_nothing_is_unread(connection: Any) -> aiohttp.ClientResponse:
        transport: asyncio.Transport = connection.transport
        protocol = transport.get_protocol()
        if not isinstance(protocol, Tripwire):
            transport.set_protocol(Tripwire(protocol, transport))
        elif protocol.is_tripped or is_readable(transport):
            raise UnreadError
        else:
            protocol.expect_response()
        return await send(connection)

    return send_if_nothing_is_unread


class Tripwire(asyncio.BufferedProtocol):
    """Passes data to aiohttp's handler of a connection, up to the end of the expected response.

    A response must end with the last received byte. To check that, this passes the last byte separately: if the
    response was complete without it, there is data after the response, and the connection is closed.

    Attributes:
        is_tripped: whether there was data after a response.
    """

    def __init__(self, handler: Any, transport: asyncio.Transport) -> None:
        self._handler = handler
        self._transport = transport
        self._response: Any = None  # the head and the body of the current response, as soon as it has begun
        self._received = memoryview(bytearray(MAX_READ))
        self.is_tripped = False

    def expect_response(self) -> None:
        """Allow one response: a request is being sent."""
        self._response = None

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return where the event loop writes received data."""
        return self._received

    def buffer_updated(self, nbytes: int) -> None:
        """Pass received data on."""
        self._receive(bytes(self._received[:nbytes]))

    def _receive(self, data: bytes) -> None:
        """Pass data on, up to the end of the response.

        aiohttp would set a timer for each part. This sets only one, if the response is not complete.
        """
        handler = self._handler
        limit, handler.read_timeout = handler.read_timeout, None
        for part in (data[:-1], data[-1:]):
            if self._is_complete():
                self.is_tripped = True
                self._transport.close()
                return
            if part:
                self._pass_on(part)
        handler.read_timeout = limit
        if not self._is_complete():
            handler.start_timeout()

    def _pass_on(self, data: bytes) -> None:
        self._handler.data_received(data)
        if self._response is None:
            begun = (response for response, _ in self._handler._buffer)  # responses that aiohttp has not consumed yet
            self._response = next((response for response in begun if response[0].code >= 200), None)

    def _is_complete(self) -> bool:
        return self._response is not None and self._response[1].is_eof()

    def eof_received(self) -> bool | None:
        """Pass the end on."""
        kept: bool | None = self._handler.eof_received()
        return kept

    def connection_lost(self, exc: Exception | None) -> None:
        """Pass the end on."""
        self._handler.connection_lost(exc)

    def pause_writing(self) -> None:
        """Pass on that the write buffer is full."""
        self._handler.pause_writing()

    def resume_writing(self) -> None:
        """Pass on that the write buffer has room."""
        self._handler.resume_writing()
