"""The httpx2 adapter."""

from __future__ import annotations

from typing import ClassVar

import httpcore2
import httpx2

from .httpx_family import ClientTransport, Library, PooledTransport
from .network import Core


class Httpx2Transport(PooledTransport):
    """The SDK's own connections: see `PooledTransport`."""

    library: ClassVar[Library] = httpx2
    core: ClassVar[Core] = httpcore2


class Httpx2ClientTransport(ClientTransport):
    """The user's `httpx2.AsyncClient` or `httpx2.AsyncBaseTransport`: see `ClientTransport`."""

    library: ClassVar[Library] = httpx2


def create() -> Httpx2Transport:
    """Return a transport with its own connections."""
    return Httpx2Transport()


def from_client(engine: object) -> Httpx2ClientTransport:
    """Return a transport with the user's HTTP client: see `ClientTransport`."""
    return Httpx2ClientTransport(engine)
