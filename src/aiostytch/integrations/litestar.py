"""Sessions in Litestar: a session or the right answer, in one call, on top of the ASGI middleware.

    @get("/me")
    async def me(request: Request[Any, Any, Any]) -> dict[str, str]:
        session = require_session(request.scope)
        return {"member": session.member_id}

    @post("/documents")
    async def write(request: Request[Any, Any, Any]) -> None:
        session = await require_permission(request.scope, "documents", "write")
        ...

    app = Litestar([me, write], middleware=[DefineMiddleware(SessionMiddleware, client=client)])

`require_session` is a dependency too: `dependencies={"session": Provide(require_session, sync_to_thread=False)}`.

A request without a session is answered with 401, one whose session does not permit the action with 403, and one whose
session cannot be checked with 503. A WebSocket is refused before it is accepted: in the same way where the server can
do that (`websocket.http.response`), else with a plain 403.
"""

from __future__ import annotations

from typing import Any

from .asgi import Refusal, SessionCookies, SessionMiddleware, authentication_of, session_of
from .asgi.authentication import Session
from .asgi.denial import deny
from .asgi.refusal import POLICY_VIOLATION

try:
    from litestar.exceptions import HTTPException, LitestarException, WebSocketException
    from litestar.types import Scope
except ImportError as error:
    raise ImportError("Litestar is not installed: pip install litestar") from error

__all__ = ["SessionCookies", "SessionMiddleware", "require_permission", "require_session", "session_of"]


def require_session(scope: Scope) -> Session:
    """Return the verified session of a request or WebSocket, by its ASGI scope.

    Raises:
        HTTPException: there is none, 401; or it could not be checked, 503.
        WebSocketException: likewise, for a WebSocket.
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    outcome = authentication_of(scope).outcome
    if isinstance(outcome, Refusal):
        raise _refused(scope, outcome)
    return outcome


async def require_permission(
    scope: Scope, resource_id: str, action: str, *, organization_id: str | None = None
) -> Session:
    """Return the verified session of a request or WebSocket if it permits an action.

    It raises what `require_session` does, and the same exceptions with 403.

    Args:
        scope: the ASGI scope.
        resource_id: the kind of thing to act on, e.g. `documents`.
        action: what is to be done with it, e.g. `write`.
        organization_id: the organization to act in, where the request names one, which must be the session's then.
    """
    session = require_session(scope)
    refusal = await authentication_of(scope).check(resource_id, action, organization_id=organization_id)
    if refusal is not None:
        raise _refused(scope, refusal)
    return session


def _refused(scope: Any, refusal: Refusal) -> LitestarException:
    if scope["type"] == "websocket":
        deny(scope, refusal)
        return WebSocketException(detail=refusal.detail, code=POLICY_VIOLATION)
    return HTTPException(detail=refusal.detail, status_code=refusal.status_code, headers=dict(refusal.headers))
