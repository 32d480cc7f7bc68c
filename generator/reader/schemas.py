"""Schemas: what a value is, and which classes that takes.

Every schema of `components` is read once, by name, whether something refers to it or not. An object with named
properties becomes a model, an enumeration of strings an enumeration, and any other an alias, read in place of each
reference to it. An object or an enumeration that stands inside another schema becomes a class of its own.

What cannot be told from the JSON, or not be written as a Python type, is reported where it stands. Reading goes on with
`types.BROKEN`, which nobody complains about a second time.

Decisions:

* Enumerations of numbers or booleans are plain numbers or booleans, and the docstring lists the values.
* An object that names properties is a model, even where it allows others, of any type: the undecoded JSON of a response
  has the rest. A name that is required and is no property is a property that can be anything.
* An object without named properties is a mapping. `properties: {}` or `additionalProperties: false` makes it a model
  without fields.
* Compositions are what they come down to (`shapes`); of several schemas for one property the narrowest counts. A list
  that holds itself holds anything below its first level, since Python cannot spell such a type without a class.
* A property that is `readOnly` is no part of requests, and one that is `writeOnly` no part of responses: a class that
  is both has them as optional ones.
* OpenAPI 3.1 ignores `nullable`; here it counts in 3.1 as well, since nobody writes it to say nothing.
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
"""Levels of schemas in one another, aliases included. Documents have fewer than ten; the stack has room for about
150."""

Class = ir.Model | ir.Enum
ClassKey = tuple[str, str]
"""The module and the name of a class."""


class Schemas:
    """Reads schemas, and keeps the classes that they need.

    `_open` are the aliases being read, each with the number of lists and mappings that it is read in; `_depth` is how
    many schemas are being read, `_containers` how many of them are lists or mappings. `_uses` counts the references to
    each class; `_bodies` are the models that are bodies of requests.
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
        """Return the classes of the SDK: all but models that nothing but bodies of requests refer to."""
        dropped = {(model.module, model.name) for model in self._bodies if not self._uses[model]}
        return {key: found for key, found in self.classes.items() if key not in dropped}

    def value(self, node: Node, place: Place) -> Value:
        """Return what a schema says.

        Args:
            node: the schema.
            place: where a class goes that the schema needs and does not name.
        """
        if self._depth == MAX_DEPTH:
            node.problem(f"more than {MAX_DEPTH} schemas in one another")
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
        """Return what the items of a list or the values of a mapping are."""
        self._containers += 1
        try:
            return self.value(node, place)
        finally:
            self._containers -= 1

    def refer(self, node: Node) -> Value:
        """Return what the `$ref` of a node refers to."""
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
            if node.pointer in self._open:  # the list that it is in has not been read yet
                return found
            self._values[node.pointer] = found
        return self._values[node.pointer]

    def _reference(self, node: Node, place: Place) -> Value:
        """Return a reference to a class without reading that, so that classes may refer to each other in circles."""
        if component_name(node.pointer, "schemas") is None:
            self.define(node, place)
        value = annotate(node, Value(type=self._reference_to(node, place)))
        return attrs.evolve(value, deprecated=False, doc="", sent=True, received=True)

    def _alias(self, node: Node, place: Place) -> Value:
        if node.pointer in self._open:
            if self._open[node.pointer] < self._containers:
                return Value(type=Primitive.ANY)
            node.problem("refers to itself and to nothing else")
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
        """Read a schema that is a class, and return a reference to it."""
        shape = self.shapes.shape(node)
        if shape.form is Form.MODEL:
            self._add(self._model(node, shape.parts, place), node)
        else:
            self._add(enumeration(node, place), node)
        return self._reference_to(node, place)

    def _add(self, made: Class, node: Node) -> None:
        other = self.classes.setdefault((made.module, made.name), made)
        if other.pointer != made.pointer:
            reason = f"would be the class `{made.module}.{made.name}`, and so would {other.pointer}"
            node.problem(f"{reason}; `x-sdk-class` can give it another name")

    def combined(self, node: Node, parts: Sequence[Node], place: Place) -> Value:
        """Return the object that several schemas make together, as an alternative of a schema."""
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
        """Return the properties of an object: the required ones in the order of `required`, then the others by name."""
        for part in parts:
            keywords.check(part, "schema")
        properties, required = dict(merged_properties(parts)), merged_required(parts)
        order = dict.fromkeys([*required, *properties])
        read = {
            name: self._property(properties.get(name, ()), place.below(name))
            for name in order
            if name in properties or name
        }
        named = names.apart((name, names.field(name)) for name in read)
        return tuple(_field(named[name], name, value, name in required) for name, value in read.items())

    def _property(self, nodes: Sequence[Node], place: Place) -> Value:
        """Return what a property is, by the schemas that there are for it."""
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
        """Return the properties of a request's body, or its value if it is no object with named properties.

        A component that is used as a body, and nowhere else, is no class of the SDK: see `kept`.
        """
        if isinstance(node.value, dict) and "$ref" not in node and self.shapes.shape(node).form is Form.MODEL:
            keywords.check(node, "schema")
            return self.fields(self.shapes.shape(node).parts, override(node, place))
        value = self.value(node, place)
        if not isinstance(value.type, ir.ModelRef):
            return value
        self._uses[value.type] -= 1
        self._bodies.add(value.type)
        end = self.shapes.end(node)
        if (value.type.module, value.type.name) not in self.classes and end is not None:
            self.define(end, Place(value.type.module, value.type.name))
        model = self.classes[value.type.module, value.type.name]
        return model.fields if isinstance(model, ir.Model) else ()


