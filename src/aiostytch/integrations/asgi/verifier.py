"""Verification of the sessions in a request."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from ...client import B2BClient
from ...errors import (
    AmbiguousSessionError,
    APIError,
    CustomClaimsError,
    MalformedTokenError,
    SessionEndedError,
    StytchError,
    TokenExpiredError,
    TokenTooOldError,
)
from ...local_auth.conversion import claims_decoder, session_from_response
from ...local_auth.session import VerifiedSession
from ...local_auth.session_errors import session_error
from ...local_auth.sessions import FALL_BACK_TO_API
from ...member_session import SessionJWT, SessionToken
from ...models.sessions import AuthenticateResponse
from ...operation import RequestOptions
from ...single_flight import SingleFlight
from .authentication import EXPECTED, Session
from .credentials import MAX_VALUES, digest
from .refusal import UNAVAILABLE, refusal_for

Presented: TypeAlias = SessionJWT | SessionToken
_Found: TypeAlias = Session | StytchError | None

_MAX_TOKEN_LENGTH = 1024
"""The maximum length of an opaque token. Stytch's have 44 characters. Longer ones are not sent to the API."""
_EARLIEST = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@attrs.frozen
class Proof:
    """A verified session.

    Attributes:
        session: the session.
        presented: the value that names it; of several values, the most recently issued one.
        used_api: whether the verification of this or another value called the API.
    """

    session: Session
    presented: Presented
    used_api: bool


class SessionVerifier:
    """Verifies JWTs in this process. For opaque tokens, and JWTs that it cannot verify locally, it calls the API.

    Concurrent requests with the same value share one call and its result.

    Args:
        client: the client.
        max_token_age: the maximum age of a JWT, in seconds; for an older one, it calls the API.
        claims: a type for the custom claims.
        options: the options of API calls.

    Raises:
        ConfigurationError: JSON cannot be decoded to `claims`.
    """

    def __init__(
        self, client: B2BClient, *, max_token_age: float | None, claims: type[Any], options: RequestOptions
    ) -> None:
        self._client = client
        self._max_token_age = max_token_age
        self._claims = claims
        self._decoder = claims_decoder(claims)
        self._options = options
        self._calls = SingleFlight[AuthenticateResponse | None]()

    async def verify(self, presented: Sequence[Presented]) -> Proof:
        """Return the session of several distinct values.

        Raises:
            AmbiguousSessionError: they belong to several sessions, or there are too many.
            StytchError: they do not belong to a session, or could not be checked.
        """
        if len(presented) > MAX_VALUES:
            raise AmbiguousSessionError(f"the request has more than {MAX_VALUES} values of one cookie")
        local = {value: await self._verify_locally(value) for value in presented}
        known = {found.member_session_id for found in local.values() if isinstance(found, VerifiedSession)}
        remote = {value: await self._verify_by_api(value) for value, found in local.items() if _needs_api(found, known)}
        return choose({**local, **remote}, used_api=bool(remote))

    async def _verify_locally(self, value: Presented) -> _Found:
        """Return the result of local verification: None for an opaque token."""
        if isinstance(value, SessionToken):
            return _check_token(value)
        try:
            return await self._verify_jwt(value)
        except EXPECTED as error:
            return error.with_traceback(None)  # its frames would keep the request and its token in memory

    async def _verify_jwt(self, value: Presented) -> Session:
        return await self._client.sessions.authenticate_jwt_local(
            value.reveal(), max_token_age=self._max_token_age, claims=self._claims
        )

    async def _verify_by_api(self, value: Presented) -> Session | StytchError:
        key = type(value), digest(value.reveal())
        try:
            response = await self._calls.run(key, functools.partial(self._call_api, value))
            return await self._verify_jwt(value) if response is None else session_from_response(response, self._decoder)
        except EXPECTED as error:
            return error.with_traceback(None)

    async def _call_api(self, value: Presented) -> AuthenticateResponse | None:
        """Return the response of the API; None if new keys have made a call unnecessary."""
        sessions = self._client.sessions
        if isinstance(value, SessionJWT):
            found = await sessions.authenticate_jwt(
                value.reveal(), max_token_age=self._max_token_age, options=self._options
            )
            return found.response
        try:
            return await sessions.authenticate(session_token=value.reveal(), options=self._options)
        except APIError as error:
            refusal = session_error(error)
            if refusal is None:
                raise
            raise refusal from error.with_traceback(None)


def _check_token(token: SessionToken) -> StytchError | None:
    text = token.reveal()
    if len(text) > _MAX_TOKEN_LENGTH or not (text.isascii() and text.isprintable()):
        return MalformedTokenError("the value of the cookie is not a session token")
    return None


def _needs_api(found: _Found, known: set[str]) -> bool:
    """Return whether to call the API: not for an old JWT of a session that a newer JWT proves."""
    if isinstance(found, (TokenExpiredError, TokenTooOldError)):
        return found.member_session_id not in known
    return found is None or isinstance(found, FALL_BACK_TO_API)


def choose(found: Mapping[Presented, _Found], *, used_api: bool) -> Proof:
    """Return the only session among the results of all values.

    If a value may belong to another session, none is accepted, because another host of the domain may have planted one.

    Raises:
        AmbiguousSessionError: there are several sessions.
        StytchError: there is no session, or perhaps another one.
    """
    sessions = {value: each for value, each in found.items() if isinstance(each, VerifiedSession)}
    errors = [each for each in found.values() if isinstance(each, StytchError)]
    in_doubt = [each for each in errors if refusal_for(each) is UNAVAILABLE or isinstance(each, CustomClaimsError)]
    if in_doubt:
        raise in_doubt[0]
    if len({session.member_session_id for session in sessions.values()}) > 1:
        raise AmbiguousSessionError("the request has several sessions")
    if not sessions:
        raise next((each for each in errors if isinstance(each, SessionEndedError)), errors[0])
    newest = max(sessions, key=lambda value: _issued(sessions[value]))
    return Proof(sessions[newest], newest, used_api)


def _issued(session: Session) -> tuple[bool, datetime.datetime]:
    return session.response is not None, session.issued_at or _EARLIEST
