# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `sso`."""

from __future__ import annotations

import enum
from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Response, Timestamp

from .device_history import DeviceInfo
from .mfa import MfaRequired
from .organizations import Member, Organization
from .sessions import MemberSession, PrimaryRequired


class AuthenticateRequestLocale(OpenEnum):
    """Languages of the MFA message during a login. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()
    IT = enum.auto()
    DE_DE = "de-DE"
    ZH_HANS = "zh-Hans"
    CA_ES = "ca-ES"
    CS = enum.auto()
    FA = enum.auto()
    JA = enum.auto()
    NL = enum.auto()
    PL = enum.auto()
    RU = enum.auto()
    TR = enum.auto()
    VI = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticateResponse(Response):
    """The session, or the authentication that is still required."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    organization_id: str
    """ID of the organization; calls also accept its slug or external ID."""
    member: Member
    """The member after the call."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    reset_session: bool
    """Deprecated."""
    organization: Organization
    """The organization after the call."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Represents an unfinished login; valid for 10 minutes."""
    member_authenticated: bool
    """Whether the login is complete; if false, `mfa_required` or `primary_required` has what is missing."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""
    mfa_required: MfaRequired | None = None
    """The MFA step that the member still has to complete; null without one."""
    primary_required: PrimaryRequired | None = None
    """The login method that is still required; null if there is none."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectionImplicitRoleAssignment(Model):
    """An implicit role of all members who log in with an external connection."""

    role_id: str
    """Name of the role."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GroupImplicitRoleAssignment(Model):
    """An implicit role of all members in a group of an external connection."""

    role_id: str
    """Name of the role."""
    group: str
    """Name of the group at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Connection(Model):
    """An external connection: the SSO connection of another organization."""

    organization_id: str
    """ID of the organization that uses it."""
    connection_id: str
    """ID of the connection."""
    external_organization_id: str
    """ID of the organization that owns the SSO connection."""
    external_connection_id: str
    """ID of the SSO connection in the other organization."""
    display_name: str
    """Display name."""
    status: str
    """Always `active`."""
    external_connection_implicit_role_assignments: list[ConnectionImplicitRoleAssignment]
    """Roles for members who log in with it; not for OIDC connections."""
    external_group_implicit_role_assignments: list[GroupImplicitRoleAssignment]
    """Roles for members of given groups at the identity provider."""


