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
    """The session in which somebody acts as the member."""

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
    organization: Organization
    """The organization as it is now."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Always empty: impersonation never leaves a login unfinished."""
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
