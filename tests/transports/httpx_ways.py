"""The ways to use httpx: the SDK's own connections, the user's client, or the user's transport."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx

from aiostytch.transports import Transport
from aiostytch.transports.httpx import HttpxClientTransport, HttpxTransport

from .engines import CONTEXT


@contextlib.asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[HttpxTransport]:
    transport = HttpxTransport(**{"ssl_context": CONTEXT} | settings)
    try:
        yield transport
    finally:
        await transport.aclose()


@contextlib.asynccontextmanager
async def engine_of(kind: str, **settings: Any) -> AsyncIterator[Transport]:
    """Yield one of the three: the SDK's own connections, the user's client, or the user's transport."""
    if kind == "own":
        async with opened() as transport:
            yield transport
    elif kind == "client":
        async with httpx.AsyncClient(**settings) as client:
            yield HttpxClientTransport(client)
    else:
        async with httpx.AsyncHTTPTransport() as inner:
            yield HttpxClientTransport(inner)
