"""Sessions and tokens in Litestar: functions that return the principal or raise an HTTP error.

    @get("/me")
    async def me(request: Request[Any, Any, Any]) -> dict[str, str]:
        session = require_session(request.scope)
        return {"member": session.member_id}

    @post("/documents")
    async def write(request: Request[Any, Any, Any]) -> None:
        session = await require_permission(request.scope, "documents", "write")
        ...

    app = Litestar([me, write], middleware=[DefineMiddleware(SessionMiddleware, client=client)])

`require_session` is also a dependency: `dependencies={"session": Provide(require_session, sync_to_thread=False)}`.

No session: 401. Not permitted: 403. Could not check: 503. A WebSocket is rejected before it is accepted, with the same
statuses if the server supports `websocket.http.response`, and with a plain 403 otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .asgi import Refusal, SessionCookies, SessionMiddleware, session_of
from .asgi.denial import deny
from .asgi.refusal import POLICY_VIOLATION
from .asgi.requirements import Requirements

try:
    from litestar.exceptions import HTTPException, LitestarException, WebSocketException
    from litestar.types import Scope
except ImportError as error:
    raise ImportError("Litestar is not installed: pip install litestar") from error

__all__ = [
    "SessionCookies",
    "SessionMiddleware",
    "require_access",
    "require_client",
    "require_permission",
    "require_principal",
    "require_scopes",
    "require_session",
    "session_of",
]

T = TypeVar("T")


def _refused(scope: Mapping[str, Any], refusal: Refusal) -> LitestarException:
    if scope["type"] == "websocket":
        deny(scope, refusal)
        return WebSocketException(detail=refusal.detail, code=POLICY_VIOLATION)
    return HTTPException(detail=refusal.detail, status_code=refusal.status_code, headers=dict(refusal.headers))


def _dependency(require: Callable[[Mapping[str, Any]], T]) -> Callable[[Scope], T]:
    """Return a function that Litestar also accepts as a dependency: it recognizes the argument by its type."""

    def required(scope: Scope) -> T:
        return require(scope)

    required.__doc__ = require.__doc__
    return required


_requirements = Requirements(_refused)
require_session = _dependency(_requirements.session)
require_client = _dependency(_requirements.client)
require_access = _dependency(_requirements.access)
require_principal = _requirements.principal
require_scopes = _requirements.scopes
require_permission = _requirements.permission
