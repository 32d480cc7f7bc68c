# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `passwords_session`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response, Timestamp

from .device_history import DeviceInfo
from .mfa import MfaRequired
from .organizations import Member, Organization
from .sessions import MemberSession


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResetResponse(Response):
    """The session in which the password was set."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
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
