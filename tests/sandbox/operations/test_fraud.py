"""Fraud prevention: verdicts on devices by reasons and by rules, and risks of addresses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..remembered import remembered
from ..world import NOON, refused

MINUTE = datetime.timedelta(minutes=1)
EVERY_ID: dict[str, str] = {
    "visitor_id": "v",
    "browser_id": "b",
    "visitor_fingerprint": "vf",
    "browser_fingerprint": "bf",
    "hardware_fingerprint": "hf",
    "network_fingerprint": "nf",
}
IDENTIFIERS: dict[str, str] = {**EVERY_ID, "cidr_block": "203.0.113.0/24", "asn": "64500", "country_code": "NL"}
DEVICE: dict[str, Any] = {**EVERY_ID, "ip_address": "203.0.113.9", "asn": "64500", "country": "NL"}


async def look(client: B2BClient, telemetry_id: str) -> Any:
    return (await client.fraud.fingerprint.lookup(telemetry_id=telemetry_id)).verdict


async def set_rule(client: B2BClient, action: Any, **identifier: Any) -> Any:
    return await client.fraud.rules.set(action=action, **identifier)


async def test_a_lookup_shows_what_was_seen(client: B2BClient, sandbox: Sandbox) -> None:
    signals = {"screen": {"width": 1200}}
    telemetry_id = sandbox.fraud.take_fingerprint(
        **DEVICE, user_agent="Mozilla", is_vpn=True, detected_device_type="MAC", raw_signals=signals
    )
    found = await client.fraud.fingerprint.lookup(telemetry_id=telemetry_id)
    assert {name: getattr(found.fingerprints, name) for name in EVERY_ID} == EVERY_ID
    assert (found.telemetry_id, found.raw_signals) == (telemetry_id, signals)
    assert (found.created_at, found.expires_at) == (NOON, NOON + datetime.timedelta(days=1))
    assert found.properties is not None
    network = found.properties.network_properties
    assert (network.ip_address, network.asn.asn, network.asn.network) == ("203.0.113.9", "64500", "203.0.113.0/24")
    assert (network.ip_geolocation.country, network.is_vpn, network.is_proxy) == ("NL", True, False)
    assert found.properties.browser_properties.user_agent == "Mozilla"
    assert (found.verdict.action, found.verdict.reasons) == ("ALLOW", [])
    assert (found.verdict.detected_device_type, found.verdict.is_authentic_device) == ("MAC", True)


async def test_two_devices_differ(client: B2BClient, sandbox: Sandbox) -> None:
    seen = [sandbox.fraud.take_fingerprint(ip_address="2001:db8::1") for _ in range(2)]
    first, second = [await client.fraud.fingerprint.lookup(telemetry_id=each) for each in seen]
    assert not {first.fingerprints.visitor_id, first.fingerprints.browser_fingerprint} & {
        second.fingerprints.visitor_id,
        second.fingerprints.browser_fingerprint,
    }
    assert (first.raw_signals, first.properties and first.properties.network_properties.asn.network) == (
        None,
        "2001:db8::/48",
    )


async def test_a_fingerprint_is_there_for_a_day(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    telemetry_id = sandbox.fraud.take_fingerprint()
    clock.advance(hours=23, minutes=59)
    assert (await look(client, telemetry_id)).action == "ALLOW"
    clock.advance(minutes=1)
    for gone in (telemetry_id, "unknown"):
        with refused(404, "telemetry_id_not_found"):
            await look(client, gone)


async def test_metadata_is_noted(client: B2BClient, sandbox: Sandbox) -> None:
    lookup, seen = client.fraud.fingerprint.lookup, sandbox.fraud.take_fingerprint()
    await lookup(telemetry_id=seen, external_metadata={"external_id": "user-7", "user_action": "login"})
    await lookup(telemetry_id=seen, external_metadata={"user_action": "x" * 65})
    noted = (await lookup(telemetry_id=seen)).external_metadata
    assert (noted.external_id, noted.user_action) == ("user-7", "x" * 65)
    for wrong in ("x" * 66, "a b", "é"):
        with refused(400, "invalid_argument"):
            await lookup(telemetry_id=seen, external_metadata={"external_id": wrong})


@pytest.mark.parametrize(
    ("reasons", "action"),
    [
        ([], "ALLOW"),
        (["VIRTUAL_MACHINE"], "CHALLENGE"),
        (["VIRTUAL_MACHINE", "HEADLESS_BROWSER_AUTOMATION"], "BLOCK"),
        (["USER_AGENT_DECEPTION", "VIRTUAL_MACHINE"], "BLOCK"),
    ],
)
async def test_the_most_severe_reason_decides(
    client: B2BClient, sandbox: Sandbox, reasons: list[str], action: str
) -> None:
    verdict = await look(client, sandbox.fraud.take_fingerprint(reasons=reasons))
    assert (verdict.action, verdict.reasons, verdict.verdict_reason_overrides) == (action, reasons, [])
    assert (verdict.rule_match_type, verdict.rule_match_identifier) == (None, None)


async def test_a_reason_can_be_overridden(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    override = client.fraud.verdict_reasons.override
    seen = sandbox.fraud.take_fingerprint(reasons=["VIRTUAL_MACHINE"])
    done = (
        await override(verdict_reason="VIRTUAL_MACHINE", override_action="ALLOW", override_description="Ours.")
    ).verdict_reason_action
    assert (done.default_action, done.override_action, done.override_description) == ("CHALLENGE", "ALLOW", "Ours.")
    assert done.override_created_at == NOON
    verdict = await look(client, seen)
    assert (verdict.action, verdict.reasons) == ("ALLOW", ["VIRTUAL_MACHINE"])
    assert [(each.verdict_reason, each.override_action) for each in verdict.verdict_reason_overrides] == [
        ("VIRTUAL_MACHINE", "ALLOW")
    ]
    only = await client.fraud.verdict_reasons.list(overrides_only=True)
    assert [each.verdict_reason for each in only.verdict_reason_actions] == ["VIRTUAL_MACHINE"]
    ended = (await override(verdict_reason="VIRTUAL_MACHINE", override_action="NONE")).verdict_reason_action
    assert (ended.override_action, ended.override_created_at) == (None, None)
    assert (await look(client, seen)).action == "CHALLENGE"
    assert (await client.fraud.verdict_reasons.list(overrides_only=True)).verdict_reason_actions == []


async def test_a_test_sets_what_reasons_lead_to(client: B2BClient, sandbox: Sandbox) -> None:
    sandbox.fraud.set_verdict_reason("VIRTUAL_MACHINE", "BLOCK")
    sandbox.fraud.set_verdict_reason("TRAVELLING", "CHALLENGE")
    listed = await client.fraud.verdict_reasons.list()
    assert {each.verdict_reason: each.default_action for each in listed.verdict_reason_actions} == {
        "HEADLESS_BROWSER_AUTOMATION": "BLOCK",
        "SMART_RATE_LIMIT_WARNING": "CHALLENGE",
        "TRAVELLING": "CHALLENGE",
        "USER_AGENT_DECEPTION": "BLOCK",
        "VIRTUAL_MACHINE": "BLOCK",
    }
    assert (await look(client, sandbox.fraud.take_fingerprint(reasons=["TRAVELLING"]))).action == "CHALLENGE"
    await client.fraud.verdict_reasons.override(verdict_reason="TRAVELLING", override_action="BLOCK")
    sandbox.fraud.set_verdict_reason("TRAVELLING", "ALLOW")
    assert (await look(client, sandbox.fraud.take_fingerprint(reasons=["TRAVELLING"]))).action == "BLOCK"


@pytest.mark.parametrize("reason", ["RULE_MATCH", "UNKNOWN", ""])
async def test_only_a_known_reason_can_be_overridden(client: B2BClient, reason: str) -> None:
    with refused(400, "invalid_argument"):
        await client.fraud.verdict_reasons.override(verdict_reason=reason, override_action="ALLOW")


def test_a_test_is_told_what_it_cannot_set(sandbox: Sandbox) -> None:
    before = remembered(sandbox.state)
    with pytest.raises(LookupError, match="set_verdict_reason"):
        sandbox.fraud.take_fingerprint(reasons=["UNKNOWN"])
    with pytest.raises(ValueError, match="address"):
        sandbox.fraud.take_fingerprint(ip_address="here")
    with pytest.raises(TypeError, match="colour"):
        sandbox.fraud.take_fingerprint(colour="red")
    with pytest.raises(ValueError, match="CHALLENGE"):
        sandbox.fraud.set_verdict_reason("VIRTUAL_MACHINE", "NONE")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="rule"):
        sandbox.fraud.set_verdict_reason("RULE_MATCH", "BLOCK")
    with pytest.raises(ValueError, match="0 to 100"):
        sandbox.fraud.set_email_risk("a@b.example", "ALLOW", risk_score=101)
    assert remembered(sandbox.state) == before


@pytest.mark.parametrize("name", IDENTIFIERS)
async def test_a_rule_decides_about_what_it_matches(client: B2BClient, sandbox: Sandbox, name: str) -> None:
    done = await set_rule(client, "BLOCK", **{name: IDENTIFIERS[name]})
    assert (done.action, getattr(done, name), done.expires_at) == ("BLOCK", IDENTIFIERS[name], None)
    verdict = await look(client, sandbox.fraud.take_fingerprint(**DEVICE, reasons=["VIRTUAL_MACHINE"]))
    assert (verdict.action, verdict.reasons) == ("BLOCK", ["RULE_MATCH", "VIRTUAL_MACHINE"])
    assert (verdict.rule_match_type, verdict.rule_match_identifier) == (name.upper(), IDENTIFIERS[name])
    other = sandbox.fraud.take_fingerprint(ip_address="198.51.100.1", country="US", asn="1")
    assert (await look(client, other)).action == "ALLOW"
    removed = await set_rule(client, "NONE", **{name: IDENTIFIERS[name]})
    assert removed.action == "NONE"
    assert (await look(client, sandbox.fraud.take_fingerprint(**DEVICE))).action == "ALLOW"
    await set_rule(client, "NONE", **{name: IDENTIFIERS[name]})


async def test_the_order_of_rules_is_that_of_the_api(client: B2BClient, sandbox: Sandbox) -> None:
    seen = sandbox.fraud.take_fingerprint(**DEVICE)
    for name in reversed(IDENTIFIERS):
        await set_rule(client, "CHALLENGE", **{name: IDENTIFIERS[name]})
        assert (await look(client, seen)).rule_match_type == name.upper()


async def test_of_blocks_the_smallest_counts(client: B2BClient, sandbox: Sandbox) -> None:
    seen = sandbox.fraud.take_fingerprint(ip_address="203.0.113.9")
    for block, shown, action in (
        ("203.0.113.0/24", "203.0.113.0/24", "BLOCK"),
        ("203.0.0.0/16", "203.0.113.0/24", "BLOCK"),
        ("203.0.113.9", "203.0.113.9/32", "ALLOW"),
    ):
        await set_rule(client, "ALLOW" if "/" not in block else "BLOCK", cidr_block=block)
        verdict = await look(client, seen)
        assert (verdict.rule_match_identifier, verdict.action) == (shown, action)
    assert (await look(client, sandbox.fraud.take_fingerprint(ip_address="2001:db8::1"))).action == "ALLOW"


async def test_a_rule_can_expire_and_change(client: B2BClient, sandbox: Sandbox, clock: Clock) -> None:
    seen = sandbox.fraud.take_fingerprint(visitor_id="v")
    done = await set_rule(client, "BLOCK", visitor_id="v", expires_in_minutes=5, description="Spam.")
    assert done.expires_at == NOON + 5 * MINUTE
    clock.advance(minutes=1)
    await set_rule(client, "CHALLENGE", visitor_id="v", expires_in_minutes=5)
    (rule,) = (await client.fraud.rules.list()).rules
    assert (rule.rule_type, rule.visitor_id, rule.action, rule.description) == ("VISITOR_ID", "v", "CHALLENGE", "")
    assert (rule.created_at, rule.last_updated_at, rule.expires_at) == (NOON, NOON + MINUTE, NOON + 6 * MINUTE)
    assert (await look(client, seen)).action == "CHALLENGE"
    clock.advance(minutes=5)
    assert (await look(client, seen)).action == "ALLOW"
    assert (await client.fraud.rules.list()).rules == []
    await set_rule(client, "BLOCK", visitor_id="v")
    (rule,) = (await client.fraud.rules.list()).rules
    assert (rule.created_at, rule.last_updated_at, rule.expires_at) == (NOON + 6 * MINUTE, None, None)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"visitor_id": ""},
        {"visitor_id": "v", "browser_id": "b"},
        {"cidr_block": "203.0.0.0/15"},
        {"cidr_block": "203.0.113.0/33"},
        {"cidr_block": "2001:db8::/32"},
        {"asn": "-1"},
        {"asn": "4294967296"},
        {"asn": "AS1"},
        {"country_code": "nl"},
        {"country_code": "NLD"},
        {"country_code": "NL", "action": "ALLOW"},
        {"visitor_id": "v", "expires_in_minutes": -1},
    ],
)
async def test_a_rule_has_to_be_right(client: B2BClient, sandbox: Sandbox, given: dict[str, Any]) -> None:
    before = remembered(sandbox.state)
    with refused(400, "invalid_argument"):
        await client.fraud.rules.set(**{"action": "BLOCK", **given})
    assert remembered(sandbox.state) == before


async def test_a_rule_ends_while_there_is_time(client: B2BClient, clock: Clock) -> None:
    clock.advance(days=7800 * 365)
    with refused(400, "invalid_argument"):
        await set_rule(client, "BLOCK", visitor_id="v", expires_in_minutes=2**31 - 1)


async def test_the_cursors_lead_once_through_all_rules(client: B2BClient) -> None:
    for number in range(12):
        await set_rule(client, "BLOCK", asn=str(number))
    await set_rule(client, "CHALLENGE", asn="0")
    pages = [[rule.asn for rule in page.rules] async for page in client.fraud.rules.list().pages()]
    assert pages == [[str(number) for number in range(10)], ["10", "11"]]
    assert [rule.asn async for rule in client.fraud.rules.list(limit=5)] == [str(number) for number in range(12)]
    assert (await client.fraud.rules.list(limit=100)).next_cursor == ""
    with refused(400, "invalid_argument"):
        await client.fraud.rules.list(limit=101)
    with refused(400, "invalid_argument"):
        await client.fraud.rules.list(limit=-1)
    assert len((await client.fraud.rules.list(limit=5.0)).rules) == 5  # type: ignore[arg-type]


async def test_an_address_has_the_risk_that_a_test_sets(client: B2BClient, sandbox: Sandbox) -> None:
    risk = client.fraud.email.risk
    calm = await risk(email_address="Ada.Love.Lace+news@acme.example")
    assert (calm.action, calm.risk_score) == ("ALLOW", 0)
    about = calm.address_information
    assert (about.normalized_email, about.tumbling_character_count) == ("AdaLoveLace@acme.example", 3)
    assert (about.has_valid_syntax, about.is_suspected_role_address, about.has_known_bounces) == (True, False, False)
    assert (calm.domain_information.has_mx_or_a_record, calm.domain_information.is_disposable_domain) == (True, False)
    sandbox.fraud.set_email_risk("eve@acme.example", "BLOCK")
    sandbox.fraud.set_email_risk("Eve@acme.example", "CHALLENGE", has_known_bounces=True, is_disposable_domain=True)
    found = await risk(email_address="eve@Acme.example")
    assert (found.action, found.risk_score) == ("CHALLENGE", 50)
    assert found.address_information.has_known_bounces
    assert found.domain_information.is_disposable_domain
    sandbox.fraud.set_email_risk("eve@acme.example", "CHALLENGE", risk_score=61)
    assert (await risk(email_address="eve@acme.example")).risk_score == 61


async def test_an_address_that_is_not_valid_is_the_most_risky(client: B2BClient) -> None:
    found = await client.fraud.email.risk(email_address="nobody")
    assert (found.action, found.risk_score, found.address_information.has_valid_syntax) == ("BLOCK", 100, False)
    assert not found.domain_information.has_mx_or_a_record
    shared = await client.fraud.email.risk(email_address="info@acme.example")
    assert shared.address_information.is_suspected_role_address
    with refused(400, "invalid_email"):
        await client.fraud.email.risk(email_address="")
