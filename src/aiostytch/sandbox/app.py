"""The sandbox as an ASGI application."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HTTPRequest
from starlette.responses import Response
from starlette.routing import Mount, Router
from starlette.types import Receive, Scope, Send

from . import engine
from .state import State

PROJECT_ID, SECRET = "project-test-00000000-0000-4000-8000-000000000000", "secret-test-sandbox"
"""The project that a sandbox stands for, unless told otherwise, and its secret, which opens nothing but sandboxes."""


class Sandbox:
    """The Stytch B2B API, in this process: an ASGI application that answers every operation.

        sandbox = Sandbox()
        transport = httpx.ASGITransport(sandbox)
        async with B2BClient(PROJECT_ID, SECRET, http_client=transport) as client: ...

    Organizations, members, imported passwords and sessions are remembered; other operations answer with made-up values
    that conform to the API's document. Requests that the document does not allow are refused with status 400 and the
    place of what is wrong.

    Args:
        project_id: the project that requests must name.
        secret: the secret that they must bring.
        state: what is remembered, e.g. that of another sandbox, or one with a clock of its own; empty by default.
    """

    def __init__(self, *, project_id: str = PROJECT_ID, secret: str = SECRET, state: State | None = None) -> None:
        self.project_id = project_id
        self.secret = secret
        self.state = State() if state is None else state
        self._credentials = engine.Credentials(project_id=project_id, secret=secret)
        self._router = Router([Mount("", self._answer)], redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        await self._router(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            content = await HTTPRequest(scope, receive).body()
        except ClientDisconnect:
            return
        answer = engine.answer(self.state, self._credentials, _request(scope, content))
        response = Response(
            answer.content, answer.status_code, headers=dict(answer.headers), media_type="application/json"
        )
        await response(scope, receive, send)

    def __repr__(self) -> str:
        state = self.state
        return (
            f"<Sandbox {self.project_id}: {len(state.organizations)} organizations, "
            f"{len(state.members)} members, {len(state.sessions)} sessions>"
        )


def _request(scope: Scope, content: bytes) -> engine.Request:
    # The path with its escapes: a slash in an id is no separator. Below the path that the application is mounted at.
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return engine.Request(
        method=scope["method"],
        path=path.decode("latin-1").removeprefix(scope.get("root_path", "")),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        content=content,
    )
