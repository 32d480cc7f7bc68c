"""JSON schemas of the document, prepared for validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]


def resolve(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return a schema with its references replaced by their targets, which validates faster.

    The document has no cycles; one would end in a RecursionError.
    """
    if "$ref" in schema:
        return resolve(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return _map_subschemas(schema, lambda part: resolve(part, schemas))


def close_objects(schema: Schema) -> Schema:
    """Return a schema in which objects, at any depth, take no other properties than those they list.

    Objects with `additionalProperties` of their own stay as they are.
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
