"""Facts that only the official SDK has: each is declined, or there is an action for it."""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from generator.cli import app
from generator.document.loading import load
from generator.document.trees import Disk
from generator.inputs import find_sources, load_inputs
from generator.official import comparison, introspection
from generator.official.comparison import Lag, find_lag
from generator.official.declining import add_for_review, names, read_declined
from generator.official.introspection import Fact, Kind, read_facts
from generator.problems import InputError
from generator.propose.decisions import MARK

ROOT = Path(__file__).parents[3]
DECLINED = ROOT / "spec" / "declined.yaml"
EXCHANGE = "$.components.schemas['api_b2b_session_v1_ExchangeResponse']"


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    return read_facts()[1]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return load_inputs(find_sources(ROOT / "spec", None, None, Disk())).merged.document


def declined() -> list[str]:
    return names(read_declined(DECLINED))


def test_the_documents_have_all_that_the_official_sdk_has(facts: list[Fact], document: dict[str, Any]) -> None:
    lag = find_lag(facts, document, declined(), "15.3.0")
    assert not lag, str(lag)


def test_nothing_that_is_declined_waits_for_a_review() -> None:
    assert not [entry for entry in read_declined(DECLINED) if entry.reason.startswith(MARK)]


def test_the_facts_are_those_of_the_whole_client(facts: list[Fact]) -> None:
    """The official SDK has 14,000 facts. An introspection that finds nothing would agree with everything."""
    found = {fact.name for fact in facts}
    assert len(found) > 14_000
    assert {
        "method organizations.members.create",
        "parameter organizations.create(organization_name)",
        "value otps.sms.send(locale): en",
        "field sessions.exchange: intermediate_session_token_expires_at",
        "field organizations.members.search: members.roles.sources.type",
    } <= found


def without(document: dict[str, Any], change: Callable[[dict[str, Any]], object], facts: list[Fact]) -> Lag:
    changed = copy.deepcopy(document)
    change(changed)
    return find_lag(facts, changed, declined(), "15.3.0")


def properties(document: dict[str, Any], schema: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][schema]["properties"]
    return found


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str, dict[str, Any]]] = {
    "a field": (
        lambda d: properties(d, "api_b2b_session_v1_ExchangeResponse").pop("intermediate_session_token_expires_at"),
        EXCHANGE,
        {"properties": {"intermediate_session_token_expires_at": {"type": "string", "format": "date-time"}}},
    ),
    "a parameter of a body": (
        lambda d: properties(d, "api_organization_v1_CreateRequest").pop("allowed_mfa_methods"),
        "$.components.schemas['api_organization_v1_CreateRequest']",
        {"properties": {"allowed_mfa_methods": {"type": "array", "items": {"type": "string"}}}},
    ),
    "a value of an enumeration": (
        lambda d: d["components"]["schemas"]["api_sso_v1_AuthenticateRequestLocale"]["enum"].remove("pl"),
        "$.components.schemas['api_sso_v1_AuthenticateRequestLocale']",
        {"enum": ["pl"]},
    ),
}


@pytest.mark.parametrize(("change", "target", "update"), CHANGES.values(), ids=CHANGES)
def test_a_lag_is_an_action_for_the_overlay(
    change: Any, target: str, update: dict[str, Any], facts: list[Fact], document: dict[str, Any]
) -> None:
    lag = without(document, change, facts)
    assert [(action.target, action.update) for action in lag.actions] == [(target, update)]
    assert "stytch 15.3.0" in str(lag)
    assert "x-review: true" in str(lag)


def test_a_method_that_no_document_has_is_named(facts: list[Fact], document: dict[str, Any]) -> None:
    lag = without(document, lambda d: d["paths"].pop("/v1/b2b/impersonation/authenticate"), facts)
    assert lag.missing == ("method impersonation.authenticate",)
    assert lag.actions == ()


def test_a_parameter_of_a_query_cannot_be_added_by_an_action(facts: list[Fact], document: dict[str, Any]) -> None:
    def change(changed: dict[str, Any]) -> None:
        operation = changed["paths"]["/v1/b2b/scim/{organization_id}/connection/{connection_id}"]["get"]
        operation["parameters"] = [each for each in operation["parameters"] if each.get("name") != "limit"]

    assert without(document, change, facts).missing == ("parameter scim.connection.get_groups(limit)",)


def test_an_entry_that_declines_nothing_is_reported(facts: list[Fact], document: dict[str, Any]) -> None:
    lag = find_lag(facts, document, [*declined(), "method cats.*"], "15.3.0")
    assert lag.unused == ("method cats.*",)
    assert "no longer needs to be declined: method cats.*" in str(lag)


@pytest.mark.parametrize(
    "entry", [{"names": ["a"]}, {"reason": "b"}, {"names": [], "reason": "b"}, {"names": [1], "reason": "b"}]
)
def test_an_entry_needs_names_and_a_reason(tmp_path: Path, entry: dict[str, Any]) -> None:
    path = tmp_path / "declined.yaml"
    path.write_text(json.dumps({"official": [entry]}))
    with pytest.raises(InputError, match="/official/0: needs `names`"):
        read_declined(path)


def test_facts_that_no_overlay_can_add_are_written_for_review(tmp_path: Path) -> None:
    path = tmp_path / "declined.yaml"
    path.write_text("official:\n- names: [a]\n  reason: b\n")
    add_for_review(path, ["method c"], "16.0.0")
    add_for_review(path, [], "16.0.0")
    assert names(read_declined(path)) == ["a", "method c"]
    assert read_declined(path)[-1].reason.startswith(f"{MARK}stytch 16.0.0")
    assert load(str(path))


def test_the_command_says_that_nothing_is_missing() -> None:
    result = CliRunner().invoke(app, ["lag"])
    assert (result.exit_code, result.output) == (0, "spec: nothing of stytch 15.3.0 is missing\n")


def test_the_command_needs_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [*sys.path])
    monkeypatch.setattr("generator.official.introspection.PACKAGE", "no_such_package")
    result = CliRunner().invoke(app, ["lag", "--official", str(tmp_path)])
    assert result.exit_code == 2
    assert "the package no_such_package is not installed" in result.output


def test_the_command_writes_what_is_missing(tmp_path: Path, facts: list[Fact], monkeypatch: pytest.MonkeyPatch) -> None:
    """An overlay gets the facts that it can add, and the file of declined facts gets the rest."""
    spec = tmp_path / "spec"
    shutil.copytree(ROOT / "spec", spec)
    more = [
        Fact(Kind.FIELD, "sessions.exchange", ("purr",), {"type": "string"}),
        Fact(Kind.METHOD, "cats.stroke"),
    ]
    monkeypatch.setattr(introspection, "read_facts", lambda folder: ("16.0.0", [*facts, *more]))
    declined = spec / "declined.yaml"
    result = CliRunner().invoke(app, ["lag", "--spec", str(spec), "--declined", str(declined), "--write"])
    assert "method cats.stroke" in result.output
    assert "method cats.stroke" in names(read_declined(declined))
    overlays = "".join(path.read_text(encoding="utf-8") for path in spec.rglob("overlay.yaml"))
    assert "The official SDK, stytch 16.0.0, has it: field sessions.exchange: purr." in overlays


def test_an_overlay_cannot_add_an_operation(document: dict[str, Any]) -> None:
    described = comparison._Described(document)
    assert described.action(Fact(Kind.METHOD, "organizations.get"), "16.0.0") is None
