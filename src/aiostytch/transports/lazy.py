"""A transport that the first call in an event loop creates, and that is closed before the loop."""

from __future__ import annotations

import asyncio
import contextlib
import warnings
from collections.abc import AsyncGenerator, Callable

from msgspec import Struct

from ..errors import ClientClosedError
from ..loops import running_loop
from ..wire import RawResponse, Request
from . import Transport


async def _keep_open(transport: Transport) -> AsyncGenerator[None, None]:
    """Close a transport when this generator is closed.

    `asyncio.run` closes all asynchronous generators before their event loop, and the event loop closes those that are
    garbage collected. These are the last opportunities to close connections.
    """
    try:
        yield
    finally:
        await transport.aclose()


class _Opened(Struct, frozen=True, eq=False):
    """A transport, the event loop of its connections, and the generator that closes it there."""

    transport: Transport
    loop: asyncio.AbstractEventLoop
    kept_open: AsyncGenerator[None, None]


class LazyTransport:
    """A transport that is created when its client starts or makes its first call, and again in another event loop.

    The import of the HTTP library would double the time of a client's creation.

    Args:
        library: the name of the HTTP library.
        create: imports it, and creates a transport with its own connections.
    """

    def __init__(self, library: str, create: Callable[[], Transport]) -> None:
        self._library = library
        self._create = create
        self._opened: _Opened | None = None
        self._is_closed = False

    async def open(self) -> Transport:
        """Return the transport for the running event loop.

        Raises:
            ClientClosedError: the client is closed.
        """
        loop, opened = asyncio.get_running_loop(), self._opened
        if opened is None or opened.loop is not loop:
            if self._is_closed:
                raise ClientClosedError("the client is closed")
            transport = self._create()
            self._opened = opened = _Opened(transport, loop, _keep_open(transport))
            await anext(opened.kept_open)
        return opened.transport

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        transport = await self.open()
        return await transport.send(request, max_size=max_size)

    async def aclose(self) -> None:
        """Close the transport of this event loop. Other event loops close their own."""
        self._is_closed = True
        opened, self._opened = self._opened, None
        if opened is not None and opened.loop is running_loop():
            with contextlib.suppress(RuntimeError):  # the event loop is already closing it
                await opened.kept_open.aclose()

    def __del__(self) -> None:
        if self._opened is not None and not self._opened.loop.is_closed():
            text = "a client was not closed: use it in `async with`, or await its `aclose()`"
            warnings.warn(text, ResourceWarning, stacklevel=2, source=self)

    def __repr__(self) -> str:
        return f"<LazyTransport {self._library}>" if self._opened is None else repr(self._opened.transport)
