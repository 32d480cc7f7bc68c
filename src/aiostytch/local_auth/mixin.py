"""The hand-written calls of `client.sessions`."""

from __future__ import annotations

import abc
import functools
from collections.abc import Coroutine
from typing import Any, TypeVar, cast, overload

import attrs
from msgspec.json import Decoder

from ..call import Caller
from ..errors import (
    KeysUnavailableError,
    SessionVerificationError,
    TokenExpiredError,
    TokenTooOldError,
    UnknownKeyError,
)
from ..member_session import SessionJWT
from ..models.sessions import AuthenticateResponse, GetJWKSResponse
from ..operation import UNSET, JSONMap, Maybe, RequestOptions, Resource
from .claims import DEFAULT_LEEWAY, check_addressee, check_limits, check_times
from .jwks import write_keys
from .session import VerifiedSession, claims_decoder, of_response, of_token
from .state import LocalAuth, LocalState, set_up, state_of
from .tokens import check_size, take_apart
from .verify import Verified, verify

C = TypeVar("C")

CANNOT_TELL = (UnknownKeyError, KeysUnavailableError, TokenExpiredError, TokenTooOldError)
"""The failures after which the API may still know the session. After all others it does not."""


class SessionsMixin(Resource):
    """Verification of session JWTs in this process; `Sessions` has the calls that it needs."""

    @abc.abstractmethod
    def get_jwks(
        self, project_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetJWKSResponse]:
        """Fetch the public keys that session JWTs are signed with."""
        ...

    @abc.abstractmethod
    def authenticate(
        self,
        *,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Check a session with the API."""
        ...

    @overload
    async def authenticate_jwt_local(
        self, session_jwt: str, *, max_token_age: float | None = None, leeway: float = DEFAULT_LEEWAY
    ) -> VerifiedSession[dict[str, Any]]: ...

    @overload
    async def authenticate_jwt_local(
        self,
        session_jwt: str,
        *,
        claims: type[C],
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
    ) -> VerifiedSession[C]: ...

    async def authenticate_jwt_local(
        self,
        session_jwt: str,
        *,
        claims: type[Any] = dict[str, Any],
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
    ) -> VerifiedSession[Any]:
        """Verify a session JWT in this process, with the project's public keys.

        There is no request, except now and then one for the keys, which all calls share. A session that was revoked
        is not noticed before its JWT expires, five minutes after it was issued; `max_token_age` makes that less.

        Args:
            session_jwt: The session, by its JWT.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; else a dict.
            max_token_age: Seconds after the JWT was issued from which on it is not accepted.
            leeway: Seconds by which clocks may differ, 0 to 60.

        Raises:
            SessionVerificationError: The token is not accepted; each reason is a class of its own.
            ConfigurationError: An argument other than the token cannot be used.
            ClientClosedError: The client is closed.
        """
        token = SessionJWT(session_jwt)
        del session_jwt  # what shows the variables of a traceback shows no token
        decoder = self._prepare(claims, leeway, max_token_age)
        try:
            return of_token(await self._verify(token, leeway, max_token_age), decoder)
        except SessionVerificationError as error:
            raise error.with_traceback(None) from error.__cause__

    @overload
    async def authenticate_jwt(
        self,
        session_jwt: str,
        *,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        always_ask: bool = False,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> VerifiedSession[dict[str, Any]]: ...

    @overload
    async def authenticate_jwt(
        self,
        session_jwt: str,
        *,
        claims: type[C],
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        always_ask: bool = False,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> VerifiedSession[C]: ...

    async def authenticate_jwt(
        self,
        session_jwt: str,
        *,
        claims: type[Any] = dict[str, Any],
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        always_ask: bool = False,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> VerifiedSession[Any]:
        """Verify a session JWT in this process, and with the API where that cannot tell or is not enough.

        The API is asked about a token that has expired, is older than `max_token_age`, or is signed with a key that
        cannot be had; its answer, with a fresh JWT, is the session's `response`. A token that is provably bad costs no
        request.

        Args:
            session_jwt: The session, by its JWT.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; else a dict.
            max_token_age: Seconds after the JWT was issued from which on the API is asked.
            leeway: Seconds by which clocks may differ, 0 to 60.
            always_ask: Whether the API is asked about every token that is not provably bad.
            session_custom_claims: Claims for the session, up to 4 kB; null removes one. The API is asked.
            session_duration_minutes: New length of the session in minutes from now. The API is asked.
            options: What the call of the API does differently.

        Raises:
            SessionVerificationError: The token is not accepted; each reason is a class of its own.
            ConfigurationError: An argument other than the token cannot be used.
            APIError: The API was asked and does not accept it.
        """
        token = SessionJWT(session_jwt)
        del session_jwt
        decoder = self._prepare(claims, leeway, max_token_age)
        ask = always_ask or session_custom_claims is not UNSET or session_duration_minutes is not UNSET
        try:
            verified = await self._verify(token, leeway, max_token_age)
            if not ask:
                return of_token(verified, decoder)
        except CANNOT_TELL:
            pass
        except SessionVerificationError as error:
            raise error.with_traceback(None) from None
        response = await self.authenticate(
            session_jwt=token.reveal(),
            session_custom_claims=session_custom_claims,
            session_duration_minutes=session_duration_minutes,
            options=options,
        )
        return of_response(response, decoder)

    def use_local_auth(self, settings: LocalAuth) -> None:
        """Verify session JWTs in another way from now on, in all views of the client; known keys are forgotten.

        Args:
            settings: Keys to begin with, and how much is remembered.

        Raises:
            ConfigurationError: A setting cannot be used.
        """
        set_up(self._real_caller, settings)

    def export_jwks(self) -> dict[str, Any]:
        """Return the keys that are known, as `LocalAuth(jwks=…)` takes them; none before the first token."""
        known = state_of(self._real_caller).keys.known
        return write_keys(known.keys.values() if known else ())

    @property
    def _real_caller(self) -> Caller:
        return cast("Caller", self._caller)  # `operation` cannot name the one there is

    def _prepare(self, claims: type[C], leeway: float, max_token_age: float | None) -> Decoder[C]:
        """Check everything but the token, and return what decodes custom claims."""
        check_limits(leeway, max_token_age)
        self._real_caller.shared.check_usable()
        return claims_decoder(claims)

    async def _verify(self, session_jwt: SessionJWT, leeway: float, max_token_age: float | None) -> Verified:
        caller = self._real_caller
        state = state_of(caller)
        text = session_jwt.reveal()
        digest = state.tokens.digest(check_size(text))
        verified = state.tokens.get(digest)
        is_new = verified is None or state.keys.peek(verified.key.kid) != verified.key
        if verified is None or is_new:
            verified = await self._verify_anew(text, state)
        check_addressee(verified.content.claims, state.expect)
        check_times(verified.content, now=caller.clockwork.now(), leeway=leeway, max_token_age=max_token_age)
        if is_new:
            state.tokens.put(digest, verified)
        return verified

    async def _verify_anew(self, text: str, state: LocalState) -> Verified:
        await state.turns.take()
        token = take_apart(text)
        key = state.keys.peek(token.kid)
        if key is None:
            key = await state.keys.find(token.kid, functools.partial(self._fetch_keys, state.fetch_options))
            await state.turns.take()  # all who waited for the keys go on at once
        return verify(token, key, state.expect, state.read_factors)

    async def _fetch_keys(self, options: RequestOptions) -> bytes:
        sessions = type(self)(attrs.evolve(self._real_caller, options=options, session=None))
        return (await sessions.get_jwks(self._real_caller.config.project_id)).raw.content