class CreateConnectionRequestIdentityProvider(OpenEnum):
    """Identity providers that SSO connections support. Each is the name of a product."""

    CLASSLINK = enum.auto()
    CYBERARK = enum.auto()
    DUO = enum.auto()
    GENERIC = enum.auto()
    """Any provider that is not listed."""
    GOOGLE_WORKSPACE = "google-workspace"
    JUMPCLOUD = enum.auto()
    KEYCLOAK = enum.auto()
    MINIORANGE = enum.auto()
    MICROSOFT_ENTRA = "microsoft-entra"
    OKTA = enum.auto()
    ONELOGIN = enum.auto()
    PINGFEDERATE = enum.auto()
    RIPPLING = enum.auto()
    SALESFORCE = enum.auto()
    SHIBBOLETH = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteConnectionResponse(Response):
    """Which SSO connection was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connection_id: str
    """ID of the deleted connection."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class EncryptionPrivateKey(Model):
    """A private key for the decryption of SAML assertions."""

    private_key_id: str
    """ID of the encryption private key."""
    private_key: str = light_attrs.field(repr=False)
    """The RSA private key."""
    created_at: Timestamp | None = None
    """When it was created, UTC."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OIDCConnection(Model):
    """An OIDC connection."""

    organization_id: str
    """ID of the organization."""
    connection_id: str
    """ID of the connection."""
    status: str
    """`pending` or `active`."""
    display_name: str
    """Display name."""
    redirect_url: str
    """Callback URL to enter at the identity provider."""
    client_id: str
    """OAuth client ID that the identity provider issued."""
    client_secret: str = light_attrs.field(repr=False)
    """OAuth client secret that the identity provider issued."""
    issuer: str
    """The `https://` URL that identifies the identity provider, case-sensitive."""
    authorization_url: str
    """The identity provider's URL for authorization requests."""
    token_url: str
    """The identity provider's URL that issues tokens."""
    userinfo_url: str
    """The identity provider's UserInfo URL."""
    jwks_url: str
    """The identity provider's URL of its public keys."""
    identity_provider: str
    """Name of the identity provider, e.g. `okta`; `generic` for one that is not listed."""
    custom_scopes: str
    """Scopes to request instead of `openid email profile`, separated by spaces."""
    attribute_mapping: dict[str, Any] | None = None
    """Keys of the member's trusted metadata, and the identity provider's claims for them."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SAMLConnectionImplicitRoleAssignment(Model):
    """An implicit role of all members who log in with a SAML connection."""

    role_id: str
    """Name of the role."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SAMLGroupImplicitRoleAssignment(Model):
    """An implicit role of all members in a SAML group."""

    role_id: str
    """Name of the role."""
    group: str
    """Name of the group at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class X509Certificate(Model):
    """A certificate of a SAML connection."""

    certificate_id: str
    """ID of the certificate."""
    certificate: str
    """The certificate, PEM."""
    issuer: str
    """Who issued the certificate."""
    created_at: Timestamp | None = None
    """When it was created, UTC."""
    expires_at: Timestamp | None = None
    """When it expires, UTC."""
    updated_at: Timestamp | None = None
    """When it was last changed, UTC."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SAMLConnection(Model):
    """A SAML connection."""

    organization_id: str
    """ID of the organization."""
    connection_id: str
    """ID of the connection."""
    status: str
    """`pending` or `active`."""
    idp_entity_id: str
    """The identity provider's entity ID."""
    display_name: str
    """Display name."""
    idp_sso_url: str
    """The identity provider's URL for login requests."""
    acs_url: str
    """The Assertion Consumer Service URL to enter at the identity provider."""
    audience_uri: str
    """The required audience of assertions."""
    signing_certificates: list[X509Certificate]
    """Certificates of the signed SAML requests, to upload at the identity provider."""
    verification_certificates: list[X509Certificate]
    """Certificates that assertions are checked with."""
    encryption_private_keys: list[EncryptionPrivateKey]
    """Keys that decrypt assertions."""
    saml_connection_implicit_role_assignments: list[SAMLConnectionImplicitRoleAssignment]
    """Roles for everyone who logs in with the connection."""
    saml_group_implicit_role_assignments: list[SAMLGroupImplicitRoleAssignment]
    """Roles for members of given SAML groups."""
    alternative_audience_uri: str
    """Another audience to accept in assertions, for a migration."""
    identity_provider: str
    """Name of the identity provider, e.g. `okta`; `generic` for one that is not listed."""
    nameid_format: str
    """Expected NameID format; by default `emailAddress` of SAML 1.1."""
    alternative_acs_url: str
    """Another ACS URL for SAML requests, for a migration; you forward the responses."""
    idp_initiated_auth_disabled: bool
    """Whether IdP-initiated logins are rejected; false by default."""
    allow_gateway_callback: bool
    """Whether assertions may arrive through your gateway."""
    attribute_mapping: dict[str, Any] | None = None
    """Attributes of the member, e.g. `email` or `full_name`, and the identity provider's attributes for them."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetConnectionsResponse(Response):
    """The SSO connections of an organization."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    saml_connections: list[SAMLConnection]
    """The organization's SAML connections."""
    oidc_connections: list[OIDCConnection]
    """The organization's OIDC connections."""
    external_connections: list[Connection]
    """The external connections: SSO connections of other organizations."""
    status_code: int
    """HTTP status code of the response."""


class UpdateConnectionRequestIdentityProvider(OpenEnum):
    """Identity providers that SSO connections support. Each is the name of a product."""

    CLASSLINK = enum.auto()
    CYBERARK = enum.auto()
    DUO = enum.auto()
    GENERIC = enum.auto()
    """Any provider that is not listed."""
    GOOGLE_WORKSPACE = "google-workspace"
    JUMPCLOUD = enum.auto()
    KEYCLOAK = enum.auto()
    MINIORANGE = enum.auto()
    MICROSOFT_ENTRA = "microsoft-entra"
    OKTA = enum.auto()
    ONELOGIN = enum.auto()
    PINGFEDERATE = enum.auto()
    RIPPLING = enum.auto()
    SALESFORCE = enum.auto()
    SHIBBOLETH = enum.auto()
