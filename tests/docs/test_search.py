"""Search finds the guides: the words of each query are in a guide, not only in the reference."""

from __future__ import annotations

import re

import pytest

from .pages import DOCS

QUERIES = {
    "admin role": "concepts/rbac",
    "webhook": "how-to/webhooks",
    "MCP": "how-to/mcp",
    "Django": "how-to/django",
    "Flask": "how-to/flask",
    "outage": "operate/outages",
    "401": "operate/troubleshooting",
    "503": "operate/outages",
    "rotate secret": "how-to/rotating-keys",
}
"""Queries, and a guide that each should find."""


@pytest.mark.parametrize(("query", "guide"), QUERIES.items())
def test_the_words_of_a_query_are_in_its_guide(query: str, guide: str) -> None:
    text = (DOCS / f"{guide}.md").read_text(encoding="utf-8")
    assert [word for word in query.split() if not re.search(rf"\b{word}", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "429", "503"])
def test_a_status_is_an_entry_of_the_index(status: str) -> None:
    """The search ignores numbers in texts."""
    text = (DOCS / "operate" / "troubleshooting.md").read_text(encoding="utf-8")
    assert f"! {status}" in text.partition("```{index} ")[2].partition("\n")[0].split(", ")


def test_guides_come_before_the_reference() -> None:
    """Sphinx adds at most 15 + 15 for the name of an attribute, and 15 for the title of a page."""
    text = (DOCS / "scorer.js").read_text(encoding="utf-8")
    assert "/^(reference|runtime)\\//.test(page) ? score - 25 : score" in text
