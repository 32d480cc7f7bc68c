"""A small API, and short ways to change it."""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from typing import Any

from generator import ir
from generator.diff.changes import Change
from generator.diff.compare import compare
from generator.docs import Docs
from generator.reader import read


def _responses(schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"200": {"description": "", "content": content}}


def _operation(call_path: str, retry: str, **parts: Any) -> dict[str, Any]:
    return {"operationId": f"id.{call_path}", "x-sdk-call-path": call_path, "x-sdk-retry": retry, **parts}


def _parameter(name: str, where: str, **parts: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": "string"}, **parts}


def _body(**properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "required": ["name"], "properties": properties}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


PETS: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": _operation(
                "pets.list",
                "read",
                parameters=[_parameter("cursor", "query"), _parameter("limit", "query", schema={"type": "integer"})],
                responses=_responses("Page"),
            ),
            "post": _operation(
                "pets.create",
                "creates",
                requestBody=_body(
                    name={"type": "string"},
                    kind={"$ref": "#/components/schemas/Kind"},
                    born={"type": "string"},
                    collar={"$ref": "#/components/schemas/Collar"},
                    tags={"type": "array", "items": {"type": "string"}},
                    vet={"$ref": "#/components/schemas/Vet"},
                    weight={"type": "integer", "nullable": True},
                ),
                responses=_responses("Pet"),
            ),
        },
        "/pets/{pet_id}/toys/{toy_id}": {
            "get": _operation(
                "pets.toys.get",
                "read",
                parameters=[_parameter("pet_id", "path"), _parameter("toy_id", "path")],
                responses=_responses("Toy"),
            ),
        },
        "/pets/{pet_id}": {
            "delete": _operation(
                "pets.delete",
                "idempotent",
                parameters=[_parameter("pet_id", "path")],
                responses={"204": {"description": ""}},
            ),
        },
    },
    "components": {
        "schemas": {
            "Page": {
                "type": "object",
                "required": ["pets"],
                "properties": {
                    "pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
                    "next_cursor": {"type": "string"},
                },
            },
            "Pet": {
                "type": "object",
                "required": ["name", "age"],
                "properties": {
                    "name": {"type": "string"},
                    "age": {"type": "integer"},
                    "kind": {"$ref": "#/components/schemas/Kind"},
                    "born": {"type": "string", "format": "date-time"},
                    "vet": {"$ref": "#/components/schemas/Vet"},
                    "chip": {"type": "object", "properties": {"serial": {"type": "string"}}},
                },
            },
            "Toy": {
                "type": "object",
                "required": ["toy_id"],
                "properties": {"toy_id": {"type": "string"}, "given_by": {"type": "string", "default": "nobody"}},
            },
            "Collar": {
                "type": "object",
                "required": ["size"],
                "properties": {"size": {"type": "integer"}, "color": {"type": "string"}, "bell": {"type": "boolean"}},
            },
            "Vet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
            "Kind": {"type": "string", "enum": ["cat", "dog"]},
        }
    },
}

Edits = Mapping[str, Any]
"""JSON pointers and their new values; `GONE` removes a value."""

GONE = object()


def edited(edits: Edits, document: dict[str, Any] = PETS) -> dict[str, Any]:
    """Return a document after some edits."""
    result = copy.deepcopy(document)
    for pointer, value in edits.items():
        *above, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.removeprefix("/").split("/")]
        target: Any = result
        for part in above:
            target = target[int(part) if isinstance(target, list) else part]
        key: Any = int(last) if isinstance(target, list) else last
        if value is GONE:
            del target[key]
        elif isinstance(target, list) and key == len(target):
            target.append(value)
        else:
            target[key] = value
    return result


@functools.cache
def unedited() -> ir.Package:
    return read(PETS, Docs(), "pets")


def package(edits: Edits) -> ir.Package:
    return read(edited(edits), Docs(), "pets") if edits else unedited()


def changes(edits: Edits, before: Edits | None = None) -> list[Change]:
    """Return the changes of an edit for callers."""
    return compare(package(before or {}), package(edits))


def found(changed: list[Change]) -> list[str]:
    """Return changes as short texts: kind and place."""
    return sorted(f"{change.kind} {change.place}" for change in changed)
