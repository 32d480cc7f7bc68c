"""The hand-written calls of `client.idp`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, overload

import msgspec

from ..errors import InactiveTokenError, MalformedTokenError, NotAnAccessTokenError
from ..operation import UNSET, RequestOptions
from ..secret import Secret
from .access_token import VerifiedAccess
from .authorization import AuthorizationCheck, check_type
from .claims import DEFAULT_LEEWAY, check_limits
from .conversion import claims_decoder, result_of
from .kinds import ACCESS
from .oauth import INTROSPECT
from .resource import Bounds, LocalResource, check_audience
from .verify import read

C = TypeVar("C")

_unread = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NO_CLAIMS = frozenset({"active", "status_code", "request_id", "token_type"})
"""The fields of the response that are not claims of the token (RFC 7662, section 2.2)."""


class IdpMixin(LocalResource):
    """Verification of access tokens of Connected Apps, locally and by the API."""

    async def refuse(self, client_id: str) -> None:
        """Reject all current access tokens of a Connected App, in all processes that share a store.

        This makes no request. Use it for an app that was removed in the dashboard. The client itself does this after
        `connected_app.clients.delete`, and for one member after `organizations.members.connected_apps.revoke`.

        Args:
            client_id: The client ID of the app.

        Raises:
            ConfigurationError: The ID is not a string.
            ClientClosedError: The client is closed.
        """
        await self._refuse({"app": client_id})

    @overload
    async def introspect_access_token_local(
        self,
        token: str,
        *,
        audience: str | None = None,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
    ) -> VerifiedAccess[dict[str, Any]]: ...

    @overload
    async def introspect_access_token_local(
        self,
        token: str,
        *,
        claims: type[C],
        audience: str | None = None,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
    ) -> VerifiedAccess[C]: ...

    async def introspect_access_token_local(
        self,
        token: str,
        *,
        claims: type[Any] = dict[str, Any],
        audience: str | None = None,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
    ) -> VerifiedAccess[Any]:
        """Verify an access token of a Connected App in this process, with the project's public keys.

        This makes no request, except an occasional one for the keys or the policy, which all calls share. It rejects
        tokens that this client, or another one with the same store, has revoked. It notices other revocations only when
        the token expires; `max_token_age` shortens that.

        If an app gets its tokens from the project's domain, that domain is their issuer: add it to `LocalAuth.issuers`.

        Args:
            token: The access token. Refresh tokens are opaque, and not accepted.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; by default a dict.
            audience: The required audience: the custom audience of the app; by default the project.
            max_token_age: The maximum age of the token, in seconds since it was issued.
            leeway: The allowed clock skew, 0 to 60 seconds.
            authorization: An action that the token must permit: it must belong to the organization of the check, and
                one of its scopes must permit the action in the project's policy.

        Raises:
            NotAnAccessTokenError: It is a token of another kind; the error's `seen` is its kind.
            WrongAudienceError: The audience does not match; the message shows both.
            TokenVerificationError: The token is not accepted; each reason has its own class.
            AuthorizationError: The token is valid, but does not permit the action.
            ConfigurationError: An argument other than the token is invalid.
            ClientClosedError: The client is closed.
        """
        secret = Secret(token)
        del token  # keeps the token out of tracebacks with variables
        if authorization is not None:
            check_type(authorization)
        bounds = Bounds(leeway, max_token_age, check_audience(audience))
        access: VerifiedAccess[Any] = await self._verified(secret, (ACCESS,), claims, bounds)
        if authorization is not None:
            await self._authorize_access(access, authorization)
        return access

    @overload
    async def introspect_token_network(
        self,
        token: str,
        client_id: str,
        *,
        client_secret: str | None = None,
        audience: str | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
        options: RequestOptions | None = None,
    ) -> VerifiedAccess[dict[str, Any]]: ...

    @overload
    async def introspect_token_network(
        self,
        token: str,
        client_id: str,
        *,
        claims: type[C],
        client_secret: str | None = None,
        audience: str | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
        options: RequestOptions | None = None,
    ) -> VerifiedAccess[C]: ...

    async def introspect_token_network(
        self,
        token: str,
        client_id: str,
        *,
        claims: type[Any] = dict[str, Any],
        client_secret: str | None = None,
        audience: str | None = None,
        leeway: float = DEFAULT_LEEWAY,
        authorization: AuthorizationCheck | None = None,
        options: RequestOptions | None = None,
    ) -> VerifiedAccess[Any]:
        """Verify a token of a Connected App with the API, by token introspection (RFC 7662).

        The API checks whether the token was revoked. The other checks are those of `introspect_access_token_local`:
        kind, issuer, audience, times and authorization. The call does not send the project's secret.

        Args:
            token: The token. A refresh token is not accepted.
            client_id: The client ID of the token's app.
            client_secret: Its secret, None for a public app.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; by default a dict.
            audience: The required audience: the custom audience of the app; by default the project.
            leeway: The allowed clock skew, 0 to 60 seconds.
            authorization: An action that the token must permit.
            options: Options of this call.

        Raises:
            NotAnAccessTokenError: It is a token of another kind, such as a refresh token.
            InactiveTokenError: The token has expired, was revoked, or belongs to another app.
            TokenVerificationError: The token is not accepted for another reason.
            AuthorizationError: The token is valid, but does not permit the action.
            APIError: The API rejected the request; `error_type` is the OAuth error code, such as `invalid_client`.
            ConfigurationError: An argument other than the token is invalid.
        """
        secrets = {"token": Secret(token), "client_secret": None if client_secret is None else Secret(client_secret)}
        del token, client_secret  # keeps secrets out of tracebacks with variables
        if authorization is not None:
            check_type(authorization)
        bounds = Bounds(leeway, audience=check_audience(audience))
        check_limits(leeway, None)
        decoder = claims_decoder(claims)
        public = {"client_id": client_id, "token_type_hint": "access_token"}
        response = await self._call_oauth(INTROSPECT, {**_revealed(secrets), **public}, options)
        state = self._state
        content = read("JWT", _claims_of(response.raw.content), (ACCESS,), state.read_factors)
        self._check(content, state, bounds)
        access: VerifiedAccess[Any] = result_of(content, decoder)
        if authorization is not None:
            await self._authorize_access(access, authorization)
        return access


def _claims_of(response: bytes) -> bytes:
    try:
        fields = _unread.decode(response)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedTokenError("the API's claims of the token cannot be decoded") from None
    if bytes(fields.get("active", b"")) != b"true":
        raise InactiveTokenError("the token is not active")
    if bytes(fields.get("token_type", b"")) == b'"refresh_token"':
        raise NotAnAccessTokenError("the token is a refresh token, but must be an access token", seen="opaque")
    return msgspec.json.encode({name: value for name, value in fields.items() if name not in _NO_CLAIMS})


def _revealed(secrets: Mapping[str, Secret | None]) -> dict[str, Any]:
    return {name: UNSET if secret is None else secret.reveal() for name, secret in secrets.items()}
