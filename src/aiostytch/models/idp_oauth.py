# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `idp_oauth`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .connected_apps import ConnectedAppPublic
from .idp import ScopeResult
from .organizations import Member, Organization


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthorizeResponse(Response):
    """The redirect for the browser."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    redirect_uri: str = light_attrs.field(repr=False)
    """The URL to send the browser to, with the result in its query."""
    status_code: int
    """HTTP status code of the response."""
    authorization_code: str | None = light_attrs.field(default=None, repr=False)
    """A one-time code that the app exchanges for tokens."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthorizeStartResponse(Response):
    """The data for a consent screen."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    client: ConnectedAppPublic
    """The connected app that requests access."""
    consent_required: bool
    """Whether the member must be asked for consent."""
    scope_results: list[ScopeResult]
    """The requested scopes, and which can be granted."""
    status_code: int
    """HTTP status code of the response."""
