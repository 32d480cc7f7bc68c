# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `oauth_discovery`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response, Timestamp

from .discovery import DiscoveredOrganization


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticateResponse(Response):
    """An intermediate session, and the organizations to choose from."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Represents the unfinished login; valid for 10 minutes."""
    email_address: str
    """The e-mail address of the person."""
    discovered_organizations: list[DiscoveredOrganization]
    """Organizations the person belongs to, is invited to, or may join."""
    provider_type: str
    """Name of the OAuth provider."""
    provider_tenant_id: str
    """The tenant at the provider, e.g. a Slack workspace or HubSpot hub."""
    provider_tenant_ids: list[str]
    """The tenants at the provider, e.g. GitHub organizations."""
    full_name: str
    """The person's name at the provider, if known."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""
