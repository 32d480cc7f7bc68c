"""Our prose is our own: it does not copy sentences of the upstream documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .pages import ROOT
from .upstream import upstream_documents

RUN = 8
"""This many consecutive equal words, apart from names and values, count as a copied sentence."""

_WORD = re.compile(r"[A-Za-z][A-Za-z']+")
_NAMES = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+|\b\w+_\w+\b")

Run = tuple[str, ...]


def runs(text: str) -> Iterator[Run]:
    words = [word.lower() for word in _WORD.findall(_NAMES.sub(" ", text))]
    yield from (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def prose(node: Any) -> Iterator[str]:
    """Yield every description and summary of a document."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"description", "summary"} and isinstance(value, str):
                yield value
            else:
                yield from prose(value)
    elif isinstance(node, list):
        for item in node:
            yield from prose(item)


def ours() -> list[Path]:
    """Every file with prose about the API."""
    found = [ROOT / "README.md", *(ROOT / "spec").rglob("*.yaml"), *(ROOT / "docs").rglob("*.md")]
    return [*found, *(ROOT / "src" / "aiostytch").rglob("*.py")]


@pytest.fixture(scope="module")
def upstream() -> frozenset[Run]:
    return frozenset(run for document in upstream_documents() for text in prose(document) for run in runs(text))


def test_no_run_of_eight_words_is_in_common_with_the_upstream_documents(upstream: frozenset[Run]) -> None:
    common = {
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in ours()
        for run in runs(path.read_text(encoding="utf-8"))
        if run in upstream
    }
    assert not common


def test_a_sentence_that_is_taken_over_would_be_found(upstream: frozenset[Run]) -> None:
    taken = min(upstream)
    assert taken in runs(f"Ours begins: **{taken[0].title()}** `name`\n{' '.join(taken[1:])}.")


def test_names_and_values_are_not_words() -> None:
    assert list(runs("one `two` three four_five six seven eight nine ten eleven")) == [
        ("one", "three", "six", "seven", "eight", "nine", "ten", "eleven")
    ]
