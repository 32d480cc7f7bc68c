"""The hand-written calls of `client.rbac`."""

from __future__ import annotations

import abc
import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from ..model import Response
from ..models.rbac import PolicyResponse
from ..operation import RequestOptions
from ..resources.rbac_organizations import Organizations
from .authorization import AuthorizationCheck, Grants, check_roles, check_tenancy, check_type
from .policy import read_organization_policy, read_project_policy
from .session import VerifiedSession
from .state import LocalResource


class RbacMixin(LocalResource):
    """Authorization in this process; `Rbac` has the call that it needs."""

    @abc.abstractmethod
    def policy(self, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, PolicyResponse]:
        """Fetch the policy of the project."""
        ...

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
            PolicyUnavailableError: No policy at hand permits it, and one cannot be had.
            ConfigurationError: `check` is no `AuthorizationCheck`.
            ClientClosedError: The client is closed.
        """
        check_type(check)
        cache, organization_id = self._usable_state().policies, session.organization_id
        check_tenancy(organization_id, check)
        policies = cache.peek(organization_id)
        if policies is None:
            fetch = functools.partial(self._fetch_organization_policy, organization_id)
            policies = await cache.get(organization_id, self._fetch_project_policy, fetch)
        check_roles(policies, session.roles, check)

    def _fetch_project_policy(self) -> Coroutine[Any, Any, Grants]:
        return _grants(type(self)(self._fetching_caller()).policy(), read_project_policy)

    def _fetch_organization_policy(self, organization_id: str) -> Coroutine[Any, Any, Grants]:
        policy = Organizations(self._fetching_caller()).get_org_policy(organization_id)
        return _grants(policy, read_organization_policy)


async def _grants(response: Awaitable[Response], read: Callable[[bytes], Grants]) -> Grants:
    return read((await response).raw.content)
