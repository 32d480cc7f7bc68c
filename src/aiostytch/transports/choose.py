"""Selects an adapter by settings, never by installed libraries."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from typing import Any, Protocol, cast

from ..errors import ConfigurationError
from . import Transport
from .borrowed import BorrowedTransport
from .lazy import LazyTransport

LIBRARIES = ("httpx", "httpx2", "aiohttp", "pyreqwest")
"""The HTTP libraries with an adapter: a module of this package with the library's name."""


class _Adapter(Protocol):
    """The functions of such a module."""

    def create(self) -> Transport:
        """Return a transport with its own connections."""
        ...

    def from_client(self, engine: object) -> Transport:
        """Return a transport with the user's HTTP client."""
        ...


def choose(transport: object, engine: object | None) -> Transport:
    """Return the transport for two settings of a client.

    Args:
        transport: the name of a library, or a transport.
        engine: the user's HTTP client, such as an `httpx.AsyncClient`, or None.

    Raises:
        ConfigurationError: the transport does not exist, or its library is not installed.
    """
    if engine is not None:
        return BorrowedTransport(from_client(engine))
    if isinstance(transport, Transport) and not isinstance(transport, type):
        return transport
    library = _installed(transport)
    return LazyTransport(library, lambda: _adapter(library).create())


def load(transport: str) -> None:
    """Import the library of a transport.

    Raises:
        ConfigurationError: the transport does not exist, or its library is not installed.
    """
    _adapter(_installed(transport))


def _installed(transport: object) -> str:
    if not isinstance(transport, str) or transport not in LIBRARIES:
        raise ConfigurationError(f"transport must be one of {', '.join(LIBRARIES)}, or an object with send and aclose")
    if importlib.util.find_spec(transport) is None:
        raise ConfigurationError(f"transport={transport!r} needs: pip install 'aiostytch[{transport}]'")
    return transport


def from_client(engine: object) -> Transport:
    """Return a transport with the user's HTTP client, which the user closes.

    Raises:
        ConfigurationError: no adapter supports it.
    """
    for library in LIBRARIES:
        if library in _libraries_of(type(engine)):
            return _adapter(library).from_client(engine)
    raise ConfigurationError(f"http_client must be a client of {', '.join(LIBRARIES)}")


def _libraries_of(kind: type[Any]) -> Iterable[str]:
    return {base.__module__.partition(".")[0] for base in kind.__mro__}


def _adapter(library: str) -> _Adapter:
    return cast("_Adapter", importlib.import_module(f".{library}", __package__))
