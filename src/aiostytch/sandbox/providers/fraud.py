"""Fraud prevention: devices and addresses, as the user of a sandbox plays them."""

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
    """The devices and addresses that calls of `client.fraud` ask about.

        telemetry_id = sandbox.fraud.take_fingerprint(reasons=["VIRTUAL_MACHINE"])
        found = await client.fraud.fingerprint.lookup(telemetry_id=telemetry_id)
        assert found.verdict.action == "CHALLENGE"

    Args:
        state: the state of the sandbox.
        transact: runs changes of it.
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
        """Take the fingerprint of a device, as the script in a browser does.

        Args:
            reasons: the verdict reasons that it gives; none for a device that is allowed.
            ip_address: the address that it is seen at.
            country: the country of the address.
            asn: the autonomous system of the address.
            more: `visitor_id`, `browser_id`, `visitor_fingerprint`, `browser_fingerprint`, `hardware_fingerprint`,
                `network_fingerprint`, new ones by default; `user_agent`, `detected_device_type`,
                `is_authentic_device`, `is_proxy`, `is_vpn`, `raw_signals`.

        Returns:
            The telemetry id, which `client.fraud.fingerprint.lookup` takes for a day.

        Raises:
            LookupError: a reason does not exist.
            ValueError: the address is not one.
        """
        ipaddress.ip_address(ip_address)
        given = tuple(reasons)
        for reason in given:
            self._check_reason(reason)
        ids = {name: more.pop(name) for name in fingerprints.IDS if name in more}
        fields = {"reasons": given, "ip_address": ip_address, "country": country, "asn": asn, **more}
        return self._transact(lambda: fingerprints.take(self._state, ids, **fields)).id

    def _check_reason(self, reason: str) -> None:
        try:
            verdicts.find(self._state, reason)
        except RefusedError:
            raise LookupError(f"{reason} is not a verdict reason; set_verdict_reason makes it one") from None

    def set_verdict_reason(self, reason: str, action: Action) -> None:
        """Set what a verdict reason leads to by default; a new one is added.

        Args:
            reason: its name, e.g. `VIRTUAL_MACHINE`.
            action: what it leads to unless a call overrides that.

        Raises:
            ValueError: the action does not exist, or a rule is the reason.
        """
        _check_action(action)
        if reason == verdicts.RULE_MATCH:
            raise ValueError(f"{reason} is the reason where a rule of client.fraud.rules.set matches")
        self._transact(lambda: verdicts.define(self._state, reason, action))

    def set_email_risk(self, email: str, action: Action, *, risk_score: int | None = None, **facts: bool) -> None:
        """Set what `client.fraud.email.risk` says of an address.

        Args:
            email: the address, in any case of letters.
            action: what to do about it.
            risk_score: 0 to 100; by default 0, 50 or 100, by the action.
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
        raise ValueError(f"an action is one of {', '.join(verdicts.ACTIONS)}")
