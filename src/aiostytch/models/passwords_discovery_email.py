# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `passwords_discovery_email`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response, Timestamp

from .discovery import DiscoveredOrganization


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResetResponse(Response):
    """An intermediate session, and the organizations to choose from."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Represents the unfinished login; valid for 10 minutes."""
    email_address: str
    """The e-mail address of the person."""
    discovered_organizations: list[DiscoveredOrganization]
    """Organizations the person belongs to, is invited to, or may join."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResetStartResponse(Response):
    """Confirms that the reset link was sent."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
