"""The hand-written calls of `client.m2m`."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar, overload

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
    """Tokens of programs: getting them, and their verification in this process."""

    async def token(
        self,
        client_id: str,
        client_secret: str,
        *,
        scopes: Sequence[str] | None = None,
        extra: JSONMap = NOTHING,
        options: RequestOptions | None = None,
    ) -> M2MToken:
        """Get a token for an M2M client, with the secret of the client and not of the project.

        A second token takes nothing from the first, so the call is repeated like one that changes nothing.

        Args:
            client_id: The client.
            client_secret: Its secret.
            scopes: What the token is to be for; by default all that the client may have.
            extra: Further parameters, for the project's template of custom claims.
            options: What this call does differently.

        Raises:
            APIError: The token was refused; the error's `error_type` is the `error` of OAuth, such as `invalid_client`,
                `invalid_scope` or `unauthorized_client` (RFC 6749, section 5.2), and `error_message` its description.
            ConfigurationError: The scopes are not a list of strings.
        """
        secret = Secret(client_secret)
        del client_secret  # what shows the variables of a traceback shows no secret
        scope = UNSET if scopes is None else " ".join(check_scope_names("scopes", scopes))
        asked = {**extra, "grant_type": "client_credentials", "client_id": client_id, "scope": scope}
        return await self._call_oauth(TOKEN, {**asked, "client_secret": secret.reveal()}, options)

    def token_source(
        self,
        client_id: str,
        client_secret: ClientSecret,
        *,
        scopes: Sequence[str] | None = None,
        extra: JSONMap = NOTHING,
        options: RequestOptions | None = None,
    ) -> TokenSource:
        """Return what hands out a valid token for as long as the program runs.

        It gets one token for all who wait, and renews it in the background before it expires. While the API is down,
        the old one serves until its end. It stops with the client.

        Args:
            client_id: The client.
            client_secret: Its secret, or a function that returns it, async or not, which is called for each token: a
                secret can then be rotated without a restart.
            scopes: What the tokens are to be for; by default all that the client may have.
            extra: Further parameters, for the project's template of custom claims.
            options: What the calls do differently.

        Raises:
            ConfigurationError: The secret is no string and no function, or the scopes are not a list of strings.
        """
        secret = _check_secret(client_secret)
        del client_secret  # what shows the variables of a traceback shows no secret
        if scopes is not None:
            check_scope_names("scopes", scopes)

        async def fetch() -> M2MToken:
            return await self.token(client_id, await _current(secret), scopes=scopes, extra=extra, options=options)

        return TokenSource(fetch, self._runner.clock.monotonic)

    async def refuse(self, client_id: str) -> None:
        """Refuse the tokens that an M2M client has now, in all processes that share a store. There is no request.

        It is for a client that was made inactive in the dashboard. After `m2m.clients.update(status="inactive")` and
        `m2m.clients.delete` nothing is left to do.

        Args:
            client_id: The client.

        Raises:
            ConfigurationError: It is not named by a string.
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

        There is no request, except now and then one for the keys, which all calls share. A token is refused once
        this client, or another one that shares its store, has made its M2M client inactive. Where that was done
        elsewhere it lives on for up to an hour; `max_token_age` makes that less.

        Args:
            token: The token.
            claims: A type for the custom claims, such as an attrs class, a dataclass or a TypedDict; else a dict.
            required_scopes: The scopes that the token needs, all of them.
            scope_rule: Decides whether the token's scopes, its first argument, include one that is required, its
                second. By default a scope includes itself, and `read:*` all that begin with `read:`.
            max_token_age: Seconds after the token was issued from which on it is not accepted.
            leeway: Seconds by which clocks may differ, 0 to 60.

        Raises:
            NotAnM2MTokenError: It is a token of another kind; the error's `seen` says of which.
            TokenVerificationError: The token is not accepted; each reason is a class of its own.
            InsufficientScopeError: It is, and lacks scopes that are required.
            ConfigurationError: An argument other than the token cannot be used.
            ClientClosedError: The client is closed.
        """
        secret = Secret(token)
        del token  # what shows the variables of a traceback shows no token
        required = check_requirement(required_scopes, scope_rule)
        client: VerifiedClient[Any] = await self._verified(secret, (M2M,), claims, Bounds(leeway, max_token_age))
        check_scopes(client.scopes, required, scope_rule)
        return client


def _check_secret(secret: ClientSecret) -> _Secret:
    if isinstance(secret, str) and secret:
        return Secret(secret)
    if callable(secret):
        return secret
    raise ConfigurationError("client_secret must be a string that is not empty, or a function that returns one")


async def _current(secret: _Secret) -> str:
    if isinstance(secret, Secret):
        return secret.reveal()
    found = secret()
    return await found if inspect.isawaitable(found) else found
