# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `scim`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model, Timestamp


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Address(Model):
    """A postal address of a directory user."""

    formatted: str
    """The whole value as one string."""
    street_address: str
    """Street and number of the address."""
    locality: str
    """City of the address."""
    region: str
    """State or region of the address."""
    postal_code: str
    """Postal code of the address."""
    country: str
    """Country of the address."""
    type: str
    """Kind of entry, e.g. `work` or `home`."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Email(Model):
    """An e-mail address of a directory user."""

    value: str
    """The address."""
    type: str
    """Kind of entry, e.g. `work` or `home`."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Manager(Model):
    """The manager of a directory user."""

    value: str
    """ID of the manager."""
    ref: str
    """URI of the referenced record."""
    display_name: str
    """Name of the manager."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class EnterpriseExtension(Model):
    """The enterprise attributes of a directory user."""

    employee_number: str
    """The user's employee number."""
    cost_center: str
    """The user's cost center."""
    division: str
    """The user's division."""
    department: str
    """The user's department."""
    organization: str
    """Name of the organization of the user."""
    manager: Manager | None = None
    """The user's manager."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Entitlement(Model):
    """An entitlement of a directory user."""

    value: str
    """The value itself."""
    type: str
    """Kind of entitlement."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Group(Model):
    """A group of a directory user."""

    value: str
    """ID of the group."""
    display: str
    """Display name."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class IMs(Model):
    """An instant messaging address of a directory user."""

    value: str
    """The value itself."""
    type: str
    """Kind of service."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Name(Model):
    """The parts of a directory user's name."""

    formatted: str
    """The whole value as one string."""
    family_name: str
    """Family name."""
    given_name: str
    """Given name."""
    middle_name: str
    """Middle name."""
    honorific_prefix: str
    """Title before the name, e.g. `Dr.`."""
    honorific_suffix: str
    """Title after the name, e.g. `Jr.`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PhoneNumber(Model):
    """A phone number of a directory user."""

    value: str
    """The number."""
    type: str
    """Kind of entry, e.g. `work` or `home`."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Photo(Model):
    """A picture of a directory user."""

    value: str
    """URL of the picture."""
    type: str
    """Kind of picture, e.g. `thumbnail`."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Role(Model):
    """A role of a directory user."""

    value: str
    """The value itself."""
    type: str
    """Kind of role."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class X509Certificate(Model):
    """An X.509 certificate of a directory user."""

    value: str
    """The certificate."""
    type: str
    """Kind of certificate."""
    primary: bool
    """Whether this is the preferred entry."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMAttributes(Model):
    """The attributes of a directory user."""

    user_name: str
    """The user's login name in the directory."""
    id: str
    """ID of the user in SCIM."""
    external_id: str
    """ID of the user at the identity provider."""
    active: bool
    """Whether the user is active in the directory."""
    groups: list[Group]
    """The user's groups in the directory."""
    display_name: str
    """The user's display name."""
    nick_name: str
    """The user's nickname."""
    profile_url: str
    """URL of the profile page of the user."""
    user_type: str
    """Kind of user, e.g. `Employee`."""
    title: str
    """The user's job title."""
    preferred_language: str
    """The user's preferred language."""
    locale: str
    """The user's locale, e.g. `en-US`."""
    timezone: str
    """The user's time zone."""
    emails: list[Email]
    """The user's e-mail addresses in the directory."""
    phone_numbers: list[PhoneNumber]
    """The user's phone numbers in the directory."""
    addresses: list[Address]
    """The user's postal addresses in the directory."""
    ims: list[IMs]
    """The user's instant messaging addresses in the directory."""
    photos: list[Photo]
    """The user's pictures in the directory."""
    entitlements: list[Entitlement]
    """The user's entitlements in the directory."""
    roles: list[Role]
    """The user's roles in the directory."""
    x509certificates: list[X509Certificate]
    """The user's X.509 certificates in the directory."""
    enterprise_extension: EnterpriseExtension | None = None
    """The enterprise part of the SCIM user."""
    name: Name | None = None
    """The parts of the name of the user."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMGroupImplicitRoleAssignments(Model):
    """An implicit role of all members in a SCIM group."""

    role_id: str
    """Name of the role."""
    group_id: str
    """ID of the SCIM group."""
    group_name: str
    """Name of the SCIM group."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMConnection(Model):
    """A SCIM connection."""

    organization_id: str
    """ID of the organization."""
    connection_id: str
    """ID of the connection."""
    status: str
    """`active` or `deleted`."""
    display_name: str
    """Display name."""
    identity_provider: str
    """Name of the identity provider, e.g. `okta`; `generic` for one that is not listed."""
    base_url: str
    """The SCIM base URL to enter at the identity provider."""
    bearer_token_last_four: str
    """Last four characters of the SCIM bearer token."""
    scim_group_implicit_role_assignments: list[SCIMGroupImplicitRoleAssignments]
    """Roles for members of given SCIM groups."""
    next_bearer_token_last_four: str
    """Last four characters of the next token, during a rotation."""
    bearer_token_expires_at: Timestamp | None = None
    """When the SCIM bearer token expires."""
    next_bearer_token_expires_at: Timestamp | None = None
    """When the next token expires; null without a rotation."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMConnectionWithNextToken(Model):
    """A SCIM connection during a token rotation."""

    organization_id: str
    """ID of the organization."""
    connection_id: str
    """ID of the connection."""
    status: str
    """`active` or `deleted`."""
    display_name: str
    """Display name."""
    base_url: str
    """The SCIM base URL to enter at the identity provider."""
    identity_provider: str
    """Name of the identity provider, e.g. `okta`; `generic` for one that is not listed."""
    bearer_token_last_four: str
    """Last four characters of the SCIM bearer token."""
    next_bearer_token: str = light_attrs.field(repr=False)
    """The token that replaces the old one after the rotation; shown only here."""
    scim_group_implicit_role_assignments: list[SCIMGroupImplicitRoleAssignments]
    """Roles for members of given SCIM groups."""
    bearer_token_expires_at: Timestamp | None = None
    """When the SCIM bearer token expires."""
    next_bearer_token_expires_at: Timestamp | None = None
    """When the next token expires; null without a rotation."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMConnectionWithToken(Model):
    """A SCIM connection together with its bearer token."""

    organization_id: str
    """ID of the organization."""
    connection_id: str
    """ID of the connection."""
    status: str
    """`active` or `deleted`."""
    display_name: str
    """Display name."""
    identity_provider: str
    """Name of the identity provider, e.g. `okta`; `generic` for one that is not listed."""
    base_url: str
    """The SCIM base URL to enter at the identity provider."""
    bearer_token: str = light_attrs.field(repr=False)
    """The SCIM bearer token to enter at the identity provider; shown at creation only."""
    scim_group_implicit_role_assignments: list[SCIMGroupImplicitRoleAssignments]
    """Roles for members of given SCIM groups."""
    bearer_token_expires_at: Timestamp | None = None
    """When the SCIM bearer token expires."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SCIMGroup(Model):
    """A group of a directory."""

    group_id: str
    """ID of the SCIM group."""
    group_name: str
    """Name of the SCIM group."""
    organization_id: str
    """ID of the organization."""
    connection_id: str
    """ID of the connection."""
