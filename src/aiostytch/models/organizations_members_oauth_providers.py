# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `organizations_members_oauth_providers`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .organizations import GithubProviderInfo, HubspotProviderInfo, SlackProviderInfo


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GithubResponse(Response):
    """A member's GitHub accounts."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    provider_type: str
    """Name of the OAuth provider."""
    registrations: list[GithubProviderInfo]
    """The member's accounts at the provider, with their tokens."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class GoogleResponse(Response):
    """A member's Google tokens."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    provider_type: str
    """Name of the OAuth provider."""
    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    id_token: str = light_attrs.field(repr=False)
    """The OIDC ID token that the provider issued, a JWT."""
    scopes: list[str]
    """The scopes of the access token."""
    status_code: int
    """HTTP status code of the response."""
    access_token: str | None = light_attrs.field(default=None, repr=False)
    """The access token for Google's own API."""
    access_token_expires_in: int | None = None
    """Seconds until the access token expires."""
    refresh_token: str | None = light_attrs.field(default=None, repr=False)
    """The provider's refresh token; null if there is none, or if it was not requested."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class HubspotResponse(Response):
    """A member's HubSpot accounts."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    provider_type: str
    """Name of the OAuth provider."""
    registrations: list[HubspotProviderInfo]
    """The member's accounts at the provider, with their tokens."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MicrosoftResponse(Response):
    """A member's Microsoft tokens."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    provider_type: str
    """Name of the OAuth provider."""
    provider_subject: str
    """The member's ID at the provider, OAuth's `sub`."""
    access_token: str = light_attrs.field(repr=False)
    """The access token for Microsoft's own API."""
    access_token_expires_in: int
    """Seconds until the access token expires."""
    id_token: str = light_attrs.field(repr=False)
    """The OIDC ID token that the provider issued, a JWT."""
    scopes: list[str]
    """The scopes of the access token."""
    status_code: int
    """HTTP status code of the response."""
    refresh_token: str | None = light_attrs.field(default=None, repr=False)
    """The provider's refresh token; null if there is none, or if it was not requested."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SlackResponse(Response):
    """A member's Slack accounts."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    provider_type: str
    """Name of the OAuth provider."""
    registrations: list[SlackProviderInfo]
    """The member's accounts at the provider, with their tokens."""
    status_code: int
    """HTTP status code of the response."""
