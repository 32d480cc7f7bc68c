"""Cleanup of connections with a cancelled TLS handshake, which httpcore (1.0.9) and its successor leave open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class _Stream(Protocol):
    async def aclose(self) -> None: ...


class Handshake:
    """Follows a call with the `trace` extension of httpcore's requests, and closes a connection without TLS."""

    def __init__(self) -> None:
        self._stream: _Stream | None = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Handle an event; `info` has its arguments, result or exception."""
        step = event.partition(".")[2]  # without its prefix: a proxy has another handshake inside its own
        if step in {"connect_tcp.complete", "start_tls.complete"}:
            self._stream = info["return_value"]
        elif step == "start_tls.failed" and self._stream is not None:
            await self._stream.aclose()


def extensions(url: str, timeout: Mapping[str, float | None]) -> dict[str, Any]:
    """Return the extensions of a request: limits in seconds, and for https a handler of the handshake."""
    return {"timeout": timeout, "trace": Handshake()} if url.startswith("https:") else {"timeout": timeout}
