"""Noticing what a server sends that no request has asked for, on connections of aiohttp.

aiohttp (3.14) reads on while a connection is idle, and takes what it has read for the answer to the next request. So a
tripwire stands between each connection and aiohttp's handler of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp

from .sockets import is_readable

_Send = Callable[..., Coroutine[Any, Any, aiohttp.ClientResponse]]


class UnreadError(Exception):
    """A connection has something unread. It is closed, and nothing was sent."""


def guarded(send: _Send) -> _Send:
    """Return a `ClientRequest.send` that uses no connection with anything unread: it raises `UnreadError` instead."""

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


class Tripwire(asyncio.Protocol):
    """Hands everything on to aiohttp's handler of a connection, up to the end of the answer that it waits for.

    An answer must end with the last byte that has come. To see that, the last byte of whatever comes is handed on
    alone: an answer that was whole without it has something behind it. The connection is closed then.

    Attributes:
        is_tripped: whether there was something behind an answer.
    """

    def __init__(self, handler: Any, transport: asyncio.Transport) -> None:
        self._handler = handler
        self._transport = transport
        self._response: Any = None  # the head and the body of what answers the last request, as soon as that has begun
        self.is_tripped = False

    def expect_response(self) -> None:
        """Let an answer pass: a request is being sent."""
        self._response = None

    def data_received(self, data: bytes) -> None:
        """Hand data on, as far as they belong to an answer."""
        for part in (data[:-1], data[-1:]):
            if self._is_complete():
                self.is_tripped = True
                self._transport.close()
                return
            if part:
                self._hand_on(part)

    def _hand_on(self, data: bytes) -> None:
        self._handler.data_received(data)
        if self._response is None:
            begun = (response for response, _ in self._handler._buffer)  # those that aiohttp has not taken yet
            self._response = next((response for response in begun if response[0].code >= 200), None)

    def _is_complete(self) -> bool:
        return self._response is not None and self._response[1].is_eof()

    def eof_received(self) -> bool | None:
        """Hand the end on."""
        kept: bool | None = self._handler.eof_received()
        return kept

    def connection_lost(self, exc: Exception | None) -> None:
        """Hand the end on."""
        self._handler.connection_lost(exc)

    def pause_writing(self) -> None:
        """Hand on that too much waits to be sent."""
        self._handler.pause_writing()

    def resume_writing(self) -> None:
        """Hand on that there is room again."""
        self._handler.resume_writing()
