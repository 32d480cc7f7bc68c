# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `organizations`."""

from __future__ import annotations

from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Response, Timestamp

from .scim import SCIMAttributes


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MemberRoleSource(Model):
    """A source of a member's role."""

    type: str
    """`direct_assignment`, `email_assignment`, `sso_connection`, `sso_connection_group` or `scim_connection_group`."""
    details: dict[str, Any] | None = None
    """The domain, connection or group that an implicit role comes from; empty for a direct assignment."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MemberRole(Model):
    """A role of a member, with its sources."""

    role_id: str
    """Name of the role; `stytch_member` and `stytch_admin` are built in."""
    sources: list[MemberRoleSource]
    """Why the member has the role; there can be several sources."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OAuthRegistration(Model):
    """A member's account at an OAuth provider."""

    provider_type: str
    """Name of the OAuth provider."""
    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    member_oauth_registration_id: str
    """ID of the OAuth registration."""
    locale: str | None = None
    """Language set at the provider, if known."""
    profile_picture_url: str | None = None
    """URL of the member's picture at the provider, if there is one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RetiredEmail(Model):
    """A former e-mail address of a member."""

    email_id: str
    """ID of the e-mail address."""
    email_address: str
    """The former address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMRegistration(Model):
    """A member's entry in a directory."""

    connection_id: str
    """ID of the SCIM connection."""
    registration_id: str
    """ID of the registration."""
    external_id: str | None = None
    """ID of the member at the identity provider."""
    scim_attributes: SCIMAttributes | None = None
    """The member's attributes in the directory."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SSORegistration(Model):
    """An SSO connection that a member has logged in with."""

    connection_id: str
    """ID of the SSO connection."""
    external_id: str
    """ID of the member at the identity provider."""
    registration_id: str
    """ID of the registration."""
    sso_attributes: dict[str, Any] | None = None
    """The member's attributes at the identity provider."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Member(Model):
    """A person in an organization."""

    organization_id: str
    """ID of the organization that the member is in."""
    member_id: str
    """ID that Stytch assigned to the member; it never changes."""
    email_address: str
    """The member's e-mail address."""
    status: str
    """`pending`, `invited`, `active` or `deleted`."""
    name: str
    """The member's full name."""
    sso_registrations: list[SSORegistration]
    """The SSO connections that the member has logged in with."""
    is_breakglass: bool
    """Whether the member may log in despite the organization's settings, in an emergency."""
    member_password_id: str
    """ID of the member's password; empty if there is none."""
    oauth_registrations: list[OAuthRegistration]
    """The member's accounts at OAuth providers."""
    email_address_verified: bool
    """Whether the e-mail address is verified."""
    mfa_phone_number_verified: bool
    """Whether the phone number is verified."""
    is_admin: bool
    """Whether the member has the `stytch_admin` role."""
    totp_registration_id: str
    """ID of the authenticator app registration; empty if there is none."""
    retired_email_addresses: list[RetiredEmail]
    """Former addresses; nobody else in the organization may use them until they are unlinked."""
    is_locked: bool
    """Whether the member is temporarily locked, after too many failed logins."""
    mfa_enrolled: bool
    """Whether the member must complete MFA even if the organization does not require it."""
    mfa_phone_number: str
    """The member's phone number for MFA, E.164; empty if there is none."""
    default_mfa_method: str
    """The method to use when a member has several: `sms_otp` or `totp`."""
    roles: list[MemberRole]
    """The member's direct and implicit roles, with their sources."""
    created_at: Timestamp | None = None
    """When the member was created, UTC."""
    external_id: str | None = None
    """Your own ID for the member, if there is one."""
    lock_created_at: Timestamp | None = None
    """When the lock began, UTC; null if not locked."""
    lock_expires_at: Timestamp | None = None
    """When the lock ends, UTC; null if not locked."""
    scim_registration: SCIMRegistration | None = None
    """The member's entry in a directory, or null."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; browser and mobile SDKs cannot change it."""
    untrusted_metadata: dict[str, Any] | None = None
    """Any JSON object; browser and mobile SDKs can change it, so do not rely on it."""
    updated_at: Timestamp | None = None
    """When the member was last changed, UTC."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ActiveSCIMConnection(Model):
    """The SCIM connection that an organization uses."""

    connection_id: str
    """ID of the connection."""
    display_name: str
    """Display name."""
    bearer_token_last_four: str
    """Last four characters of the SCIM bearer token."""
    bearer_token_expires_at: Timestamp | None = None
    """When the SCIM bearer token expires."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ActiveSSOConnection(Model):
    """An SSO connection that an organization uses."""

    connection_id: str
    """ID of the connection."""
    display_name: str
    """Display name."""
    identity_provider: str
    """Name of the identity provider, e.g. `okta`; `generic` for one that is not listed."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CustomRolePermission(Model):
    """The actions on one resource that a role permits."""

    resource_id: str
    """Name of the resource, e.g. `documents`; those that start with `stytch` are built in."""
    actions: list[str]
    """Actions on the resource; `*` stands for all of them."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CustomRole(Model):
    """A role that only one organization has."""

    role_id: str
    """Name of the role."""
    description: str
    """A description, for people."""
    permissions: list[CustomRolePermission]
    """The permitted actions, by resource."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class EmailImplicitRoleAssignment(Model):
    """An implicit role of all members with an e-mail address of one domain."""

    domain: str
    """The domain of the e-mail addresses, e.g. `example.com`."""
    role_id: str
    """Name of the role."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Organization(Model):
    """An organization, such as one of your customers, with its settings."""

    organization_id: str
    """ID that Stytch assigned to the organization; it never changes."""
    organization_name: str
    """Name of the organization, 1 to 128 characters."""
    organization_logo_url: str
    """URL of the organization's logo."""
    organization_slug: str
    """Unique URL part of the organization: 2 to 128 letters, digits or `-`, `.`, `_`, `~`."""
    sso_jit_provisioning: str
    """Who joins by SSO: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`."""
    sso_jit_provisioning_allowed_connections: list[str]
    """IDs of the allowed connections while `sso_jit_provisioning` is `RESTRICTED`."""
    sso_active_connections: list[ActiveSSOConnection]
    """The active SSO connections."""
    email_allowed_domains: list[str]
    """Allowed e-mail domains while a setting is `RESTRICTED`; not those of common providers."""
    email_jit_provisioning: str
    """Who joins by a verified address: `RESTRICTED` (allowed domains) or `NOT_ALLOWED`."""
    email_invites: str
    """Who may be invited: `ALL_ALLOWED`, `RESTRICTED` (to allowed domains) or `NOT_ALLOWED`."""
    auth_methods: str
    """Which login methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`."""
    allowed_auth_methods: list[str]
    """Methods allowed while `auth_methods` is `RESTRICTED`, such as `sso`, `magic_link`."""
    mfa_policy: str
    """`REQUIRED_FOR_ALL`: all members must complete MFA; `OPTIONAL` (the default): enrolled ones."""
    rbac_email_implicit_role_assignments: list[EmailImplicitRoleAssignment]
    """Roles for members by the domain of their e-mail address."""
    mfa_methods: str
    """Which MFA methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`."""
    allowed_mfa_methods: list[str]
    """MFA methods that are allowed while `mfa_methods` is `RESTRICTED`: `sms_otp`, `totp`."""
    oauth_tenant_jit_provisioning: str
    """Who joins by OAuth tenant: `RESTRICTED` (allowed tenants) or `NOT_ALLOWED`."""
    claimed_email_domains: list[str]
    """E-mail domains that the organization has claimed."""
    first_party_connected_apps_allowed_type: str
    """`ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`."""
    allowed_first_party_connected_apps: list[str]
    """IDs of the first-party apps allowed while these are `RESTRICTED`."""
    third_party_connected_apps_allowed_type: str
    """`ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`."""
    allowed_third_party_connected_apps: list[str]
    """IDs of the third-party apps allowed while these are `RESTRICTED`."""
    custom_roles: list[CustomRole]
    """Roles that only this organization has."""
    allowed_oauth_tenants: dict[str, Any] | None = None
    """Tenant IDs by provider (`slack`, `hubspot`, `github`) whose users may join by OAuth."""
    created_at: Timestamp | None = None
    """When the organization was created, UTC."""
    organization_external_id: str | None = None
    """Your own ID for the organization, if there is one."""
    scim_active_connection: ActiveSCIMConnection | None = None
    """The active SCIM connection, or null."""
    sso_default_connection_id: str | None = None
    """The SSO connection to use when several are active."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; browser and mobile SDKs cannot change it."""
    updated_at: Timestamp | None = None
    """When the organization was last changed, UTC."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OrganizationConnectedApp(Model):
    """A connected app that members of an organization installed."""

    connected_app_id: str
    """ID of the connected app."""
    name: str
    """Name of the app."""
    description: str
    """The app's description of itself."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppsResponse(Response):
    """The connected apps of an organization."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    connected_apps: list[OrganizationConnectedApp]
    """The connected apps."""
    status_code: int
    """HTTP status code of the response."""


class CreateRequestFirstPartyConnectedAppsAllowedType(OpenEnum):
    """Which first-party connected apps an organization allows."""

    ALL_ALLOWED = "ALL_ALLOWED"
    """Every app."""
    RESTRICTED = "RESTRICTED"
    """Only the apps that are listed."""
    NOT_ALLOWED = "NOT_ALLOWED"
    """No app."""


class CreateRequestThirdPartyConnectedAppsAllowedType(OpenEnum):
    """Which third-party connected apps an organization allows."""

    ALL_ALLOWED = "ALL_ALLOWED"
    """Every app."""
    RESTRICTED = "RESTRICTED"
    """Only the apps that are listed."""
    NOT_ALLOWED = "NOT_ALLOWED"
    """No app."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateResponse(Response):
    """The organization that was created."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteExternalIdResponse(Response):
    """The organization, without its external ID."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteResponse(Response):
    """Which organization was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    organization_id: str
    """ID of the deleted organization."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OrganizationConnectedAppActiveMember(Model):
    """A member who installed a connected app."""

    member_id: str
    """ID of the member; calls also accept an external ID."""
    granted_scopes: list[str]
    """The scopes that the member granted at the last authorization."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetConnectedAppResponse(Response):
    """A connected app and the members who installed it."""

    connected_app_id: str
    """ID of the connected app."""
    name: str
    """Name of the app."""
    description: str
    """The app's description of itself."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    active_members: list[OrganizationConnectedAppActiveMember]
    """The members who installed the app."""
    status_code: int
    """HTTP status code of the response."""
    request_id: str
    """ID of the API call; log it, and quote it to support."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """One organization."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GithubProviderInfo(Model):
    """A GitHub account of a member, with its token."""

    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    provider_tenant_ids: list[str]
    """The tenants at the provider, e.g. GitHub organizations."""
    access_token: str = light_attrs.field(repr=False)
    """The access token for the provider's own API."""
    scopes: list[str]
    """OAuth scopes."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class HubspotProviderInfo(Model):
    """A HubSpot account of a member, with its tokens."""

    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    provider_tenant_id: str
    """The tenant at the provider, e.g. a Slack workspace or HubSpot hub."""
    access_token: str = light_attrs.field(repr=False)
    """The access token for the provider's own API."""
    access_token_expires_in: int
    """Seconds until the access token expires."""
    scopes: list[str]
    """OAuth scopes."""
    refresh_token: str | None = light_attrs.field(default=None, repr=False)
    """The provider's refresh token; null if there is none, or if it was not requested."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MemberConnectedApp(Model):
    """A connected app that a member authorized."""

    connected_app_id: str
    """ID of the connected app."""
    name: str
    """Name of the app."""
    description: str
    """The app's description of itself."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    scopes_granted: str
    """The scopes that the member granted at the last authorization."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MetricsResponse(Response):
    """Metrics of an organization."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_count: int
    """Number of members."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OIDCProviderInfo(Model):
    """A member's account at an OIDC identity provider, with its tokens."""

    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    id_token: str = light_attrs.field(repr=False)
    """The OIDC ID token that the provider issued, a JWT."""
    access_token: str = light_attrs.field(repr=False)
    """The access token for the identity provider's own API."""
    access_token_expires_in: int
    """Seconds until the access token expires."""
    scopes: list[str]
    """OAuth scopes."""
    connection_id: str
    """ID of the OIDC connection."""
    refresh_token: str | None = light_attrs.field(default=None, repr=False)
    """The identity provider's refresh token; null if there is none, or if it was not requested."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResultsMetadata(Model):
    """The number of results of a search, and the cursor of the next page."""

    total: int
    """Number of results on all pages; -1 if totals are disabled for the workspace."""
    next_cursor: str | None = None
    """The `cursor` of the next page; null or empty on the last one."""


class SearchQueryOperator(OpenEnum):
    """How the filters of a search combine."""

    OR = "OR"
    """Any filter may match; deprecated."""
    AND = "AND"
    """Every filter must match."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SearchQuery(Model):
    """Filters of a search."""

    operator: SearchQueryOperator
    """How the filters combine: `AND`, or the deprecated `OR`."""
    operands: list[dict[str, Any]]
    """The filters, each an object with `filter_name` and `filter_value`; an empty list matches everything."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SearchResponse(Response):
    """A page of organizations."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    organizations: list[Organization]
    """The organizations found."""
    results_metadata: ResultsMetadata
    """The number of results, and the cursor of the next page."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SlackProviderInfo(Model):
    """A Slack account of a member, with its tokens."""

    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    provider_tenant_id: str
    """The tenant at the provider, e.g. a Slack workspace or HubSpot hub."""
    access_token: str = light_attrs.field(repr=False)
    """The token for actions as the member, within `scopes`."""
    scopes: list[str]
    """The scopes of the member's token."""
    bot_access_token: str = light_attrs.field(repr=False)
    """The token for actions as the Slack bot, within `bot_scopes`."""
    bot_scopes: list[str]
    """The scopes of the Slack bot."""


class UpdateRequestFirstPartyConnectedAppsAllowedType(OpenEnum):
    """Which first-party connected apps an organization allows."""

    ALL_ALLOWED = "ALL_ALLOWED"
    """Every app."""
    RESTRICTED = "RESTRICTED"
    """Only the apps that are listed."""
    NOT_ALLOWED = "NOT_ALLOWED"
    """No app."""


class UpdateRequestThirdPartyConnectedAppsAllowedType(OpenEnum):
    """Which third-party connected apps an organization allows."""

    ALL_ALLOWED = "ALL_ALLOWED"
    """Every app."""
    RESTRICTED = "RESTRICTED"
    """Only the apps that are listed."""
    NOT_ALLOWED = "NOT_ALLOWED"
    """No app."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateResponse(Response):
    """The organization after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
