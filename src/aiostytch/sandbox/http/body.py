"""Reads the body of an ASGI request."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Receive, Scope

from .body_limit import MAX_BODY


async def read_body(scope: Scope, receive: Receive, max_size: int = MAX_BODY) -> bytes:
    """Return a body. If it is larger than `max_size` bytes, the result is incomplete but also larger.

    Args:
        scope: the ASGI scope of the request.
        receive: the ASGI callable that receives it.
        max_size: the number of bytes after which reading stops.

    Raises:
        ClientDisconnect: the client has disconnected.
    """
    content = bytearray()
    async for chunk in Request(scope, receive).stream():
        content += chunk
        if len(content) > max_size:
            break
    return bytes(content)
