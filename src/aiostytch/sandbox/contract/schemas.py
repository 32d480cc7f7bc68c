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


def restrict_values(schema: Schema) -> Schema:
    """Return a schema in which strings and keys of maps, at any depth, are only those that the document accepts.

    The document lists them in `x-sdk-values` and `x-sdk-keys`: for requests alone, since responses stay open. A string
    that is required may be empty: it cannot be left out, and the API has a default.
    """
    copy = _map_subschemas(schema, restrict_values)
    if "x-sdk-values" in copy:
        copy["enum"] = copy["x-sdk-values"]
    if "x-sdk-keys" in copy:
        copy["propertyNames"] = {"enum": copy["x-sdk-keys"]}
    for name in copy.get("required", ()):
        part = copy["properties"][name]
        if "x-sdk-values" in part:
            part["enum"] = [*part["enum"], ""]
    return copy


def _map_subschemas(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    copy = dict(schema)
    if "properties" in copy:
        copy["properties"] = {name: change(part) for name, part in copy["properties"].items()}
    for keyword in ("items", "additionalProperties"):
        if isinstance(copy.get(keyword), dict):
            copy[keyword] = change(copy[keyword])
    return copy
