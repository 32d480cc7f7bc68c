"""Reads the body of an ASGI request."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Receive, Scope

from .body_limit import MAX_BODY


async def read_body(scope: Scope, receive: Receive, most: int = MAX_BODY) -> bytes:
    """Return a body; of one that is too large, a beginning that is too large as well.

    Args:
        scope: the request.
        receive: receives it.
        most: the bytes that a body may have.

    Raises:
        ClientDisconnect: the client has gone.
    """
    content = bytearray()
    async for chunk in Request(scope, receive).stream():
        content += chunk
        if len(content) > most:
            break
    return bytes(content)
