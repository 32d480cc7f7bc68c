# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `discovery_organizations`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response, Timestamp

from .device_history import DeviceInfo
from .discovery import DiscoveredOrganization
from .mfa import MfaRequired
from .organizations import Member, Organization
from .sessions import MemberSession, PrimaryRequired


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
    """The new organization, its first member and their session."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    member_authenticated: bool
    """Whether the login is complete; if false, `mfa_required` or `primary_required` has what is missing."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Represents an unfinished login; valid for 10 minutes."""
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
class ListResponse(Response):
    """The organizations that the person can log in to or join."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    email_address: str
    """The e-mail address of the person."""
    discovered_organizations: list[DiscoveredOrganization]
    """Organizations the person belongs to, is invited to, or may join."""
    status_code: int
    """HTTP status code of the response."""
    organization_id_hint: str | None = None
    """The organization that the login began with; null if none."""
