"""Schemas: what a value is, and which classes that takes.

Every schema of `components` is read once, by name, whether something refers to it or not. An object with named
properties becomes a model, an enumeration of strings an enumeration, and any other an alias, read in place of each
reference to it. An object or an enumeration that stands inside another schema becomes a class of its own.

What cannot be told from the JSON, or not be written as a Python type, is reported where it stands. Reading goes on with
`types.BROKEN`, which nobody complains about a second time.

Decisions:

* Enumerations of numbers or booleans are plain numbers or booleans, and the docstring lists the values.
* An object that names properties is a model, even where it allows others: `additionalProperties: true` is what OpenAPI
  assumes anyway, and the undecoded JSON of a response has the rest. Others of a given type are an error.
* An object without named properties is a mapping. `properties: {}` or `additionalProperties: false` makes it a model
  without fields.
* `$ref` and an `allOf` of one `$ref` are the same, with the annotations beside them.
* OpenAPI 3.1 ignores `nullable`; here it counts in 3.1 as well, since nobody writes it to say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import attrs

from generator import ir, names
from generator.document import keywords
from generator.document.node import Node, unique
from generator.document.references import References
from generator.ir import Primitive

from .annotations import annotate
from .enumerations import accepted, enumeration, texts, values, values_type
from .forms import Form, form, kinds
from .places import Namespaces, Place, override
from .types import BROKEN, FORMATS, SCALARS, SECRET_FORMATS, Value, item_type, json_kind
from .unions import union

MAX_DEPTH = 64
"""Levels of schemas in one another, aliases included. Documents have fewer than ten; the stack has room for about
150."""

Class = ir.Model | ir.Enum
ClassKey = tuple[str, str]
"""The module and the name of a class."""


class Schemas:
    """Reads schemas, and keeps the classes that they need.

    `_open` are the aliases being read, `_depth` how many schemas are. `_uses` counts the references to each class;
    `_bodies` are the models that are bodies of requests.
    """

    def __init__(self, document: Node, references: References) -> None:
        self.classes: dict[ClassKey, Class] = {}
        self._references = references
        self._namespaces = Namespaces(document)
        self._values: dict[str, Value] = {}
        self._open: set[str] = set()
        self._uses: Counter[ir.Type] = Counter()
        self._bodies: set[ir.ModelRef] = set()
        self._depth = 0
        self._components = dict(document.entries("components", "schemas"))

    def read_components(self) -> None:
        """Read all schemas of `components`."""
        for name, node in self._components.items():
            if _is_class(node):
                keywords.check(node, "schema")
                self.define(node, self._place(name))
            else:
                self._component(name)
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
        keywords.check(node, "schema")
        return annotate(node, accepted(node, _READERS[form(node)](self, node, override(node, place))))

    def refer(self, node: Node) -> Value:
        """Return what the `$ref` of a node refers to."""
        name = self._references.name(node, "schemas")
        if name is None:
            return BROKEN
        value = self._component(name)
        self._uses[value.type] += 1
        return value

    def _component(self, name: str) -> Value:
        if name not in self._values:
            self._values[name] = self._reference(name) if _is_class(self._components[name]) else self._alias(name)
        return self._values[name]

    def _reference(self, name: str) -> Value:
        """Return a reference to a class without reading that, so that classes may refer to each other in circles."""
        node, place = self._components[name], self._place(name)
        value = annotate(node, Value(type=_reference_to(node, place)))
        return attrs.evolve(value, deprecated=False, doc="")

    def _alias(self, name: str) -> Value:
        node = self._components[name]
        if name in self._open:
            node.problem("refers to itself and to nothing else")
            return BROKEN
        self._open.add(name)
        try:
            return self.value(node, self._place(name))
        finally:
            self._open.remove(name)

    def _place(self, name: str) -> Place:
        return override(self._components[name], self._namespaces.place(name))

    def define(self, node: Node, place: Place) -> ir.ModelRef | ir.EnumRef:
        """Read a schema that is a class, and return a reference to it."""
        made = _model(self, node, place) if form(node) is Form.MODEL else enumeration(node, place)
        other = self.classes.setdefault((made.module, made.name), made)
        if other.pointer != made.pointer:
            reason = f"would be the class `{made.module}.{made.name}`, and so would {other.pointer}"
            node.problem(f"{reason}; `x-sdk-class` can give it another name")
        return _reference_to(node, place)

    def fields(self, node: Node, place: Place) -> tuple[ir.Field, ...]:
        """Return the properties of an object: the required ones in the order of `required`, then the others by name."""
        properties = dict(node.entries("properties"))
        required = {element.string(): element for element in node.elements("required")}
        for name, element in required.items():
            if name not in properties:
                element.problem(f"`{name}` is required, but is no property")
        order = dict.fromkeys([*(name for name in required if name in properties), *properties])
        read = {name: self.value(properties[name], place.below(name)) for name in order}
        fields = tuple(_field(name, value, name in required) for name, value in read.items())
        unique((field.name, field.wire_name, properties[field.wire_name]) for field in fields)
        rest = node.get("additionalProperties")
        if rest is not None and rest.value not in (True, False, {}):
            rest.problem("beside named properties, free ones of a given type cannot be expressed")
        return fields

    def body(self, node: Node, place: Place) -> tuple[ir.Field, ...] | Value:
        """Return the properties of a request's body, or its value if it is no object with named properties.

        A component that is used as a body, and nowhere else, is no class of the SDK: see `kept`.
        """
        if isinstance(node.value, dict) and form(node) is Form.MODEL:
            keywords.check(node, "schema")
            return self.fields(node, override(node, place))
        value = self.value(node, place)
        if not isinstance(value.type, ir.ModelRef):
            return value
        self._uses[value.type] -= 1
        self._bodies.add(value.type)
        model = self.classes[value.type.module, value.type.name]
        return model.fields if isinstance(model, ir.Model) else ()


def _is_class(node: Node) -> bool:
    if not isinstance(node.value, dict):
        return False
    found = form(node)
    return found is Form.MODEL or (found is Form.ENUM and values_type(node) is Primitive.STR)


def _reference_to(node: Node, place: Place) -> ir.ModelRef | ir.EnumRef:
    if form(node) is Form.MODEL:
        return ir.ModelRef(place.module, place.class_name)
    return ir.EnumRef(place.module, place.class_name, texts(node))


def _model(schemas: Schemas, node: Node, place: Place) -> ir.Model:
    return ir.Model(
        module=place.module,
        name=place.class_name,
        pointer=node.pointer,
        fields=schemas.fields(node, place),
        is_input=False,
        is_response=False,
        deprecated=node.flag("deprecated"),
        doc=node.text("description").strip(),
    )


def _field(wire_name: str, value: Value, required: bool) -> ir.Field:
    return ir.Field(
        name=names.field(wire_name),
        wire_name=wire_name,
        type=value.type,
        required=required,
        nullable=value.nullable,
        default=value.default,
        secret=value.secret,
        deprecated=value.deprecated,
        doc=value.doc,
        note=value.note,
    )


def _any(_schemas: Schemas, _node: Node, _place: Place) -> Value:
    return Value(type=Primitive.ANY)


def _composition(schemas: Schemas, node: Node, place: Place) -> Value:
    parts = node.elements("allOf")
    if len(parts) != 1 or "$ref" not in parts[0]:
        node.problem("only an `allOf` of exactly one `$ref` can be expressed", "allOf")
        return BROKEN
    value = schemas.value(parts[0], place)
    kind = json_kind(value.type)
    if kind and not value.broken and set(kinds(node)) - {kind}:
        node.problem(f"the schema referred to has the type {kind}", "type")
    return value


def _enum(schemas: Schemas, node: Node, place: Place) -> Value:
    type_ = values_type(node)
    if type_ is None:
        node.problem("the values must all be of one type, and of that which the schema has")
        return BROKEN
    if type_ is Primitive.STR:
        return Value(type=schemas.define(node, place))
    return Value(type=type_, note=f"One of {', '.join(str(value.value).lower() for value in values(node))}.")


def _list(schemas: Schemas, node: Node, place: Place) -> Value:
    items = node.get("items")
    item = Value(type=Primitive.ANY) if items is None else schemas.value(items, place.below("item"))
    return _container(ir.ListOf(item_type(item)), item)


def _map(schemas: Schemas, node: Node, place: Place) -> Value:
    rest = node.get("additionalProperties")
    item = Value(type=Primitive.ANY) if rest is None else schemas.value(rest, place.below("value"))
    return _container(ir.MapOf(item_type(item)), item)


def _container(type_: ir.ListOf | ir.MapOf, item: Value) -> Value:
    return Value(type=type_, secret=item.secret, note=item.note, broken=item.broken)


def _named(schemas: Schemas, node: Node, place: Place) -> Value:
    return Value(type=schemas.define(node, place))


def _null(_schemas: Schemas, node: Node, _place: Place) -> Value:
    node.problem("a value that is always null cannot be expressed")
    return BROKEN


def _reference(schemas: Schemas, node: Node, _place: Place) -> Value:
    return schemas.refer(node)


def _scalar(_schemas: Schemas, node: Node, _place: Place) -> Value:
    (kind,), format_ = kinds(node), node.text("format")
    if (kind, format_) == ("string", "binary"):
        node.problem("octets cannot stand in JSON or in a form; `byte` is base64", "format")
        return BROKEN
    return Value(type=FORMATS.get((kind, format_), SCALARS[kind]), secret=format_ in SECRET_FORMATS)


def _types(_schemas: Schemas, node: Node, _place: Place) -> Value:
    if not set(kinds(node)) <= SCALARS.keys():
        node.problem("a choice is possible between scalars only", "type")
        return BROKEN
    return union(node, [Value(type=SCALARS[kind]) for kind in kinds(node)])


def _union(schemas: Schemas, node: Node, place: Place) -> Value:
    if "oneOf" in node and "anyOf" in node:
        node.problem("a schema with both `oneOf` and `anyOf` cannot be expressed")
        return BROKEN
    parts = [*node.elements("oneOf"), *node.elements("anyOf")]
    present = [part for part in parts if not _is_null(part)]
    if not present:
        return _null(schemas, node, place)
    value = union(node, [schemas.value(part, place) for part in present])
    return attrs.evolve(value, nullable=value.nullable or len(present) < len(parts))


def _is_null(node: Node) -> bool:
    if not isinstance(node.value, dict) or form(node) is not Form.NULL:
        return False
    keywords.check(node, "schema")
    return True


def _unknown(_schemas: Schemas, _node: Node, _place: Place) -> Value:
    return BROKEN


_READERS: Mapping[Form, Callable[[Schemas, Node, Place], Value]] = {
    Form.ANY: _any,
    Form.COMPOSITION: _composition,
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
