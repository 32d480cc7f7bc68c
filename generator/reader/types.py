"""The types of single values: scalars and their formats, and helpers for types.

An unknown format is an annotation (JSON Schema 2020-12, Validation, section 7.2.3) and does not change the type.
`FORMATS` has the formats that do. `binary` is a string in JSON, and bytes in other bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from generator import ir
from generator.ir import Primitive

SCALARS: Mapping[str, Primitive] = {
    "boolean": Primitive.BOOL,
    "integer": Primitive.INT,
    "number": Primitive.FLOAT,
    "string": Primitive.STR,
}

KINDS = frozenset({"array", "object"} | set(SCALARS))
"""The types of JSON Schema without `null`, which makes a value nullable instead."""

FORMATS: Mapping[tuple[str, str], Primitive] = {
    ("string", "binary"): Primitive.BINARY,
    ("string", "byte"): Primitive.BYTES,
    ("string", "date"): Primitive.DATE,
    ("string", "date-time"): Primitive.TIMESTAMP,
    ("string", "uuid"): Primitive.UUID,
}
"""Formats with a Python type of their own."""

SECRET_FORMATS = frozenset({"password"})

TEXTUAL = frozenset(
    {Primitive.STR, Primitive.BINARY, Primitive.BYTES, Primitive.DATE, Primitive.TIMESTAMP, Primitive.UUID}
)
"""Types that are strings in JSON."""


@attrs.frozen(kw_only=True)
class Value:
    """The description of a value in a schema.

    `note` goes to the docstring; it has what the type cannot express (allowed numbers, a default that is not a scalar).
    `broken` values have been reported, and are not reported again. `sent` and `received` say whether the value belongs
    to requests and to responses.
    """

    type: ir.Type
    nullable: bool = False
    default: ir.Literal = None
    secret: bool = False
    deprecated: bool = False
    doc: str = ""
    note: str = ""
    broken: bool = False
    sent: bool = True
    received: bool = True


BROKEN = Value(type=Primitive.ANY, broken=True)


def is_textual(type_: ir.Type) -> bool:
    """Whether a value of the type is a JSON string."""
    return isinstance(type_, ir.EnumRef | ir.WordOf) or type_ in TEXTUAL


def is_scalar(type_: ir.Type) -> bool:
    """Whether a value of the type can be sent as plain text."""
    if isinstance(type_, ir.UnionOf):
        return all(map(is_scalar, type_.members))
    return isinstance(type_, ir.EnumRef | ir.WordOf) or (
        isinstance(type_, Primitive) and type_ not in {Primitive.ANY, Primitive.NONE}
    )


def item_type(value: Value) -> ir.Type:
    """Return the type of list items or mapping values, which includes None if they are nullable."""
    if not value.nullable or value.type is Primitive.ANY:
        return value.type
    return ir.UnionOf((*alternatives(value.type), Primitive.NONE))


def alternatives(type_: ir.Type) -> tuple[ir.Type, ...]:
    """Return the members of a union, or the type itself."""
    return type_.members if isinstance(type_, ir.UnionOf) else (type_,)


def in_text(type_: ir.Type) -> ir.Type:
    """Return a type as it is in JSON and plain text: binary data is a string there."""
    match type_:
        case Primitive.BINARY:
            return Primitive.STR
        case ir.ListOf(item):
            return ir.ListOf(in_text(item))
        case ir.MapOf(value):
            return attrs.evolve(type_, value=in_text(value))
        case ir.UnionOf(members):
            return ir.UnionOf(tuple(dict.fromkeys(map(in_text, members))))
        case _:
            return type_


def references(type_: ir.Type) -> Iterator[ir.ModelRef | ir.EnumRef]:
    """Return every class that a type mentions. Recursive: the depth of types is limited, like that of schemas."""
    match type_:
        case ir.ModelRef() | ir.EnumRef():
            yield type_
        case ir.ListOf(item) | ir.MapOf(item):
            yield from references(item)
        case ir.UnionOf(members) | ir.ChoiceOf(members):
            for member in members:
                yield from references(member)
        case _:
            return


def json_kind(type_: Primitive) -> str:
    """Return the JSON type of a value."""
    return next(kind for kind, primitive in SCALARS.items() if primitive is type_)
