"""Cleanup of connections with a cancelled TLS handshake, which httpcore (1.0.9) and its successor leave open.

Only their own connections need it, those of a user's client and of a proxy: each event that a call reports costs time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class _Stream(Protocol):
    async def aclose(self) -> None: ...


class Engine(Protocol):
    """An `AsyncBaseTransport` of httpx or httpx2."""

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class Handshake:
    """A handler for the `trace` extension of httpcore: it closes the connection after a failed TLS handshake."""

    def __init__(self) -> None:
        self._stream: _Stream | None = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Handle an event; `info` has its arguments, result or exception."""
        step = event.partition(".")[2]  # without the prefix, which differs for a handshake through a proxy
        if step in {"connect_tcp.complete", "start_tls.complete"}:
            self._stream = info["return_value"]
        elif step == "start_tls.failed" and self._stream is not None:
            await self._stream.aclose()


def follow(request: Any) -> None:
    """Let a request of httpx or httpx2 follow the handshake of its connection."""
    if request.url.scheme == "https":
        request.extensions["trace"] = Handshake()


class FollowingEngine:
    """An engine whose requests follow the handshake."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request."""
        follow(request)
        return await self._engine.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the engine."""
        await self._engine.aclose()
