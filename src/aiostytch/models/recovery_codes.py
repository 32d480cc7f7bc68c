# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `recovery_codes`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .device_history import DeviceInfo
from .organizations import Member, Organization
from .sessions import MemberSession


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GetResponse(Response):
    """The unused recovery codes of a member."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    recovery_codes: list[str] = light_attrs.field(repr=False)
    """Backup codes, each valid for one MFA step."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RecoverResponse(Response):
    """The session, and the number of remaining codes."""

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
    recovery_codes_remaining: int
    """Number of remaining recovery codes."""
    status_code: int
    """HTTP status code of the response."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RotateResponse(Response):
    """The new recovery codes of a member."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    recovery_codes: list[str] = light_attrs.field(repr=False)
    """Backup codes, each valid for one MFA step."""
    status_code: int
    """HTTP status code of the response."""
