"""Sessions and tokens in Starlette: functions that return the principal or raise an HTTP error.

    async def me(request: Request) -> JSONResponse:
        session = require_session(request.scope)
        return JSONResponse({"member": session.member_id})

    async def write(request: Request) -> JSONResponse:
        session = await require_permission(request.scope, "documents", "write")
        ...

    async def read(request: Request) -> JSONResponse:
        caller = require_scopes(request.scope, "read:documents")
        ...

    accepts = ["session", "m2m", "access_token"]
    app = Starlette(routes=…, middleware=[Middleware(SessionMiddleware, client=client, accepts=accepts)])

No session or token: 401. Missing permission or scope: 403. Could not check: 503. A WebSocket is rejected before it is
accepted, with the same statuses if the server supports `websocket.http.response`, and with a plain 403 otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .asgi import Refusal, SessionCookies, SessionMiddleware, session_of
from .asgi.denial import deny
from .asgi.refusal import POLICY_VIOLATION
from .asgi.requirements import Requirements

try:
    from starlette.exceptions import HTTPException, WebSocketException
except ImportError as error:
    raise ImportError("Starlette is not installed: pip install starlette") from error

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


def refused(scope: Mapping[str, Any], refusal: Refusal, http: type[HTTPException] = HTTPException) -> Exception:
    """Return the exception for an error response.

    Args:
        scope: the ASGI scope.
        refusal: the error response.
        http: the class of the exception for an HTTP request.
    """
    if scope["type"] == "websocket":
        deny(scope, refusal)
        return WebSocketException(POLICY_VIOLATION, refusal.detail)
    return http(refusal.status_code, refusal.detail, dict(refusal.headers))


_requirements = Requirements(refused)
require_session = _requirements.session
require_client = _requirements.client
require_access = _requirements.access
require_principal = _requirements.principal
require_scopes = _requirements.scopes
require_permission = _requirements.permission
