"""Unions of objects: a property tells them apart, or the properties that each requires.

The first rule that applies counts:

1. The discriminator of the schema: with its mapping, the values of the property in each object, or the schema names.
2. A property that all the objects require, with different values in each (`const`, `enum`).
3. Required properties: each object requires one that the others lack. The runtime decodes a JSON object as a member if
   it has all required properties of that member only.

If no rule applies, the value is a plain mapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from generator import ir
from generator.document.node import Node
from generator.document.references import component_name

from .enumerations import texts
from .forms import Form
from .shapes import Shapes, merged_properties, merged_required
from .types import Value
from .unions import union


@attrs.frozen(eq=False)
class Member:
    """A member of a union: its type, its properties, the names of the required ones, and the name of its schema."""

    type: ir.Type
    properties: Mapping[str, Sequence[Node]]
    required: frozenset[str]
    name: str


def choice(node: Node, alternatives: Sequence[Sequence[Node]], values: Sequence[Value], shapes: Shapes) -> Value:
    """Return the value of a union.

    Args:
        node: the schema that has the alternatives.
        alternatives: each is one schema, or several object schemas that are merged.
        values: the value of each alternative.
        shapes: resolves the alternatives.
    """
    found = [
        member
        for parts, value in zip(alternatives, values, strict=True)
        if isinstance(value.type, ir.ModelRef | ir.ChoiceOf | ir.MapOf)
        for member in _members(parts, value.type, shapes)
    ]
    objects = _distinguish(node, found, shapes) if all(isinstance(m.type, ir.ModelRef) for m in found) else None
    return union(values, objects)


def _members(parts: Sequence[Node], type_: ir.Type, shapes: Shapes) -> Iterator[Member]:
    if isinstance(type_, ir.ChoiceOf):
        end = shapes.end(parts[0])
        inner: Sequence[Sequence[Node]] = () if end is None else shapes.shape(end).alternatives
        if len(inner) == len(type_.members):
            for alternative, member in zip(inner, type_.members, strict=True):
                yield from _members(alternative, member, shapes)
            return
    leaves = _leaves(parts, shapes)
    properties = dict(merged_properties(leaves))
    yield Member(type_, properties, frozenset(merged_required(leaves)), _name(parts))


def _leaves(parts: Sequence[Node], shapes: Shapes) -> Sequence[Node]:
    if len(parts) > 1:
        return parts
    objects = shapes.objects(parts[0])
    return objects[0] if objects else ()


def _name(parts: Sequence[Node]) -> str:
    references = [part.text("$ref").removeprefix("#") for part in parts if "$ref" in part]
    found = [component_name(reference, "schemas") for reference in references]
    return next((name for name in found if name), "")


def _distinguish(node: Node, members: Sequence[Member], shapes: Shapes) -> ir.ChoiceOf | None:
    if len({member.type for member in members}) < 2:
        return None
    types = tuple(member.type for member in members)
    for tag, values in _tags(node, members, shapes):
        if values:
            return ir.ChoiceOf(types, tag, tuple(sorted(values.items())))
    return ir.ChoiceOf(types) if _differ(members) else None


def _tags(node: Node, members: Sequence[Member], shapes: Shapes) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield properties that may tell the objects apart, each with a map from its values to the objects' numbers."""
    discriminator = node.get("discriminator")
    if discriminator is not None and discriminator.text("propertyName"):
        tag = discriminator.text("propertyName")
        yield tag, _unambiguous(_declared(discriminator, tag, member, shapes) for member in members)
    required = [tag for tag in members[0].required if all(tag in member.required for member in members)]
    for tag in sorted(required):
        values = [_constants(tag, member, shapes) for member in members]
        if all(values) and len({value for each in values for value in each}) == sum(map(len, values)):
            yield tag, _unambiguous(values)


def _declared(discriminator: Node, tag: str, member: Member, shapes: Shapes) -> Sequence[str]:
    mapping = {value: target.string() for value, target in discriminator.entries("mapping")}
    mapped = [value for value, target in mapping.items() if member.name and _names(target) == member.name]
    return mapped or _constants(tag, member, shapes) or ([member.name] if member.name else [])


def _names(target: str) -> str | None:
    return component_name(target.removeprefix("#"), "schemas") if target.startswith("#") else target


def _constants(tag: str, member: Member, shapes: Shapes) -> Sequence[str]:
    """Return the strings that a property of an object allows; empty if it allows any."""
    for node in reversed(member.properties.get(tag, ())):
        end = shapes.end(node)
        if end is not None and shapes.shape(end).form is Form.ENUM:
            return tuple(dict.fromkeys(texts(end)))
    return ()


def _unambiguous(values: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Return the number of the object for each value that only one object has."""
    found: dict[str, list[int]] = {}
    for number, each in enumerate(values):
        for value in each:
            found.setdefault(value, []).append(number)
    return {value: numbers[0] for value, numbers in found.items() if len(numbers) == 1}


def _differ(members: Sequence[Member]) -> bool:
    return all(one.required - other.properties.keys() for one in members for other in members if one is not other)
