"""The shape of a schema: its form, with its compositions resolved.

* `allOf` of one schema is that schema; of objects, it is one object with the properties of all. Of several scalars or
  lists, the narrowest counts if there is one. Anything else may be any value.
* `oneOf` or `anyOf` next to properties, or in an `allOf`, is the union of the objects that each alternative forms with
  the rest. Alternatives that only restrict a value (`required`, limits) do not change its type.
* In OpenAPI 3.0, keywords next to a `$ref` are ignored, except annotations; in 3.1 they are another part.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from generator.document.node import Node
from generator.document.references import References

from .forms import Form, kinds, plain_form

MAX_ALTERNATIVES = 64
"""Alternatives of one schema. A schema with more is any object: nobody writes so many by hand."""
MAX_DEPTH = 64
"""Levels of nested compositions."""

_OBJECT_KEYS = ("additionalProperties", "patternProperties", "properties")
_GIVES_FORM = (*_OBJECT_KEYS, "$ref", "allOf", "anyOf", "const", "enum", "items", "oneOf", "prefixItems")
_COMPOSED = ("allOf", "anyOf", "oneOf")
_OWN_FORM = set(_GIVES_FORM) - set(_COMPOSED)


@attrs.frozen(eq=False)
class Shape:
    """The form of a schema, and its parts.

    `parts` are the object schemas that a `MODEL` takes its properties from, or the one schema that an `ALIAS` stands
    for. `alternatives` are the members of a `UNION`, each with its parts: one schema, or several objects.
    """

    form: Form
    parts: tuple[Node, ...] = ()
    alternatives: tuple[tuple[Node, ...], ...] = ()


_Key = tuple[str, frozenset[str]]


class Shapes:
    """Finds the shape of each schema once. `_open` are the schemas that are being processed.

    A key is a place and a set of keywords: a part of a schema has the same place and fewer keywords.
    """

    def __init__(self, references: References, *, with_siblings: bool) -> None:
        self._references = references
        self._with_siblings = with_siblings
        self._found: dict[_Key, Shape] = {}
        self._open: set[_Key] = set()

    def shape(self, node: Node) -> Shape:
        """Return the shape of a schema."""
        if not isinstance(node.value, dict):
            return Shape(Form.ANY if node.value is True else Form.UNKNOWN)
        key = (node.pointer, node.keys())
        if key not in self._found:
            if key in self._open:
                return Shape(Form.CYCLE)
            if len(self._open) > MAX_DEPTH:
                node.problem(f"more than {MAX_DEPTH} levels of nested schemas")
                return Shape(Form.UNKNOWN)
            self._open.add(key)
            try:
                self._found[key] = self._shape(node)
            finally:
                self._open.remove(key)
        return self._found[key]

    def _shape(self, node: Node) -> Shape:
        if "$ref" in node:
            siblings = self._sibling(node)
            return self._composed([node.only("$ref"), *siblings], [], node) if siblings else Shape(Form.REFERENCE)
        own = node.without(*_COMPOSED)
        parts = [*node.elements("allOf"), *([own] if _demands(own) else [])]
        unions = [found for found in (node.elements("oneOf"), node.elements("anyOf")) if found]
        if "allOf" not in node and not unions:
            return self._plain(node)
        return self._composed(parts, unions, node)

    def _sibling(self, node: Node) -> list[Node]:
        found = node.without("$ref")
        return [found] if self._with_siblings and _demands(found) else []

    def _plain(self, node: Node) -> Shape:
        found = plain_form(node)
        return Shape(found, (node,) if found is Form.MODEL else ())

    def _composed(self, parts: Sequence[Node], unions: Sequence[Sequence[Node]], node: Node) -> Shape:
        for part in parts:
            if "$ref" not in part and not isinstance(part.value, bool | dict):
                part.problem("must be a schema")
        strong = [part for part in parts if _gives_form(part)]
        unions = [union for union in unions if any(_gives_form(member) for member in union)]
        if not strong:
            return self._union(unions) if unions else self._plain(node.without(*_COMPOSED))
        objects = self._objects(parts, unions)
        if objects is None:
            return self._narrowest(strong if not unions else [*strong, node.only("oneOf", "anyOf")])
        if len(strong) == 1 and not unions and len(objects) == 1 and self._adds_nothing(parts, strong[0]):
            return Shape(Form.ALIAS, (strong[0],))
        if len(objects) == 1:
            return Shape(Form.MODEL if any(_names_properties(leaf) for leaf in objects[0]) else Form.MAP, objects[0])
        return Shape(Form.UNION, alternatives=tuple(objects))

    @staticmethod
    def _adds_nothing(parts: Sequence[Node], strong: Node) -> bool:
        return not any("required" in part for part in parts if part is not strong)

    def _union(self, unions: Sequence[Sequence[Node]]) -> Shape:
        if len(unions) > 1:
            return Shape(Form.ANY)
        return Shape(Form.UNION, alternatives=tuple((member,) for member in unions[0]))

    def _narrowest(self, parts: Sequence[Node]) -> Shape:
        """Return the narrowest of several schemas, if they have the same type."""
        if len(parts) == 1:
            return Shape(Form.ALIAS, (parts[0],))
        ends = [(part, self.end(part)) for part in parts]
        known = [(part, end) for part, end in ends if end is not None]
        found = [(part, end) for part, end in known if self.shape(end).form not in {Form.ANY, Form.UNION}]
        forms = {self.shape(end).form for _, end in found}
        types = {kinds(end) for _, end in found} - {()}
        of_one_type = len(types) < 2 and (forms <= {Form.ENUM, Form.SCALAR} or forms == {Form.LIST})
        if len(known) < len(parts) or not found or not of_one_type:
            return Shape(Form.ANY)
        return Shape(Form.ALIAS, (max(found, key=lambda pair: _says(pair[1]))[0],))

    def end(self, node: Node) -> Node | None:
        """Follow references and aliases to a schema; None if there is none, or only a cycle."""
        seen: set[_Key] = set()
        while (key := (node.pointer, node.keys())) not in seen:
            seen.add(key)
            found = self.shape(node)
            if found.form is Form.REFERENCE:
                target = self._references.target(node)
                if target is None:
                    return None
                node = target
            elif found.form is Form.ALIAS:
                node = found.parts[0]
            else:
                return node
        return None

    def _objects(self, parts: Sequence[Node], unions: Sequence[Sequence[Node]]) -> list[tuple[Node, ...]] | None:
        """Return the objects that parts and unions form, each as its parts; None if one of them is not an object."""
        choices: list[list[tuple[Node, ...]]] = []
        for part in parts:
            found = self.objects(part)
            if found is None:
                return None
            choices.append(found)
        for union in unions:
            members = [self.objects(member) for member in union if not is_null(member)]
            if any(member is None for member in members):
                return None
            choices.append([leaves for member in members for leaves in member or ()])
        count = 1
        for choice in choices:
            count *= len(choice)
        if not 0 < count <= MAX_ALTERNATIVES:
            return None
        return [tuple(itertools.chain.from_iterable(each)) for each in itertools.product(*choices)]

    def objects(self, node: Node) -> list[tuple[Node, ...]] | None:
        """Return the objects of a schema, each as its parts; None if its value can be something else."""
        end = self.end(node)
        if end is None:
            return None
        found = self.shape(end)
        match found.form:
            case Form.MODEL | Form.MAP:
                return [found.parts or (end,)]
            case Form.ANY if not _gives_form(end):
                return [(end,)]
            case Form.UNION:
                return self._members(end, found.alternatives)
            case _:
                return None

    def _members(self, node: Node, alternatives: Sequence[tuple[Node, ...]]) -> list[tuple[Node, ...]] | None:
        key = (f"{node.pointer}#members", node.keys())
        if key in self._open:
            return None
        self._open.add(key)
        try:
            return self._objects_of(alternatives)
        finally:
            self._open.remove(key)

    def _objects_of(self, alternatives: Sequence[tuple[Node, ...]]) -> list[tuple[Node, ...]] | None:
        found: list[tuple[Node, ...]] = []
        for parts in alternatives:
            first, *others = parts
            if is_null(first):
                continue
            objects = [parts] if others else self.objects(first)
            if objects is None or len(found) + len(objects) > MAX_ALTERNATIVES:
                return None
            found += objects
        return found


def is_null(node: Node) -> bool:
    """Whether a schema allows null and nothing else."""
    return isinstance(node.value, dict) and not _gives_form(node) and plain_form(node) is Form.NULL


def _demands(node: Node) -> bool:
    return bool({"required", "type", *_GIVES_FORM} & set(node.keys()))


def _gives_form(node: Node) -> bool:
    """Whether a schema says more about its value than that it is an object."""
    if set(node.keys()) & _OWN_FORM or any(kind != "object" for kind in kinds(node)):
        return True
    return any(_gives_form(part) for key in _COMPOSED if key in node for part in node.elements(key))


def _says(node: Node) -> int:
    """Return how narrow a scalar or a list is."""
    return 2 if {"const", "enum"} & node.keys() else int(bool({"format", "items"} & node.keys()))


def _names_properties(node: Node) -> bool:
    rest = node.get("additionalProperties")
    return "properties" in node or (rest is not None and rest.value is False)


def merged_properties(parts: Sequence[Node]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Return the properties of an object by name, each with its schemas from all parts."""
    found: dict[str, list[Node]] = {}
    for part in parts:
        for name, node in part.entries("properties"):
            found.setdefault(name, []).append(node)
    return ((name, tuple(found[name])) for name in sorted(found))


def merged_required(parts: Sequence[Node]) -> dict[str, Node]:
    """Return the names that the parts of an object require, in their order."""
    found: dict[str, Node] = {}
    for part in parts:
        for element in part.elements("required"):
            found.setdefault(element.string(), element)
    return found
