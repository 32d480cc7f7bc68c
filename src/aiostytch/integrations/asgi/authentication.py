"""What the middleware found out about a request, and how an application reads it from the ASGI scope."""

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
"""Where it is in the scope."""
EXPECTED = (TokenVerificationError, AuthorizationError, TransportError, ResponseError, ClientClosedError)
"""What a session or a token can fail for at run time. Anything else is a mistake in the service, and is raised."""

_log = logging.getLogger(__name__)


@attrs.frozen
class Authentication:
    """What the middleware found out about a request.

    Attributes:
        outcome: who makes the request, by a verified session or token, or what to answer where one is needed: 401, or
            503 where it could not be checked since neither the keys nor the API could be reached. A refusal is an ASGI
            application, which Starlette takes for a response.
        error: why a session or a token was not accepted, None if it was, or none was presented.
    """

    outcome: Principal | Refusal
    error: StytchError | None
    _client: B2BClient = attrs.field(repr=False)
    _budget: WaitBudget = attrs.field(repr=False, factory=functools.partial(WaitBudget, None))

    @property
    def principal(self) -> Principal | None:
        """Who makes the request, by a verified session or token; None if there is none."""
        return None if isinstance(self.outcome, Refusal) else self.outcome

    @property
    def session(self) -> Session | None:
        """The verified session, None if there is none."""
        return self.outcome if isinstance(self.outcome, VerifiedSession) else None

    async def check(self, resource_id: str, action: str, *, organization_id: str | None = None) -> Refusal | None:
        """Return what to answer if nobody makes the request who may do something; None if somebody does.

        One of the roles of a session has to permit it, or one of the scopes of a connected app's access token.

        Args:
            resource_id: the kind of thing to act on, e.g. `documents`.
            action: what is to be done with it, e.g. `write`.
            organization_id: the organization to act in, where the request names one; by default the session's own.
        """
        principal = self.outcome
        if isinstance(principal, Refusal):
            return principal
        return await self.check_principal(principal, resource_id, action, organization_id=organization_id)

    async def check_principal(
        self, principal: Principal, resource_id: str, action: str, *, organization_id: str | None = None
    ) -> Refusal | None:
        """Return what to answer if somebody may not do something, whether they make the request or not.

        The arguments are those of `check`. An M2M client is in no organization, and is refused.
        """
        if isinstance(principal, VerifiedClient):
            return INVALID_TOKEN
        own = principal.organization_id
        if own is None or organization_id not in {None, own}:  # a request can name whatever it likes, even ""
            return NOT_PERMITTED
        try:
            await self._budget.spend(
                self._client.rbac.authorize(principal, AuthorizationCheck(own, resource_id, action))
            )
        except EXPECTED as error:
            return refuse(error)
        return None


def authentication_of(scope: Mapping[str, Any]) -> Authentication:
    """Return what the middleware found out about a request, by its ASGI scope.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    found = scope.get(KEY)
    if not isinstance(found, Authentication):
        raise ConfigurationError("there is no SessionMiddleware around this application")
    return found


def session_of(scope: Mapping[str, Any]) -> Session | None:
    """Return the verified session of a request, by its ASGI scope; None if there is none.

    Raises:
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return authentication_of(scope).session


def refuse(error: StytchError) -> Refusal:
    """Return what to answer after an error; the log has what a service should hear of."""
    refusal = refusal_for(error)
    if refusal.status_code == 503:
        _log.warning("a session or a token cannot be checked: %s: %s", type(error).__name__, error)
    return refusal
