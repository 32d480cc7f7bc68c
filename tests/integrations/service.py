"""Raw ASGI: a service, requests with any headers, and WebSockets up to their acceptance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import attrs

from aiostytch import RetryPolicy, StytchError
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.asgi import authentication_of, session_of

Pairs = Sequence[tuple[str, str]]
NO_RETRY = RetryPolicy(max_retries=0)


def scope_of(kind: str, path: str, headers: Pairs, **more: Any) -> dict[str, Any]:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {
        "type": kind,
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
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
        **({"method": "GET"} if kind == "http" else {}),
        **more,
    }


@attrs.frozen
class Reply:
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


async def get(app: ASGIApp, path: str = "/", headers: Pairs = (), **more: Any) -> Reply:
    return await run(app, scope_of("http", path, headers, **more), {"type": "http.request", "body": b""})


async def connect(app: ASGIApp, path: str = "/", headers: Pairs = (), **more: Any) -> Reply:
    """Request a WebSocket. An application that accepts it receives its close."""
    scope = scope_of("websocket", path, headers, **more)
    return await run(app, scope, {"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000})


async def run(app: ASGIApp, scope: dict[str, Any], *messages: dict[str, Any]) -> Reply:
    received, response = iter(messages), Reply([])

    async def receive() -> Any:
        return next(received)

    async def send(message: Any) -> None:
        response.sent.append(message)

    await app(scope, receive, send)
    return response


@attrs.define
class Service:
    """An application that returns the session it sees, with its own headers."""

    headers: Pairs = ()
    scopes: list[Any] = attrs.field(factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        raw = [(name.encode(), value.encode()) for name, value in self.headers]
        if scope["type"] == "lifespan":
            return
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept", "headers": raw})
            return
        session = session_of(scope)
        body = json.dumps(None if session is None else session.member_id).encode()
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": body})

    @property
    def error(self) -> StytchError | None:
        return authentication_of(self.scopes[-1]).error


def everything(_: object) -> bool:
    return True


def jwt_cookie(value: str) -> tuple[str, str]:
    return ("cookie", f"stytch_session_jwt={value}")


TOKEN_COOKIE = ("cookie", "stytch_session=opaque")


def written(response: Reply) -> list[str]:
    return [value.partition(";")[0] for value in response.all("set-cookie")]
