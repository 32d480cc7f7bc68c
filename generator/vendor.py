"""Taking a document over: its facts in a stable order, without a word of its prose.

What is kept is what a caller's code depends on: paths, parameters, schemas, types, limits. Descriptions, summaries,
examples, extensions and links to documentation are left behind, as keywords; a property that is called `description` is a
fact.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from . import document
from .problems import InputError, Problem

_PROSE = frozenset({"description", "example", "examples", "externalDocs", "summary", "title"})

_NAMED = frozenset(
    {
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependentSchemas",
        "encoding",
        "headers",
        "mapping",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "scopes",
        "securitySchemes",
        "variables",
        "webhooks",
    }
)
"""Keywords whose value maps names to things: the names are facts, whatever they are."""

_LITERAL = frozenset({"const", "default", "enum", "required", "security"})
"""Keywords whose value is data and is kept as it is."""

_ORDER = (
    "openapi",
    "info",
    "x-provenance",
    "servers",
    "security",
    "tags",
    "paths",
    "components",
    "operationId",
    "name",
    "in",
    "$ref",
    "type",
    "format",
    "required",
    "properties",
    "items",
    "enum",
)
_RANKS = {keyword: rank for rank, keyword in enumerate(_ORDER)}

_HEADER = "# The facts of an upstream document, taken over by `make vendor`. Do not edit: say what differs in overlay.yaml.\n"


def vendor_file(source: str, target: Path) -> None:
    """Take over the document at `source` into the file `target`, which is replaced only when all went well.

    Raises:
        InputError: the document cannot be read, parsed or used.
    """
    data = document.read_bytes(source)
    upstream = document.parse(data, source)
    document.validate(upstream, source)
    facts = vendor(upstream, source=source, sha256=hashlib.sha256(data).hexdigest())
    document.validate(facts, f"the facts of {source}")
    _replace(target, dump(facts))


def _replace(target: Path, text: str) -> None:
    beside = target.with_name(f".{target.name}.new")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beside, target)
    except OSError as error:
        raise InputError(str(target), [Problem("", error.strerror or "cannot be written")]) from None


def vendor(upstream: Mapping[str, Any], *, source: str, sha256: str) -> dict[str, Any]:
    """Return the facts of a document, and where they come from (`x-provenance`)."""
    info = upstream["info"]
    provenance = {"source": source, "title": info["title"], "version": info["version"], "sha256": sha256}
    facts = _object(upstream, ())
    return _ordered({**facts, "info": {"title": info["title"], "version": info["version"]}, "x-provenance": provenance})


def dump(facts: Mapping[str, Any]) -> str:
    """Write facts as YAML."""
    body = yaml.dump(facts, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000)
    return _HEADER + body


def _ordered(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key: mapping[key] for key in sorted(mapping, key=lambda key: (_RANKS.get(key, len(_RANKS)), key))}


def _object(node: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    kept = {key: _value(key, value) for key, value in node.items() if key not in _PROSE and not key.startswith("x-")}
    if _is_response(above):
        kept["description"] = ""  # required by the specification, section 4.7.17
    return _ordered(kept)


def _value(key: str, value: Any) -> Any:
    if key in _LITERAL:
        return value
    if key in _NAMED and isinstance(value, Mapping):
        return {name: _thing(item, (key,)) for name, item in sorted(value.items())}
    return _thing(value, ())


def _thing(value: Any, above: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        return _object(value, above)
    return [_thing(item, ()) for item in value] if isinstance(value, list) else value


def _is_response(above: tuple[str, ...]) -> bool:
    return above == ("responses",)
