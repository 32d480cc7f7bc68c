"""The dependencies for required and optional sessions."""

# FastAPI does not evaluate string annotations of callable objects, so this module does not use any.

from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.requests import HTTPConnection

from ..asgi import Authentication, Refusal, Requirement, session_of
from ..asgi.authentication import KEY, Session
from ..asgi.refusal import NOT_AUTHENTICATED
from ..starlette import refused
from .schemes import Bearer, JWTCookie, Nothing, TokenCookie

_SESSION = Requirement(("session",))


async def optional_session(
    connection: HTTPConnection,
    _bearer: Bearer,
    _jwt: JWTCookie,
    _token: TokenCookie,
    _nothing: Nothing,
) -> Session | None:
    """Return the verified session of a request, or None without a session or if it could not be checked.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return session_of(connection.scope)


class _OptionalSession:
    """`optional_session` for another dependency: equal to it, so that an override in a test applies to both.

    FastAPI shows the requirements of a dependency in all that depend on it, and a required session is not optional.
    """

    async def __call__(
        self, connection: HTTPConnection, _bearer: Bearer, _jwt: JWTCookie, _token: TokenCookie
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
        HTTPException: 401 without a session, 503 if it could not be checked.
        WebSocketException: the same for a WebSocket.
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    if session is None:
        raise refused(connection.scope, _reason(connection), HTTPException)
    return session


def _reason(connection: HTTPConnection) -> Refusal:
    """Return the reason for a missing session. If a test has overridden it, there may be no middleware."""
    found = connection.scope.get(KEY)
    outcome = _SESSION.check(found.outcome) if isinstance(found, Authentication) else NOT_AUTHENTICATED
    return outcome if isinstance(outcome, Refusal) else NOT_AUTHENTICATED
