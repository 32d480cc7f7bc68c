"""Each list of accepted values in the prose of the document is in the overlay, or declined with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import attrs
import pytest
import yaml

from .pages import ROOT
from .upstream import upstream_documents

_CUE = re.compile(
    r"\b(?:(?:accepted|possible|supported|valid|allowed) (?:values|keys|languages|options)|(?:values|options|keys) are"
    r"|either `|is supported|are supported|value is `|equal to \"|only accepts|such as `|include:)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[`\"]([\w.:-]+)[`\"]")
_BULLET = re.compile(r"^\s*[*-]?\s*`([\w.-]+)`\s*[\u2013-]", re.MULTILINE)
_TYPES = {"string", "array", "object", None}


@attrs.frozen
class Listed:
    """A property whose prose lists values: `schema.property`, and the values."""

    name: str
    words: frozenset[str]


def lists(document: Any) -> Iterator[Listed]:
    """Yield the lists in the prose, except for properties that are enumerations in the document itself."""
    for schema, node in document["components"]["schemas"].items():
        for name, value in node.get("properties", {}).items():
            prose = value.get("description", "")
            cue = _CUE.search(prose)
            target = document["components"]["schemas"].get(value.get("$ref", "").rpartition("/")[2], value)
            if cue and value.get("type") in _TYPES and "enum" not in target:
                sentence = re.split(r"\.\s|\n\n", prose[cue.start() :] + " ", maxsplit=1)[0]
                words = _BULLET.findall(prose) or _WORD.findall(sentence)
                yield Listed(f"{schema}.{name}", frozenset(words))


def taken(document: Any, name: str) -> frozenset[str]:
    """Return the values that the effective document accepts for a property."""
    schema, _, field = name.partition(".")
    node = document["components"]["schemas"].get(schema, {}).get("properties", {}).get(field, {})
    if "$ref" in node:
        node = document["components"]["schemas"][node["$ref"].rpartition("/")[2]]
    node = node.get("items", node)
    return frozenset([*node.get("enum", ()), *node.get("x-sdk-values", ()), *node.get("x-sdk-keys", ())])


def declined() -> dict[str, str]:
    entries = yaml.safe_load((ROOT / "spec" / "declined.yaml").read_text("utf-8"))["values"]
    return {name: entry["reason"] for entry in entries for name in entry["names"]}


@pytest.fixture(scope="module")
def found() -> list[Listed]:
    """The lists of all documents, for the schemas that we use."""
    schemas = json.loads((ROOT / "src" / "aiostytch" / "resources" / "document.json").read_text("utf-8"))["components"]
    everything = {item.name: item for document in upstream_documents() for item in lists(document)}
    return [item for name, item in everything.items() if name.partition(".")[0] in schemas["schemas"]]


@pytest.fixture(scope="module")
def effective() -> Any:
    return json.loads((ROOT / "src" / "aiostytch" / "resources" / "document.json").read_text("utf-8"))


def test_each_list_of_values_is_taken_or_declined(found: list[Listed], effective: Any) -> None:
    patterns = declined()
    missing = [
        f"{item.name}: {sorted(item.words)}"
        for item in found
        if not taken(effective, item.name) and not any(fnmatchcase(item.name, pattern) for pattern in patterns)
    ]
    assert missing == []


def test_the_overlay_has_the_values_that_the_prose_lists(found: list[Listed], effective: Any) -> None:
    wrong = {
        item.name: sorted(item.words ^ taken(effective, item.name))
        for item in found
        if taken(effective, item.name) and item.words - taken(effective, item.name)
    }
    assert wrong == {}


def test_each_declined_list_is_still_there(found: list[Listed]) -> None:
    names = {item.name for item in found}
    assert [pattern for pattern in declined() if not any(fnmatchcase(name, pattern) for name in names)] == []
