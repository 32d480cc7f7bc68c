"""The hand-written calls of `client.rbac`."""

from __future__ import annotations

from typing import Any

from .authorization import AuthorizationCheck
from .resource import LocalResource
from .session import VerifiedSession


class RbacMixin(LocalResource):
    """Authorization in this process."""

    async def authorize(self, session: VerifiedSession[Any], check: AuthorizationCheck) -> None:
        """Check in this process that a verified session permits an action.

        Its organization has to be that of the check, and one of its roles has to permit the action: by the project's
        policy, or by what the organization's own policy adds to it.

        Args:
            session: What `client.sessions.authenticate_jwt_local` or `authenticate_jwt` returned.
            check: What is to be done.

        Raises:
            TenancyMismatchError: The session is of another organization.
            PermissionDeniedError: None of its roles permits the action.
            PolicyUnavailableError: No policy at hand permits it, and one is not available.
            ConfigurationError: `check` is no `AuthorizationCheck`.
            ClientClosedError: The client is closed.
        """
        await self._authorize(session, check)
