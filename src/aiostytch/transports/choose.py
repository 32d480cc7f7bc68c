"""Which adapter a client uses: what was asked for, never what happens to be installed."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import warnings
from collections.abc import Iterable
from typing import Any, Protocol, cast

from ..errors import ClientClosedError, ConfigurationError
from ..wire import RawResponse, Request
from . import Transport

LIBRARIES = ("httpx", "httpx2", "aiohttp", "pyreqwest")
"""The HTTP libraries that there is an adapter for: a module of this package with the library's name."""


class _Adapter(Protocol):
    """What such a module has."""

    def create(self) -> Transport:
        """Return a transport with connections of its own."""
        ...

    def from_client(self, engine: object) -> Transport:
        """Return a transport that sends through an engine of the user's."""
        ...


def choose(transport: object, engine: object | None) -> Transport:
    """Return the transport for two settings of a client.

    Args:
        transport: the name of a library, or a transport.
        engine: an engine of the user's, such as an `httpx.AsyncClient`, or None.

    Raises:
        ConfigurationError: there is no such transport, or its library is not installed.
    """
    if engine is not None:
        return from_client(engine)
    if isinstance(transport, Transport) and not isinstance(transport, type):
        return transport
    return LazyTransport(_installed(transport))


def load(transport: str) -> None:
    """Import the library of a transport.

    Raises:
        ConfigurationError: there is no such transport, or its library is not installed.
    """
    _adapter(_installed(transport))


def _installed(transport: object) -> str:
    if not isinstance(transport, str) or transport not in LIBRARIES:
        raise ConfigurationError(f"transport must be one of {', '.join(LIBRARIES)}, or an object with send and aclose")
    if importlib.util.find_spec(transport) is None:
        raise ConfigurationError(f"transport={transport!r} needs: pip install 'aiostytch[{transport}]'")
    return transport


def from_client(engine: object) -> Transport:
    """Return a transport that sends through an engine of the user's, which stays the user's to close.

    Raises:
        ConfigurationError: no adapter knows it.
    """
    for library in LIBRARIES:
        if library in _libraries_of(type(engine)):
            return _adapter(library).from_client(engine)
    raise ConfigurationError(f"http_client is no engine of {', '.join(LIBRARIES)}")


def _libraries_of(kind: type[Any]) -> Iterable[str]:
    return {base.__module__.partition(".")[0] for base in kind.__mro__}


def _adapter(library: str) -> _Adapter:
    return cast("_Adapter", importlib.import_module(f".{library}", __package__))


class LazyTransport:
    """A transport with connections of its own, made when its client is entered or first used.

    Importing an HTTP library takes as long as everything else in making a client.
    """

    def __init__(self, library: str) -> None:
        self._library = library
        self._transport: Transport | None = None
        self._is_closed = False
        self._loop: asyncio.AbstractEventLoop | None = None  # of the connections, as long as there may be some

    def open(self) -> Transport:
        """Import the library and make the transport, unless that is done.

        Raises:
            ClientClosedError: it is closed.
        """
        if self._transport is None:
            if self._is_closed:
                raise ClientClosedError("the client is closed")
            self._transport = _adapter(self._library).create()
            self._loop = asyncio.get_running_loop()
        return self._transport

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        return await self.open().send(request, max_size=max_size)

    async def aclose(self) -> None:
        """Close what was opened."""
        self._is_closed = True
        self._loop = None
        if self._transport is not None:
            await self._transport.aclose()

    def __del__(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            text = "a client was not closed: use it in `async with`, or await its `aclose()`"
            warnings.warn(text, ResourceWarning, stacklevel=2, source=self)

    def __repr__(self) -> str:
        return f"<LazyTransport {self._library}>" if self._transport is None else repr(self._transport)
