"""The middleware: it verifies the session or token of each request, and refreshes the browser's cookies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from msgspec import UNSET

from aiostytch.asgi_types import ASGIApp, Message, Scope

from ...client import B2BClient
from ...errors import AmbiguousSessionError, SessionEndedError
from ...local_auth.bearer import Accepted, check_accepts
from ...local_auth.resource import check_audience
from ...operation import RequestOptions
from .authentication import EXPECTED, KEY, Authentication, refuse
from .budget import WaitBudget
from .cookies import SessionCookies
from .credentials import SESSION_ONLY, Credentials, credentials_of
from .denial import with_denial
from .refusal import NOT_AUTHENTICATED, Refusal
from .renewal import Renewal, fresh_cookies
from .verifier import SessionVerifier

_DEFAULT_COOKIES = SessionCookies()
_DEFAULT_OPTIONS = RequestOptions()
_DEFAULT_DEADLINE = 5.0
"""The seconds that a request may wait, if the options have no deadline."""
_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})
"""The messages with the headers of a response."""


def never(_: Mapping[str, Any]) -> bool:
    """Return False for every request."""
    return False


class SessionMiddleware:
    """An ASGI middleware that verifies the session or token of each HTTP request and each WebSocket.

    It reads a session JWT from `Authorization: Bearer`, or the cookies. It verifies JWTs in this process. For an
    expired JWT or an opaque token it calls the API; concurrent requests with the same value share one call and its
    result. It sends the browser a fresh JWT, and removes the cookies of a session that has ended (revoked or expired).
    It does not change a response that sets a session cookie itself, such as that of a logout. A request with an invalid
    session is treated like one without: `required` or the application rejects it if it needs a session.

    With `accepts`, the bearer token can also be a token of an M2M client or a Connected App. The middleware verifies it
    without a call.

    If a browser sends several values of one cookie, they must belong to one session. Otherwise the request has no
    session, and the response removes all of them.

    Args:
        app: the application.
        client: verifies sessions and tokens. It may be entered later, and must outlive the application.
        accepts: the accepted kinds of "session", "m2m" and "access_token". Without "session", cookies are ignored.
        audience: the required audience of an access token: the custom audience of the app; by default the project.
        cookies: the names and attributes of the cookies.
        skip: takes a scope, and returns whether to ignore the request: health checks, login pages, static files. Such a
            request has no session, and never waits for the API.
        required: takes a scope, and returns whether the request needs a session or a token. Without one, the response
            is 401 (503 if it could not be checked), and a WebSocket is rejected before it is accepted. By default, the
            application decides. CORS preflight requests, which have no cookies, never need one.
        max_token_age: the maximum age of a session JWT, in seconds. For an older one, the middleware calls the API, so
            that it detects a revoked session earlier. By default, a JWT is valid until it expires.
        claims: a type for the custom claims of sessions; by default a dict.
        options: options of calls of the API. Their deadline, by default 5 seconds, limits everything that a request
            waits for here: the keys, the API, and the policies. After it, the response is 503.

    Raises:
        ConfigurationError: JSON cannot be decoded to `claims`, or `accepts` or `audience` is invalid.
    """

    def __init__(
        self,
        app: ASGIApp,
        client: B2BClient,
        *,
        accepts: Sequence[Accepted] = SESSION_ONLY,
        audience: str | None = None,
        cookies: SessionCookies = _DEFAULT_COOKIES,
        skip: Callable[[Mapping[str, Any]], bool] = never,
        required: Callable[[Mapping[str, Any]], bool] = never,
        max_token_age: float | None = None,
        claims: type[Any] = dict[str, Any],
        options: RequestOptions = _DEFAULT_OPTIONS,
    ) -> None:
        self._app = app
        self._client = client
        self._accepts = check_accepts(accepts)
        self._audience = check_audience(audience)
        self._cookies = cookies
        self._skip = skip
        self._required = required
        self._deadline = _DEFAULT_DEADLINE if options.deadline is UNSET else options.deadline
        self._verifier = SessionVerifier(
            client,
            max_token_age=max_token_age,
            claims=claims,
            options=attrs.evolve(options, deadline=self._deadline),
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Verify the session of a request, and pass it on (ASGI 3). Other scopes, such as lifespan, pass through."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        renewal = Renewal(self._cookies, scope["headers"], self._client.sessions.is_revoked)

        async def send_renewed(message: Message) -> None:
            if message["type"] in _STARTS:
                message = {**message, "headers": renewal.apply(message.get("headers") or ())}
            await send(message)

        app = await self._select_app(scope, renewal)
        await app(scope, receive, with_denial(scope, send_renewed))

    async def _select_app(self, scope: Scope, renewal: Renewal) -> ASGIApp:
        """Store the result in the scope, and return the application that responds to the request.

        This does not copy the scope, so that outer middleware can read the result too.
        """
        if self._skip(scope):
            scope[KEY] = Authentication(NOT_AUTHENTICATED, None, self._client)
            return self._app
        found = scope[KEY] = await self._authenticate(scope, renewal)
        if isinstance(found.outcome, Refusal) and self._required(scope) and not _is_preflight(scope):
            return found.outcome
        return self._app

    async def _authenticate(self, scope: Scope, renewal: Renewal) -> Authentication:
        credentials, budget = Credentials(), WaitBudget(self._deadline)
        try:
            credentials = credentials_of(scope["headers"], self._cookies, self._accepts)
            if credentials.is_token:
                verified = self._client.authenticate(scope, self._accepts, audience=self._audience)
                return Authentication(await budget.spend(verified), None, self._client, budget)
            if not credentials.sessions:
                return Authentication(NOT_AUTHENTICATED, None, self._client)
            proof = await budget.spend(self._verifier.verify(credentials.sessions))
        except EXPECTED as error:
            error = error.with_traceback(None)  # its frames would keep the request and its token in memory
            renewal.has_ended = credentials.from_cookies and isinstance(
                error, (SessionEndedError, AmbiguousSessionError)
            )
            return Authentication(refuse(error), error, self._client)
        renewal.member_session_id = proof.session.member_session_id
        renewal.fresh = fresh_cookies(credentials, proof, self._cookies)
        return Authentication(proof.session, None, self._client, budget)


def _is_preflight(scope: Scope) -> bool:
    """Return whether the request is a CORS preflight (the Fetch standard)."""
    if scope.get("method") != "OPTIONS":
        return False
    return any(name.lower() == b"access-control-request-method" for name, _ in scope["headers"])
