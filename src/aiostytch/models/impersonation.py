# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `impersonation`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response, Timestamp

from .mfa import MfaRequired
from .organizations import Member, Organization
from .sessions import MemberSession


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticateResponse(Response):
    """The session of an impersonated member."""

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
    organization: Organization
    """The organization after the call."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Always empty: a login by impersonation is always complete."""
    member_authenticated: bool
    """Always true."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""
    mfa_required: MfaRequired | None = None
    """Always null: impersonation skips MFA."""
