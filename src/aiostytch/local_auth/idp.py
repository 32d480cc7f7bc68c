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
"""What the answer says beside the claims of the token (RFC 7662, section 2.2)."""


class IdpMixin(LocalResource):
    """Access tokens of connected apps: verification in this process, and by the API."""

    async def refuse(self, client_id: str) -> None:
        """Refuse the access tokens that a connected app has now, in all processes that share a store.

        There is no request. It is for an app that was removed in the dashboard. After `connected_app.clients.delete`,
        and for one member after `organizations.members.connected_apps.revoke`, nothing is left to do.

        Args:
            client_id: The app, by its client id.

        Raises:
            ConfigurationError: It is not named by a string.
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
        """Verify an access token of a connected app in this process, with the project's public keys.

        There is no request, except now and then one for the keys or the policy, which all calls share. A token that was
        revoked elsewhere than by this client, or another one that shares its store, is not noticed before it expires;
        `max_token_age` makes that less.

        The issuer is the project's domain for an app that got the token there: name it in `LocalAuth.issuers`.

        Args:
            token: The token. A refresh token is opaque, and not accepted.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; else a dict.
            audience: Who the token has to be for: the custom audience of the app; by default the project.
            max_token_age: Seconds after the token was issued from which on it is not accepted.
            leeway: Seconds by which clocks may differ, 0 to 60.
            authorization: An action that the token has to permit: it has to be of the check's organization, and one of
                its scopes has to permit the action by the project's policy.

        Raises:
            NotAnAccessTokenError: It is a token of another kind; the error's `seen` says of which.
            WrongAudienceError: It is not for the audience; the message says for whom it is.
            TokenVerificationError: The token is not accepted; each reason is a class of its own.
            AuthorizationError: It is, and does not permit the action.
            ConfigurationError: An argument other than the token cannot be used.
            ClientClosedError: The client is closed.
        """
        secret = Secret(token)
        del token  # what shows the variables of a traceback shows no token
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
        """Ask the API about a token of a connected app, by token introspection (RFC 7662).

        The API knows whether the token was revoked. Everything else is checked as in `introspect_access_token_local`:
        kind, issuer, audience, times and authorization. The project's secret is not sent.

        Args:
            token: The token. A refresh token is not accepted.
            client_id: The app that the token is of.
            client_secret: Its secret, None for a public app.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; else a dict.
            audience: Who the token has to be for: the custom audience of the app; by default the project.
            leeway: Seconds by which clocks may differ, 0 to 60.
            authorization: An action that the token has to permit.
            options: What this call does differently.

        Raises:
            NotAnAccessTokenError: It is a token of another kind, such as a refresh token.
            InactiveTokenError: The token has expired, was revoked, or is not of this app.
            TokenVerificationError: The token is not accepted for another reason.
            AuthorizationError: It is, and does not permit the action.
            APIError: The API refused the question; `error_type` is the `error` of OAuth, such as `invalid_client`.
            ConfigurationError: An argument other than the token cannot be used.
        """
        asked = {"token": Secret(token), "client_secret": None if client_secret is None else Secret(client_secret)}
        del token, client_secret  # what shows the variables of a traceback shows no secret
        if authorization is not None:
            check_type(authorization)
        bounds = Bounds(leeway, audience=check_audience(audience))
        check_limits(leeway, None)
        decoder = claims_decoder(claims)
        about = {"client_id": client_id, "token_type_hint": "access_token"}
        response = await self._call_oauth(INTROSPECT, {**_revealed(asked), **about}, options)
        content = read("JWT", _claims_of(response.raw.content), (ACCESS,), self._state.read_factors)
        self._check(content, bounds)
        access: VerifiedAccess[Any] = result_of(content, decoder)
        if authorization is not None:
            await self._authorize_access(access, authorization)
        return access


def _claims_of(response: bytes) -> bytes:
    try:
        said = _unread.decode(response)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedTokenError("the API says what cannot be read of the token") from None
    if bytes(said.get("active", b"")) != b"true":
        raise InactiveTokenError("the API says that the token is not active")
    if bytes(said.get("token_type", b"")) == b'"refresh_token"':
        raise NotAnAccessTokenError("the token is a refresh token, and has to be an access token", seen="opaque")
    return msgspec.json.encode({name: value for name, value in said.items() if name not in _NO_CLAIMS})


def _revealed(secrets: Mapping[str, Secret | None]) -> dict[str, Any]:
    return {name: UNSET if secret is None else secret.reveal() for name, secret in secrets.items()}
