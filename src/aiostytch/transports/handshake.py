"""Connections whose TLS handshake is cancelled: httpcore (1.0.9) and its successor forget them, and leave them open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class _Stream(Protocol):
    async def aclose(self) -> None: ...


class Handshake:
    """Follows a call by the `trace` extension of httpcore's requests, and closes a connection that got no TLS."""

    def __init__(self) -> None:
        self._stream: _Stream | None = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of an event, `info` being what it was called with, has returned or has raised."""
        step = event.partition(".")[2]  # before it is who connects; a proxy has a handshake inside of its own
        if step in {"connect_tcp.complete", "start_tls.complete"}:
            self._stream = info["return_value"]
        elif step == "start_tls.failed" and self._stream is not None:
            await self._stream.aclose()


def extensions(url: str, timeout: Mapping[str, float | None]) -> dict[str, Any]:
    """Return the extensions of a request: limits in seconds, and for https what watches over the handshake."""
    return {"timeout": timeout, "trace": Handshake()} if url.startswith("https:") else {"timeout": timeout}
