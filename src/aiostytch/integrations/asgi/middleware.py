"""The middleware: it verifies the session of each request, refuses, and keeps the browser's cookies fresh."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from msgspec import UNSET

from aiostytch.asgi_types import ASGIApp, Message, Receive, Scope, Send

from ...client import B2BClient
from ...errors import APIError, SessionEndedError, StytchError
from ...local_auth.conversion import claims_decoder, of_response
from ...local_auth.refusals import session_refusal
from ...local_auth.sessions import CANNOT_TELL
from ...member_session import SessionJWT, SessionToken
from ...models.sessions import AuthenticateResponse
from ...operation import RequestOptions
from ...single_flight import SingleFlight
from .authentication import EXPECTED, KEY, Authentication, Session, refuse
from .budget import WaitBudget
from .cookies import SessionCookies, can_be_stored, refreshed
from .credentials import Credentials, credentials_of
from .refusal import NO_SESSION, Refusal

_DEFAULT_COOKIES = SessionCookies()
_DEFAULT_OPTIONS = RequestOptions()
_PATIENCE = 5.0
"""Seconds that a request is held, where the options name no deadline."""
_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})
"""The messages that carry the headers of an answer."""


def nothing(_: Mapping[str, Any]) -> bool:
    """Need no session for any request, or skip none."""
    return False


class SessionMiddleware:
    """An ASGI middleware that verifies the session of each HTTP request and each WebSocket.

    The session is that of `Authorization: Bearer` with a session JWT, else of the cookies. JWTs are verified in this
    process; the API is asked about expired ones and about opaque tokens, once for all requests that bring the same one
    at the same time. The browser gets the JWT that it answers; the cookies of a session that it knows no more (revoked,
    or expired) are removed. A response that writes a session cookie itself, as log-out does, is left alone. A request
    with a bad session goes through like one without, to be refused where a session is needed: by `required`, or by the
    application.

    Args:
        app: the application.
        client: verifies sessions. It may be entered later, and must outlive the application.
        cookies: the names and attributes of the cookies.
        skip: tells of a scope whether it is not looked at, such as those of health checks, of the pages to log in, and
            of static files: then nothing waits for the API, and the request has no session.
        required: tells of a scope whether it needs a session; without one it gets 401 (503 where it cannot be checked),
            and a WebSocket is refused before it is accepted. By default the application decides. The preflights of
            CORS, which bring no cookies, need none.
        max_token_age: seconds after a JWT was issued from which on the API is asked, to notice revoked sessions sooner.
        claims: a type for the custom claims; else a dict.
        options: of calls of the API. Their deadline, by default 5 seconds, is for all that a request waits for here:
            the keys, the answer of the API, and the policies of permissions. Then it is answered 503.

    Raises:
        ConfigurationError: `claims` is nothing that JSON can be decoded into.
    """

    def __init__(
        self,
        app: ASGIApp,
        client: B2BClient,
        *,
        cookies: SessionCookies = _DEFAULT_COOKIES,
        skip: Callable[[Mapping[str, Any]], bool] = nothing,
        required: Callable[[Mapping[str, Any]], bool] = nothing,
        max_token_age: float | None = None,
        claims: type[Any] = dict[str, Any],
        options: RequestOptions = _DEFAULT_OPTIONS,
    ) -> None:
        self._app = app
        self._client = client
        self._cookies = cookies
        self._skip = skip
        self._required = required
        self._max_token_age = max_token_age
        self._claims = claims
        self._decoder = claims_decoder(claims)
        self._patience = _PATIENCE if options.deadline is UNSET else options.deadline
        self._options = attrs.evolve(options, deadline=self._patience)
        self._questions = SingleFlight[AuthenticateResponse]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Verify the session of a request, and pass it on (ASGI 3). Other scopes, as lifespan, pass through."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if self._skip(scope):
            scope[KEY] = Authentication(NO_SESSION, None, self._client)
            await self._app(scope, receive, send)
            return
        found, set_cookies = await self._authenticate(scope)
        scope[KEY] = found  # in the scope that came: what the application notes in it is for those around it too

        async def send_refreshed(message: Message) -> None:
            if message["type"] in _STARTS:
                headers = refreshed(message.get("headers") or (), set_cookies, self._cookies.names)
                message = {**message, "headers": headers}
            await send(message)

        answering = send_refreshed if set_cookies else send
        if isinstance(found.outcome, Refusal) and self._required(scope) and not _is_preflight(scope):
            await found.outcome(scope, receive, answering)
            return
        await self._app(scope, receive, answering)

    async def _authenticate(self, scope: Scope) -> tuple[Authentication, Sequence[str]]:
        """Return what is found out about a request, and the cookies that its answer writes."""
        credentials, budget = None, WaitBudget(self._patience)
        try:
            credentials = credentials_of(scope["headers"], self._cookies)
            session = None if credentials is None else await budget.spend(self._verify(credentials.session))
        except EXPECTED as error:
            # The frames of a traceback would keep the request, and its token, alive.
            error = error.with_traceback(None)
            return Authentication(refuse(error), error, self._client), self._ended(credentials, error)
        return Authentication(session or NO_SESSION, None, self._client, budget), self._fresh(credentials, session)

    async def _verify(self, session: SessionJWT | SessionToken) -> Session:
        if isinstance(session, SessionJWT):
            with contextlib.suppress(*CANNOT_TELL):
                return await self._client.sessions.authenticate_jwt_local(
                    session.reveal(), max_token_age=self._max_token_age, claims=self._claims
                )
        about = type(session), hashlib.sha256(session.reveal().encode()).digest()
        response = await self._questions.run(about, functools.partial(self._ask, session))
        return of_response(response, self._decoder)

    async def _ask(self, session: SessionJWT | SessionToken) -> AuthenticateResponse:
        authenticate = functools.partial(self._client.sessions.authenticate, options=self._options)
        try:
            if isinstance(session, SessionJWT):
                return await authenticate(session_jwt=session.reveal())
            return await authenticate(session_token=session.reveal())
        except APIError as error:
            refusal = session_refusal(error)
            if refusal is None:
                raise
            raise refusal from error.with_traceback(None)

    def _fresh(self, credentials: Credentials | None, session: Session | None) -> Sequence[str]:
        """Return the cookies to write: those of what the API answered, for a browser that keeps the session in them."""
        if credentials is None or not credentials.from_cookies or session is None or session.response is None:
            return ()
        answer = session.response
        if not credentials.has_token_cookie and not can_be_stored(self._cookies.jwt_name, answer.session_jwt):
            return ()  # the old JWT goes on naming the session
        session_token = answer.session_token if credentials.has_token_cookie else ""
        return self._cookies.begin(
            session_jwt=answer.session_jwt, session_token=session_token, expires_at=session.expires_at
        )

    def _ended(self, credentials: Credentials | None, error: StytchError) -> Sequence[str]:
        """Return the cookies to remove: those of a session that has ended, which would be asked about for ever.

        No other error says so, above all none that only says that the API cannot be reached, or has too much to do.
        """
        is_over = isinstance(error, SessionEndedError)
        return self._cookies.end() if is_over and credentials and credentials.from_cookies else ()


def _is_preflight(scope: Scope) -> bool:
    """Return whether a browser asks if a page of another origin may make a request (the Fetch standard, CORS)."""
    if scope.get("method") != "OPTIONS":
        return False
    return any(name.lower() == b"access-control-request-method" for name, _ in scope["headers"])
