"""JSON schemas of the document, made ready to check values against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]


def resolve(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return a schema with what it refers to in the place of the references: quicker to check against.

    The document has no cycles; one would end in a RecursionError.
    """
    if "$ref" in schema:
        return resolve(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return _map_subschemas(schema, lambda part: resolve(part, schemas))


def close_objects(schema: Schema) -> Schema:
    """Return a schema whose objects take the properties they list and no others, at any depth.

    Objects that say what additional properties are stay open.
    """
    copy = _map_subschemas(schema, close_objects)
    if copy.get("type") == "object":
        copy.setdefault("additionalProperties", False)
    return copy


def _map_subschemas(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    copy = dict(schema)
    if "properties" in copy:
        copy["properties"] = {name: change(part) for name, part in copy["properties"].items()}
    for keyword in ("items", "additionalProperties"):
        if isinstance(copy.get(keyword), dict):
            copy[keyword] = change(copy[keyword])
    return copy
