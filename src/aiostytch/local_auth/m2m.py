"""The hand-written calls of `client.m2m`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, overload

from ..secret import Secret
from .claims import DEFAULT_LEEWAY
from .kinds import M2M
from .m2m_token import VerifiedClient
from .resource import Bounds, LocalResource
from .scopes import ScopeRule, check_requirement, check_scopes, includes_scope

C = TypeVar("C")


class M2MMixin(LocalResource):
    """Tokens of programs: verification in this process."""

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

        There is no request, except now and then one for the keys, which all calls share. A token lives on for up to an
        hour after its client was made inactive; `max_token_age` makes that less.

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
