"""Unions: several types that the JSON type of a value tells apart.

* Several string types become `str`; an enumeration and a plain string become the enumeration, which is open.
* Several lists become a list of anything. Several objects become a choice that `choices` tells apart, or any object.
* A union with a member of any type is of any type. A union of one type and null is that type, nullable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from generator import ir
from generator.ir import Primitive

from .types import BROKEN, Value, alternatives, is_textual


def union(members: Sequence[Value], objects: ir.Type | None = None) -> Value:
    """Return the value of a union. `objects` is the type of its objects, if they can be told apart."""
    if any(member.broken for member in members):
        return BROKEN
    found = dict.fromkeys(type_ for member in members for type_ in alternatives(member.type))
    nullable = any(member.nullable for member in members) or Primitive.NONE in found
    found.pop(Primitive.NONE, None)
    if len(found) == 1:
        first = next((member for member in members if member.type is not Primitive.NONE), members[0])
        return attrs.evolve(first, type=next(iter(found)), nullable=nullable)
    return Value(
        type=_joined(found, objects),
        nullable=nullable,
        secret=any(member.secret for member in members),
        note=" ".join(dict.fromkeys(member.note for member in members if member.note)),
    )


def _joined(found: Iterable[ir.Type], objects: ir.Type | None) -> ir.Type:
    types = list(found)
    if Primitive.ANY in types or not types:
        return Primitive.ANY
    groups: dict[str, list[ir.Type]] = {}
    for type_ in types:
        groups.setdefault(_group(type_), []).append(type_)
    joined = tuple(
        _JOINED[group](members, objects) if len(members) > 1 else members[0] for group, members in groups.items()
    )
    return joined[0] if len(joined) == 1 else ir.UnionOf(joined)


def _group(type_: ir.Type) -> str:
    """Return the group of a type: a value's JSON type identifies its group."""
    if is_textual(type_):
        return "text"
    if isinstance(type_, ir.ListOf):
        return "list"
    return "object" if isinstance(type_, ir.ModelRef | ir.ChoiceOf | ir.MapOf) else str(type_)


def _text(types: Sequence[ir.Type]) -> ir.Type:
    enumerations = [type_ for type_ in types if isinstance(type_, ir.EnumRef)]
    is_open = len(enumerations) == 1 and set(types) <= {*enumerations, Primitive.STR}
    return enumerations[0] if is_open else Primitive.STR


_JOINED: Mapping[str, Callable[[Sequence[ir.Type], ir.Type | None], ir.Type]] = {
    "list": lambda _types, _objects: ir.ListOf(Primitive.ANY),
    "object": lambda _types, objects: objects or ir.MapOf(Primitive.ANY),
    "text": lambda types, _objects: _text(types),
}
"""The type that several types of a group become. Other groups have one member."""
