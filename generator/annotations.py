"""Types as annotations."""

from __future__ import annotations

from .imports import Imports
from .ir import EnumRef, ListOf, MapOf, ModelRef, Primitive, Type, UnionOf

RUNTIME = "aiostytch.operation"
RUNTIME_MODEL = "aiostytch.model"


def of_field(kind: Type, imports: Imports) -> str:
    """Return the annotation of what the API sends: a field of a model, a part of an answer."""
    match kind:
        case Primitive():
            return _primitive(kind, imports)
        case ModelRef() | EnumRef():
            return imports.model(kind)
        case ListOf(item):
            return f"{imports.builtin('list')}[{of_field(item, imports)}]"
        case MapOf(value):
            return f"dict[str, {of_field(value, imports)}]"
        case UnionOf(members):
            return " | ".join(of_field(member, imports) for member in members)


def of_answer(kind: Type, imports: Imports) -> str:
    """Return the annotation of a whole answer, which is also the class it is decoded into: a type in every sense."""
    match kind:
        case Primitive.ANY:
            return "object"
        case Primitive.TIMESTAMP:
            imports.module("datetime")
            return "datetime.datetime"
        case _:
            return of_field(kind, imports)


def of_parameter(kind: Type, imports: Imports) -> str:
    """Return the annotation of what a caller gives: wider than a field's where a caller may have something simpler."""
    match kind:
        case Primitive.TIMESTAMP:
            imports.module("datetime")
            return "datetime.datetime | str"
        case Primitive.DATE | Primitive.UUID:
            return f"{_primitive(kind, imports)} | str"
        case Primitive():
            return _primitive(kind, imports)
        case ModelRef():
            return f"{imports.model(kind)} | {imports.name(RUNTIME, 'JSONMap')}"
        case EnumRef():
            return f"{imports.model(kind)} | str"
        case ListOf(item):
            return f"{imports.name('collections.abc', 'Sequence')}[{of_parameter(item, imports)}]"
        case MapOf(Primitive.ANY):
            return imports.name(RUNTIME, "JSONMap")
        case MapOf(value):
            return f"{imports.name('collections.abc', 'Mapping')}[str, {of_parameter(value, imports)}]"
        case UnionOf(members):
            return " | ".join(of_parameter(member, imports) for member in members)


def _primitive(kind: Primitive, imports: Imports) -> str:
    match kind:
        case Primitive.TIMESTAMP:
            imports.name(RUNTIME_MODEL, "Timestamp")
        case Primitive.DATE | Primitive.UUID:
            imports.module(kind.value.partition(".")[0])
        case Primitive.ANY:
            imports.name("typing", "Any")
        case _:
            pass
    return kind.value
