"""JSON schemas of the specification, prepared for validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]


def resolve(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return a schema in which the targets replace the references. It validates faster.

    The specification has no cycles; a cycle would raise RecursionError.
    """
    if "$ref" in schema:
        return resolve(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return _map_subschemas(schema, lambda part: resolve(part, schemas))


def close_objects(schema: Schema) -> Schema:
    """Return a schema in which objects, at any depth, permit only the properties that they list.

    Objects that have `additionalProperties` do not change.
    """
    copy = _map_subschemas(schema, close_objects)
    if copy.get("type") == "object":
        copy.setdefault("additionalProperties", False)
    return copy


def restrict_values(schema: Schema) -> Schema:
    """Return a schema that permits only the listed strings and keys of maps, at any depth.

    The specification lists them in `x-sdk-values` and `x-sdk-keys`, for requests only: enums of responses are open. A
    required string may be empty, since it cannot be omitted and the API has a default.
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
