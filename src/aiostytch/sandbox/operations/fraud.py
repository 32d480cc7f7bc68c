"""Handlers of `client.fraud`."""

from __future__ import annotations

import re

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..entities import email_risks, fingerprints, fraud_rules, verdicts
from ..entities.call import Call
from ..entities.search import Search
from ..store.fraud import FraudRule
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_RULES = Search[FraudRule](kind="fraud_rule", filters={}, default_limit=10, max_limit=100)
_METADATA = re.compile(r"[A-Za-z0-9_+.@-]{0,65}")


@handles("fraud.fingerprint.lookup", simplified="Create fingerprints with `sandbox.fraud.take_fingerprint(…)`.")
def fingerprint_lookup(state: State, call: Call) -> JSONObject:
    """Return a fingerprint and its verdict, by rules or else by its reasons. The call can attach metadata."""
    given: dict[str, str] = call.arguments.get("external_metadata", {})
    if not all(map(_METADATA.fullmatch, given.values())):
        raise bad_request(
            "invalid_argument",
            "body: $.external_metadata must have values of at most 65 letters, digits and _-+.@ characters.",
        )
    return fingerprints.look_up(state, call.arguments["telemetry_id"], given)


@handles("fraud.rules.set")
def rules_set(state: State, call: Call) -> JSONObject:
    """Set the rule of an identifier. The action `NONE` removes it."""
    return fraud_rules.set_rule(state, call.arguments)


@handles("fraud.rules.list")
def rules_list(state: State, call: Call) -> JSONObject:
    """Return a page of the rules that have not expired."""
    page, metadata = _RULES.page(state, call.arguments, fraud_rules.active(state))
    return {"rules": [fraud_rules.to_json(rule) for rule in page], "next_cursor": metadata.get("next_cursor", "")}


@handles("fraud.verdict_reasons.override", simplified="`NONE` removes an override.")
def verdict_reasons_override(state: State, call: Call) -> JSONObject:
    """Override the action of a reason in lookups."""
    arguments = call.arguments
    reason = verdicts.override(
        state, arguments["verdict_reason"], arguments["override_action"], arguments.get("override_description", "")
    )
    return {"verdict_reason_action": verdicts.reason_to_json(reason)}


@handles(
    "fraud.verdict_reasons.list",
    simplified="There are four reasons, and those that you add with `sandbox.fraud.set_verdict_reason(…)`.",
)
def verdict_reasons_list(state: State, call: Call) -> JSONObject:
    """List the reasons, or only overridden ones."""
    only_overridden = call.arguments.get("overrides_only", False)
    reasons = [reason for reason in verdicts.all_reasons(state) if reason.override or not only_overridden]
    return {"verdict_reason_actions": [verdicts.reason_to_json(reason) for reason in reasons]}


@handles(
    "fraud.email.risk",
    simplified="Set the risks of addresses with `sandbox.fraud.set_email_risk(…)`.",
)
def email_risk(state: State, call: Call) -> JSONObject:
    """Assess an address. A malformed one has the highest risk."""
    return email_risks.rate(state, call.arguments["email_address"])