def _check_keywords(node: Node) -> None:
    """Check a schema and those that it is composed of, whether they count or not."""
    keywords.check(node, "schema")
    for part in (part for key in ("allOf", "anyOf", "oneOf") for part in node.elements(key)):
        if isinstance(part.value, dict):
            keywords.check(part, "schema")


def _says_more(node: Node) -> bool:
    return bool(node.keys() - keywords.ANNOTATIONS)


def _narrowness(type_: ir.Type) -> int:
    """Return how much a type says of a value."""
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
    """Return what the one schema of an alias is; what annotates it stands in others beside it."""
    (part,) = schemas.shapes.shape(node).parts
    found = schemas.value(part, place)
    for other in node.elements("allOf"):
        if other.pointer != part.pointer and isinstance(other.value, dict):
            keywords.check(other, "schema")
            found = annotate(other, found)
    return found


def _circle(_schemas: Schemas, node: Node, _place: Place) -> Value:
    node.problem("refers to itself and to nothing else")
    return BROKEN


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
    """Return a mapping. Patterns of names restrict them: values of one such pattern are the values."""
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
    """Return one of several types, each with the keywords that are about it."""
    alone = [attrs.evolve(node, value={**node.without("type").mapping(), "type": kind}) for kind in kinds(node)]
    return union([_bare(schemas, each, place) for each in alone])


def _bare(schemas: Schemas, node: Node, place: Place) -> Value:
    if kinds(node)[0] not in {*SCALARS, "array", "object"}:
        node.problem("must be a type of JSON", "type")
        return BROKEN
    found = plain_form(node)
    return schemas.combined(node, [node], place) if found is Form.MODEL else _READERS[found](schemas, node, place)


def _union(schemas: Schemas, node: Node, place: Place) -> Value:
    alternatives = schemas.shapes.shape(node).alternatives
    present = [parts for parts in alternatives if not (len(parts) == 1 and is_null(parts[0]))]
    if not present:
        return _null(schemas, node, place)
    places = [place] if len(present) == 1 else _places(present, place)
    members = [
        schemas.value(parts[0], at) if len(parts) == 1 else schemas.combined(node, parts, at)
        for parts, at in zip(present, places, strict=True)
    ]
    value = choice(node, present, members, schemas.shapes)
    return attrs.evolve(value, nullable=value.nullable or len(present) < len(alternatives))


def _places(alternatives: Sequence[Sequence[Node]], place: Place) -> list[Place]:
    """Return where the classes of alternatives go: each has a name of its own, by its title or its number."""
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
    Form.CIRCLE: _circle,
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
