"""Enumerations: `enum`, and `const`, which is an enumeration of one. Null among the values is no value of its own."""

from __future__ import annotations

from collections.abc import Mapping

from generator import ir, names
from generator.document.node import Node, unique
from generator.ir import Primitive

from .forms import kinds
from .places import Place
from .types import json_kind

_TYPES: Mapping[type, Primitive] = {
    bool: Primitive.BOOL,
    float: Primitive.FLOAT,
    int: Primitive.INT,
    str: Primitive.STR,
}


def values(node: Node) -> list[Node]:
    """Return the values of an enumeration, null aside."""
    constant = node.get("const")
    found = node.elements("enum") if constant is None else [constant]
    return [value for value in found if value.value is not None]


def values_type(node: Node) -> Primitive | None:
    """Return the one type of all values of an enumeration, if its schema has that too; None otherwise."""
    found = {_TYPES.get(type(value.value)) for value in values(node)}
    if found == {Primitive.INT, Primitive.FLOAT} or (found == {Primitive.INT} and kinds(node) == ("number",)):
        found = {Primitive.FLOAT}
    type_ = found.pop() if len(found) == 1 else None
    return None if type_ is None or set(kinds(node)) - {json_kind(type_)} else type_


def enumeration(node: Node, place: Place) -> ir.Enum:
    """Return the class of an enumeration of strings, its members in the order of the values."""
    texts = [(value.string(), value) for value in values(node)]
    members = tuple(ir.EnumMember(name=names.enum_member(text), value=text) for text, _ in texts)
    unique((member.name, member.value, value) for member, (_, value) in zip(members, texts, strict=True))
    return ir.Enum(
        module=place.module,
        name=place.class_name,
        pointer=node.pointer,
        members=members,
        deprecated=node.flag("deprecated"),
        doc=node.text("description").strip(),
    )
