"""The middleware: it verifies the session or token of each request, refuses, and keeps the browser's cookies fresh."""

from __future__ import annotations

import functools
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
from .denial import denying
from .refusal import NOT_AUTHENTICATED, Refusal
from .renewal import Renewal, fresh_cookies
from .verifier import SessionVerifier

_DEFAULT_COOKIES = SessionCookies()
_DEFAULT_OPTIONS = RequestOptions()
_PATIENCE = 5.0
"""Seconds that a request is held, where the options name no deadline."""
_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})
"""The messages that carry the headers of an answer."""


def never(_: Mapping[str, Any]) -> bool:
    """Return False for each request: none is skipped, and none needs a session."""
    return False


class SessionMiddleware:
    """An ASGI middleware that verifies the session, or the token, of each HTTP request and each WebSocket.

    The session is that of `Authorization: Bearer` with a session JWT, else of the cookies. JWTs are verified in this
    process; the API is asked about expired ones and about opaque tokens, once for all requests that bring the same one
    at the same time. The browser gets the JWT that it answers; the cookies of a session that has ended (it was revoked,
    or expired) are removed. A response that writes a session cookie itself, as log-out does, is left alone. A request
    with a bad session goes through like one without, to be refused where a session is needed: by `required`, or by the
    application.

    With `accepts`, a bearer token can also be that of an M2M client or of a connected app. It is verified in this
    process alone.

    Where a browser sends several values of one cookie, they have to name one session. If they name different ones, the
    request has none, and all of them are removed.

    Args:
        app: the application.
        client: verifies sessions and tokens. It may be entered later, and must outlive the application.
        accepts: which of "session", "m2m" and "access_token" a request can bring. Without "session", cookies are not
            looked at.
        audience: who an access token has to be for: the custom audience of the app; by default the project.
        cookies: the names and attributes of the cookies.
        skip: takes a scope, and returns whether the request is not looked at: health checks, the pages to log in,
            static files. Such a request has no session, and never waits for the API.
        required: takes a scope, and returns whether the request needs a session or a token; without it gets 401 (503
            where it cannot be checked), and a WebSocket is refused before it is accepted. By default the application
            decides. The preflights of CORS, which bring no cookies, need none.
        max_token_age: seconds after a session JWT was issued from which on the API is asked, to notice revoked sessions
            sooner.
        claims: a type for the custom claims of sessions; else a dict.
        options: of calls of the API. Their deadline, by default 5 seconds, is for all that a request waits for here:
            the keys, the answer of the API, and the policies of permissions. Then it is answered 503.

    Raises:
        ConfigurationError: `claims` is nothing that JSON can be decoded into, or `accepts` or `audience` is of no use.
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
        self._patience = _PATIENCE if options.deadline is UNSET else options.deadline
        self._verifier = SessionVerifier(
            client,
            max_token_age=max_token_age,
            claims=claims,
            options=attrs.evolve(options, deadline=self._patience),
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Verify the session of a request, and pass it on (ASGI 3). Other scopes, as lifespan, pass through."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        renewal = Renewal(self._cookies, scope["headers"])

        async def send_renewed(message: Message) -> None:
            if message["type"] in _STARTS:
                message = {**message, "headers": renewal.apply(message.get("headers") or ())}
            await send(message)

        app = await self._look_at(scope, renewal)
        await app(scope, receive, denying(scope, send_renewed))

    async def _look_at(self, scope: Scope, renewal: Renewal) -> ASGIApp:
        """Note in a scope what is found out about its session, and return what answers the request.

        It is the scope that the server gave: what the application notes in it is for those around it, too.
        """
        if self._skip(scope):
            scope[KEY] = Authentication(NOT_AUTHENTICATED, None, self._client)
            return self._app
        found = scope[KEY] = await self._authenticate(scope, renewal)
        if isinstance(found.outcome, Refusal) and self._required(scope) and not _is_preflight(scope):
            return found.outcome
        return self._app

    async def _authenticate(self, scope: Scope, renewal: Renewal) -> Authentication:
        credentials, budget = Credentials(), WaitBudget(self._patience)
        try:
            credentials = credentials_of(scope["headers"], self._cookies, self._accepts)
            if credentials.is_token:
                verified = self._client.authenticate(scope, self._accepts, audience=self._audience)
                return Authentication(await budget.spend(verified), None, self._client, budget)
            if not credentials.sessions:
                return Authentication(NOT_AUTHENTICATED, None, self._client)
            proof = await budget.spend(self._verifier.verify(credentials.sessions))
        except EXPECTED as error:
            error = error.with_traceback(None)  # its frames would keep the request, and its token, alive
            renewal.is_over = credentials.from_cookies and isinstance(error, (SessionEndedError, AmbiguousSessionError))
            return Authentication(refuse(error), error, self._client)
        renewal.is_revoked = functools.partial(self._client.sessions.is_revoked, proof.session)
        renewal.member_session_id = proof.session.member_session_id
        renewal.fresh = fresh_cookies(credentials, proof, self._cookies)
        return Authentication(proof.session, None, self._client, budget)


def _is_preflight(scope: Scope) -> bool:
    """Return whether a browser asks if a page of another origin may make a request (the Fetch standard, CORS)."""
    if scope.get("method") != "OPTIONS":
        return False
    return any(name.lower() == b"access-control-request-method" for name, _ in scope["headers"])
