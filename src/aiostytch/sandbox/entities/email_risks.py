"""Risks of e-mail addresses."""

from __future__ import annotations

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..store.fraud import EmailRisk
from ..store.records import email_key
from ..store.state import State
from . import members

SCORES = {"ALLOW": 0, "CHALLENGE": 50, "BLOCK": 100}
"""The default risk score of each action."""
_ROLES = frozenset({"admin", "billing", "contact", "help", "hello", "info", "noreply", "sales", "security", "support"})


def rate(state: State, address: str) -> JSONObject:
    """Return the risk of an address, as the API shows it.

    Raises:
        RefusedError: the address is empty.
    """
    if not address:
        raise bad_request("invalid_email", "body: $.email_address must not be empty.")
    is_valid = _is_valid(address)
    risk = state.email_risks.get(email_key(address)) or _default(address, is_valid)
    local, _, domain = address.rpartition("@")
    return {
        "action": risk.action,
        "risk_score": risk.risk_score,
        "address_information": {
            "has_known_bounces": risk.has_known_bounces,
            "has_valid_syntax": is_valid,
            "is_suspected_role_address": local.casefold() in _ROLES,
            "normalized_email": f"{local.partition('+')[0].replace('.', '')}@{domain}",
            "tumbling_character_count": local.count(".") + local.count("+"),
        },
        "domain_information": {
            "has_mx_or_a_record": risk.has_mx_or_a_record and is_valid,
            "is_disposable_domain": risk.is_disposable_domain,
        },
    }


def _is_valid(address: str) -> bool:
    try:
        members.check_email(address)
    except RefusedError:
        return False
    return True


def _default(address: str, is_valid: bool) -> EmailRisk:
    action = "ALLOW" if is_valid else "BLOCK"
    return EmailRisk(number=0, id=email_key(address), action=action, risk_score=SCORES[action])
