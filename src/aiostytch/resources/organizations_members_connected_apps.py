# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `organizations.members.connected_apps`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource, RetryClass, SessionJWT, SessionToken

from ..models.organizations_members_connected_apps import RevokeResponse

_REVOKE = Operation(
    "api_organization_v1_organizations_members_connected_apps_Revoke",
    "organizations.members.connected_apps.revoke",
    "POST /v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps/{connected_app_id}/revoke",
    RevokeResponse,
    retry=RetryClass.IDEMPOTENT,
    session=True,
)


class ConnectedApps(Resource):
    """Connected apps that a member has authorized."""

    def revoke(
        self,
        organization_id: str,
        member_id: str,
        connected_app_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RevokeResponse]:
        """Revoke a connected app's access for a member, with all of its tokens for that member.

        The app gets new tokens only after the member has authorized it again. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            connected_app_id: ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`, `member_not_found`.
        """
        return self._call(_REVOKE, locals())
