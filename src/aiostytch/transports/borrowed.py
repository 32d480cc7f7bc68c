"""An engine of the user's, whose connections nobody closes when their event loop ends."""

from __future__ import annotations

import asyncio

from ..errors import ConnectionLostError
from ..wire import RawResponse, Request
from . import Transport


class BorrowedTransport:
    """Sends through the adapter of an engine, in whichever event loop it is called.

    An engine without connections, as in tests, goes on in the next event loop. One with connections takes those of the
    last loop, sends a request, and raises RuntimeError, as asyncio does for an event loop that is closed.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._loop: asyncio.AbstractEventLoop | None = None  # the first

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        loop = asyncio.get_running_loop()
        self._loop = self._loop or loop
        try:
            return await self._transport.send(request, max_size=max_size)
        except RuntimeError:
            if loop is self._loop:
                raise
        raise ConnectionLostError("no response: http_client belongs to an event loop that is closed: make one for each")

    async def aclose(self) -> None:
        """Do nothing: who made the engine closes it."""
        await self._transport.aclose()

    def __repr__(self) -> str:
        return repr(self._transport)
