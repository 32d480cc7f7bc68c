"""Schemas: the types of values, and the classes that they need.

Every schema in `components` is read once, even if it is not used. An object with named properties becomes a model, a
string enumeration becomes an enumeration, and any other schema is an alias: its value replaces each reference to it. An
inline object or enumeration becomes a class of its own.

A value that its JSON does not identify, or that is not expressible as a Python type, is reported at its place. Reading
goes on with `types.BROKEN`, which is not reported again.

Decisions:

* Enumerations of numbers or booleans are plain numbers or booleans, and the docstring lists the values.
* An object with named properties is a model, even if it allows other properties: those are in the undecoded JSON of the
  response. A required name that is not a property is a property of any type.
* An object without named properties is a mapping. `properties: {}` or `additionalProperties: false` makes it a model
  without fields.
* `shapes` resolves compositions. If a property has several schemas, the narrowest counts. A list that contains itself
  is a list of anything below its first level, because Python cannot express such a type without a class.
* A `readOnly` property is not sent, and a `writeOnly` property is not received. If a class is used both ways, such
  properties are optional.
* OpenAPI 3.1 ignores `nullable`. The generator does not: a document has it for a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import attrs

from generator import ir, names
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References, component_name
from generator.ir import Primitive

from .annotations import annotate
from .choices import choice
from .enumerations import accepted, enumeration, texts, values, values_type
from .forms import Form, kinds, plain_form
from .places import Namespaces, Place, override
from .shapes import Shapes, is_null, merged_properties, merged_required
from .types import BROKEN, FORMATS, SCALARS, SECRET_FORMATS, Value, item_type, references
from .unions import union

MAX_DEPTH = 64
"""Levels of nested schemas, aliases included. Documents have fewer than ten; the stack has room for about 150."""

Class = ir.Model | ir.Enum
ClassKey = tuple[str, str]
"""The module and the name of a class."""


class Schemas:
    """Reads schemas, and collects the classes that they need.

    `_depth` counts the schemas that are being read, `_containers` the lists and mappings among them. `_open` maps the
    aliases that are being read to the `_containers` at their start. `_uses` counts the references to each class.
    `_bodies` are the models that are request bodies.
    """

    def __init__(self, document: Node, references: References, shapes: Shapes) -> None:
        self.classes: dict[ClassKey, Class] = {}
        self.shapes = shapes
        self._references = references
        self._namespaces = Namespaces(document)
        self._values: dict[str, Value] = {}
        self._open: dict[str, int] = {}
        self._uses: Counter[ir.Type] = Counter()
        self._bodies: set[ir.ModelRef] = set()
        self._depth = 0
        self._containers = 0
        self._components = dict(document.entries("components", "schemas"))

    def read_components(self) -> None:
        """Read all schemas of `components`."""
        for name, node in self._components.items():
            place = self._place(node, name)
            if self._is_class(node):
                _check_keywords(node)
                self.define(node, place)
            else:
                self._component(node, place)
        self._namespaces.check()

    def kept(self) -> dict[ClassKey, Class]:
        """Return the classes of the SDK: all except models that are used only as request bodies."""
        dropped = {(model.module, model.name) for model in self._bodies if not self._uses[model]}
        return {key: found for key, found in self.classes.items() if key not in dropped}

    def value(self, node: Node, place: Place) -> Value:
        """Return the value that a schema describes.

        Args:
            node: the schema.
            place: the place of the class, if the schema needs one and does not name it.
        """
        if self._depth == MAX_DEPTH:
            node.problem(f"more than {MAX_DEPTH} levels of nested schemas")
            return BROKEN
        self._depth += 1
        try:
            return self._value(node, place)
        finally:
            self._depth -= 1

    def _value(self, node: Node, place: Place) -> Value:
        if node.value is True:
            return Value(type=Primitive.ANY)
        if not isinstance(node.value, dict):
            node.problem("no value is allowed here" if node.value is False else "must be a schema")
            return BROKEN
        _check_keywords(node)
        found = _READERS[self.shapes.shape(node).form](self, node, override(node, place))
        return annotate(node, accepted(node, found))

    def contained(self, node: Node, place: Place) -> Value:
        """Return the items of a list or the values of a mapping."""
        self._containers += 1
        try:
            return self.value(node, place)
        finally:
            self._containers -= 1

    def refer(self, node: Node) -> Value:
        """Return the value that the `$ref` of a node refers to."""
        target = self._references.target(node)
        if target is None:
            return BROKEN
        value = self._component(target, self._place_of(target))
        self._uses[value.type] += 1
        return value

    def _place_of(self, target: Node) -> Place:
        name = component_name(target.pointer, "schemas")
        return override(target, self._namespaces.inside(target.pointer)) if name is None else self._place(target, name)

    def _component(self, node: Node, place: Place) -> Value:
        if node.pointer not in self._values:
            read = self._reference if self._is_class(node) else self._alias
            found = read(node, place)
            if node.pointer in self._open:  # the list that contains it is still being read
                return found
            self._values[node.pointer] = found
        return self._values[node.pointer]

    def _reference(self, node: Node, place: Place) -> Value:
        """Return a reference to a class without reading the class, so that classes may form cycles."""
        if component_name(node.pointer, "schemas") is None:
            self.define(node, place)
        value = annotate(node, Value(type=self._reference_to(node, place)))
        return attrs.evolve(value, deprecated=False, doc="", sent=True, received=True)

    def _alias(self, node: Node, place: Place) -> Value:
        if node.pointer in self._open:
            if self._open[node.pointer] < self._containers:
                return Value(type=Primitive.ANY)
            node.problem("only refers to itself")
            return BROKEN
        self._open[node.pointer] = self._containers
        try:
            return self.value(node, place)
        finally:
            del self._open[node.pointer]

    def _place(self, node: Node, name: str) -> Place:
        return override(node, self._namespaces.place(name))

    def _is_class(self, node: Node) -> bool:
        if not isinstance(node.value, dict):
            return False
        found = self.shapes.shape(node).form
        return found is Form.MODEL or (found is Form.ENUM and values_type(node) is Primitive.STR)

    def _reference_to(self, node: Node, place: Place) -> ir.ModelRef | ir.EnumRef:
        if self.shapes.shape(node).form is Form.MODEL:
            return ir.ModelRef(place.module, place.class_name)
        return ir.EnumRef(place.module, place.class_name, texts(node))

    def define(self, node: Node, place: Place) -> ir.ModelRef | ir.EnumRef:
        """Read the class of a schema, and return a reference to it."""
        shape = self.shapes.shape(node)
        if shape.form is Form.MODEL:
            self._add(self._model(node, shape.parts, place), node)
        else:
            self._add(enumeration(node, place), node)
        return self._reference_to(node, place)

    def _add(self, made: Class, node: Node) -> None:
        other = self.classes.setdefault((made.module, made.name), made)
        if other.pointer != made.pointer:
            reason = f"would have the same class name `{made.module}.{made.name}` as {other.pointer}"
            node.problem(f"{reason}; set `x-sdk-class` to rename it")

    def combined(self, node: Node, parts: Sequence[Node], place: Place) -> Value:
        """Return the object that several schemas form together, as an alternative of a schema."""
        if not any("properties" in part for part in parts):
            return Value(type=ir.MapOf(Primitive.ANY))
        made = self._model(node, parts, place)
        self._add(attrs.evolve(made, pointer=f"{made.pointer}#{made.name}"), node)
        return Value(type=ir.ModelRef(place.module, place.class_name))

    def _model(self, node: Node, parts: Sequence[Node], place: Place) -> ir.Model:
        return ir.Model(
            module=place.module,
            name=place.class_name,
            pointer=node.pointer,
            fields=self.fields(parts, place),
            is_input=False,
            is_response=False,
            deprecated=node.flag("deprecated"),
            doc=node.text("description").strip(),
        )

    def fields(self, parts: Sequence[Node], place: Place) -> tuple[ir.Field, ...]:
        """Return the properties of an object: the required ones in the order of `required`, then the rest by name."""
        for part in parts:
            keywords.check(part, "schema")
        properties, required = dict(merged_properties(parts)), merged_required(parts)
        order = dict.fromkeys([*required, *properties])
        read = {
            name: self._property(properties.get(name, ()), place.below(name))
            for name in order
            if name in properties or name
        }
        named = names.unique((name, names.field(name)) for name in read)
        return tuple(_field(named[name], name, value, name in required) for name, value in read.items())

    def _property(self, nodes: Sequence[Node], place: Place) -> Value:
        """Return the value of a property from all of its schemas."""
        if not nodes:
            return Value(type=Primitive.ANY)
        first, *others = nodes
        different = [first, *(node for node in others if node.value != first.value and _says_more(node))]
        objects = [parts for node in different for parts in [self.shapes.objects(node)] if parts and len(parts) == 1]
        if len(different) == len(objects) > 1:
            return annotate(first, self.combined(first, [leaf for (leaves,) in objects for leaf in leaves], place))
        found: list[Value] = []
        for number, node in enumerate(different, 1):
            has_class = any(True for value in found for _ in references(value.type))
            found.append(self.value(node, place.below(f"{number}") if has_class else place))
        narrowest = max(reversed(found), key=lambda value: _narrowness(value.type))
        return attrs.evolve(
            narrowest,
            nullable=all(value.nullable for value in found),
            sent=all(value.sent for value in found),
            received=all(value.received for value in found),
        )

    def body(self, node: Node, place: Place) -> tuple[ir.Field, ...] | Value:
        """Return the properties of a request body, or its value if it is not an object with named properties.

        A component that is used only as a request body does not become a class of the SDK: see `kept`.
        """
        if isinstance(node.value, dict) and "$ref" not in node and self.shapes.shape(node).form is Form.MODEL:
            keywords.check(node, "schema")
            return self.fields(self.shapes.shape(node).parts, override(node, place))
        value = self.value(node, place)
        if not isinstance(value.type, ir.ModelRef):
            return value
        self._uses[value.type] -= 1
        self._bodies.add(value.type)
        model = self.classes[value.type.module, value.type.name]
        return model.fields if isinstance(model, ir.Model) else ()


def _check_keywords(node: Node) -> None:
    """Check a schema and the schemas that it is composed of, even if they have no effect."""
    keywords.check(node, "schema")
    for part in (part for key in ("allOf", "anyOf", "oneOf") for part in node.elements(key)):
        if isinstance(part.value, dict):
            keywords.check(part, "schema")


def _says_more(node: Node) -> bool:
    return bool(node.keys() - keywords.ANNOTATIONS)


def _narrowness(type_: ir.Type) -> int:
    """Return how narrow a type is."""
    if type_ is Primitive.ANY:
        return 0
    if isinstance(type_, ir.MapOf | ir.ListOf | ir.UnionOf) or type_ in {Primitive.STR, Primitive.FLOAT}:
        return 1
    return 2


def _field(name: str, wire_name: str, value: Value, required: bool) -> ir.Field:
    return ir.Field(
        name=name,
        wire_name=wire_name,
        type=value.type,
        required=required,
        nullable=value.nullable,
        default=value.default,
        secret=value.secret,
        deprecated=value.deprecated,
        doc=value.doc,
        note=value.note,
        sent=value.sent,
        received=value.received,
    )


def _any(_schemas: Schemas, _node: Node, _place: Place) -> Value:
    return Value(type=Primitive.ANY)


def _another(schemas: Schemas, node: Node, place: Place) -> Value:
    """Return the value of the schema that an alias stands for, with the annotations of the schemas next to it."""
    (part,) = schemas.shapes.shape(node).parts
    found = schemas.value(part, place)
    for other in node.elements("allOf"):
        if other.pointer != part.pointer and isinstance(other.value, dict):
            keywords.check(other, "schema")
            found = annotate(other, found)
    return found


def _enum(schemas: Schemas, node: Node, place: Place) -> Value:
    type_ = values_type(node)
    if type_ is Primitive.STR:
        return Value(type=schemas.define(node, place))
    listed = ", ".join(str(value.value).lower() for value in values(node))
    note = f"One of {listed}." if listed else ""
    if type_ is not None:
        return Value(type=type_, note=note)
    declared = [SCALARS[kind] for kind in kinds(node) if kind in SCALARS]
    return attrs.evolve(union([Value(type=kind) for kind in declared] or [Value(type=Primitive.ANY)]), note=note)


def _list(schemas: Schemas, node: Node, place: Place) -> Value:
    items = node.get("items")
    item = Value(type=Primitive.ANY)
    if items is not None and "prefixItems" not in node:
        item = schemas.contained(items, place.below("item"))
    return _container(ir.ListOf(item_type(item)), item)


def _map(schemas: Schemas, node: Node, place: Place) -> Value:
    """Return a mapping. If one schema describes all values, such as that of the only pattern, its value counts."""
    rest = [found for found in [node.get("additionalProperties")] if found is not None and found.value is not False]
    rest += [found for _, found in node.entries("patternProperties")]
    item = schemas.contained(rest[0], place.below("value")) if len(rest) == 1 else Value(type=Primitive.ANY)
    return _container(ir.MapOf(item_type(item)), item)


def _container(type_: ir.ListOf | ir.MapOf, item: Value) -> Value:
    return Value(type=type_, secret=item.secret, note=item.note, broken=item.broken)


def _named(schemas: Schemas, node: Node, place: Place) -> Value:
    return Value(type=schemas.define(node, place))


def _null(_schemas: Schemas, _node: Node, _place: Place) -> Value:
    return Value(type=Primitive.NONE)


def _reference(schemas: Schemas, node: Node, _place: Place) -> Value:
    return schemas.refer(node)


def _scalar(_schemas: Schemas, node: Node, _place: Place) -> Value:
    (kind,), format_ = kinds(node), node.text("format")
    if kind == "string" and node.get("contentEncoding") is not None:
        format_ = "byte" if node.text("contentEncoding").lower() == "base64" else format_
    elif kind == "string" and node.get("contentMediaType") is not None:
        format_ = "binary"
    return Value(type=FORMATS.get((kind, format_), SCALARS[kind]), secret=format_ in SECRET_FORMATS)


def _types(schemas: Schemas, node: Node, place: Place) -> Value:
    """Return the union of several types, each with the keywords for it."""
    alone = [attrs.evolve(node, value={**node.without("type").mapping(), "type": kind}) for kind in kinds(node)]
    return union([_bare(schemas, each, place) for each in alone])


def _bare(schemas: Schemas, node: Node, place: Place) -> Value:
    if kinds(node)[0] not in {*SCALARS, "array", "object"}:
        node.problem("must be a JSON type", "type")
        return BROKEN
    found = plain_form(node)
    return schemas.combined(node, [node], place) if found is Form.MODEL else _READERS[found](schemas, node, place)


def _union(schemas: Schemas, node: Node, place: Place) -> Value:
    alternatives = schemas.shapes.shape(node).alternatives
    present = [parts for parts in alternatives if not (len(parts) == 1 and is_null(parts[0]))]
    places = [place] if len(present) == 1 else _places(present, place)
    members = [
        schemas.value(parts[0], at) if len(parts) == 1 else schemas.combined(node, parts, at)
        for parts, at in zip(present, places, strict=True)
    ]
    value = choice(node, present, members, schemas.shapes)
    return attrs.evolve(value, nullable=value.nullable or len(present) < len(alternatives))


def _places(alternatives: Sequence[Sequence[Node]], place: Place) -> list[Place]:
    """Return the places of the classes of alternatives: titles name them if they differ, or else numbers."""
    titles = [next((part.text("title") for part in reversed(parts) if "title" in part), "") for parts in alternatives]
    found = [place.below(title or f"option {number}") for number, title in enumerate(titles, 1)]
    if len({each.class_name for each in found}) < len(found):
        return [place.below(f"option {number}") for number in range(1, len(found) + 1)]
    return found


def _unknown(_schemas: Schemas, _node: Node, _place: Place) -> Value:
    return BROKEN


_READERS: Mapping[Form, Callable[[Schemas, Node, Place], Value]] = {
    Form.ALIAS: _another,
    Form.ANY: _any,
    Form.ENUM: _enum,
    Form.LIST: _list,
    Form.MAP: _map,
    Form.MODEL: _named,
    Form.NULL: _null,
    Form.REFERENCE: _reference,
    Form.SCALAR: _scalar,
    Form.TYPES: _types,
    Form.UNION: _union,
    Form.UNKNOWN: _unknown,
}
