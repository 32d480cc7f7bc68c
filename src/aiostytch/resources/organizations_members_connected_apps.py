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
        """Withdraw a connected app's access to a member, with every token it holds for that member.

        The app gets new tokens only after the member has authorized it again. Safe to retry.

        Args:
            organization_id: Id of the organization; calls accept its slug or external id in its place.
            member_id: Id of the member; calls accept an external id in its place.
            connected_app_id: Id of the connected app.

        Raises:
            APIError: `connected_app_not_found`, `member_not_found`.
        """
        return self._call(_REVOKE, locals())
