"""The grammar of a document: objects of the OpenAPI Specification, maps from names to such objects, and plain data.

The keys of an object are keywords. The keys of a map are names: a property may be called `description`. Data describes
values, and has no keywords.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from .node import Json

NAMES = frozenset(
    {
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependentRequired",
        "dependentSchemas",
        "encoding",
        "headers",
        "links",
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
"""Keywords whose value, if it is a mapping, maps names to objects (the parameters of an operation are a list)."""

EXTENSIBLE = frozenset({"paths", "responses"})
"""Maps that may hold extensions among their names."""

DATA = frozenset({"const", "default", "enum", "example", "examples", "required", "security"})
"""Keywords whose value is data."""


@attrs.frozen
class Object:
    """An object of the Specification, and the path of keys to it."""

    path: tuple[str | int, ...]
    value: Mapping[str, Json]


def objects(document: Mapping[str, Json]) -> Iterator[Object]:
    """Return all objects of a document, outer ones before inner ones. References are not followed."""
    pending: list[tuple[tuple[str | int, ...], Json, str]] = [((), dict(document), "")]
    while pending:
        path, value, named_by = pending.pop()
        if isinstance(value, dict):
            if not named_by:
                yield Object(path, value)
            below = [((*path, key), value[key], _names_below(key, named_by)) for key in _keys(value, named_by)]
            pending.extend(reversed(below))
        elif isinstance(value, list):
            pending.extend(((*path, index), value[index], "") for index in reversed(range(len(value))))


def _names_below(key: str, named_by: str) -> str:
    """Return the keyword that makes the keys below this key names, "" if they are keywords."""
    return key if not named_by and key in NAMES else ""


def _keys(value: Mapping[str, Json], named_by: str) -> list[str]:
    """Return the keys that may have objects below them."""
    if named_by:
        return [key for key in value if not is_extension(key, named_by)]
    return [key for key in value if key not in DATA and not key.startswith("x-")]


def is_extension(name: str, named_by: str) -> bool:
    """Whether a name in a map is an extension."""
    return named_by in EXTENSIBLE and name.startswith("x-")


def mapping(value: Json) -> dict[str, Json]:
    """Return a mapping, or an empty one for any other value: validation reports wrong types."""
    return value if isinstance(value, dict) else {}


def elements(value: Json) -> list[Json]:
    """Return a list, or an empty one for any other value."""
    return value if isinstance(value, list) else []
