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
    """The session, or what it still takes to get one."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    member_id: str
    """Id of the member; calls accept an external id in its place."""
    organization_id: str
    """Id of the organization; calls accept its slug or external id in its place."""
    member: Member
    """The member as it is now."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    reset_session: bool
    """Deprecated."""
    organization: Organization
    """The organization as it is now."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Holds what an unfinished login has proved; valid for 10 minutes."""
    member_authenticated: bool
    """Whether the login is complete; if false, `mfa_required` or `primary_required` says what is missing."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""
    mfa_required: MfaRequired | None = None
    """What the member still has to do for MFA; null if nothing."""
    primary_required: PrimaryRequired | None = None
    """The other login method that is still needed; null if none."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectionImplicitRoleAssignment(Model):
    """A role for everyone who logs in with a borrowed connection."""

    role_id: str
    """Name of the role that they get."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GroupImplicitRoleAssignment(Model):
    """A role for everyone in a group, with a borrowed connection."""

    role_id: str
    """Name of the role that they get."""
    group: str
    """Name of the group at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Connection(Model):
    """An SSO connection borrowed from another organization."""

    organization_id: str
    """Id of the organization that borrows it."""
    connection_id: str
    """Id of the connection."""
    external_organization_id: str
    """Id of the organization that owns the borrowed connection."""
    external_connection_id: str
    """Id of the SSO connection that is borrowed, in the other organization."""
    display_name: str
    """Name to show."""
    status: str
    """Always `active`."""
    external_connection_implicit_role_assignments: list[ConnectionImplicitRoleAssignment]
    """Roles for who logs in with it; not for borrowed OIDC ones."""
    external_group_implicit_role_assignments: list[GroupImplicitRoleAssignment]
    """Roles for members of given groups at the identity provider."""


class CreateConnectionRequestIdentityProvider(OpenEnum):
    """Identity providers that an SSO connection knows. Each is the name of a product."""

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
    """Id of the API call; log it, and quote it to support."""
    connection_id: str
    """Id of the deleted connection."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class EncryptionPrivateKey(Model):
    """A key that decrypts SAML assertions."""

    private_key_id: str
    """Id of the encryption private key."""
    private_key: str = light_attrs.field(repr=False)
    """The RSA private key."""
    created_at: Timestamp | None = None
    """When it was created, UTC."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OIDCConnection(Model):
    """An OIDC connection."""

    organization_id: str
    """Id of the organization."""
    connection_id: str
    """Id of the connection."""
    status: str
    """`pending` or `active`."""
    display_name: str
    """Name to show."""
    redirect_url: str
    """Callback URL to enter at the identity provider."""
    client_id: str
    """OAuth client id that the identity provider issued."""
    client_secret: str = light_attrs.field(repr=False)
    """OAuth client secret that the identity provider issued."""
    issuer: str
    """The `https://` URL that identifies the identity provider, case-sensitive."""
    authorization_url: str
    """The identity provider's URL where an OAuth login starts."""
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
    """Which claim of the identity provider fills which key of the member's trusted metadata."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SAMLConnectionImplicitRoleAssignment(Model):
    """A role for everyone who logs in with a SAML connection."""

    role_id: str
    """Name of the role that they get."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SAMLGroupImplicitRoleAssignment(Model):
    """A role for everyone in a SAML group."""

    role_id: str
    """Name of the role that they get."""
    group: str
    """Name of the group at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class X509Certificate(Model):
    """A certificate of a SAML connection."""

    certificate_id: str
    """Id of the certificate."""
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
    """Id of the organization."""
    connection_id: str
    """Id of the connection."""
    status: str
    """`pending` or `active`."""
    idp_entity_id: str
    """The identity provider's entity id."""
    display_name: str
    """Name to show."""
    idp_sso_url: str
    """The identity provider's URL for login requests."""
    acs_url: str
    """The Assertion Consumer Service URL to enter at the identity provider."""
    audience_uri: str
    """The audience that assertions must name."""
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
    """NameID format to expect; by default the `emailAddress` one of SAML 1.1."""
    alternative_acs_url: str
    """Another ACS URL for SAML requests, in a migration; you forward what arrives."""
    idp_initiated_auth_disabled: bool
    """Whether logins started at the identity provider are refused; false by default."""
    allow_gateway_callback: bool
    """Whether assertions may arrive through your gateway."""
    attribute_mapping: dict[str, Any] | None = None
    """Which attribute of the identity provider fills which one of the member, e.g. `email`, `full_name`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetConnectionsResponse(Response):
    """The SSO connections of an organization."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    saml_connections: list[SAMLConnection]
    """The organization's SAML connections."""
    oidc_connections: list[OIDCConnection]
    """The organization's OIDC connections."""
    external_connections: list[Connection]
    """The connections borrowed from other organizations."""
    status_code: int
    """HTTP status code of the response."""


class UpdateConnectionRequestIdentityProvider(OpenEnum):
    """Identity providers that an SSO connection knows. Each is the name of a product."""

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
