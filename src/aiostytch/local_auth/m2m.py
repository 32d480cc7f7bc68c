"""The hand-written calls of `client.m2m`."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar, overload

from ..checks import check_mapping
from ..errors import ConfigurationError
from ..operation import UNSET, JSONMap, RequestOptions
from ..secret import Secret
from .claims import DEFAULT_LEEWAY
from .kinds import M2M
from .m2m_token import VerifiedClient
from .oauth import TOKEN, M2MToken
from .resource import Bounds, LocalResource
from .scopes import ScopeRule, check_requirement, check_scope_names, check_scopes, includes_scope
from .token_source import TokenSource

NOTHING: JSONMap = {}
ClientSecret: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A secret, or a function that returns it."""
_Secret: TypeAlias = Secret | Callable[[], str | Awaitable[str]]
C = TypeVar("C")


class M2MMixin(LocalResource):
    """Requests and verification of M2M tokens."""

    async def token(
        self,
        client_id: str,
        client_secret: str,
        *,
        scopes: Sequence[str] | None = None,
        extra: JSONMap = NOTHING,
        options: RequestOptions | None = None,
    ) -> M2MToken:
        """Get a token for an M2M client, with the client's secret instead of the project's.

        Safe to retry: a second token does not affect the first.

        Args:
            client_id: The client.
            client_secret: Its secret.
            scopes: The scopes of the token; by default all scopes of the client.
            extra: Further parameters, for the project's template of custom claims.
            options: Options of this call.

        Raises:
            APIError: The API rejected the request; `error_type` is the OAuth error code, such as `invalid_client`,
                `invalid_scope` or `unauthorized_client` (RFC 6749, section 5.2), and `error_message` its description.
            ConfigurationError: The scopes are not a list of strings, or `extra` is not a mapping.
        """
        secret = Secret(client_secret)
        del client_secret  # keeps secrets out of tracebacks with variables
        scope = UNSET if scopes is None else " ".join(check_scope_names("scopes", scopes))
        body = {
            **check_mapping("extra", extra),
            "grant_type": "client_credentials",
            "client_id": client_id,
            "scope": scope,
        }
        return await self._call_oauth(TOKEN, {**body, "client_secret": secret.reveal()}, options)

    def token_source(
        self,
        client_id: str,
        client_secret: ClientSecret,
        *,
        scopes: Sequence[str] | None = None,
        extra: JSONMap = NOTHING,
        options: RequestOptions | None = None,
    ) -> TokenSource:
        """Return a token source, which always returns a valid token.

        Tasks share one token, which the source renews in the background before it expires. If the API is down, the
        source returns the old token until that expires. It stops working when the client is closed.

        Args:
            client_id: The client.
            client_secret: Its secret, or a function, async or not, that returns it. The source calls the function for
                each token, so that you can rotate the secret without a restart.
            scopes: The scopes of the tokens; by default all scopes of the client.
            extra: Further parameters, for the project's template of custom claims.
            options: Options of the calls.

        Raises:
            ConfigurationError: The secret is neither a string nor a function, the scopes are not a list of strings, or
                `extra` is not a mapping.
        """
        secret = _check_secret(client_secret)
        del client_secret  # keeps secrets out of tracebacks with variables
        if scopes is not None:
            check_scope_names("scopes", scopes)
        check_mapping("extra", extra)

        async def fetch() -> M2MToken:
            return await self.token(client_id, await _current(secret), scopes=scopes, extra=extra, options=options)

        return TokenSource(fetch, self._runner.clock.monotonic)

    async def refuse(self, client_id: str) -> None:
        """Reject all current tokens of an M2M client, in all processes that share a store. This makes no request.

        Use it for a client that was deactivated in the dashboard. The SDK itself does this after
        `m2m.clients.update(status="inactive")` and `m2m.clients.delete`.

        Args:
            client_id: The client.

        Raises:
            ConfigurationError: The ID is not a string.
            ClientClosedError: The client is closed.
        """
        await self._refuse({"m2m": client_id})

    @overload
    async def authenticate_token(
        self,
        token: str,
        *,
        required_scopes: Sequence[str] = (),
        scope_rule: ScopeRule = includes_scope,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
    ) -> VerifiedClient[dict[str, Any]]: ...

    @overload
    async def authenticate_token(
        self,
        token: str,
        *,
        claims: type[C],
        required_scopes: Sequence[str] = (),
        scope_rule: ScopeRule = includes_scope,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
    ) -> VerifiedClient[C]: ...

    async def authenticate_token(
        self,
        token: str,
        *,
        claims: type[Any] = dict[str, Any],
        required_scopes: Sequence[str] = (),
        scope_rule: ScopeRule = includes_scope,
        max_token_age: float | None = None,
        leeway: float = DEFAULT_LEEWAY,
    ) -> VerifiedClient[Any]:
        """Verify an M2M token in this process, with the project's public keys.

        This makes no request, except an occasional one for the keys, which all calls share. It rejects tokens of an M2M
        client that this client, or another one with the same store, has deactivated. If it was deactivated elsewhere,
        its tokens are valid for up to an hour; `max_token_age` shortens that.

        Args:
            token: The token.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; by default a dict.
            required_scopes: The scopes that the token must have.
            scope_rule: Returns whether the token's scopes (the first argument) include a required scope (the second).
                By default, a scope includes itself, and `read:*` includes all scopes that begin with `read:`.
            max_token_age: The maximum age of the token, in seconds since it was issued.
            leeway: The allowed clock skew, 0 to 60 seconds.

        Raises:
            NotAnM2MTokenError: It is a token of another kind; the error's `seen` is its kind.
            TokenVerificationError: The token is not accepted; each reason has its own class.
            InsufficientScopeError: The token is valid, but lacks required scopes.
            ConfigurationError: An argument other than the token is invalid.
            ClientClosedError: The client is closed.
        """
        secret = Secret(token)
        del token  # keeps the token out of tracebacks with variables
        required = check_requirement(required_scopes, scope_rule)
        client: VerifiedClient[Any] = await self._verified(secret, (M2M,), claims, Bounds(leeway, max_token_age))
        check_scopes(client.scopes, required, scope_rule)
        return client


def _check_secret(secret: ClientSecret) -> _Secret:
    if isinstance(secret, str) and secret:
        return Secret(secret)
    if callable(secret):
        return secret
    raise ConfigurationError("client_secret must be a non-empty string, or a function that returns one")


async def _current(secret: _Secret) -> str:
    if isinstance(secret, Secret):
        return secret.reveal()
    found = secret()
    return await found if inspect.isawaitable(found) else found
