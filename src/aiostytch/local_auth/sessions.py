"""The hand-written calls of `client.sessions`."""

from __future__ import annotations

import abc
import functools
from collections.abc import Coroutine
from typing import Any, TypeVar, overload

import attrs
from msgspec.json import Decoder

from ..errors import (
    APIError,
    AuthorizationError,
    KeysUnavailableError,
    PermissionDeniedError,
    PolicyUnavailableError,
    PossiblyRevokedError,
    StytchError,
    TokenExpiredError,
    TokenTooOldError,
    TokenVerificationError,
    UnknownKeyError,
)
from ..fleet.revocations import Verdict
from ..member_session import SessionJWT
from ..models.sessions import AuthenticateResponse, AuthorizationVerdict
from ..operation import UNSET, JSONMap, Maybe, RequestOptions
from ..secret import Secret
from .authorization import AuthorizationCheck, check_type
from .claims import DEFAULT_LEEWAY, check_limits
from .conversion import claims_decoder, result_of, session_from_response
from .jwks import write_keys
from .kinds import SESSION
from .resource import Bounds, LocalResource
from .session import VerifiedSession
from .session_errors import session_error
from .state import LocalState
from .tokens import check_size
from .verify import Verified

C = TypeVar("C")

FALL_BACK_TO_API = (
    UnknownKeyError,
    KeysUnavailableError,
    TokenExpiredError,
    TokenTooOldError,
    PolicyUnavailableError,
    PossiblyRevokedError,
)
"""The errors after which the API may still accept the session. After others it does not."""


