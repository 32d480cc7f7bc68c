"""Objects that are told apart: by a property that says which one it is, or by the properties that only one must have.

The first of these that works counts:

1. the discriminator of the schema, with its mapping, the values of the property in each object, or the names of
   schemas;
2. a property that all of the objects must have, and that has other values in each (`const`, `enum`);
3. required properties: each object has one that another does not know. The runtime takes an object for what it is if it
   has all that one of them requires, and none of the others does.

Where none works, the value is any object, as the JSON that it is.
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
    """An object that is one of several: its type, its properties, which of them it must have, and its schema's name."""

    type: ir.Type
    properties: Mapping[str, Sequence[Node]]
    required: frozenset[str]
    name: str


def choice(node: Node, alternatives: Sequence[Sequence[Node]], values: Sequence[Value], shapes: Shapes) -> Value:
    """Return the value that is one of several.

    Args:
        node: the schema that has the alternatives.
        alternatives: each is one schema, or several objects that make one.
        values: what each of them is.
        shapes: finds what they come down to.
    """
    found = [
        member
        for parts, value in zip(alternatives, values, strict=True)
        if isinstance(value.type, ir.ModelRef | ir.ChoiceOf | ir.MapOf)
        for member in _members(parts, value.type, shapes)
    ]
    told = _told_apart(node, found, shapes) if all(isinstance(m.type, ir.ModelRef) for m in found) else None
    return union(values, told)


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


def _told_apart(node: Node, members: Sequence[Member], shapes: Shapes) -> ir.ChoiceOf | None:
    if len({member.type for member in members}) < 2:
        return None
    types = tuple(member.type for member in members)
    for tag, values in _tags(node, members, shapes):
        if values:
            return ir.ChoiceOf(types, tag, tuple(sorted(values.items())))
    return ir.ChoiceOf(types) if _differ(members) else None


def _tags(node: Node, members: Sequence[Member], shapes: Shapes) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield properties that may tell objects apart, and the number of the object that each value stands for."""
    discriminator = node.get("discriminator")
    if discriminator is not None and discriminator.text("propertyName"):
        tag = discriminator.text("propertyName")
        yield tag, _without_doubt(_declared(discriminator, tag, member, shapes) for member in members)
    required = [tag for tag in members[0].required if all(tag in member.required for member in members)]
    for tag in sorted(required):
        values = [_constants(tag, member, shapes) for member in members]
        if all(values) and len({value for each in values for value in each}) == sum(map(len, values)):
            yield tag, _without_doubt(values)


def _declared(discriminator: Node, tag: str, member: Member, shapes: Shapes) -> Sequence[str]:
    mapping = {value: target.string() for value, target in discriminator.entries("mapping")}
    mapped = [value for value, target in mapping.items() if member.name and _names(target) == member.name]
    return mapped or _constants(tag, member, shapes) or ([member.name] if member.name else [])


def _names(target: str) -> str | None:
    return component_name(target.removeprefix("#"), "schemas") if target.startswith("#") else target


def _constants(tag: str, member: Member, shapes: Shapes) -> Sequence[str]:
    """Return the strings that a property of an object can be, none where it can be any."""
    for node in reversed(member.properties.get(tag, ())):
        end = shapes.end(node)
        if end is not None and shapes.shape(end).form is Form.ENUM:
            return tuple(dict.fromkeys(texts(end)))
    return ()


def _without_doubt(values: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Return the number of the object for each value that stands for one object only."""
    found: dict[str, list[int]] = {}
    for number, each in enumerate(values):
        for value in each:
            found.setdefault(value, []).append(number)
    return {value: numbers[0] for value, numbers in found.items() if len(numbers) == 1}


def _differ(members: Sequence[Member]) -> bool:
    return all(one.required - other.properties.keys() for one in members for other in members if one is not other)
