# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `sso.saml`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, SessionJWT, SessionToken

from ..models.sso import (
    CreateConnectionRequestIdentityProvider,
    SAMLConnectionImplicitRoleAssignment,
    SAMLGroupImplicitRoleAssignment,
    UpdateConnectionRequestIdentityProvider,
)
from ..models.sso_saml import (
    CreateConnectionResponse,
    DeleteEncryptionPrivateKeyResponse,
    DeleteVerificationCertificateResponse,
    UpdateByURLResponse,
    UpdateConnectionResponse,
)

_CREATE_CONNECTION = Operation(
    "api_sso_v1_sso_saml_CreateConnection",
    "sso.saml.create_connection",
    "POST /v1/b2b/sso/saml/{organization_id}",
    CreateConnectionResponse,
    session=True,
)
_DELETE_ENCRYPTION_PRIVATE_KEY = Operation(
    "api_sso_v1_sso_saml_DeleteEncryptionPrivateKey",
    "sso.saml.delete_encryption_private_key",
    "DELETE /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/encryption_private_keys/{private_key_id}",
    DeleteEncryptionPrivateKeyResponse,
    session=True,
)
_DELETE_VERIFICATION_CERTIFICATE = Operation(
    "api_sso_v1_sso_saml_DeleteVerificationCertificate",
    "sso.saml.delete_verification_certificate",
    "DELETE /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/verification_certificates/{certificate_id}",
    DeleteVerificationCertificateResponse,
    session=True,
)
_UPDATE_BY_URL = Operation(
    "api_sso_v1_sso_saml_UpdateByURL",
    "sso.saml.update_by_url",
    "PUT /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/url",
    UpdateByURLResponse,
    session=True,
)
_UPDATE_CONNECTION = Operation(
    "api_sso_v1_sso_saml_UpdateConnection",
    "sso.saml.update_connection",
    "PUT /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}",
    UpdateConnectionResponse,
    session=True,
)


class Saml(Resource):
    """SAML connections."""

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
        """Create a SAML connection.

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

    def delete_encryption_private_key(
        self,
        organization_id: str,
        connection_id: str,
        private_key_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteEncryptionPrivateKeyResponse]:
        """Delete a private key for the decryption of SAML assertions.

        Assertions that were encrypted for it can no longer be decrypted. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            private_key_id: ID of the encryption private key.

        Raises:
            APIError: `sso_encryption_private_key_not_found`, `saml_connection_not_found`.
        """
        return self._call(_DELETE_ENCRYPTION_PRIVATE_KEY, locals())

    def delete_verification_certificate(
        self,
        organization_id: str,
        connection_id: str,
        certificate_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteVerificationCertificateResponse]:
        """Delete a certificate for the verification of SAML assertions.

        A connection can have up to 5, and an active one must keep at least one. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            certificate_id: ID of the certificate.

        Raises:
            APIError: `sso_verification_key_not_found`, `cannot_delete_last_sso_verification_key`,
                `saml_connection_not_found`.
        """
        return self._call(_DELETE_VERIFICATION_CERTIFICATE, locals())

    def update_by_url(
        self,
        organization_id: str,
        connection_id: str,
        *,
        metadata_url: str,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateByURLResponse]:
        """Update a SAML connection from the identity provider's metadata URL.

        The attribute mapping is not part of the metadata; set it with `sso.saml.update_connection`. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            metadata_url: URL of the identity provider's metadata.

        Raises:
            APIError: `invalid_saml_metadata_url`, `invalid_xml_from_saml_metadata_url`,
                `saml_connection_metadata_invalid_format`, `too_many_sso_verification_certificates`.
        """
        return self._call(_UPDATE_BY_URL, locals())

    def update_connection(
        self,
        organization_id: str,
        connection_id: str,
        *,
        allow_gateway_callback: Maybe[bool] = UNSET,
        alternative_acs_url: Maybe[str] = UNSET,
        alternative_audience_uri: Maybe[str] = UNSET,
        attribute_mapping: Maybe[JSONMap] = UNSET,
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
        idp_entity_id: Maybe[str] = UNSET,
        idp_initiated_auth_disabled: Maybe[bool] = UNSET,
        idp_sso_url: Maybe[str] = UNSET,
        nameid_format: Maybe[str] = UNSET,
        saml_connection_implicit_role_assignments: Maybe[
            Sequence[SAMLConnectionImplicitRoleAssignment | JSONMap]
        ] = UNSET,
        saml_encryption_private_key: Maybe[str] = UNSET,
        saml_group_implicit_role_assignments: Maybe[Sequence[SAMLGroupImplicitRoleAssignment | JSONMap]] = UNSET,
        signing_private_key: Maybe[str] = UNSET,
        x509_certificate: Maybe[str] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateConnectionResponse]:
        """Change a SAML connection.

        It becomes active once it has an SSO URL, an entity ID, a certificate and an attribute mapping. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connection_id: ID of the connection.
            allow_gateway_callback: Whether assertions may arrive through your gateway.
            alternative_acs_url: Another ACS URL for SAML requests, for a migration; you forward the responses.
            alternative_audience_uri: Another audience to accept in assertions, for a migration.
            attribute_mapping: Attributes for the member's `email`, and `full_name` or first and last name.
            display_name: Display name.
            identity_provider: Name of the identity provider, e.g. `okta`; `generic` for one that is not listed.
            idp_entity_id: The identity provider's entity ID.
            idp_initiated_auth_disabled: Whether IdP-initiated logins are rejected; false by default.
            idp_sso_url: The identity provider's URL for login requests.
            nameid_format: Expected NameID format; by default `emailAddress` of SAML 1.1.
            saml_connection_implicit_role_assignments: Roles for everyone who logs in with the connection.
            saml_encryption_private_key: RSA key that decrypts assertions, PEM in PKCS #1 form.
            saml_group_implicit_role_assignments: Roles for members of given SAML groups.
            signing_private_key: RSA key to sign SAML requests, PEM in PKCS #1 form; the API creates its certificate.
            x509_certificate: Certificate to check assertions with, PEM.

        Raises:
            APIError: `saml_connection_not_found`, `invalid_x509_certificate`,
                `saml_connection_email_mapping_required`, `saml_connection_name_mapping_required`,
                `saml_connection_attribute_mapping_missing_groups_key`,
                `too_many_sso_verification_certificates`.
        """
        return self._call(_UPDATE_CONNECTION, locals())
