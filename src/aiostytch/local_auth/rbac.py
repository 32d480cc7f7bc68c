"""The hand-written calls of `client.rbac`."""

from __future__ import annotations

from typing import Any

from ..errors import ConfigurationError, PolicyUnavailableError
from .access_token import VerifiedAccess
from .authorization import AuthorizationCheck
from .resource import LocalResource
from .session import VerifiedSession


class RbacMixin(LocalResource):
    """Authorization in this process."""

    async def authorize(self, principal: VerifiedSession[Any] | VerifiedAccess[Any], check: AuthorizationCheck) -> None:
        """Check in this process that a verified session, or the access of a connected app, permits an action.

        Its organization has to be that of the check. One of the roles of a session has to permit the action: by the
        project's policy, or by what the organization's own policy adds to it. Of an access token, one of the scopes
        has to, by the project's policy.

        Args:
            principal: What `client.sessions.authenticate_jwt`, `client.idp.introspect_access_token_local`, or another
                call that verifies one of both returned.
            check: What is to be done.

        Raises:
            TenancyMismatchError: The session, or the access token, is of another organization.
            PermissionDeniedError: None of its roles or scopes permits the action.
            PolicyUnavailableError: No policy at hand permits it, and one is not available.
            ConfigurationError: `check` is no `AuthorizationCheck`, or `principal` neither of both.
            ClientClosedError: The client is closed.
        """
        _check_principal(principal)
        if isinstance(principal, VerifiedAccess):
            await self._authorize_access(principal, check)
        else:
            await self._authorize(principal, check)

    async def scopes(self) -> tuple[str, ...]:
        """Return the names of all scopes in the project's policy, in its order. They are remembered for 5 minutes.

        Raises:
            PolicyUnavailableError: The policy cannot be fetched, and none is known.
            ClientClosedError: The client is closed.
        """
        policies = await self._scope_policies()
        if not policies.is_complete:
            raise PolicyUnavailableError("the policy of the project is not available") from policies.failure
        return tuple(policies.known[0])


def _check_principal(principal: object) -> None:
    if not isinstance(principal, VerifiedSession | VerifiedAccess):
        raise ConfigurationError("only a VerifiedSession or a VerifiedAccess permits actions")
