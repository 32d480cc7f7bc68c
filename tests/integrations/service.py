"""ASGI by hand: requests with any headers, and WebSockets up to their acceptance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import attrs

from aiostytch.integrations.refusal import ASGIApp

Pairs = Sequence[tuple[str, str]]


def scope_of(kind: str, path: str, headers: Pairs, **more: Any) -> dict[str, Any]:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {
        "type": kind,
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http" if kind == "http" else "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": raw,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "subprotocols": [],
        "extensions": {},
        **more,
    }


@attrs.frozen
class Answer:
    """The messages that an application sent."""

    sent: list[Any]

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in self.sent[0]["headers"]]

    def all(self, name: str) -> list[str]:
        return [value for header, value in self.headers if header == name]

    @property
    def body(self) -> Any:
        return json.loads(b"".join(message.get("body", b"") for message in self.sent[1:]))


async def get(app: ASGIApp, path: str = "/", headers: Pairs = (), **more: Any) -> Answer:
    return await run(app, scope_of("http", path, headers, **more), {"type": "http.request", "body": b""})


async def connect(app: ASGIApp, path: str = "/", headers: Pairs = (), **more: Any) -> Answer:
    """Ask for a WebSocket. Whoever accepts it is told that it was closed."""
    scope = scope_of("websocket", path, headers, **more)
    return await run(app, scope, {"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000})


async def run(app: ASGIApp, scope: dict[str, Any], *messages: dict[str, Any]) -> Answer:
    received, answer = iter(messages), Answer([])

    async def receive() -> Any:
        return next(received)

    async def send(message: Any) -> None:
        answer.sent.append(message)

    await app(scope, receive, send)
    return answer
