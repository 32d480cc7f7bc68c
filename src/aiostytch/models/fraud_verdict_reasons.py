# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `fraud_verdict_reasons`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .fraud import VerdictReasonAction


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ListResponse(Response):
    """The reasons that can be overridden."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    verdict_reason_actions: list[VerdictReasonAction]
    """The reasons."""
    status_code: int
    """HTTP status code of the response."""


class OverrideRequestAction(OpenEnum):
    """The overridden action for a reason."""

    ALLOW = "ALLOW"
    """The device is allowed."""
    CHALLENGE = "CHALLENGE"
    """Further authentication is required."""
    BLOCK = "BLOCK"
    """The device is blocked."""
    NONE = "NONE"
    """The specification lists it; the API may reject it."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OverrideResponse(Response):
    """The reason with its override."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    verdict_reason_action: VerdictReasonAction
    """The reason with its override."""
    status_code: int
    """HTTP status code of the response."""
