"""What the parts of a document are: objects of the Specification, maps of names to such objects, or plain data.

The keywords of an object mean something. The keys of a map are names, whatever they are: a property may be called
`description`. Data is what a schema says of values; nothing in it is a keyword.
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
"""Keywords whose value maps names to things, where it is a mapping (the parameters of an operation are a list)."""

EXTENSIBLE = frozenset({"paths", "responses"})
"""Maps that may hold extensions among their names."""

DATA = frozenset({"const", "default", "enum", "example", "examples", "required", "security"})
"""Keywords whose value is data."""


@attrs.frozen
class Object:
    """An object of the Specification, and the keys that lead to it."""

    path: tuple[str | int, ...]
    value: Mapping[str, Json]


def objects(document: Mapping[str, Json]) -> Iterator[Object]:
    """Return all objects of a document, each before those in it. References are not followed."""
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
    """Return the keyword under which the keys below this key are names, "" where they are keywords."""
    return key if not named_by and key in NAMES else ""


def _keys(value: Mapping[str, Json], named_by: str) -> list[str]:
    """Return the keys below which there may be objects."""
    if named_by:
        return [key for key in value if not is_extension(key, named_by)]
    return [key for key in value if key not in DATA and not key.startswith("x-")]


def is_extension(name: str, named_by: str) -> bool:
    """Whether a name in a map is that of an extension."""
    return named_by in EXTENSIBLE and name.startswith("x-")


def mapping(value: Json) -> dict[str, Json]:
    """Return a mapping, an empty one for anything else: what it should have been is said where forms are checked."""
    return value if isinstance(value, dict) else {}


def elements(value: Json) -> list[Json]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list) else []
