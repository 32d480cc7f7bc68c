"""A single connection that replaces httpcore's pool, whose overhead takes as much time as the call.

the pool's class    the connection             a request
replaced by a tool  -                          goes to the pool
httpcore's own      idle and not expired       goes over the connection
httpcore's own      idle with unread data      opens a new one, in the place of the old one
httpcore's own      none, closed or expired    opens a new one, in the place of the old one
"""

from __future__ import annotations

import contextlib
from typing import Any

from .network import AsyncioBackend, Core
from .unread import is_in_parser


class SingleConnection:
    """Replaces the pool of an `AsyncHTTPTransport` that makes one call at a time, to one server, without a proxy.

    It calls the same methods of httpcore's connections as the pool, so that tools can replace them. If a tool has
    replaced the pool's method, it calls the replacement.

    Args:
        core: httpcore or its successor.
        pool: the pool.
        ssl_context: the verification of servers.
    """

    def __init__(self, core: Core, pool: Any, ssl_context: Any) -> None:
        self._core = core
        self._pool = pool
        self._ssl_context = ssl_context
        self._connection: Any = None

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request over the connection, or a new one if it is no longer usable."""
        if not _is_own(self._pool.__class__):
            return await self._pool.handle_async_request(request)
        connection = self._connection
        if connection is not None and _is_reusable(connection):
            return await connection.handle_async_request(request)
        await self._close()
        self._connection = connection = self._core.AsyncHTTPConnection(
            request.url.origin, ssl_context=self._ssl_context, network_backend=AsyncioBackend(self._core)
        )
        response = await connection.handle_async_request(request)
        _unlock(connection)
        return response

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()

    async def aclose(self) -> None:
        """Close the connection."""
        await self._close()
        await self._pool.aclose()


def _is_own(pool: Any) -> bool:
    """Return whether the pool has its original method, not a tool's."""
    method: Any = pool.__dict__.get("handle_async_request")
    with contextlib.suppress(AttributeError):
        return bool(method.__code__.co_filename == pool.aclose.__code__.co_filename)
    return False


def _is_reusable(connection: Any) -> bool:
    return connection.is_idle() and not connection.has_expired() and not is_in_parser(connection)


def _unlock(connection: Any) -> None:
    """Remove the locks of an exclusive connection. A call acquires locks three times, which costs loop iterations.

    The names are those of httpcore 1.0.9. If they differ, the locks stay.
    """
    inner = getattr(connection, "_connection", None)
    for owner, lock in ((connection, "_request_lock"), (inner, "_state_lock")):
        if hasattr(owner, lock):
            setattr(owner, lock, contextlib.nullcontext())
