# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `sso.oidc`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, SessionJWT, SessionToken

from ..models.sso import CreateConnectionRequestIdentityProvider, UpdateConnectionRequestIdentityProvider
from ..models.sso_oidc import CreateConnectionResponse, UpdateConnectionResponse

_CREATE_CONNECTION = Operation(
    "api_sso_v1_sso_oidc_CreateConnection",
    "sso.oidc.create_connection",
    "POST /v1/b2b/sso/oidc/{organization_id}",
    CreateConnectionResponse,
    session=True,
)
_UPDATE_CONNECTION = Operation(
    "api_sso_v1_sso_oidc_UpdateConnection",
    "sso.oidc.update_connection",
    "PUT /v1/b2b/sso/oidc/{organization_id}/connections/{connection_id}",
    UpdateConnectionResponse,
    session=True,
)


class Oidc(Resource):
    """OIDC connections."""

    def create_connection(
        self,
        organization_id: str,
        *,
        display_name: Maybe[str] = UNSET,
        identity_provider: Maybe[
            CreateConnectionRequestIdentityProvider
            | Literal[
                "classlink",
                "cyberark",
                "duo",
                "generic",
                "google-workspace",
                "jumpcloud",
                "keycloak",
                "miniorange",
                "microsoft-entra",
                "okta",
                "onelogin",
                "pingfederate",
                "rippling",
                "salesforce",
                "shibboleth",
            ]
        ] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateConnectionResponse]:
        """Create an OIDC connection.

        It stays pending until the details of the identity provider are set. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            display_name: Display name.
            identity_provider: Name of the identity provider, e.g. `okta`; `generic` for one that is not listed.

        Raises:
            APIError: `too_many_sso_connections`, `too_many_sso_connections_for_billing_tier`,
                `invalid_sso_idp`, `organization_not_found`.
        """
        return self._call(_CREATE_CONNECTION, locals())

    def update_connection(
        self,
        organization_id: str,
        connection_id: str,
        *,
        attribute_mapping: Maybe[JSONMap] = UNSET,
        authorization_url: Maybe[str] = UNSET,
        client_id: Maybe[str] = UNSET,
        client_secret: Maybe[str] = UNSET,
        custom_scopes: Maybe[str] = UNSET,
        display_name: Maybe[str] = UNSET,
        identity_provider: Maybe[
            UpdateConnectionRequestIdentityProvider
            | Literal[
                "classlink",
                "cyberark",
                "duo",
                "generic",
                "google-workspace",
                "jumpcloud",
                "keycloak",
                "miniorange",
                "microsoft-entra",
                "okta",
                "onelogin",
                "pingfederate",
                "rippling",
                "salesforce",
                "shibboleth",
            ]
        ] = UNSET,
        issuer: Maybe[str] = UNSET,
        jwks_url: Maybe[str] = UNSET,
        token_url: Maybe[str] = UNSET,
        userinfo_url: Maybe[str] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateConnectionResponse]:
        """Change an OIDC connection.

        The API reads the endpoints from the metadata of a new `issuer`; given URLs take precedence. If it
        cannot read them, `warning` has the reason. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            attribute_mapping: Keys of the member's trusted metadata, and the identity provider's claims for them.
            authorization_url: The identity provider's URL for authorization requests.
            client_id: OAuth client ID that the identity provider issued.
            client_secret: OAuth client secret that the identity provider issued.
            custom_scopes: Scopes to request instead of `openid email profile`, separated by URL-encoded spaces (%20).
            display_name: Display name.
            identity_provider: Name of the identity provider, e.g. `okta`; `generic` for one that is not listed.
            issuer: The `https://` URL that identifies the identity provider, case-sensitive.
            jwks_url: The identity provider's URL of its public keys.
            token_url: The identity provider's URL that issues tokens.
            userinfo_url: The identity provider's UserInfo URL.

        Raises:
            APIError: `oidc_connection_not_found`, `oidc_connection_issuer_url_invalid_format`,
                `oidc_connection_token_url_invalid_format`, `invalid_sso_idp`.
        """
        return self._call(_UPDATE_CONNECTION, locals())
