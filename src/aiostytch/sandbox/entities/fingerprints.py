"""Device fingerprints: recording and lookup."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.errors import not_found
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.fraud import Fingerprint
from ..store.state import State
from . import verdicts

_LIFETIME = datetime.timedelta(days=1)
"""The lifetime of a fingerprint: a guess."""
IDS = (
    "visitor_id",
    "browser_id",
    "visitor_fingerprint",
    "browser_fingerprint",
    "hardware_fingerprint",
    "network_fingerprint",
)
"""The parts of a fingerprint."""


def record(state: State, ids: Mapping[str, str], **fields: Any) -> Fingerprint:
    """Record a fingerprint. Omitted IDs are new."""
    made = {name: f"{name.replace('_', '-')}-{state.new_uuid()}" for name in IDS}
    fingerprint = Fingerprint(
        number=state.next_number(),
        id=str(state.new_uuid()),
        created_at=state.now(),
        expires_at=state.now() + _LIFETIME,
        fingerprints={**made, **ids},
        **fields,
    )
    state.put_expiring(state.fingerprints, fingerprint)
    return fingerprint


def look_up(state: State, telemetry_id: str, metadata: Mapping[str, str]) -> JSONObject:
    """Return a fingerprint as the API shows it, and attach metadata to it.

    Raises:
        RefusedError: the fingerprint does not exist, or has expired.
    """
    found = state.fingerprints.get(telemetry_id)
    if found is None or found.expires_at <= state.now():
        raise not_found("telemetry_id")
    noted = attrs.evolve(found, external_metadata={**found.external_metadata, **metadata})
    if metadata:
        state.fingerprints.put(noted)
    return _to_json(state, noted)


def _to_json(state: State, fingerprint: Fingerprint) -> JSONObject:
    shown = {
        "telemetry_id": fingerprint.id,
        "fingerprints": fingerprint.fingerprints,
        "verdict": verdicts.verdict(state, fingerprint),
        "external_metadata": fingerprint.external_metadata,
        "created_at": timestamp(fingerprint.created_at),
        "expires_at": timestamp(fingerprint.expires_at),
        "properties": {
            "network_properties": _network(fingerprint),
            "browser_properties": {"user_agent": fingerprint.user_agent},
        },
    }
    return shown if fingerprint.raw_signals is None else {**shown, "raw_signals": fingerprint.raw_signals}


def _network(fingerprint: Fingerprint) -> JSONObject:
    address = ipaddress.ip_address(fingerprint.ip_address)
    block = ipaddress.ip_network((address, _BLOCK[address.version]), strict=False)
    return {
        "ip_address": fingerprint.ip_address,
        "asn": {"asn": fingerprint.asn, "name": "", "network": str(block)},
        "ip_geolocation": {"city": "", "region": "", "country": fingerprint.country},
        "is_proxy": fingerprint.is_proxy,
        "is_vpn": fingerprint.is_vpn,
    }


_BLOCK = {4: 24, 6: 48}
"""The prefix length of the network of an address, by IP version."""
