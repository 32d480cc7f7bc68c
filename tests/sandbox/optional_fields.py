"""The optional fields of responses, and those that a sandbox has filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.document import read_document

from .conforming import entries
from .samples import OPERATIONS

SCHEMAS: dict[str, Any] = read_document()["components"]["schemas"]


def response_schema(call_path: str) -> dict[str, Any]:
    schema: dict[str, Any] = entries()[call_path]["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def optional_fields() -> set[str]:
    """Return the optional fields of all responses, as `SCHEMA.PROPERTY`."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [response_schema(call_path)["$ref"] for call_path in OPERATIONS]
    while waiting:
        name = waiting.pop().rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            schema = SCHEMAS[name]
            found |= {
                f"{name}.{each}" for each in schema.get("properties", {}) if each not in schema.get("required", ())
            }
            waiting += references(schema)
    return found


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for part in schema.values():
            yield from references(part)


def filled_fields(sandbox: Sandbox) -> set[str]:
    """Return the optional fields that a sandbox has filled in any response."""
    return {
        field
        for entry in sandbox.requests
        if entry.operation and entry.status_code == 200
        for field in filled(response_schema(entry.call_path), entry.response_body)
    }


def filled(schema: dict[str, Any], value: Any) -> Iterator[str]:
    """Yield the optional fields of a value that are not empty."""
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = SCHEMAS[name] if name else schema
    if isinstance(value, list):
        for each in value:
            yield from filled(schema["items"], each)
    elif isinstance(value, dict):
        known, required = schema.get("properties", {}), schema.get("required", ())
        for key, part in value.items():
            if key in known and key not in required and part not in (None, "", [], {}):
                yield f"{name}.{key}"
            inner = known.get(key, schema.get("additionalProperties"))
            if isinstance(inner, dict):
                yield from filled(inner, part)
