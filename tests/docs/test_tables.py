"""The tables of the pages are complete."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from .pages import ROOT, pages, prose

_CODE = re.compile(r"`[^`]*`")
_EDGE = re.compile(r"(?<!\\)\|")


def cells(line: str) -> int:
    return len(_EDGE.findall(_CODE.sub("", line)))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_each_row_of_a_table_has_as_many_cells_as_the_one_before(page: Path) -> None:
    lines = prose(page).splitlines()
    rows = [(one, other) for one, other in pairwise(lines) if one.startswith("|") and other.startswith("|")]
    assert [other for one, other in rows if cells(one) != cells(other)] == []
