"""The hand-written calls of `client.idp`."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from ..secret import Secret
from .access_token import VerifiedAccess
from .authorization import AuthorizationCheck, check_type
from .claims import DEFAULT_LEEWAY
from .kinds import ACCESS
from .resource import Bounds, LocalResource, check_audience

C = TypeVar("C")


class IdpMixin(LocalResource):
    """Access tokens of connected apps: verification in this process."""

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
        revoked is not noticed before it expires; `max_token_age` makes that less.

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
