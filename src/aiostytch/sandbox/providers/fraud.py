"""Simulated devices and e-mail addresses for fraud prevention."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

from ..contract.errors import RefusedError
from ..entities import email_risks, fingerprints, verdicts
from ..store.fraud import EmailRisk
from ..store.records import email_key
from ..store.state import State, Transact

Action: TypeAlias = Literal["ALLOW", "CHALLENGE", "BLOCK"]


class Fraud:
    """Simulated devices and e-mail addresses that `client.fraud` assesses.

        telemetry_id = sandbox.fraud.take_fingerprint(reasons=["VIRTUAL_MACHINE"])
        found = await client.fraud.fingerprint.lookup(telemetry_id=telemetry_id)
        assert found.verdict.action == "CHALLENGE"

    Args:
        state: the state of the sandbox.
        transact: runs changes of the state.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def take_fingerprint(
        self,
        *,
        reasons: Iterable[str] = (),
        ip_address: str = "203.0.113.7",
        country: str = "US",
        asn: str = "64496",
        **more: Any,
    ) -> str:
        """Record the fingerprint of a device, as the script in a browser does.

        Args:
            reasons: the verdict reasons that apply to the device; none for a device that is allowed.
            ip_address: the IP address of the device.
            country: the country of the IP address.
            asn: the autonomous system number of the IP address.
            more: `visitor_id`, `browser_id`, `visitor_fingerprint`, `browser_fingerprint`, `hardware_fingerprint`,
                `network_fingerprint` (by default new ones); `user_agent`, `detected_device_type`,
                `is_authentic_device`, `is_proxy`, `is_vpn`, `raw_signals`.

        Returns:
            The telemetry ID for `client.fraud.fingerprint.lookup`. It expires after a day.

        Raises:
            LookupError: a reason does not exist.
            ValueError: the IP address is invalid.
        """
        ipaddress.ip_address(ip_address)
        given = tuple(reasons)
        for reason in given:
            self._check_reason(reason)
        ids = {name: more.pop(name) for name in fingerprints.IDS if name in more}
        fields = {"reasons": given, "ip_address": ip_address, "country": country, "asn": asn, **more}
        return self._transact(lambda: fingerprints.record(self._state, ids, **fields)).id

    def _check_reason(self, reason: str) -> None:
        try:
            verdicts.find(self._state, reason)
        except RefusedError:
            raise LookupError(f"{reason} is not a verdict reason; add it with set_verdict_reason") from None

    def set_verdict_reason(self, reason: str, action: Action) -> None:
        """Set the default action of a verdict reason. A new reason is added.

        Args:
            reason: the name of the reason, e.g. `VIRTUAL_MACHINE`.
            action: the action, unless a call overrides it.

        Raises:
            ValueError: the action does not exist, or the reason is `RULE_MATCH`.
        """
        _check_action(action)
        if reason == verdicts.RULE_MATCH:
            raise ValueError(f"{reason} has no action of its own; it has that of a rule of client.fraud.rules.set")
        self._transact(lambda: verdicts.define(self._state, reason, action))

    def set_email_risk(self, email: str, action: Action, *, risk_score: int | None = None, **facts: bool) -> None:
        """Set the result of `client.fraud.email.risk` for an address.

        Args:
            email: the address; case does not matter.
            action: the recommended action.
            risk_score: 0 to 100; by default 0 for ALLOW, 50 for CHALLENGE, 100 for BLOCK.
            facts: `has_known_bounces`, `has_mx_or_a_record` (true by default), `is_disposable_domain`.

        Raises:
            ValueError: the action does not exist, or the score is out of range.
        """
        _check_action(action)
        score = email_risks.SCORES[action] if risk_score is None else risk_score
        if not 0 <= score <= 100:
            raise ValueError("risk_score must be from 0 to 100")
        self._transact(lambda: self._put_risk(email, action, score, **facts))

    def _put_risk(self, email: str, action: str, score: int, **facts: bool) -> None:
        key = email_key(email)
        self._state.email_risks.delete(key)
        number = self._state.next_number()
        self._state.email_risks.put(EmailRisk(number=number, id=key, action=action, risk_score=score, **facts))


def _check_action(action: str) -> None:
    if action not in verdicts.ACTIONS:
        raise ValueError(f"action must be one of {', '.join(verdicts.ACTIONS)}")
