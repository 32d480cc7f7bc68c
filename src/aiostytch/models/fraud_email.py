# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `fraud_email`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response

from .fraud import AddressInformation, DomainInformation


class RiskResponseAction(OpenEnum):
    """What to do about the person behind an e-mail address."""

    ALLOW = "ALLOW"
    """Mail seems to arrive, and nothing looks like fraud."""
    CHALLENGE = "CHALLENGE"
    """Some signs are unusual; require further authentication."""
    BLOCK = "BLOCK"
    """The address is unusable, or looks like fraud."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class RiskResponse(Response):
    """The risk of an e-mail address, and its reasons."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    address_information: AddressInformation
    """What is known about the address."""
    domain_information: DomainInformation
    """What is known about the domain of the address."""
    action: RiskResponseAction
    """What to do about the person behind the address."""
    risk_score: int
    """From 0 to 100, the most risky."""
    status_code: int
    """HTTP status code of the response."""
