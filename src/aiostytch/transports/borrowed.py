"""A transport over the HTTP client of the user that detects connections of a closed event loop."""

from __future__ import annotations

import asyncio

from ..errors import ConnectionLostError
from ..wire import RawResponse, Request
from . import Transport


class BorrowedTransport:
    """Sends requests with the adapter of a borrowed HTTP client, in any event loop.

    A client without connections, as in tests, works in the next event loop. A client with connections of a closed loop
    raises RuntimeError when it reuses one.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._loop: asyncio.AbstractEventLoop | None = None  # the first event loop

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        loop = asyncio.get_running_loop()
        self._loop = self._loop or loop
        try:
            return await self._transport.send(request, max_size=max_size)
        except RuntimeError:
            if loop is self._loop:
                raise
        raise ConnectionLostError("no response: http_client belongs to a closed event loop: create one for each loop")

    async def aclose(self) -> None:
        """Do nothing: the user closes the HTTP client."""
        await self._transport.aclose()

    def __repr__(self) -> str:
        return repr(self._transport)
