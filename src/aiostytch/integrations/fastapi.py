"""Sessions in FastAPI: dependencies on top of the ASGI middleware, which the service's OpenAPI document shows.

    app = FastAPI()
    app.add_middleware(SessionMiddleware, client=client)

    @app.get("/me")
    async def me(session: Annotated[VerifiedSession, Depends(require_session)]) -> dict[str, str]:
        return {"member": session.member_id}

    @app.post("/documents", dependencies=[Depends(require_permission("documents", "write"))])
    async def write() -> None: ...

A request without a session is answered with 401, one whose session does not permit the action with 403, and one whose
session cannot be checked with 503. A WebSocket is refused before it is accepted: in the same way where the server can
do that (`websocket.http.response`), else with a plain 403.

Tests can override each of the three: `app.dependency_overrides[require_session] = lambda: session`. What requires a
permission then judges that session. `require_permission` with the same arguments is the same dependency.
"""

# FastAPI reads the annotations of callable objects as they are: so they are no strings here.

from collections.abc import Awaitable, Callable
from inspect import Signature
from typing import Annotated, TypeAlias

import attrs

from ..errors import ConfigurationError
from .asgi import Authentication, Refusal, SessionCookies, SessionMiddleware, authentication_of, session_of
from .asgi.authentication import KEY, Session
from .asgi.cookies import JWT_COOKIE, TOKEN_COOKIE
from .asgi.refusal import NO_SESSION

try:
    from fastapi import Depends, HTTPException, Security
    from fastapi.openapi.models import APIKey, APIKeyIn, HTTPBearer, SecurityBase
    from fastapi.requests import HTTPConnection
    from fastapi.security.base import SecurityBase as Scheme
except ImportError as error:
    raise ImportError("FastAPI is not installed: pip install 'aiostytch[fastapi]'") from error

from .starlette import refused

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
_Bearer: TypeAlias = Annotated[None, Security(_BEARER)]
_JWTCookie: TypeAlias = Annotated[None, Security(_JWT_COOKIE)]
_TokenCookie: TypeAlias = Annotated[None, Security(_TOKEN_COOKIE)]
_NOTHING = _Documented("_sa_nothing", HTTPBearer())
"""What makes the others optional in the document: the requirement `{}` (OpenAPI 3.1, section 4.8.30).

FastAPI knows none without a name, but its encoder leaves out every name that begins with `_sa`.
"""


async def optional_session(
    connection: HTTPConnection,
    _bearer: _Bearer,
    _jwt: _JWTCookie,
    _token: _TokenCookie,
    _nothing: Annotated[None, Security(_NOTHING)],
) -> Session | None:
    """Return the verified session of a request; None if there is none, or none that could be checked.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return session_of(connection.scope)


class _OptionalSession:
    """`optional_session` for another dependency: what a test overrides is the same, as FastAPI looks it up.

    What a dependency asks for is shown for all that depend on it, and a required session is not optional.
    """

    async def __call__(
        self, connection: HTTPConnection, _bearer: _Bearer, _jwt: _JWTCookie, _token: _TokenCookie
    ) -> Session | None:
        return session_of(connection.scope)

    def __eq__(self, other: object) -> bool:
        return other is optional_session or isinstance(other, _OptionalSession)

    def __hash__(self) -> int:
        return hash(optional_session)


async def require_session(
    connection: HTTPConnection, session: Annotated[Session | None, Depends(_OptionalSession())]
) -> Session:
    """Return the verified session of a request.

    Raises:
        HTTPException: there is none, 401; or it could not be checked, 503.
        WebSocketException: likewise, for a WebSocket.
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    if session is None:
        raise refused(connection.scope, _reason(connection), HTTPException)
    return session


def _reason(connection: HTTPConnection) -> Refusal:
    """Return why there is no session. Where a test has said so, the middleware need not agree, or be there."""
    found = connection.scope.get(KEY)
    outcome = found.outcome if isinstance(found, Authentication) else NO_SESSION
    return outcome if isinstance(outcome, Refusal) else NO_SESSION


class _NeedsCall:
    """A dependency that FastAPI cannot declare. That of a parameter is declared together with its function."""

    @property
    def __signature__(self) -> Signature:
        raise ConfigurationError("Depends(require_permission) needs a call: Depends(require_permission(…, …))")

    def __call__(self) -> None:
        """Do nothing: FastAPI never comes so far."""


_Name: TypeAlias = Annotated[str, Depends(_NeedsCall())]


def require_permission(
    resource_id: _Name, action: _Name, *, organization_parameter: str | None = None
) -> Callable[..., Awaitable[Session]]:
    """Return a dependency that returns the verified session of a request if it permits an action.

    It raises what `require_session` does, and the same exceptions with 403.

    Args:
        resource_id: the kind of thing to act on, e.g. `documents`.
        action: what is to be done with it, e.g. `write`.
        organization_parameter: the path parameter, e.g. `organization_id`, that names the organization to act in, which
            must be the session's then. By default it is the session's.

    Raises:
        ConfigurationError: an argument is no string, or empty.
    """
    return _Permission(resource_id, action, organization_parameter)


def _check_name(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{field.name} of require_permission must be a string that is not empty")


@attrs.frozen
class _Permission:
    """A permission that is required. Two of the same are one dependency, so that tests can override it."""

    resource_id: str = attrs.field(validator=_check_name)
    action: str = attrs.field(validator=_check_name)
    organization_parameter: str | None = attrs.field(validator=attrs.validators.optional(_check_name))

    async def __call__(
        self, connection: HTTPConnection, session: Annotated[Session, Depends(require_session)]
    ) -> Session:
        refusal = await authentication_of(connection.scope).check_session(
            session, self.resource_id, self.action, organization_id=self._organization_id(connection)
        )
        if refusal is not None:
            raise refused(connection.scope, refusal, HTTPException)
        return session

    def _organization_id(self, connection: HTTPConnection) -> str | None:
        name = self.organization_parameter
        if name is None:
            return None
        if name not in connection.path_params:
            raise ConfigurationError(f"the path has no parameter called {name}")
        return str(connection.path_params[name])
