# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `rbac.organizations`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.local_auth.org_policy import OrganizationsMixin
from aiostytch.operation import JSONMap, Operation, RequestOptions, Resource

from ..models.rbac import OrgPolicy
from ..models.rbac_organizations import GetOrgPolicyResponse, SetOrgPolicyResponse

_GET_ORG_POLICY = Operation(
    "api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy",
    "rbac.organizations.get_org_policy",
    "GET /v1/b2b/rbac/organizations/{organization_id}",
    GetOrgPolicyResponse,
)
_SET_ORG_POLICY = Operation(
    "api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy",
    "rbac.organizations.set_org_policy",
    "PUT /v1/b2b/rbac/organizations/{organization_id}",
    SetOrgPolicyResponse,
)


class Organizations(OrganizationsMixin, Resource):
    """Roles that belong to one organization."""

    def get_org_policy(
        self, organization_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetOrgPolicyResponse]:
        """Fetch the roles that an organization adds to the project's RBAC policy.

        A private beta feature; the workspace must be enabled for it. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_GET_ORG_POLICY, locals())

    def set_org_policy(
        self, organization_id: str, *, org_policy: OrgPolicy | JSONMap, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, SetOrgPolicyResponse]:
        """Replace the roles that an organization adds to the project's RBAC policy.

        A private beta feature; the workspace must be enabled for it. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            org_policy: The roles that the organization adds to the project's policy.

        Raises:
            APIError: `rbac_role_duplicate`, `invalid_rbac_custom_role`, `invalid_permission_resource`,
                `invalid_permission_action`, `rbac_role_missing_permissions`, `organization_not_found`.
        """
        return self._call(_SET_ORG_POLICY, locals())
