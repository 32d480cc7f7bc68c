"""Comparing types: whether every value of one is a value of the other, and readable names of types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import attrs

from generator.ir import ChoiceOf, EnumRef, ListOf, MapOf, ModelRef, Primitive, Raw, Type, UnionOf, WordOf

_OR_STRING = frozenset({Primitive.TIMESTAMP, Primitive.DATE, Primitive.UUID})
"""Types that a parameter also accepts as a string."""


_RAW: Mapping[Raw, str] = {Raw.TEXT: "str", Raw.BINARY: "bytes", Raw.NOTHING: "None"}


def is_assignable(value: Type, into: Type) -> bool:
    """Whether every value of one type is a value of another."""
    if value == into or into is Primitive.ANY:
        return True
    match value, into:
        case ((UnionOf(members) | ChoiceOf(members)), _):
            return all(is_assignable(member, into) for member in members)
        case _, (UnionOf(members) | ChoiceOf(members)):
            return any(is_assignable(value, member) for member in members)
        case ListOf(inner), ListOf(outer):
            return is_assignable(inner, outer)
        case MapOf(inner, keys), MapOf(outer, wanted):
            return is_assignable(inner, outer) and (not wanted or (bool(keys) and {*keys} <= {*wanted}))
        case WordOf(values), WordOf(wanted):
            return {*values} <= {*wanted}
        case (Primitive.INT, Primitive.FLOAT) | (EnumRef() | WordOf(), Primitive.STR):
            return True
        case _:
            return False


def with_null(type_: Type, nullable: bool) -> Type:
    """Return a type, with null if it is nullable."""
    return UnionOf((type_, Primitive.NONE)) if nullable else type_


def accepted_type(type_: Type) -> Type:
    """Return the type that a parameter accepts, which may be wider (see `render.annotations.parameter_annotation`)."""
    match type_:
        case Primitive():
            return UnionOf((type_, Primitive.STR)) if type_ in _OR_STRING else type_
        case EnumRef(values=values):
            return WordOf(values)
        case WordOf() | Raw():
            return type_
        case ModelRef():
            return UnionOf((type_, MapOf(Primitive.ANY)))
        case ChoiceOf(members):
            return UnionOf((*members, MapOf(Primitive.ANY)))
        case ListOf(item):
            return ListOf(accepted_type(item))
        case MapOf(value, keys):
            return MapOf(accepted_type(value), keys)
        case UnionOf(members):
            return UnionOf(tuple(accepted_type(member) for member in members))
        case _ as never:
            assert_never(never)


def received_type(type_: Type) -> Type:
    """Return the type of a value in a response: it may have other strings and keys than those that the API accepts."""
    match type_:
        case WordOf():
            return Primitive.STR
        case ListOf(item):
            return ListOf(received_type(item))
        case MapOf(value):
            return MapOf(received_type(value))
        case UnionOf(members):
            return UnionOf(tuple(received_type(member) for member in members))
        case _:
            return type_


def rename_classes(type_: Type, names: Mapping[str, str]) -> Type:
    """Return a type with the new names of its classes. `names` maps old to new names, `module.Class`."""
    match type_:
        case ModelRef(module, name) | EnumRef(module, name):
            module, _, name = names.get(f"{module}.{name}", f"{module}.{name}").rpartition(".")
            return attrs.evolve(type_, module=module, name=name)
        case ListOf(item):
            return ListOf(rename_classes(item, names))
        case MapOf(value, keys):
            return MapOf(rename_classes(value, names), keys)
        case UnionOf(members):
            return UnionOf(tuple(rename_classes(member, names) for member in members))
        case ChoiceOf(members):
            return attrs.evolve(type_, members=tuple(rename_classes(member, names) for member in members))
        case Primitive() | WordOf() | Raw():
            return type_
        case _ as never:
            assert_never(never)


def format_type(type_: Type | None) -> str:
    """Return a type as Python code."""
    match type_:
        case None:
            return "None"
        case ModelRef(module, name) | EnumRef(module, name):
            return f"{module}.{name}"
        case ListOf(item):
            return f"list[{format_type(item)}]"
        case WordOf(values):
            return f"Literal[{', '.join(map(repr, values))}]"
        case MapOf(value, keys):
            return f"dict[{format_type(WordOf(keys)) if keys else 'str'}, {format_type(value)}]"
        case UnionOf(members) | ChoiceOf(members):
            return " | ".join(map(format_type, members))
        case Raw():
            return _RAW[type_]
        case Primitive():
            return type_.value.removeprefix("datetime.").removeprefix("uuid.")
        case _ as never:
            assert_never(never)
