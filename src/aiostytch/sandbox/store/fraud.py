"""Records of fraud prevention: fingerprints of devices, rules, verdict reasons, and risks of addresses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import attrs

from .tables import Record


@attrs.frozen(kw_only=True)
class Fingerprint(Record):
    """The fingerprint of a device. Its ID is the telemetry ID.

    Attributes:
        fingerprints: ids of the visitor, the browser, the machine and the network, as the API shows them.
        reasons: the verdict reasons that it gives.
        external_metadata: what lookups have noted beside it.
        raw_signals: attributes of the device, if the project has them.
    """

    created_at: datetime.datetime
    expires_at: datetime.datetime
    fingerprints: Mapping[str, str]
    reasons: tuple[str, ...]
    ip_address: str
    country: str
    asn: str
    user_agent: str = ""
    is_proxy: bool = False
    is_vpn: bool = False
    detected_device_type: str = "UNKNOWN"
    is_authentic_device: bool = True
    external_metadata: Mapping[str, str] = attrs.field(factory=dict[str, str])
    raw_signals: Mapping[str, Any] | None = None


@attrs.frozen(kw_only=True)
class FraudRule(Record):
    """The result of a lookup for an identifier. Its ID consists of kind and identifier: there is one rule for each.

    Attributes:
        name: what it is about, e.g. `visitor_id`.
        identifier: which one, e.g. of all visitors.
        action: `ALLOW`, `CHALLENGE` or `BLOCK`.
    """

    name: str
    identifier: str
    action: str
    description: str
    created_at: datetime.datetime
    last_updated_at: datetime.datetime | None
    expires_at: datetime.datetime | None


@attrs.frozen(kw_only=True)
class ReasonOverride:
    """The action of a verdict reason that replaces its default."""

    action: str
    description: str
    created_at: datetime.datetime


@attrs.frozen(kw_only=True)
class VerdictReason(Record):
    """A reason of a verdict, which is its id, and what it leads to."""

    default_action: str
    override: ReasonOverride | None = None

    @property
    def action(self) -> str:
        """Its current action."""
        return self.override.action if self.override else self.default_action


@attrs.frozen(kw_only=True)
class EmailRisk(Record):
    """The risk of an address, which is its id, in any case of letters."""

    action: str
    risk_score: int
    has_known_bounces: bool = False
    has_mx_or_a_record: bool = True
    is_disposable_domain: bool = False
