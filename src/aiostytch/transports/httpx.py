"""The httpx adapter."""

from __future__ import annotations

from typing import ClassVar

import httpcore
import httpx

from .httpx_family import ClientTransport, Library, PooledTransport
from .network import Core


class HttpxTransport(PooledTransport):
    """The SDK's own connections: see `PooledTransport`."""

    library: ClassVar[Library] = httpx
    core: ClassVar[Core] = httpcore


class HttpxClientTransport(ClientTransport):
    """The user's `httpx.AsyncClient` or `httpx.AsyncBaseTransport`: see `ClientTransport`."""

    library: ClassVar[Library] = httpx


def create() -> HttpxTransport:
    """Return a transport with its own connections."""
    return HttpxTransport()


def from_client(engine: object) -> HttpxClientTransport:
    """Return a transport with the user's HTTP client: see `ClientTransport`."""
    return HttpxClientTransport(engine)
