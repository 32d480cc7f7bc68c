"""Records of fraud prevention: device fingerprints, rules, verdict reasons, and e-mail risks."""

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
        fingerprints: the IDs of the visitor, the browser, the hardware and the network, in the form of the API.
        reasons: the verdict reasons that apply to the device.
        external_metadata: the metadata that lookups have attached.
        raw_signals: attributes of the device, None if the project does not have them.
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
    """A rule that decides lookups of an identifier. Its ID consists of name and identifier.

    Attributes:
        name: the kind of the identifier, e.g. `visitor_id`.
        identifier: the identifier.
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
    """An action that replaces the default action of a verdict reason."""

    action: str
    description: str
    created_at: datetime.datetime


@attrs.frozen(kw_only=True)
class VerdictReason(Record):
    """The action of a verdict reason. Its ID is the reason."""

    default_action: str
    override: ReasonOverride | None = None

    @property
    def action(self) -> str:
        """The current action."""
        return self.override.action if self.override else self.default_action


@attrs.frozen(kw_only=True)
class EmailRisk(Record):
    """The risk of an e-mail address. Its ID is the address, case-folded."""

    action: str
    risk_score: int
    has_known_bounces: bool = False
    has_mx_or_a_record: bool = True
    is_disposable_domain: bool = False
