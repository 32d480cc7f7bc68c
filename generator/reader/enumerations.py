"""Enumerations: `enum`, and `const`, which is an enumeration of one. Null is not a member; it makes the value nullable.

`x-sdk-values` lists the values of a plain string, `x-sdk-keys` the keys of an object with free keys. A request must use
one of them; a response may have others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from generator import ir, names
from generator.document.node import Node
from generator.ir import Primitive

from .forms import kinds
from .places import Place
from .types import Value, json_kind

_TYPES: Mapping[type, Primitive] = {
    bool: Primitive.BOOL,
    float: Primitive.FLOAT,
    int: Primitive.INT,
    str: Primitive.STR,
}


def values(node: Node) -> list[Node]:
    """Return the values of an enumeration, without null."""
    constant = node.get("const")
    found = node.elements("enum") if constant is None else [constant]
    return [value for value in found if value.value is not None]


def values_type(node: Node) -> Primitive | None:
    """Return the type of an enumeration if all values have it and the schema agrees; None otherwise."""
    found = {_TYPES.get(type(value.value)) for value in values(node)}
    if found == {Primitive.INT, Primitive.FLOAT} or (found == {Primitive.INT} and kinds(node) == ("number",)):
        found = {Primitive.FLOAT}
    type_ = found.pop() if len(found) == 1 else None
    return None if type_ is None or set(kinds(node)) - {json_kind(type_)} else type_


def texts(node: Node) -> tuple[str, ...]:
    """Return the values of a string enumeration, without duplicates."""
    return tuple(dict.fromkeys(value.value for value in values(node) if isinstance(value.value, str)))


def enumeration(node: Node, place: Place) -> ir.Enum:
    """Return the class of a string enumeration, with its members in the order of the values."""
    named = names.unique((text, names.enum_member(text)) for text in texts(node))
    members = tuple(ir.EnumMember(name=name, value=text) for text, name in named.items())
    return ir.Enum(
        module=place.module,
        name=place.class_name,
        pointer=node.pointer,
        members=members,
        deprecated=node.flag("deprecated"),
        doc=node.text("description").strip(),
    )


def accepted(node: Node, value: Value) -> Value:
    """Return the value, restricted to the strings of `x-sdk-values` or the keys of `x-sdk-keys`."""
    for keyword, restrict in _RESTRICTIONS.items():
        if keyword in node:
            words = tuple(element.string() for element in node.elements(keyword))
            type_ = restrict(value.type, words)
            if type_ is None or not words or len(set(words)) < len(words):
                node.problem(f"must be a list of different strings, and belongs to {_RESTRICTED[keyword]}", keyword)
            else:
                value = attrs.evolve(value, type=type_)
    return value


def _with_values(type_: ir.Type, values: tuple[str, ...]) -> ir.Type | None:
    return ir.WordOf(values) if type_ is Primitive.STR else None


def _with_keys(type_: ir.Type, keys: tuple[str, ...]) -> ir.Type | None:
    return attrs.evolve(type_, keys=keys) if isinstance(type_, ir.MapOf) else None


_RESTRICTIONS: Mapping[str, Callable[[ir.Type, tuple[str, ...]], ir.Type | None]] = {
    "x-sdk-values": _with_values,
    "x-sdk-keys": _with_keys,
}
_RESTRICTED: Mapping[str, str] = {"x-sdk-values": "a plain string", "x-sdk-keys": "an object with free keys"}
