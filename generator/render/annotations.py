"""Types as annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from generator.ir import ChoiceOf, EnumRef, ListOf, MapOf, ModelRef, Primitive, Raw, Type, UnionOf, WordOf

from .imports import Imports
from .text import literal

RUNTIME = "aiostytch.operation"
RUNTIME_MODEL = "aiostytch.model"
MANY = 1000
"""Enumerations with more values than this do not use `Literal` and `enum.auto()`.

`enum.auto()` copies all previous values for each value: an import of 40,000 values would take seconds.
"""


def field_annotation(kind: Type, imports: Imports) -> str:
    """Return the annotation of a value that the API sends: a field of a model, or a part of a response."""
    match kind:
        case Primitive():
            return _primitive(kind, imports)
        case ModelRef() | EnumRef():
            return imports.model(kind)
        case WordOf():
            return "str"
        case ListOf(item):
            return f"{imports.builtin('list')}[{field_annotation(item, imports)}]"
        case MapOf(value):
            return f"dict[str, {field_annotation(value, imports)}]"
        case UnionOf(members):
            return " | ".join(field_annotation(member, imports) for member in members)
        case ChoiceOf():
            return _choice(kind, imports)
        case Raw():
            return imports.name(RUNTIME, kind.value)
        case _ as never:
            assert_never(never)


def _choice(kind: ChoiceOf, imports: Imports) -> str:
    imports.name("typing", "Any")
    objects = " | ".join([*(field_annotation(member, imports) for member in kind.members), "dict[str, Any]"])
    members = [field_annotation(member, imports) for member in kind.members]
    if kind.tag:
        values = ", ".join(f"{literal(value)}: {members[number]}" for value, number in kind.values)
        arguments = f"{literal(kind.tag)}, {{{values}}}"
    else:
        arguments = f'"", {{{", ".join(f"{literal(str(n))}: {member}" for n, member in enumerate(members))}}}'
    return f"{imports.name('typing', 'Annotated')}[{objects}, {imports.name(RUNTIME_MODEL, 'OneOf')}({arguments})]"


def response_annotation(kind: Type, imports: Imports) -> str:
    """Return the annotation of a whole response. The response is decoded into it, so it must also be a type."""
    match kind:
        case Primitive.ANY:
            return "object"
        case Primitive.TIMESTAMP:
            imports.module("datetime")
            return "datetime.datetime"
        case _:
            return field_annotation(kind, imports)


def returned_annotation(kind: Type, imports: Imports) -> str:
    """Return the annotation of the value that a call returns."""
    return " | ".join(dict.fromkeys(returned_alternatives(kind, imports)))


def returned_alternatives(kind: Type, imports: Imports) -> Iterator[str]:
    """Yield the annotations of the alternatives that a call returns."""
    match kind:
        case Raw():
            yield _RETURNED[kind]
        case ChoiceOf(members):
            for member in members:
                yield from returned_alternatives(member, imports)
            yield f"dict[str, {imports.name('typing', 'Any')}]"
        case UnionOf(members):
            for member in members:
                yield from returned_alternatives(member, imports)
        case ListOf(item):
            yield f"{imports.builtin('list')}[{_item(item, imports)}]"
        case MapOf(value):
            yield f"dict[str, {_item(value, imports)}]"
        case _:
            yield response_annotation(kind, imports)


def _item(kind: Type, imports: Imports) -> str:
    return field_annotation(kind, imports) if isinstance(kind, Primitive) else returned_annotation(kind, imports)


_RETURNED: Mapping[Raw, str] = {Raw.TEXT: "str", Raw.BINARY: "bytes", Raw.NOTHING: "None"}


def parameter_annotation(kind: Type, imports: Imports) -> str:
    """Return the annotation of an argument. It is wider than that of a field: callers may pass simpler values."""
    match kind:
        case Raw():
            return _RETURNED[kind]
        case Primitive.TIMESTAMP:
            imports.module("datetime")
            return "datetime.datetime | str"
        case Primitive.DATE | Primitive.UUID:
            return f"{_primitive(kind, imports)} | str"
        case Primitive.BINARY:
            return f"bytes | {imports.name(RUNTIME, 'File')}"
        case Primitive():
            return _primitive(kind, imports)
        case ModelRef():
            return f"{imports.model(kind)} | {imports.name(RUNTIME, 'JSONMap')}"
        case EnumRef(values=values):
            others = _literals(values, imports) if len(values) <= MANY else "str"
            return f"{imports.model(kind)} | {others}"
        case WordOf(values):
            return _literals(values, imports)
        case ListOf(item):
            return f"{imports.name('collections.abc', 'Sequence')}[{parameter_annotation(item, imports)}]"
        case MapOf(Primitive.ANY, ()):
            return imports.name(RUNTIME, "JSONMap")
        case MapOf(value, keys):
            key = _literals(keys, imports) if keys else "str"
            return f"{imports.name('collections.abc', 'Mapping')}[{key}, {parameter_annotation(value, imports)}]"
        case UnionOf(members):
            return " | ".join(dict.fromkeys(parameter_annotation(member, imports) for member in members))
        case ChoiceOf(members):
            objects = [imports.model(member) for member in members if isinstance(member, ModelRef)]
            return " | ".join([*objects, imports.name(RUNTIME, "JSONMap")])
        case _ as never:
            assert_never(never)


def _literals(values: tuple[str, ...], imports: Imports) -> str:
    return f"{imports.name('typing', 'Literal')}[{', '.join(map(literal, values))}]"


def _primitive(kind: Primitive, imports: Imports) -> str:
    match kind:
        case Primitive.TIMESTAMP:
            imports.name(RUNTIME_MODEL, "Timestamp")
        case Primitive.BINARY:
            return "str"
        case Primitive.DATE | Primitive.UUID:
            imports.module(kind.value.partition(".")[0])
        case Primitive.ANY:
            imports.name("typing", "Any")
        case _:
            pass
    return kind.value
