"""Rules of fraud prevention: their identifiers, and the one that decides a lookup.

If several rules match, the order of `_CHECKS` decides; among CIDR blocks, the smallest one wins.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.fraud import Fingerprint, FraudRule
from ..store.state import State

NONE = "NONE"
"""The action that removes a rule."""


def match(state: State, fingerprint: Fingerprint) -> FraudRule | None:
    """Return the rule that decides the lookup of a fingerprint, or None."""
    matching = (rule for rule in active(state) if _matches(rule, fingerprint))
    return min(matching, key=_rank, default=None)


def active(state: State) -> list[FraudRule]:
    """Return the rules that have not expired, in the order in which they were first set."""
    return [rule for rule in state.fraud_rules if rule.expires_at is None or state.now() < rule.expires_at]


def _matches(rule: FraudRule, fingerprint: Fingerprint) -> bool:
    if rule.name == "cidr_block":
        return ipaddress.ip_address(fingerprint.ip_address) in ipaddress.ip_network(rule.identifier)
    seen = {**fingerprint.fingerprints, "asn": fingerprint.asn, "country_code": fingerprint.country}
    return seen.get(rule.name) == rule.identifier


def _rank(rule: FraudRule) -> tuple[int, int]:
    size = ipaddress.ip_network(rule.identifier).num_addresses if rule.name == "cidr_block" else 0
    return list(_CHECKS).index(rule.name), size


def set_rule(state: State, arguments: Mapping[str, Any]) -> JSONObject:
    """Set or remove the rule of an identifier, and return the response.

    Raises:
        RefusedError: the number of identifiers is not one, or the identifier cannot have such a rule.
    """
    name, identifier = _identified(arguments)
    action: str = arguments["action"]
    if name == "country_code" and action == "ALLOW":
        raise _invalid("action", "must not be ALLOW for a country_code")
    shown = {name: identifier, "action": action}
    if action == NONE:
        state.fraud_rules.delete(_id(name, identifier))
        return shown
    expires_at = _expiry(state, arguments.get("expires_in_minutes", 0))
    _put(state, name, identifier, action=action, description=arguments.get("description", ""), expires_at=expires_at)
    return {**shown, **({"expires_at": timestamp(expires_at)} if expires_at else {})}


def _put(state: State, name: str, identifier: str, **fields: Any) -> None:
    rule_id = _id(name, identifier)
    known = next((rule for rule in active(state) if rule.id == rule_id), None)
    if known is not None:
        state.fraud_rules.put(attrs.evolve(known, last_updated_at=state.now(), **fields))
        return
    state.fraud_rules.delete(rule_id)  # an expired rule; the new one comes last
    state.fraud_rules.put(
        FraudRule(
            number=state.next_number(),
            id=rule_id,
            name=name,
            identifier=identifier,
            created_at=state.now(),
            last_updated_at=None,
            **fields,
        )
    )


def _id(name: str, identifier: str) -> str:
    return f"{name}:{identifier}"


def _identified(arguments: Mapping[str, Any]) -> tuple[str, str]:
    given = {name: arguments[name] for name in _CHECKS if arguments.get(name)}
    if len(given) != 1:
        raise bad_request("invalid_argument", f"body: exactly one of {', '.join(_CHECKS)} must be given.")
    ((name, identifier),) = given.items()
    return name, _CHECKS[name](identifier)


def _expiry(state: State, minutes: int) -> datetime.datetime | None:
    if minutes < 0:
        raise _invalid("expires_in_minutes", "must not be negative")
    try:
        return state.now() + datetime.timedelta(minutes=minutes) if minutes else None
    except OverflowError:
        raise _invalid("expires_in_minutes", "is too large") from None


def to_json(rule: FraudRule) -> JSONObject:
    """Return a rule as the API shows it."""
    times = {"expires_at": rule.expires_at, "last_updated_at": rule.last_updated_at}
    return {
        "rule_type": rule.name.upper(),
        rule.name: rule.identifier,
        "action": rule.action,
        "description": rule.description,
        "created_at": timestamp(rule.created_at),
        **{name: timestamp(moment) for name, moment in times.items() if moment},
    }


def _check_nothing(identifier: str) -> str:
    return identifier


def _check_cidr_block(identifier: str) -> str:
    try:
        block = ipaddress.IPv4Network(identifier, strict=False)
    except ValueError:
        raise _invalid("cidr_block", "must be an IPv4 address or a block of them") from None
    if block.prefixlen < _MIN_PREFIX:
        raise _invalid("cidr_block", f"must have a prefix of {_MIN_PREFIX} to 32 bits")
    return str(block)


def _check_asn(identifier: str) -> str:
    if not re.fullmatch("[0-9]{1,10}", identifier) or int(identifier) > _MAX_ASN:
        raise _invalid("asn", f"must be a number from 0 to {_MAX_ASN}")
    return identifier


def _check_country_code(identifier: str) -> str:
    if not re.fullmatch("[A-Z]{2}", identifier):
        raise _invalid("country_code", "must be two capital letters (ISO 3166-1)")
    return identifier


_MIN_PREFIX = 16
_MAX_ASN = 2**32 - 1
_CHECKS: Mapping[str, Callable[[str], str]] = {
    "visitor_id": _check_nothing,
    "browser_id": _check_nothing,
    "visitor_fingerprint": _check_nothing,
    "browser_fingerprint": _check_nothing,
    "hardware_fingerprint": _check_nothing,
    "network_fingerprint": _check_nothing,
    "cidr_block": _check_cidr_block,
    "asn": _check_asn,
    "country_code": _check_country_code,
}
"""The kinds of rules by precedence, and functions that validate and normalize an identifier."""


def _invalid(name: str, problem: str) -> RefusedError:
    return bad_request("invalid_argument", f"body: $.{name} {problem}.")
