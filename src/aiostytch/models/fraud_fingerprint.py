# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `fraud_fingerprint`."""

from __future__ import annotations

from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Response, Timestamp

from .fraud import Fingerprints, Metadata, Properties, Verdict


@light_attrs.define(kw_only=True, eq=False, repr=False)
class LookupResponse(Response):
    """The fingerprint of a device, and what to do about it."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    telemetry_id: str
    """The ID that was looked up."""
    fingerprints: Fingerprints
    """The IDs of the device."""
    verdict: Verdict
    """What to do about the device, and why."""
    external_metadata: Metadata
    """Your own IDs to store with the fingerprint."""
    created_at: Timestamp
    """When the fingerprint was created, UTC."""
    expires_at: Timestamp
    """When the fingerprint is deleted, UTC."""
    status_code: int
    """HTTP status code of the response."""
    properties: Properties | None = None
    """Browser and network."""
    raw_signals: dict[str, Any] | None = None
    """Measurements of the device, if the project has access to them."""
