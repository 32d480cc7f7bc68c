"""The httpx adapter."""

from __future__ import annotations

from typing import ClassVar

import httpcore
import httpx

from .httpx_family import ClientTransport, Library, PooledTransport
from .network import Core


class HttpxTransport(PooledTransport):
    """Connections of the SDK's own: see `PooledTransport`."""

    library: ClassVar[Library] = httpx
    core: ClassVar[Core] = httpcore


class HttpxClientTransport(ClientTransport):
    """An `httpx.AsyncClient` or `httpx.AsyncBaseTransport` of the user's: see `ClientTransport`."""

    library: ClassVar[Library] = httpx


def create() -> HttpxTransport:
    """Return a transport with connections of its own."""
    return HttpxTransport()


def from_client(engine: object) -> HttpxClientTransport:
    """Return a transport that sends through an engine of the user's: see `ClientTransport`."""
    return HttpxClientTransport(engine)
