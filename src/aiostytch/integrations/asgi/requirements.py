"""What a call of a service requires: which kinds of sessions and tokens, and which scopes.

Sessions have roles and no scopes: where scopes are required, no session is enough.
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
    """What a call requires.

    Attributes:
        accepts: the kinds of sessions and tokens that it is for.
        scopes: the scopes that a token needs, all of them.
        scope_rule: decides whether scopes include one that is required.

    Raises:
        ConfigurationError: an attribute cannot be used.
    """

    accepts: tuple[Accepted, ...] = attrs.field(default=ALL_KINDS, converter=check_accepts)
    scopes: tuple[str, ...] = attrs.field(default=(), converter=_check_scopes)
    scope_rule: ScopeRule = attrs.field(default=includes_scope, validator=_check_rule)

    def judge(self, outcome: Principal | Refusal) -> Principal | Refusal:
        """Return who makes a request, if they are what the call requires; else what to answer."""
        if isinstance(outcome, Refusal):
            return outcome.wanting(self.scopes)
        if accepted_kind(outcome) not in self.accepts:
            return INVALID_TOKEN.wanting(self.scopes)
        return self.judge_scopes(outcome)

    def judge_scopes(self, principal: Principal) -> Principal | Refusal:
        """Return who makes a request, whatever they are verified by, if they have the scopes; else what to answer."""
        try:
            check_scopes(getattr(principal, "scopes", ()), self.scopes, self.scope_rule)
        except InsufficientScopeError:
            return NOT_PERMITTED.wanting(self.scopes)
        return principal


def scopes_required(
    scopes: Sequence[str], accepts: Sequence[Accepted], scope_rule: ScopeRule = includes_scope
) -> Requirement:
    """Return what `require_scopes` requires.

    Raises:
        ConfigurationError: no scope is named, which any token would have, or an argument cannot be used.
    """
    if not scopes:
        raise ConfigurationError("require_scopes must name a scope")
    return Requirement(accepts, scopes, scope_rule)


def permission_required(accepts: Sequence[Accepted]) -> Requirement:
    """Return of whom `require_permission` takes a permission.

    Raises:
        ConfigurationError: `accepts` names M2M clients, which are in no organization, or something else.
    """
    requirement = Requirement(accepts)
    if "m2m" in requirement.accepts:
        raise ConfigurationError("an M2M client is in no organization, and permits nothing in one")
    return requirement


_SESSION = Requirement(("session",))
_CLIENT = Requirement(("m2m",))
_ACCESS = Requirement(("access_token",))


@attrs.frozen
class Requirements:
    """The calls of a framework in which `raise` answers a request.

    Each takes the ASGI scope of a request or WebSocket, and raises

    * the framework's `HTTPException`: what is required is not there, 401; it is not enough, 403; or it could not be
      checked, 503. For a WebSocket it is the framework's `WebSocketException`;
    * `ConfigurationError`: there is no `SessionMiddleware` around the application.

    Attributes:
        error: makes what is raised for a refusal.
    """

    error: Callable[[Mapping[str, Any], Refusal], Exception]

    def session(self, scope: Mapping[str, Any]) -> Session:
        """Return the verified session of a request or WebSocket, by its ASGI scope."""
        return cast("Session", self._judged(scope, _SESSION))

    def client(self, scope: Mapping[str, Any]) -> VerifiedClient[Any]:
        """Return the M2M client that makes a request, by its ASGI scope; its token was verified."""
        return cast("VerifiedClient[Any]", self._judged(scope, _CLIENT))

    def access(self, scope: Mapping[str, Any]) -> VerifiedAccess[Any]:
        """Return the access of the connected app that makes a request, by its ASGI scope; its token was verified."""
        return cast("VerifiedAccess[Any]", self._judged(scope, _ACCESS))

    def principal(self, scope: Mapping[str, Any], accepts: Sequence[Accepted] = ALL_KINDS) -> Principal:
        """Return who makes a request, by a session or a token.

        Args:
            scope: the ASGI scope.
            accepts: the kinds of sessions and tokens that the call is for, of those that the middleware accepts.
        """
        return self._judged(scope, Requirement(accepts))

    def scopes(
        self,
        scope: Mapping[str, Any],
        *scopes: str,
        accepts: Sequence[Accepted] = WITH_SCOPES,
        scope_rule: ScopeRule = includes_scope,
    ) -> VerifiedClient[Any] | VerifiedAccess[Any]:
        """Return the M2M client, or the access of the connected app, that makes a request, if it has scopes.

        Args:
            scope: the ASGI scope.
            scopes: the scopes that the token needs, all of them.
            accepts: the kinds of tokens that the call is for.
            scope_rule: decides whether the token's scopes, its first argument, include one that is required, its
                second; see `client.m2m.authenticate_token`.
        """
        found = self._judged(scope, scopes_required(scopes, accepts, scope_rule))
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
        """Return the verified session of a request or WebSocket, or the access of an app, if it permits an action.

        One of the roles of a session has to permit it, or one of the scopes of an access token, by the policies.

        Args:
            scope: the ASGI scope.
            resource_id: the kind of thing to act on, e.g. `documents`.
            action: what is to be done with it, e.g. `write`.
            accepts: "session", "access_token" or both. M2M clients are in no organization, and permit nothing in one.
            organization_id: the organization to act in, where the request names one, which must be the session's then.
        """
        principal = self._judged(scope, permission_required(accepts))
        refusal = await authentication_of(scope).check_principal(
            principal, resource_id, action, organization_id=organization_id
        )
        if refusal is not None:
            raise self.error(scope, refusal)
        return cast("Session | VerifiedAccess[Any]", principal)

    def _judged(self, scope: Mapping[str, Any], requirement: Requirement) -> Principal:
        found = requirement.judge(authentication_of(scope).outcome)
        if isinstance(found, Refusal):
            raise self.error(scope, found)
        return found
