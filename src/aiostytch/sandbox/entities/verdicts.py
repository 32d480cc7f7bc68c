"""Verdicts of fingerprint lookups.

a rule matches             the action of the rule; RULE_MATCH is one of the reasons
there are reasons          the most severe of their actions, including overrides
otherwise                  ALLOW
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.fraud import Fingerprint, ReasonOverride, VerdictReason
from ..store.state import State
from . import fraud_rules

ACTIONS = ("ALLOW", "CHALLENGE", "BLOCK")
"""The actions of a verdict, the most severe last."""
RULE_MATCH = "RULE_MATCH"
BUILT_IN: Mapping[str, str] = {
    "HEADLESS_BROWSER_AUTOMATION": "BLOCK",
    "SMART_RATE_LIMIT_WARNING": "CHALLENGE",
    "USER_AGENT_DECEPTION": "BLOCK",
    "VIRTUAL_MACHINE": "CHALLENGE",
}
"""Some reasons that Stytch documents, and their default actions. Tests can add others."""


def verdict(state: State, fingerprint: Fingerprint) -> JSONObject:
    """Return the verdict on a fingerprint, as the API shows it."""
    device = {
        "detected_device_type": fingerprint.detected_device_type,
        "is_authentic_device": fingerprint.is_authentic_device,
    }
    rule = fraud_rules.match(state, fingerprint)
    if rule is not None:
        return {
            **device,
            "action": rule.action,
            "reasons": [RULE_MATCH, *fingerprint.reasons],
            "rule_match_type": rule.name.upper(),
            "rule_match_identifier": rule.identifier,
            "verdict_reason_overrides": [],
        }
    reasons = [find(state, name) for name in fingerprint.reasons]
    return {
        **device,
        "action": max((reason.action for reason in reasons), key=ACTIONS.index, default=ACTIONS[0]),
        "reasons": fingerprint.reasons,
        "verdict_reason_overrides": [
            {"verdict_reason": reason.id, "override_action": reason.action} for reason in reasons if reason.override
        ],
    }


def all_reasons(state: State) -> list[VerdictReason]:
    """Return all reasons that can be overridden, sorted by name."""
    return [find(state, name) for name in sorted({*BUILT_IN, *(reason.id for reason in state.verdict_reasons)})]


def find(state: State, name: str) -> VerdictReason:
    """Return a reason.

    Raises:
        RefusedError: the reason does not exist.
    """
    known = state.verdict_reasons.get(name)
    if known is None and name not in BUILT_IN:
        raise bad_request("invalid_argument", "body: $.verdict_reason cannot be overridden.")
    return known or VerdictReason(number=0, id=name, default_action=BUILT_IN[name])


def define(state: State, name: str, default_action: str) -> None:
    """Set the default action of a reason. An override stays."""
    known = state.verdict_reasons.get(name)
    reason = known or VerdictReason(number=state.next_number(), id=name, default_action=default_action)
    state.verdict_reasons.put(attrs.evolve(reason, default_action=default_action))


def override(state: State, name: str, action: str, description: str) -> VerdictReason:
    """Override the action of a reason; NONE removes the override.

    Raises:
        RefusedError: the reason does not exist.
    """
    reason = find(state, name)
    changed = ReasonOverride(action=action, description=description, created_at=state.now())
    number = reason.number or state.next_number()
    overridden = attrs.evolve(reason, number=number, override=None if action == "NONE" else changed)
    state.verdict_reasons.put(overridden)
    return overridden


def reason_to_json(reason: VerdictReason) -> JSONObject:
    """Return a reason as the API shows it."""
    shown: JSONObject = {"verdict_reason": reason.id, "default_action": reason.default_action}
    if reason.override is None:
        return shown
    return {
        **shown,
        "override_action": reason.override.action,
        "override_description": reason.override.description,
        "override_created_at": timestamp(reason.override.created_at),
    }
