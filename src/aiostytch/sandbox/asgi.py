"""The ASGI shell: from HTTP messages to a request, and from a reply to HTTP messages, or to a broken connection."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HTTPRequest
from starlette.responses import Response
from starlette.routing import Mount, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from .contract.messages import Reply, Request
from .dashboard.app import Page
from .dashboard.guard import is_wanted
from .http.gateway import Front

BREAK = "aiostytch.break"
"""Where the ASGI state has a function without arguments that breaks the connection, behind servers that can."""


class Shell:
    """The ASGI application."""

    def __init__(self, front: Front, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._front = front
        self._sleep = sleep
        self._router = Router([Mount("", self._route)], redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        await self._router(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        chosen = self._page if is_wanted(scope) else self._answer
        await chosen(scope, receive, send)

    @functools.cached_property
    def _page(self) -> ASGIApp:

        return Page(self._front)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            content = await HTTPRequest(scope, receive).body()
        except ClientDisconnect:
            return
        reply = self._front.handle(_request(scope, content))
        if reply.wait:
            await self._sleep(reply.wait)
        await self._send(reply, scope, receive, send)

    async def _send(self, reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
        answer = reply.answer
        response = Response(
            answer.content, answer.status_code, headers=dict(answer.headers), media_type="application/json"
        )
        if not reply.breaks:
            await response(scope, receive, send)
            return
        if reply.breaks == "middle":
            await send({"type": "http.response.start", "status": answer.status_code, "headers": response.raw_headers})
            half = answer.content[: len(answer.content) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
        await _break(scope, receive)


async def _break(scope: Scope, receive: Receive) -> None:
    """Break the connection; behind a server that cannot, or without any, fail as a broken connection does."""
    state: dict[str, Callable[[], None]] = scope.get("state") or {}
    if BREAK not in state:
        raise ConnectionResetError("the sandbox has dropped the connection")
    state[BREAK]()
    await receive()  # the disconnection: a server complains of an application that ends before it, without an answer


def _request(scope: Scope, content: bytes) -> Request:
    # The path with its escapes: a slash in an id is no separator. Below the path that the application is mounted at.
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return Request(
        method=scope["method"],
        path=path.decode("latin-1").removeprefix(scope.get("root_path", "")),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        content=content,
    )
