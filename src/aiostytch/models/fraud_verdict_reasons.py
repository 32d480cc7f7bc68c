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
    """Id of the API call; log it, and quote it to support."""
    verdict_reason_actions: list[VerdictReasonAction]
    """The reasons."""
    status_code: int
    """HTTP status code of the response."""


class OverrideRequestAction(OpenEnum):
    """What an override makes of a reason."""

    ALLOW = "ALLOW"
    """The device may come in."""
    CHALLENGE = "CHALLENGE"
    """More proof is to be asked for."""
    BLOCK = "BLOCK"
    """The device is to be kept out."""
    NONE = "NONE"
    """The document lists it; the service may refuse it."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OverrideResponse(Response):
    """The reason with its override."""

    request_id: str
    """Id of the API call; log it, and quote it to support."""
    verdict_reason_action: VerdictReasonAction
    """The reason with its override."""
    status_code: int
    """HTTP status code of the response."""
