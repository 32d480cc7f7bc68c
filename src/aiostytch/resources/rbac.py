# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `rbac`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aiostytch.local_auth.rbac import RbacMixin
from aiostytch.operation import Operation, RequestOptions, Resource

from ..models.rbac import PolicyResponse

if TYPE_CHECKING:
    from .rbac_organizations import Organizations

_POLICY = Operation("api_b2b_rbac_v1_Policy", "rbac.policy", "GET /v1/b2b/rbac/policy", PolicyResponse)


class Rbac(RbacMixin, Resource):
    """Roles, resources and permissions."""

    @cached_property
    def organizations(self) -> Organizations:
        """Roles that belong to one organization."""
        from .rbac_organizations import Organizations

        return Organizations(self._caller)

    def policy(self, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, PolicyResponse]:
        """Fetch the RBAC policy of the project.

        It contains the actions that each role permits on each resource, with built-in roles and resources.
        Safe to retry.
        """
        return self._call(_POLICY, locals())
