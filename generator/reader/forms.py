"""What form a schema has, seen from its keywords alone, and which keywords belong to that form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from generator.document import keywords
from generator.document.node import Node

from .types import KINDS


class Form(Enum):
    """The forms of a schema. The values complete the sentence "the schema is …"."""

    ANY = "without a type"
    COMPOSITION = "an `allOf`"
    ENUM = "an enumeration"
    LIST = "a list"
    MAP = "an object with free keys"
    MODEL = "an object"
    """An object with named properties, or one that is closed and has none."""
    NULL = "always null"
    REFERENCE = "a reference"
    SCALAR = "a scalar"
    TYPES = "a choice of types"
    """Several types in one `type`."""
    UNION = "a union"
    """`oneOf` or `anyOf`."""
    UNKNOWN = "of an unknown type"
    """JSON has no such type, which has been reported."""


STRUCTURE: Mapping[Form, frozenset[str]] = {
    Form.ANY: frozenset(),
    Form.COMPOSITION: frozenset({"allOf", "type"}),
    Form.ENUM: frozenset({"const", "enum", "format", "type"}),
    Form.LIST: frozenset({"format", "items", "type"}),
    Form.MAP: frozenset({"additionalProperties", "format", "type"}),
    Form.MODEL: frozenset({"additionalProperties", "format", "properties", "required", "type"}),
    Form.NULL: frozenset({"type"}),
    Form.REFERENCE: frozenset({"$ref"}),
    Form.SCALAR: frozenset({"format", "type"}),
    Form.TYPES: frozenset({"type"}),
    Form.UNION: frozenset({"anyOf", "oneOf"}),
    Form.UNKNOWN: keywords.STRUCTURE,
}
"""The keywords that make up each form. Another one beside them would say nothing, or be ignored."""

_FIRST: Mapping[str, Form] = {
    "$ref": Form.REFERENCE,
    "allOf": Form.COMPOSITION,
    "anyOf": Form.UNION,
    "const": Form.ENUM,
    "enum": Form.ENUM,
    "oneOf": Form.UNION,
}
"""Keywords that decide the form, whatever else there is."""


def kinds(node: Node) -> tuple[str, ...]:
    """Return the types that a schema allows, `null` aside, as far as `type` says it."""
    declared = node.get("type")
    if declared is None:
        return ()
    listed = [element.string() for element in node.elements("type")] if isinstance(declared.value, list) else None
    return tuple(kind for kind in (listed or [declared.string()]) if kind != "null")


def is_nullable(node: Node) -> bool:
    """Whether a schema itself allows null: by `nullable` of OpenAPI 3.0, or among its types or values."""
    declared, constant = node.get("type"), node.get("const")
    listed = declared.value if declared and isinstance(declared.value, list) else [declared.value if declared else ""]
    return (
        node.flag("nullable")
        or "null" in listed
        or any(element.value is None for element in node.elements("enum"))
        or (constant is not None and constant.value is None)
    )


def form(node: Node) -> Form:
    """Return the form of a schema, and report keywords that do not belong to it."""
    found = _form(node)
    for keyword in node.names():
        if keyword in keywords.STRUCTURE and keyword not in STRUCTURE[found]:
            node.problem(f"does not belong here: the schema is {found.value}", keyword)
    return found


def _form(node: Node) -> Form:
    for keyword, decided in _FIRST.items():
        if keyword in node:
            return decided
    found = kinds(node)
    if len(found) > 1:
        return Form.TYPES
    if not found:
        return _untyped(node)
    if found[0] not in KINDS:
        node.problem(f"must be one of {', '.join(sorted(KINDS))}", "type")
        return Form.UNKNOWN
    return {"array": Form.LIST, "object": _object(node)}.get(found[0], Form.SCALAR)


def _untyped(node: Node) -> Form:
    if "type" in node:
        return Form.NULL
    if "properties" in node or "additionalProperties" in node:
        return _object(node)
    return Form.LIST if "items" in node else Form.ANY


def _object(node: Node) -> Form:
    rest = node.get("additionalProperties")
    closed = rest is not None and rest.value is False
    return Form.MODEL if closed or "properties" in node else Form.MAP
