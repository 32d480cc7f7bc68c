"""Rules for the texts of the SDK, in addition to those of the generator."""

from __future__ import annotations

import pytest

from generator import ir
from tests.generator import ours


@pytest.fixture(scope="module")
def package() -> ir.Package:
    return ours.generated().package


def test_a_text_that_is_missing_is_an_error() -> None:
    for source in ours.SOURCES:
        assert source.docs is not None
        assert "\ncomplete: true" in source.docs.read_text(encoding="utf-8")


def test_every_call_has_a_summary_of_one_sentence_and_a_description(package: ir.Package) -> None:
    for operation in package.operations():
        summary, *description = operation.doc.split("\n\n")
        assert summary.endswith("."), operation.call_path
        assert len(summary) <= 110, operation.call_path
        assert len(description) == 1, operation.call_path


def test_calls_name_their_special_errors(package: ir.Package) -> None:
    """The list of error types does not cover these calls."""
    silent = [".".join(operation.call_path) for operation in package.operations() if not operation.errors]
    assert silent == [
        "connected_app.clients.search",
        "debug.whoami",
        "fraud.rules.list",
        "fraud.rules.set",
        "fraud.verdict_reasons.list",
        "fraud.verdict_reasons.override",
        "project.metrics",
        "rbac.policy",
    ]


def test_every_error_type_that_a_call_is_known_for_has_a_sentence(package: ir.Package) -> None:
    types = package.error_types()
    named = {name for operation in package.operations() for name in operation.errors}
    assert len(named) > 150
    assert [name for name in sorted(named) if not types[name].doc] == []


def test_no_text_holds_markup_of_html(package: ir.Package) -> None:
    texts = [text for operation in package.operations() for text in (operation.doc, operation.details)]
    texts += [parameter.doc for operation in package.operations() for parameter in operation.parameters]
    assert [text for text in texts if "</" in text or "<br" in text or "&nbsp;" in text] == []
