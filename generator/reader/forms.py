"""The form of a schema, as its own keywords show it.

A keyword for a type that the schema does not have is ignored (JSON Schema Core, section 7.6.1): `items` of an object,
`properties` of a string.
"""

from __future__ import annotations

from enum import Enum

from generator.document.node import Node

from .types import KINDS


class Form(Enum):
    """The forms of a schema."""

    ALIAS = "another schema"
    """Another schema, with additional annotations."""
    ANY = "without a type"
    CYCLE = "itself"
    """The schema refers to itself."""
    ENUM = "an enumeration"
    LIST = "a list"
    MAP = "an object with free keys"
    MODEL = "an object"
    """An object with named properties, or a closed object without properties."""
    NULL = "always null"
    REFERENCE = "a reference"
    SCALAR = "a scalar"
    TYPES = "a choice of types"
    """A list of types in `type`."""
    UNION = "a union"
    """`oneOf` or `anyOf`."""
    UNKNOWN = "of an unknown type"
    """Not a JSON type. The problem has been reported."""


def kinds(node: Node) -> tuple[str, ...]:
    """Return the types in `type`, without `null`."""
    declared = node.get("type")
    if declared is None:
        return ()
    listed = [element.string() for element in node.elements("type")] if isinstance(declared.value, list) else None
    return tuple(kind for kind in (listed or [declared.string()]) if kind != "null")


def is_nullable(node: Node) -> bool:
    """Whether a schema itself allows null: by `nullable`, or in its types or values."""
    declared, constant = node.get("type"), node.get("const")
    listed = declared.value if declared and isinstance(declared.value, list) else [declared.value if declared else ""]
    return (
        node.flag("nullable")
        or "null" in listed
        or any(element.value is None for element in node.elements("enum"))
        or (constant is not None and constant.value is None)
    )


def plain_form(node: Node) -> Form:
    """Return the form of a schema that is not composed of others."""
    if "enum" in node or "const" in node:
        return Form.ENUM
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
    if {"additionalProperties", "patternProperties", "properties"} & node.keys():
        return _object(node)
    return Form.LIST if {"items", "prefixItems"} & node.keys() else Form.ANY


def _object(node: Node) -> Form:
    rest = node.get("additionalProperties")
    closed = rest is not None and rest.value is False
    return Form.MODEL if closed or "properties" in node else Form.MAP
