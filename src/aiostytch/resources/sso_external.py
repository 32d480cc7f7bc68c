# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `sso.external`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, SessionJWT, SessionToken

from ..models.sso import (
    ConnectionImplicitRoleAssignment,
    GroupImplicitRoleAssignment,
    SAMLConnectionImplicitRoleAssignment,
    SAMLGroupImplicitRoleAssignment,
)
from ..models.sso_external import CreateConnectionResponse, UpdateConnectionResponse

_CREATE_CONNECTION = Operation(
    "api_sso_v1_sso_external_CreateConnection",
    "sso.external.create_connection",
    "POST /v1/b2b/sso/external/{organization_id}",
    CreateConnectionResponse,
    session=True,
)
_UPDATE_CONNECTION = Operation(
    "api_sso_v1_sso_external_UpdateConnection",
    "sso.external.update_connection",
    "PUT /v1/b2b/sso/external/{organization_id}/connections/{connection_id}",
    UpdateConnectionResponse,
    session=True,
)


class External(Resource):
    """External connections: SSO connections of other organizations."""

    def create_connection(
        self,
        organization_id: str,
        *,
        external_organization_id: str,
        external_connection_id: str,
        connection_implicit_role_assignments: Maybe[Sequence[SAMLConnectionImplicitRoleAssignment | JSONMap]] = UNSET,
        display_name: Maybe[str] = UNSET,
        group_implicit_role_assignments: Maybe[Sequence[SAMLGroupImplicitRoleAssignment | JSONMap]] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateConnectionResponse]:
        """Create an external connection, which uses the SSO connection of another organization.

        Members of both organizations then log in at the same identity provider. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            external_organization_id: ID of the organization that owns the SSO connection.
            external_connection_id: ID of the SSO connection in the other organization.
            connection_implicit_role_assignments: Roles for everyone who logs in with the connection.
            display_name: Display name.
            group_implicit_role_assignments: Roles for members of given groups at the identity provider.

        Raises:
            APIError: `external_connection_id_not_found`, `external_connection_not_active`,
                `duplicate_external_sso_connection`, `external_organization_id_same_as_organization_id`.
        """
        return self._call(_CREATE_CONNECTION, locals())

    def update_connection(
        self,
        organization_id: str,
        connection_id: str,
        *,
        display_name: Maybe[str] = UNSET,
        external_connection_implicit_role_assignments: Maybe[
            Sequence[ConnectionImplicitRoleAssignment | JSONMap]
        ] = UNSET,
        external_group_implicit_role_assignments: Maybe[Sequence[GroupImplicitRoleAssignment | JSONMap]] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateConnectionResponse]:
        """Change an external connection.

        Its name and its implicit roles. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            display_name: Display name.
            external_connection_implicit_role_assignments: Roles for members who log in with it; not for
                OIDC connections.
            external_group_implicit_role_assignments: Roles for members of given groups at the identity provider.

        Raises:
            APIError: `sso_connection_not_found`, `invalid_role`.
        """
        return self._call(_UPDATE_CONNECTION, locals())
