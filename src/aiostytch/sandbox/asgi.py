"""The ASGI application: it reads requests, and sends responses or drops the connection."""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Mount, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from .contract.messages import Request, Transmission
from .dashboard.guard import is_for_dashboard
from .http import admission
from .http.body import read_body
from .http.gateway import Gateway
from .http.paths import is_for_control, raw_path_below
from .http.snapshots import Snapshots

DISCONNECT = "aiostytch.disconnect"
"""The key in the ASGI state of a function that drops the connection. Only the sandbox's own server sets it."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(:[0-9]+)?")
"""A host and an optional port (RFC 9110, section 7.2)."""


class ASGIAdapter:
    """The ASGI application."""

    def __init__(self, gateway: Gateway, snapshots: Snapshots, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._gateway = gateway
        self._snapshots = snapshots
        self._sleep = sleep
        self._router = Router([Mount("", self._route)], redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request (ASGI 3)."""
        await self._router(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._responder(scope)(scope, receive, send)

    def _responder(self, scope: Scope) -> ASGIApp:
        if is_for_control(scope):
            return self._control
        return self._dashboard if is_for_dashboard(scope) else self._respond

    @functools.cached_property
    def _control(self) -> ASGIApp:
        from .control.app import ControlAPI  # imported on first use, with all its schemas
        from .control.endpoints import Context

        return ControlAPI(Context(self._gateway, self._snapshots))

    @functools.cached_property
    def _dashboard(self) -> ASGIApp:
        from .dashboard.app import Dashboard  # imports Jinja, which few need

        return Dashboard(self._gateway)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = admission.refusal(self._gateway.credentials, scope)
        try:
            content = b"" if refusal else await read_body(scope, receive)
        except ClientDisconnect:
            return
        transmission = await self._gateway.receive(_request(scope, content), refusal)
        if transmission.delay:
            await self._sleep(transmission.delay)
        await self._send(transmission, scope, receive, send)

    async def _send(self, transmission: Transmission, scope: Scope, receive: Receive, send: Send) -> None:
        status_code, content = transmission.response.status_code, transmission.response.content
        response = Response(
            content, status_code, headers=dict(transmission.response.headers), media_type="application/json"
        )
        if not transmission.disconnect:
            await response(scope, receive, send)
            return
        if transmission.disconnect == "middle":
            await send({"type": "http.response.start", "status": status_code, "headers": response.raw_headers})
            half = content[: len(content) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
        await _disconnect(scope, receive)


async def _disconnect(scope: Scope, receive: Receive) -> None:
    """Drop the connection. If the server cannot, raise the error of a dropped connection."""
    state: dict[str, Callable[[], None]] = scope.get("state") or {}
    if DISCONNECT not in state:
        raise ConnectionResetError("the sandbox has dropped the connection")
    state[DISCONNECT]()
    await receive()  # until the connection is closed: servers log an error if the application ends before


def _origin(scope: Scope) -> str:
    """Return the scheme and the host that the client used; without a valid Host header, the address of the server."""
    named = Headers(scope=scope).get("host", "")
    host, port = scope.get("server") or ("localhost", None)
    address = f"{host}:{port}" if port else "localhost"
    return f"{scope.get('scheme', 'http')}://{named if _HOST.fullmatch(named) else address}"


def _request(scope: Scope, content: bytes) -> Request:
    return Request(
        method=scope["method"],
        origin=f"{_origin(scope)}{scope.get('root_path', '')}",
        path=raw_path_below(scope),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        content=content,
    )
