"""Sessions in FastAPI: dependencies on top of the ASGI middleware, which the service's OpenAPI document shows.

    app = FastAPI()
    app.add_middleware(SessionMiddleware, client=client)

    @app.get("/me")
    async def me(session: Annotated[VerifiedSession, Depends(require_session)]) -> dict[str, str]:
        return {"member": session.member_id}

    @app.post("/documents", dependencies=[Depends(require_permission("documents", "write"))])
    async def write() -> None: ...

Whoever has no session gets 401, whose session does not permit the action 403, and where sessions cannot be checked 503.
A WebSocket is refused before it is accepted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from ..errors import ConfigurationError
from .asgi import Refusal, SessionCookies, SessionMiddleware, authentication_of, session_of
from .asgi.authentication import Session
from .asgi.cookies import JWT_COOKIE, TOKEN_COOKIE
from .asgi.refusal import POLICY_VIOLATION

try:
    from fastapi import Depends, HTTPException, Security, WebSocketException
    from fastapi.openapi.models import APIKey, APIKeyIn, HTTPBearer, SecurityBase
    from fastapi.requests import HTTPConnection
    from fastapi.security.base import SecurityBase as Scheme
except ImportError as error:
    raise ImportError("FastAPI is not installed: pip install 'aiostytch[fastapi]'") from error

__all__ = ["SessionCookies", "SessionMiddleware", "optional_session", "require_permission", "require_session"]


class _Documented(Scheme):
    """A security scheme of the OpenAPI document. The middleware does its work."""

    def __init__(self, name: str, model: SecurityBase) -> None:
        self.scheme_name = name
        self.model = model

    async def __call__(self) -> None:
        """Do nothing, for HTTP requests and WebSockets alike."""


def _cookie(name: str, description: str) -> APIKey:
    return APIKey.model_validate({"in": APIKeyIn.cookie, "name": name, "description": description})


_BEARER = _Documented("SessionJWT", HTTPBearer(bearerFormat="JWT", description="A session JWT."))
_JWT_COOKIE = _Documented("SessionJWTCookie", _cookie(JWT_COOKIE, "A session JWT."))
_TOKEN_COOKIE = _Documented("SessionTokenCookie", _cookie(TOKEN_COOKIE, "An opaque session token."))


async def optional_session(
    connection: HTTPConnection,
    _bearer: Annotated[None, Security(_BEARER)],
    _jwt: Annotated[None, Security(_JWT_COOKIE)],
    _token: Annotated[None, Security(_TOKEN_COOKIE)],
) -> Session | None:
    """Return the verified session of a request; None if there is none, or none that could be checked.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return session_of(connection.scope)


async def require_session(
    connection: HTTPConnection, _: Annotated[Session | None, Depends(optional_session)]
) -> Session:
    """Return the verified session of a request.

    Raises:
        HTTPException: there is none, 401; or it could not be checked, 503.
        WebSocketException: likewise, for a WebSocket.
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    outcome = authentication_of(connection.scope).outcome
    if isinstance(outcome, Refusal):
        raise _exception(connection, outcome)
    return outcome


def require_permission(
    resource_id: str, action: str, *, organization_parameter: str | None = None
) -> Callable[..., Awaitable[Session]]:
    """Return a dependency that returns the verified session of a request if it permits an action.

    It raises what `require_session` does, and `HTTPException` or `WebSocketException` with 403.

    Args:
        resource_id: the kind of thing to act on, e.g. `documents`.
        action: what is to be done with it, e.g. `write`.
        organization_parameter: the path parameter, e.g. `organization_id`, that names the organization to act in, which
            must be the session's then. By default it is the session's.
    """

    async def permitted_session(
        connection: HTTPConnection, session: Annotated[Session, Depends(require_session)]
    ) -> Session:
        organization_id = _organization(connection, organization_parameter)
        found = authentication_of(connection.scope)
        refusal = await found.check(resource_id, action, organization_id=organization_id)
        if refusal is not None:
            raise _exception(connection, refusal)
        return session

    return permitted_session


def _organization(connection: HTTPConnection, parameter: str | None) -> str | None:
    if parameter is None:
        return None
    if parameter not in connection.path_params:
        raise ConfigurationError(f"the path has no parameter called {parameter}")
    return str(connection.path_params[parameter])


def _exception(connection: HTTPConnection, refusal: Refusal) -> Exception:
    if connection.scope["type"] == "websocket":
        return WebSocketException(POLICY_VIOLATION, refusal.detail)
    return HTTPException(refusal.status_code, refusal.detail, dict(refusal.headers))
