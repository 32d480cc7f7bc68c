"""Vendoring a document: its facts in a stable order, without its prose.

The facts are what a caller's code depends on: paths, parameters, schemas, types, limits. The keywords for descriptions,
summaries, titles, comments, examples, extensions and links to documentation are dropped; a property that is called
`description` is a fact. Path parameters are written in braces, as in the OpenAPI Specification.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.files import replace
from generator.problems import InputError, Problem

from . import loading, yaml12
from .grammar import DATA, NAMES, is_extension, mapping
from .loading import Document
from .node import Json
from .urls import with_braces
from .validation import validate

_PROSE = frozenset({"$comment", "description", "example", "examples", "externalDocs", "summary", "title"})

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

_HEADER = (
    "# The facts of an upstream document, taken over by `make vendor`. Do not edit: say what differs in overlay.yaml.\n"
)


def vendor_file(source: str, target: Path) -> None:
    """Write the facts of the document at `source` to `target`. The file is replaced only if every step succeeds.

    Raises:
        InputError: the document cannot be read or is invalid, or the file is not writable.
    """
    data = loading.read_bytes(source)
    upstream = loading.parse(data, source)
    validate(upstream, source)
    facts = vendor(upstream, source=source, sha256=hashlib.sha256(data).hexdigest())
    validate(facts, f"the facts of {source}")
    try:
        replace({target: dump(facts).encode()})
    except (OSError, ValueError) as error:
        raise InputError(str(target), [Problem("", f"cannot be written: {error}")]) from None


def vendor(upstream: Document, *, source: str, sha256: str) -> Document:
    """Return the facts of a valid document, and their provenance (`x-provenance`)."""
    info = {key: upstream["info"][key] for key in ("title", "version")}
    facts = _object({key: value for key, value in upstream.items() if key != "info"})
    return _ordered({**with_braces(facts), "info": info, "x-provenance": {"source": source, **info, "sha256": sha256}})


def dump(facts: Document) -> str:
    """Write facts as YAML."""
    return _HEADER + yaml12.dump(facts)


def _ordered(found: dict[str, Json]) -> dict[str, Json]:
    return {key: found[key] for key in sorted(found, key=lambda key: (_RANKS.get(key, len(_RANKS)), key))}


def _object(node: dict[str, Json]) -> dict[str, Json]:
    return _ordered(
        {key: _value(key, value) for key, value in node.items() if key not in _PROSE and not key.startswith("x-")}
    )


def _value(key: str, value: Json) -> Json:
    if key in DATA:
        return _sorted(value)
    if key == "scopes":
        return dict.fromkeys(sorted(mapping(value)), "")  # the description of a scope is prose, but required
    if key in NAMES and isinstance(value, dict):
        names = sorted(name for name in value if not is_extension(name, key))
        return {name: _thing(value[name], key) for name in names}
    return _thing(value, "")


def _thing(value: Json, named_by: str) -> Json:
    if isinstance(value, dict):
        found = _object(value)
        # The description of a response is prose, but required (section 4.7.17 of the Specification).
        return {**found, "description": ""} if named_by == "responses" and "$ref" not in value else found
    return [_thing(item, "") for item in value] if isinstance(value, list) else value


def _sorted(value: Json) -> Json:
    """Return data with the keys of its mappings sorted."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
