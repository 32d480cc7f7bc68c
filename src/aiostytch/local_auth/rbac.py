"""The hand-written calls of `client.rbac`."""

from __future__ import annotations

import abc
import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, cast

import attrs

from ..call import Caller
from ..errors import AuthorizationError, PermissionDeniedError, PolicyUnavailableError, StytchError
from ..model import Response
from ..models.rbac import PolicyResponse
from ..operation import RequestOptions, Resource
from ..resources.rbac_organizations import Organizations
from .authorization import AuthorizationCheck, Grants, check_tenancy, check_type, is_granted
from .policy import read_organization_policy, read_project_policy
from .session import VerifiedSession
from .state import state_of


class RbacMixin(Resource):
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
        cast("Caller", self._caller).shared.check_usable()
        check_tenancy(session.organization_id, check)
        failure: StytchError | None = None
        for policy in await self._policies(session.organization_id):
            if isinstance(policy, StytchError):
                failure = policy
            elif is_granted(policy, session.roles, check.resource_id, check.action):
                return
        raise _refusal(failure)

    async def _policies(self, organization_id: str) -> tuple[Grants | StytchError, Grants | StytchError]:
        caller = cast("Caller", self._caller)
        caller = attrs.evolve(caller, options=state_of(caller).fetch_options, session=None)
        own = Organizations(caller).get_org_policy(organization_id)
        return await asyncio.gather(
            _read(type(self)(caller).policy(), read_project_policy), _read(own, read_organization_policy)
        )


async def _read(fetching: Awaitable[Response], read: Callable[[bytes], Grants]) -> Grants | StytchError:
    try:
        return read((await fetching).raw.content)
    except StytchError as error:
        return error


def _refusal(failure: StytchError | None) -> AuthorizationError:
    if failure is None:
        return PermissionDeniedError("no role of the session permits the action")
    error = PolicyUnavailableError("no known policy permits the action, and one cannot be had")
    error.__cause__ = failure
    return error
