"""The page on migration from the official SDK covers every call."""

from __future__ import annotations

import csv
import re

import pytest

from .pages import DOCS, ROOT

PAGE = (DOCS / "how-to" / "migration.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([\w.]+)_async` \| \{py:meth\}`([\w.]+)` \|$", PAGE, re.MULTILINE)
OFFICIAL = ROOT.parent / "shared" / "reference" / "method-map.tsv"
"""Every method of the official SDK, from a fixed list."""

DECLARED = sorted(
    name
    for path in (ROOT / "spec").glob("*/overlay.yaml")
    for name in re.findall(r"x-sdk-call-path: ([\w.]+)", path.read_text(encoding="utf-8"))
)


def official() -> list[dict[str, str]]:
    if not OFFICIAL.exists():
        pytest.skip("the list of the official SDK's methods is not here")
    with OFFICIAL.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_every_call_has_its_row_under_the_name_that_it_has_there() -> None:
    assert len(DECLARED) == 121
    assert [(name, name) for name in DECLARED] == ROWS


def test_the_names_are_those_of_the_official_sdk() -> None:
    assert {old for old, _ in ROWS} <= {row["call_path"] for row in official()}


def test_every_method_that_is_in_no_document_is_spoken_of() -> None:
    named = {name.removesuffix("_async") for name in re.findall(r"`((?:\w+\.)+[\w*]+)[`(]", PAGE)}
    groups = tuple(name.removesuffix("*") for name in named if name.endswith("*"))
    others = [row["call_path"] for row in official() if row["call_path"] not in DECLARED and "." in row["call_path"]]
    assert [name for name in others if name not in named and not name.startswith(groups)] == []
