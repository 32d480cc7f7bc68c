"""The requirements of a service's route: kinds of sessions and tokens, and scopes.

Sessions have roles but no scopes, so they never meet a requirement of scopes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast, overload

import attrs

from ...errors import ConfigurationError, InsufficientScopeError
from ...local_auth.access_token import VerifiedAccess
from ...local_auth.bearer import Accepted, Principal, accepted_kind, check_accepts
from ...local_auth.m2m_token import VerifiedClient
from ...local_auth.scopes import ScopeRule, check_requirement, check_scopes, includes_scope
from .authentication import Session, authentication_of
from .refusal import INVALID_TOKEN, NOT_PERMITTED, Refusal

ALL_KINDS: tuple[Accepted, ...] = ("session", "m2m", "access_token")
WITH_SCOPES: tuple[Accepted, ...] = ("m2m", "access_token")


def _check_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    return check_requirement(scopes, includes_scope)


def _check_rule(_: object, __: object, rule: ScopeRule) -> None:
    check_requirement((), rule)


@attrs.frozen
class Requirement:
    """The requirement of a route.

    Attributes:
        accepts: the accepted kinds of sessions and tokens.
        scopes: the required scopes; a token needs all of them.
        scope_rule: returns whether the token's scopes (the first argument) include a required scope (the second).

    Raises:
        ConfigurationError: an attribute is invalid.
    """

    accepts: tuple[Accepted, ...] = attrs.field(default=ALL_KINDS, converter=check_accepts)
    scopes: tuple[str, ...] = attrs.field(default=(), converter=_check_scopes)
    scope_rule: ScopeRule = attrs.field(default=includes_scope, validator=_check_rule)

    def check(self, outcome: Principal | Refusal) -> Principal | Refusal:
        """Return the principal if it meets the requirement, otherwise the error response."""
        if isinstance(outcome, Refusal):
            return outcome.with_scopes(self.scopes)
        if accepted_kind(outcome) not in self.accepts:
            return INVALID_TOKEN.with_scopes(self.scopes)
        return self.check_scopes(outcome)

    def check_scopes(self, principal: Principal) -> Principal | Refusal:
        """Return a principal of any kind if it has the scopes, otherwise the error response."""
        try:
            check_scopes(getattr(principal, "scopes", ()), self.scopes, self.scope_rule)
        except InsufficientScopeError:
            return NOT_PERMITTED.with_scopes(self.scopes)
        return principal


def scope_requirement(
    scopes: Sequence[str], accepts: Sequence[Accepted], scope_rule: ScopeRule = includes_scope
) -> Requirement:
    """Return the requirement of `require_scopes`.

    Raises:
        ConfigurationError: there is no scope, so that any token would be sufficient; or an argument is invalid.
    """
    if not scopes:
        raise ConfigurationError("require_scopes needs at least one scope")
    return Requirement(accepts, scopes, scope_rule)


def permission_requirement(accepts: Sequence[Accepted]) -> Requirement:
    """Return the requirement of `require_permission`.

    Raises:
        ConfigurationError: `accepts` has an unknown kind, or M2M clients, which do not belong to an organization.
    """
    requirement = Requirement(accepts)
    if "m2m" in requirement.accepts:
        raise ConfigurationError("an M2M client does not belong to an organization, so it has no permissions")
    return requirement


_SESSION = Requirement(("session",))
_CLIENT = Requirement(("m2m",))
_ACCESS = Requirement(("access_token",))


@attrs.frozen
class Requirements:
    """The functions for a framework in which an exception becomes the response.

    Each takes the ASGI scope of a request or WebSocket, and raises

    * the framework's `HTTPException`: 401 without the required session or token, 403 if it is not sufficient, 503 if it
      could not be checked. For a WebSocket it is the framework's `WebSocketException`;
    * `ConfigurationError`: there is no `SessionMiddleware` around the application.

    Attributes:
        error: creates the exception for a refusal.
    """

    error: Callable[[Mapping[str, Any], Refusal], Exception]

    def session(self, scope: Mapping[str, Any]) -> Session:
        """Return the verified session of a request or WebSocket, from its ASGI scope."""
        return cast("Session", self._check(scope, _SESSION))

    def client(self, scope: Mapping[str, Any]) -> VerifiedClient[Any]:
        """Return the verified M2M client of a request, from its ASGI scope."""
        return cast("VerifiedClient[Any]", self._check(scope, _CLIENT))

    def access(self, scope: Mapping[str, Any]) -> VerifiedAccess[Any]:
        """Return the verified access of a Connected App, from the ASGI scope of a request."""
        return cast("VerifiedAccess[Any]", self._check(scope, _ACCESS))

    def principal(self, scope: Mapping[str, Any], accepts: Sequence[Accepted] = ALL_KINDS) -> Principal:
        """Return the verified session or token of a request.

        Args:
            scope: the ASGI scope.
            accepts: the accepted kinds of sessions and tokens. The middleware must accept them too.
        """
        return self._check(scope, Requirement(accepts))

    def scopes(
        self,
        scope: Mapping[str, Any],
        *scopes: str,
        accepts: Sequence[Accepted] = WITH_SCOPES,
        scope_rule: ScopeRule = includes_scope,
    ) -> VerifiedClient[Any] | VerifiedAccess[Any]:
        """Return the M2M client or the access of a Connected App of a request, if it has the scopes.

        Args:
            scope: the ASGI scope.
            scopes: the required scopes; the token needs all of them.
            accepts: the accepted kinds of tokens.
            scope_rule: returns whether the token's scopes (the first argument) include a required scope (the second);
                see `client.m2m.authenticate_token`.
        """
        found = self._check(scope, scope_requirement(scopes, accepts, scope_rule))
        return cast("VerifiedClient[Any] | VerifiedAccess[Any]", found)

    @overload
    async def permission(
        self, scope: Mapping[str, Any], resource_id: str, action: str, *, organization_id: str | None = None
    ) -> Session: ...
    @overload
    async def permission(
        self,
        scope: Mapping[str, Any],
        resource_id: str,
        action: str,
        *,
        accepts: Sequence[Accepted],
        organization_id: str | None = None,
    ) -> Session | VerifiedAccess[Any]: ...
    async def permission(
        self,
        scope: Mapping[str, Any],
        resource_id: str,
        action: str,
        *,
        accepts: Sequence[Accepted] = ("session",),
        organization_id: str | None = None,
    ) -> Session | VerifiedAccess[Any]:
        """Return the verified session or the access of an app, if it permits an action.

        One of the session's roles, or one of the access token's scopes, must permit the action in the policies.

        Args:
            scope: the ASGI scope.
            resource_id: the resource in the policy, e.g. `documents`.
            action: the action on it, e.g. `write`.
            accepts: "session", "access_token" or both. M2M clients do not belong to an organization.
            organization_id: the organization of the resource, if the request names one; it must be the session's.
        """
        principal = self._check(scope, permission_requirement(accepts))
        refusal = await authentication_of(scope).check_principal(
            principal, resource_id, action, organization_id=organization_id
        )
        if refusal is not None:
            raise self.error(scope, refusal)
        return cast("Session | VerifiedAccess[Any]", principal)

    def _check(self, scope: Mapping[str, Any], requirement: Requirement) -> Principal:
        found = requirement.check(authentication_of(scope).outcome)
        if isinstance(found, Refusal):
            raise self.error(scope, found)
        return found
