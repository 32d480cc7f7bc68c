"""Calls through the httpx adapters, as the tests make them."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from aiostytch.errors import StytchError
from aiostytch.transports import Transport
from aiostytch.transports.httpx import HttpxClientTransport, HttpxTransport
from aiostytch.wire import RawResponse, Request, Timeout

CANARY = "canary-4711"
PATIENT = Timeout(connect=None, read=None, write=None, pool=None)
CONTEXT = ssl.create_default_context()  # making one takes longer than most tests


@contextlib.asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[HttpxTransport]:
    transport = HttpxTransport(**{"ssl_context": CONTEXT} | settings)
    try:
        yield transport
    finally:
        await transport.aclose()


@contextlib.asynccontextmanager
async def engine_of(kind: str, **settings: Any) -> AsyncIterator[Transport]:
    """Give one of three ways to httpx: connections of our own, a client of the user's, a transport of the user's."""
    if kind == "own":
        async with opened() as transport:
            yield transport
    elif kind == "client":
        async with httpx.AsyncClient(**settings) as client:
            yield HttpxClientTransport(client)
    else:
        async with httpx.AsyncHTTPTransport() as inner:
            yield HttpxClientTransport(inner)


def request(url: str, **changes: Any) -> Request:
    made: dict[str, Any] = {
        "method": "GET",
        "url": url,
        "headers": (("Authorization", f"Basic {CANARY}"), ("Accept-Encoding", "gzip")),
        "content": b"",
        "timeout": PATIENT,
        "operation_id": "Get",
        "template": "/v1/{id}",
    }
    return Request(**made | changes)


async def get(transport: Transport, url: str, *, max_size: int = 10_000_000, **changes: Any) -> RawResponse:
    return await transport.send(request(url, **changes), max_size=max_size)


async def failure(transport: Transport, url: str, **changes: Any) -> StytchError:
    """Return the error of a call, and make sure that it shows nothing."""
    with pytest.raises(StytchError) as caught:
        await get(transport, url, **changes)
    error = caught.value
    assert (error.__context__, error.__cause__) == (None, None)
    assert CANARY not in f"{error!r} {vars(error)}"
    return error
