# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `fraud`."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Timestamp


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ASNProperties(Model):
    """The autonomous system that an address belongs to."""

    asn: str
    """Number of the autonomous system."""
    name: str
    """Public name of the network's operator."""
    network: str
    """Block of addresses that the autonomous system announces."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AddressInformation(Model):
    """What is known about an e-mail address."""

    has_known_bounces: bool
    """Whether mail to the address has bounced before."""
    has_valid_syntax: bool
    """Whether the syntax of the address is valid."""
    is_suspected_role_address: bool
    """Whether the address seems to belong to a role or a group."""
    normalized_email: str
    """The address without what mail providers ignore."""
    tumbling_character_count: int
    """How many dots and plus signs the address has; many are suspicious."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class BrowserProperties(Model):
    """What the browser reports about itself."""

    user_agent: str
    """User agent of the browser."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DomainInformation(Model):
    """What is known about the domain of an e-mail address."""

    has_mx_or_a_record: bool
    """Whether the domain can receive mail, by its DNS records."""
    is_disposable_domain: bool
    """Whether the domain offers disposable addresses."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Fingerprints(Model):
    """IDs of a visitor, a browser, a machine and a network, some more stable than others."""

    network_fingerprint: str
    """Fingerprint of the network stack, as TLS shows it."""
    hardware_fingerprint: str
    """Fingerprint of operating system and machine."""
    browser_fingerprint: str
    """Fingerprint of a browser and its version."""
    visitor_fingerprint: str
    """Fingerprint of one visitor, without a cookie."""
    browser_id: str | None = None
    """ID of one browser on one network."""
    visitor_id: str | None = None
    """ID from the cookie on the device."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class IPGeoProperties(Model):
    """The estimated location of an IP address."""

    city: str
    """City of the IP address."""
    region: str
    """Region of the IP address."""
    country: str
    """Country of the IP address."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Metadata(Model):
    """Your own IDs, stored with a fingerprint, at most 65 characters each."""

    external_id: str | UnsetType | None = UNSET
    """Your own ID, e.g. of a user."""
    organization_id: str | UnsetType | None = UNSET
    """An ID of an organization."""
    user_action: str | UnsetType | None = UNSET
    """What the person was doing, e.g. `login`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class NetworkProperties(Model):
    """Where a request came from."""

    ip_address: str
    """IP address that the device was seen at."""
    asn: ASNProperties
    """The autonomous system of the network."""
    ip_geolocation: IPGeoProperties
    """The estimated location of the IP address."""
    is_proxy: bool
    """Whether the request came through a proxy."""
    is_vpn: bool
    """Whether the request came through a VPN."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Properties(Model):
    """Browser and network at the time of the fingerprint."""

    network_properties: NetworkProperties
    """Where the request came from."""
    browser_properties: BrowserProperties
    """What the browser reports about itself."""


class RuleAction(OpenEnum):
    """The verdict of a rule."""

    ALLOW = "ALLOW"
    """Allow the device; not for countries."""
    CHALLENGE = "CHALLENGE"
    """Require further authentication."""
    BLOCK = "BLOCK"
    """Block the device."""
    NONE = "NONE"
    """No rule; this removes an existing rule."""


class RuleType(OpenEnum):
    """What a rule applies to."""

    VISITOR_ID = "VISITOR_ID"
    """One visitor, recognized by a cookie."""
    BROWSER_ID = "BROWSER_ID"
    """One browser on one network."""
    VISITOR_FINGERPRINT = "VISITOR_FINGERPRINT"
    """One visitor, recognized without a cookie."""
    BROWSER_FINGERPRINT = "BROWSER_FINGERPRINT"
    """A browser of a certain version; many people share it."""
    HARDWARE_FINGERPRINT = "HARDWARE_FINGERPRINT"
    """A kind of machine; many people share it."""
    NETWORK_FINGERPRINT = "NETWORK_FINGERPRINT"
    """A kind of network stack; many people share it."""
    CIDR_BLOCK = "CIDR_BLOCK"
    """A range of IP addresses."""
    ASN = "ASN"
    """An autonomous system."""
    COUNTRY_CODE = "COUNTRY_CODE"
    """A country."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Rule(Model):
    """The verdict of lookups for a visitor, a fingerprint, a network or a country."""

    rule_type: RuleType
    """What the rule applies to."""
    action: RuleAction
    """The verdict of lookups that match the rule."""
    created_at: Timestamp
    """When the rule was set, UTC."""
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
    description: str | None = None
    """A description of the rule, for people."""
    expires_at: Timestamp | None = None
    """When the rule expires, UTC; missing if it does not expire."""
    hardware_fingerprint: str | None = None
    """Fingerprint of operating system and machine."""
    last_updated_at: Timestamp | None = None
    """When the rule was last changed, UTC; missing if it never was."""
    network_fingerprint: str | None = None
    """Fingerprint of the network stack, as TLS shows it."""
    visitor_fingerprint: str | None = None
    """Fingerprint of one visitor, without a cookie."""
    visitor_id: str | None = None
    """The visitor ID of the rule."""


class VerdictAction(OpenEnum):
    """What to do about a device."""

    ALLOW = "ALLOW"
    """It looks like a real device."""
    CHALLENGE = "CHALLENGE"
    """Something is unusual; require further authentication."""
    BLOCK = "BLOCK"
    """It looks like a bot or a forged device."""


class VerdictReasonOverrideAction(OpenEnum):
    """The overridden action for a reason."""

    ALLOW = "ALLOW"
    """The device is allowed."""
    CHALLENGE = "CHALLENGE"
    """Further authentication is required."""
    BLOCK = "BLOCK"
    """The device is blocked."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class VerdictReasonOverride(Model):
    """An override that changed a verdict."""

    verdict_reason: str
    """The reason, e.g. `VIRTUAL_MACHINE`."""
    override_action: VerdictReasonOverrideAction
    """The action by your override."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Verdict(Model):
    """What to do about a device, and why."""

    action: VerdictAction
    """What to do."""
    reasons: list[str]
    """The reasons of the verdict."""
    detected_device_type: str
    """Operating system and architecture of the device."""
    is_authentic_device: bool
    """Whether the device is what it claims to be."""
    verdict_reason_overrides: list[VerdictReasonOverride]
    """Overrides that changed the verdict."""
    rule_match_identifier: str | None = None
    """What the matching rule applies to, e.g. a visitor ID."""
    rule_match_type: RuleType | None = None
    """The type of the matching rule, if there is one."""


class VerdictReasonActionAction(OpenEnum):
    """The action for a reason."""

    ALLOW = "ALLOW"
    """The device is allowed."""
    CHALLENGE = "CHALLENGE"
    """Further authentication is required."""
    BLOCK = "BLOCK"
    """The device is blocked."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class VerdictReasonAction(Model):
    """The action for a reason, by default and by your override."""

    verdict_reason: str
    """The reason, e.g. `VIRTUAL_MACHINE`."""
    default_action: VerdictReasonActionAction
    """The action without an override."""
    override_action: VerdictReasonActionAction | None = None
    """The action by your override."""
    override_created_at: Timestamp | None = None
    """When the override was set, UTC."""
    override_description: str | None = None
    """A description of the override, for people."""
