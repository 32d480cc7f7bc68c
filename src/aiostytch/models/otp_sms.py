# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `otp_sms`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .device_history import DeviceInfo
from .organizations import Member, Organization
from .sessions import MemberSession


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticateResponse(Response):
    """The session that the passcode was added to."""

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
    status_code: int
    """HTTP status code of the response."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""


class SendRequestLocale(OpenEnum):
    """Languages of the text message. Each is an IETF BCP 47 language tag."""

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
class SendResponse(Response):
    """The member to receive the passcode."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""
