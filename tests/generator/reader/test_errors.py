"""The problems that the reader reports.

Each file in `fixtures/errors` explains itself in its first line, and lists the places of the problems and parts of
their reasons in `x-expected`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.docs import Docs
from generator.document import loading
from generator.problems import InputError, Problem
from generator.reader import read
from tests.generator.reading import ERRORS


def problems(loaded: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(loaded, Docs(), "spec")
    assert caught.value.source == "spec"
    return caught.value.problems


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_all_problems_of_a_document_are_reported_at_once(path: Path) -> None:
    """The reader reports exactly the expected problems."""
    loaded = loading.load(str(path))
    expected = sorted(loaded.pop("x-expected"), key=lambda each: (each["at"], each["reason"]))
    found = problems(loaded)
    assert [problem.pointer for problem in found] == [each["at"] for each in expected]
    unmatched = list(found)
    for each in expected:
        match = next((p for p in unmatched if p.pointer == each["at"] and each["reason"] in p.reason), None)
        assert match is not None, each
        unmatched.remove(match)


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_every_fixture_says_why_it_is_there(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