class SessionsMixin(LocalResource):
    """Local verification of session JWTs; `Sessions` has the call of the API that it needs."""

    @abc.abstractmethod
    def authenticate(
        self,
        *,
        authorization_check: Maybe[JSONMap] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Check a session with the API."""
        ...

    @overload
    async def authenticate_jwt_local(
        self,
        session_jwt: str,
        *,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
    ) -> VerifiedSession[dict[str, Any]]: ...

    @overload
    async def authenticate_jwt_local(
        self,
        session_jwt: str,
        *,
        claims: type[C],
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
    ) -> VerifiedSession[C]: ...

    async def authenticate_jwt_local(
        self,
        session_jwt: str,
        *,
        claims: type[Any] = dict[str, Any],
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
    ) -> VerifiedSession[Any]:
        """Verify a session JWT in this process, with the project's public keys.

        This makes no request, except an occasional one for the keys or the policies, which all calls share. It rejects
        sessions that this client, or another one with the same store, has revoked. It notices other revocations only
        when the JWT expires, five minutes after it was issued; `max_token_age` shortens that.

        Args:
            session_jwt: The JWT of the session.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; by default a dict.
            max_token_age: The maximum age of the JWT, in seconds since it was issued.
            leeway: The allowed clock skew, 0 to 60 seconds.
            authorization: An action that the session must permit, as in `client.rbac.authorize`.

        Raises:
            TokenVerificationError: The token is not accepted; each reason has its own class.
            AuthorizationError: The token is valid, but the session does not permit the action.
            ConfigurationError: An argument other than the token is invalid.
            ClientClosedError: The client is closed.
        """
        token = Secret(session_jwt)
        del session_jwt  # keeps the token out of tracebacks with variables
        if authorization is not None:
            check_type(authorization)
        session: VerifiedSession[Any] = await self._verified(token, (SESSION,), claims, Bounds(leeway, max_token_age))
        if authorization is not None:
            await self._authorize(session, authorization)
        return session

    @overload
    async def authenticate_jwt(
        self,
        session_jwt: str,
        *,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
        always_call_api: bool = False,
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
        authorization: AuthorizationCheck | None = None,
        always_call_api: bool = False,
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
        authorization: AuthorizationCheck | None = None,
        always_call_api: bool = False,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> VerifiedSession[Any]:
        """Verify a session JWT in this process, and if necessary with the API.

        It calls the API if the token has expired, is older than `max_token_age`, or is signed with a key that is not
        available, and if a policy is not available. The session's `response` then has a fresh JWT and the API's verdict
        on the action. A forged or malformed token causes no request. Anyone can create tokens with an unknown key ID,
        so calls about them are made one at a time, and at most ten per minute: see `LocalAuth.unknown_key_calls`.

        Args:
            session_jwt: The JWT of the session.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; by default a dict.
            max_token_age: The age of the JWT, in seconds since it was issued, from which on the API is called.
            leeway: The allowed clock skew, 0 to 60 seconds.
            authorization: An action that the session must permit. If the API is called, it also decides that.
            always_call_api: Whether to call the API for every token that is not forged or malformed.
            session_custom_claims: Claims for the session, up to 4 kB; null removes one. With it, the API is called.
            session_duration_minutes: New length of the session in minutes from now. With it, the API is called.
            options: Options of the call of the API.

        Raises:
            TokenVerificationError: The token is not accepted; each reason has its own class.
            AuthorizationError: The token is valid, but the session does not permit the action.
            ConfigurationError: An argument other than the token is invalid.
            APIError: The API was called, but could not check the session.
            TransportError: The API was called, but did not respond.
        """
        token = SessionJWT(session_jwt)
        del session_jwt
        state = self._usable_state()
        turn = state.scheduler.next_turn()
        if turn is not None:
            await turn
        ready = state.fleet.ready()
        if ready is not None:
            await ready
        decoder = _prepare(claims, leeway, max_token_age, authorization)
        must_call = always_call_api or session_custom_claims is not UNSET or session_duration_minutes is not UNSET
        unverified: StytchError | None = None
        try:
            verified = await self._verify_after_others(token, state, Bounds(leeway, max_token_age))
            if not must_call:
                session: VerifiedSession[Any] = result_of(verified.content, decoder)
                if authorization is not None:
                    await self._authorize(session, authorization)
                return session
        except FALL_BACK_TO_API as error:
            unverified = error.with_traceback(None)
        except (TokenVerificationError, AuthorizationError) as error:
            raise error.with_traceback(None) from None
        call = functools.partial(
            self._call_api,
            token,
            unverified,
            authorization,
            session_custom_claims=session_custom_claims,
            session_duration_minutes=session_duration_minutes,
            options=options,
        )
        if not isinstance(unverified, UnknownKeyError):
            return session_from_response(await call(), decoder)
        fetch = functools.partial(self._fetch_keys, unverified.key_id, must_have_it=True)
        fetch_keys = functools.partial(state.keys.refresh, fetch)
        return session_from_response(await state.unknown_keys.call(unverified.key_id, call, fetch_keys), decoder)

    async def refuse(
        self,
        *,
        member_session_id: str | None = None,
        member_id: str | None = None,
        organization_id: str | None = None,
    ) -> None:
        """Reject all current tokens of a session, a member or an organization, in all processes that share a store.

        This makes no request, and revokes nothing at the API. Use it for changes that this SDK does not notice, such as
        a member who was removed in the dashboard. Local verification then rejects older session JWTs and, for a member
        or an organization, older access tokens.

        Args:
            member_session_id: The session.
            member_id: The member.
            organization_id: The organization.

        Raises:
            ConfigurationError: No ID is given, or one is not a string.
            ClientClosedError: The client is closed.
        """
        named = {"session": member_session_id, "member": member_id, "organization": organization_id}
        await self._refuse({kind: each for kind, each in named.items() if each is not None})

    def is_revoked(self, session: VerifiedSession[Any]) -> bool:
        """Return whether this process knows that a verified session is revoked. This makes no request.

        Call it periodically for a long-lived connection, such as a WebSocket.

        Args:
            session: The result of `authenticate_jwt_local` or `authenticate_jwt`.
        """
        issued = session.issued_at or session.last_accessed_at
        known = self._runner.state.fleet.revocations
        return known.verdict(SESSION.subjects(session), issued.timestamp()) is not Verdict.VALID

    def export_jwks(self) -> dict[str, Any]:
        """Return the cached keys for `LocalAuth(jwks=…)`, as a JWK set; it has no keys before the first token."""
        return write_keys(self._state.keys.known)

    async def _verify_after_others(self, session_jwt: SessionJWT, state: LocalState, bounds: Bounds) -> Verified:
        """Verify a token; if its key is unknown, try again after calls about other tokens, which may find the key."""
        digest = state.tokens.digest(check_size(session_jwt.reveal()))
        while True:
            try:
                known = self._verify_known(digest, (SESSION,), state, bounds)
                return known or await self._verify_new(session_jwt, digest, (SESSION,), state, bounds)
            except UnknownKeyError as error:
                if not await state.unknown_keys.wait_for_others(error.key_id):
                    raise
            turn = state.scheduler.next_turn()  # all waiting tasks continue at the same time
            if turn is not None:
                await turn

    async def _call_api(
        self,
        session_jwt: SessionJWT,
        unverified: StytchError | None,
        authorization: AuthorizationCheck | None,
        **arguments: Any,
    ) -> AuthenticateResponse:
        check = UNSET if authorization is None else attrs.asdict(authorization)
        try:
            response = await self.authenticate(session_jwt=session_jwt.reveal(), authorization_check=check, **arguments)
        except APIError as error:
            reason = session_error(error, unverified)
            if reason is None:
                raise
            raise reason from error
        if authorization is not None:
            _check_verdict(response.verdict)
        return response


def _check_verdict(verdict: object) -> None:
    """Check the API's verdict on an action; a response outside the specification can contain any value."""
    if not isinstance(verdict, AuthorizationVerdict) or verdict.authorized is not True:
        raise PermissionDeniedError("the API did not confirm that the session permits the action")


def _prepare(
    claims: type[C], leeway: float, max_token_age: float | None, authorization: AuthorizationCheck | None
) -> Decoder[C]:
    """Check all arguments except the token, and return the decoder of custom claims."""
    check_limits(leeway, max_token_age)
    if authorization is not None:
        check_type(authorization)
    return claims_decoder(claims)
