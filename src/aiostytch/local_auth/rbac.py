"""The hand-written calls of `client.rbac`."""

from __future__ import annotations

from typing import Any

from ..errors import ConfigurationError, PolicyUnavailableError
from .access_token import VerifiedAccess
from .authorization import AuthorizationCheck
from .resource import LocalResource
from .session import VerifiedSession


class RbacMixin(LocalResource):
    """Local authorization."""

    async def authorize(self, principal: VerifiedSession[Any] | VerifiedAccess[Any], check: AuthorizationCheck) -> None:
        """Check that a verified session, or the access of a Connected App, permits an action.

        It must belong to the organization of the check. For a session, one of its roles must permit the action in the
        policy of the project or of the organization. For an access token, one of its scopes must permit it in the
        project's policy.

        Args:
            principal: The result of `client.sessions.authenticate_jwt`, `client.idp.introspect_access_token_local`, or
                another call that verifies one of them.
            check: The action.

        Raises:
            TenancyMismatchError: The session or the access token belongs to another organization.
            PermissionDeniedError: None of its roles or scopes permits the action.
            PolicyUnavailableError: No available policy permits it, and one is not available.
            ConfigurationError: `check` is not an `AuthorizationCheck`, or `principal` is not of these types.
            ClientClosedError: The client is closed.
        """
        _check_principal(principal)
        if isinstance(principal, VerifiedAccess):
            await self._authorize_access(principal, check)
        else:
            await self._authorize(principal, check)

    async def scopes(self) -> tuple[str, ...]:
        """Return the names of all scopes in the project's policy, in its order. The SDK caches them for 5 minutes.

        Raises:
            PolicyUnavailableError: The policy is neither cached nor can it be fetched.
            ClientClosedError: The client is closed.
        """
        policies = await self._scope_policies()
        if not policies.is_complete:
            raise PolicyUnavailableError("the policy of the project is not available") from policies.failure
        return tuple(policies.known[0])


def _check_principal(principal: object) -> None:
    if not isinstance(principal, VerifiedSession | VerifiedAccess):
        raise ConfigurationError("only a VerifiedSession or a VerifiedAccess permits actions")
