# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `scim.connection`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, Literal

from aiostytch.operation import (
    UNSET,
    JSONMap,
    Maybe,
    Operation,
    PagedOperation,
    Pager,
    Pagination,
    RequestOptions,
    Resource,
    RetryClass,
    SessionJWT,
    SessionToken,
    UnsetType,
)

from ..models.scim import SCIMGroup, SCIMGroupImplicitRoleAssignments
from ..models.scim_connection import (
    CreateRequestIdentityProvider,
    CreateResponse,
    DeleteResponse,
    GetGroupsResponse,
    GetResponse,
    RotateCancelResponse,
    RotateCompleteResponse,
    RotateStartResponse,
    UpdateRequestIdentityProvider,
    UpdateResponse,
)

_CREATE = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_Create",
    "scim.connection.create",
    "POST /v1/b2b/scim/{organization_id}/connection",
    CreateResponse,
    session=True,
)
_DELETE = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_Delete",
    "scim.connection.delete",
    "DELETE /v1/b2b/scim/{organization_id}/connection/{connection_id}",
    DeleteResponse,
    session=True,
)
_GET = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_Get",
    "scim.connection.get",
    "GET /v1/b2b/scim/{organization_id}/connection",
    GetResponse,
    session=True,
)
_GET_GROUPS = PagedOperation(
    "api_b2b_scim_v1_b2b_scim_connection_GetGroups",
    "scim.connection.get_groups",
    "GET /v1/b2b/scim/{organization_id}/connection/{connection_id}",
    GetGroupsResponse,
    session=True,
    query=("cursor", "limit"),
    pagination=Pagination(cursor="cursor", next_cursor=("next_cursor",), items=("scim_groups",)),
)
_ROTATE_CANCEL = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_RotateCancel",
    "scim.connection.rotate_cancel",
    "POST /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/cancel",
    RotateCancelResponse,
    retry=RetryClass.IDEMPOTENT,
    session=True,
)
_ROTATE_COMPLETE = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_RotateComplete",
    "scim.connection.rotate_complete",
    "POST /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/complete",
    RotateCompleteResponse,
    retry=RetryClass.CONSUMES_TOKEN,
    session=True,
)
_ROTATE_START = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_RotateStart",
    "scim.connection.rotate_start",
    "POST /v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/start",
    RotateStartResponse,
    session=True,
)
_UPDATE = Operation(
    "api_b2b_scim_v1_b2b_scim_connection_Update",
    "scim.connection.update",
    "PUT /v1/b2b/scim/{organization_id}/connection/{connection_id}",
    UpdateResponse,
    session=True,
)


class Connection(Resource):
    """The SCIM connection of an organization."""

    def create(
        self,
        organization_id: str,
        *,
        display_name: Maybe[str] = UNSET,
        identity_provider: Maybe[
            CreateRequestIdentityProvider
            | Literal[
                "generic", "okta", "microsoft-entra", "cyberark", "jumpcloud", "onelogin", "pingfederate", "rippling"
            ]
        ] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Create a SCIM connection for an organization.

        Only this response has the bearer token; store it. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            display_name: Display name.
            identity_provider: Name of the identity provider, e.g. `okta`; `generic` for one that is not listed.

        Raises:
            APIError: `active_scim_connection_exists`, `invalid_scim_idp`, `organization_not_found`.
        """
        return self._call(_CREATE, locals())

    def delete(
        self,
        organization_id: str,
        connection_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteResponse]:
        """Delete a SCIM connection.

        The organization can have a new one afterwards. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.

        Raises:
            APIError: `no_active_scim_connection`.
        """
        return self._call(_DELETE, locals())

    def get(
        self,
        organization_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GetResponse]:
        """Fetch the SCIM connection of an organization.

        The response has only the last four characters of the bearer token. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `no_active_scim_connection`, `organization_not_found`.
        """
        return self._call(_GET, locals())

    def get_groups(
        self,
        organization_id: str,
        connection_id: str,
        *,
        cursor: Maybe[str] = UNSET,
        limit: int | UnsetType = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Pager[GetGroupsResponse, SCIMGroup]:
        """List the SCIM groups of a connection, page by page.

        Groups appear after the identity provider has sent them. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            cursor: The `next_cursor` of the previous page; None for the first page.
            limit: Maximum number of groups per page.

        Raises:
            APIError: `no_active_scim_connection`.
        """
        return self._paginate(_GET_GROUPS, locals())

    def rotate_cancel(
        self,
        organization_id: str,
        connection_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RotateCancelResponse]:
        """Cancel a token rotation, and keep the original SCIM bearer token.

        The next token stops working. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.

        Raises:
            APIError: `scim_connection_not_rotating_token`, `no_active_scim_connection`.
        """
        return self._call(_ROTATE_CANCEL, locals())

    def rotate_complete(
        self,
        organization_id: str,
        connection_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RotateCompleteResponse]:
        """Complete a token rotation, so that only the new SCIM bearer token is valid.

        Enter the new token at the identity provider first; the old one stops working. Retried only if the
        token was not used.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.

        Raises:
            APIError: `scim_connection_not_rotating_token`, `no_active_scim_connection`.
        """
        return self._call(_ROTATE_COMPLETE, locals())

    def rotate_start(
        self,
        organization_id: str,
        connection_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RotateStartResponse]:
        """Start replacing the bearer token of a SCIM connection.

        The result has the new token, which replaces the old one when the rotation is completed. Retried
        only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.

        Raises:
            APIError: `no_active_scim_connection`.
        """
        return self._call(_ROTATE_START, locals())

    def update(
        self,
        organization_id: str,
        connection_id: str,
        *,
        display_name: Maybe[str] = UNSET,
        identity_provider: Maybe[
            UpdateRequestIdentityProvider
            | Literal[
                "generic", "okta", "microsoft-entra", "cyberark", "jumpcloud", "onelogin", "pingfederate", "rippling"
            ]
        ] = UNSET,
        scim_group_implicit_role_assignments: Maybe[Sequence[SCIMGroupImplicitRoleAssignments | JSONMap]] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateResponse]:
        """Change a SCIM connection's name, identity provider or group roles.

        Omitted fields do not change. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            display_name: Display name.
            identity_provider: Name of the identity provider, e.g. `okta`; `generic` for one that is not listed.
            scim_group_implicit_role_assignments: Roles for members of given SCIM groups.

        Raises:
            APIError: `no_active_scim_connection`, `scim_group_role_assignment_group_does_not_exist`,
                `invalid_scim_idp`.
        """
        return self._call(_UPDATE, locals())
