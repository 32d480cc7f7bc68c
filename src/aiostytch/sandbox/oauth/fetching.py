"""Fetches client metadata documents: without redirects, and with limits of size and time."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator

import httpx

from ..contract.messages import ClientDocument

_SECONDS = 5.0
_MAX_BYTES = 5 * 1024
"""The limit that the draft recommends."""


async def fetch(url: str) -> ClientDocument:
    """Fetch a document. A failure is reported in `problem`."""
    try:
        async with asyncio.timeout(_SECONDS), _client(url) as client, client.stream("GET", url) as response:
            problem = _problem(response)
            content = b"" if problem else await _read(response.aiter_raw())
    except (TimeoutError, httpx.TimeoutException):
        return ClientDocument(url=url, problem=f"no response within {_SECONDS:g} s")
    except httpx.HTTPError as error:
        return ClientDocument(url=url, problem=type(error).__name__)
    if len(content) > _MAX_BYTES:
        return ClientDocument(url=url, problem=f"more than {_MAX_BYTES} bytes")
    return ClientDocument(url=url, content=content, problem=problem)


def _client(url: str) -> httpx.AsyncClient:
    """Return a client that trusts the CAs of this machine, and does not use its proxies."""
    context = ssl.create_default_context() if url.startswith("https") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    return httpx.AsyncClient(verify=context, trust_env=False, timeout=_SECONDS, headers=headers)


def _problem(response: httpx.Response) -> str:
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code != 200:
        return f"status {response.status_code}"
    return "" if content_type == "application/json" or content_type.endswith("+json") else "it is not JSON"


async def _read(chunks: AsyncIterator[bytes]) -> bytes:
    """Return a body. If it is too large, the result is incomplete but also too large."""
    content = b""
    async for chunk in chunks:
        content += chunk
        if len(content) > _MAX_BYTES:
            break
    return content
