# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `fraud_rules`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response, Timestamp

from .fraud import Rule, RuleAction


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ListResponse(Response):
    """A page of rules."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    next_cursor: str
    """The `cursor` of the next page; null or empty on the last one."""
    rules: list[Rule]
    """The rules on this page."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SetResponse(Response):
    """The rule after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    action: RuleAction
    """The verdict of lookups that match the rule."""
    status_code: int
    """HTTP status code of the response."""
    asn: str | None = None
    """Number of the autonomous system."""
    browser_fingerprint: str | None = None
    """Fingerprint of a browser and its version."""
    browser_id: str | None = None
    """ID of one browser on one network."""
    cidr_block: str | None = None
    """A block of IP addresses."""
    country_code: str | None = None
    """A country, by its two letters."""
    expires_at: Timestamp | None = None
    """When the rule expires, UTC; missing if it does not expire."""
    hardware_fingerprint: str | None = None
    """Fingerprint of operating system and machine."""
    network_fingerprint: str | None = None
    """Fingerprint of the network stack, as TLS shows it."""
    visitor_fingerprint: str | None = None
    """Fingerprint of one visitor, without a cookie."""
    visitor_id: str | None = None
    """The visitor ID of the rule."""
