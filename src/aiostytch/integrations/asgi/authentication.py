"""The result of the middleware for a request, and functions that read it from the ASGI scope."""

from __future__ import annotations

import functools
import logging
from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from ...client import B2BClient
from ...errors import (
    AuthorizationError,
    ClientClosedError,
    ConfigurationError,
    ResponseError,
    StytchError,
    TokenVerificationError,
    TransportError,
)
from ...local_auth.authorization import AuthorizationCheck
from ...local_auth.bearer import Principal
from ...local_auth.m2m_token import VerifiedClient
from ...local_auth.session import VerifiedSession
from .budget import WaitBudget
from .refusal import INVALID_TOKEN, NOT_PERMITTED, Refusal, refusal_for

Session: TypeAlias = VerifiedSession[Any]

KEY = "aiostytch"
"""The key of the result in the scope."""
EXPECTED = (TokenVerificationError, AuthorizationError, TransportError, ResponseError, ClientClosedError)
"""The expected errors of sessions and tokens. Any other error is a bug in the service, and raised."""

_log = logging.getLogger(__name__)


@attrs.frozen
class Authentication:
    """The result of the middleware for a request.

    Attributes:
        outcome: the verified session or token, or an error response if one is required: 401, or 503 if it could not be
            checked because neither the keys nor the API were available. The error response is an ASGI application,
            which Starlette accepts as a response.
        error: the reason why a session or a token was not accepted; None if it was, or if the request had none.
    """

    outcome: Principal | Refusal
    error: StytchError | None
    _client: B2BClient = attrs.field(repr=False)
    _budget: WaitBudget = attrs.field(repr=False, factory=functools.partial(WaitBudget, None))

    @property
    def principal(self) -> Principal | None:
        """The verified session or token of the request, or None."""
        return None if isinstance(self.outcome, Refusal) else self.outcome

    @property
    def session(self) -> Session | None:
        """The verified session, or None."""
        return self.outcome if isinstance(self.outcome, VerifiedSession) else None

    async def check(self, resource_id: str, action: str, *, organization_id: str | None = None) -> Refusal | None:
        """Return the error response if the request does not have a permission; None if it does.

        One of the session's roles must permit the action, or one of the scopes of a Connected App's access token.

        Args:
            resource_id: the resource in the policy, e.g. `documents`.
            action: the action on it, e.g. `write`.
            organization_id: the organization of the resource, if the request names one; by default the session's.
        """
        principal = self.outcome
        if isinstance(principal, Refusal):
            return principal
        return await self.check_principal(principal, resource_id, action, organization_id=organization_id)

    async def check_principal(
        self, principal: Principal, resource_id: str, action: str, *, organization_id: str | None = None
    ) -> Refusal | None:
        """Return the error response if a principal, e.g. that of a test, does not have a permission; None if it does.

        The arguments are those of `check`. An M2M client does not belong to an organization, and is rejected.
        """
        if isinstance(principal, VerifiedClient):
            return INVALID_TOKEN
        own = principal.organization_id
        if own is None or organization_id not in {None, own}:  # a request can contain any value, even ""
            return NOT_PERMITTED
        try:
            await self._budget.spend(
                self._client.rbac.authorize(principal, AuthorizationCheck(own, resource_id, action))
            )
        except EXPECTED as error:
            return refuse(error)
        return None


def authentication_of(scope: Mapping[str, Any]) -> Authentication:
    """Return the result of the middleware for a request, from its ASGI scope.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    found = scope.get(KEY)
    if not isinstance(found, Authentication):
        raise ConfigurationError("there is no SessionMiddleware around this application")
    return found


def session_of(scope: Mapping[str, Any]) -> Session | None:
    """Return the verified session of a request, from its ASGI scope, or None.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return authentication_of(scope).session


def refuse(error: StytchError) -> Refusal:
    """Return the error response for an error, and log errors that a service should know."""
    refusal = refusal_for(error)
    if refusal.status_code == 503:
        _log.warning("a session or a token cannot be checked: %s: %s", type(error).__name__, error)
    return refusal
