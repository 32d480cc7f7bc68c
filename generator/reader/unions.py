"""Unions: several types of which JSON itself says which one a value has.

That holds for scalars, at most one of them a string in JSON. An enumeration beside `string` is that enumeration: it is
open, so that it takes any string. One type beside null is no union.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from generator import ir
from generator.document.node import Node
from generator.ir import Primitive

from .types import BROKEN, Value, alternatives, is_scalar, is_textual


def union(node: Node, members: Sequence[Value]) -> Value:
    """Return the value that is one of several, and report what cannot be told apart."""
    nullable = any(member.nullable for member in members)
    found = _distinct(members)
    if any(member.broken for member in members):
        return BROKEN
    if len(found) == 1:
        return attrs.evolve(members[0], type=found[0], nullable=nullable)
    if not all(map(is_scalar, found)):
        node.problem("unions of anything but scalars cannot be expressed: JSON does not say which one a value is")
        return BROKEN
    if sum(map(is_textual, found)) > 1:
        node.problem("at most one type of a union can be a string: JSON does not say which one a value is")
        return BROKEN
    return Value(
        type=ir.UnionOf(found),
        nullable=nullable,
        secret=any(member.secret for member in members),
        note=" ".join(member.note for member in members if member.note),
    )


def _distinct(members: Sequence[Value]) -> tuple[ir.Type, ...]:
    found = dict.fromkeys(type_ for member in members for type_ in alternatives(member.type))
    if any(isinstance(type_, ir.EnumRef) for type_ in found):
        found.pop(Primitive.STR, None)
    return tuple(found)
