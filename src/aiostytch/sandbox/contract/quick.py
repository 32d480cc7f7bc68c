"""A quick check whether a value conforms to a schema. It never accepts an invalid value, but can reject a valid one.

Most values conform. jsonschema, which takes much longer, checks only the values that the quick check rejects, and
reports their problems. It also checks schemas that this module does not support.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from .formats import is_int32
from .json_values import is_array, is_object
from .schemas import Schema

Check: TypeAlias = Callable[[Any], bool]
"""True only for values that conform."""


def quick_check(schema: Schema) -> Check:
    """Return the quick check of a schema."""
    kind = schema.get("type", "object" if "properties" in schema else "")
    known, make = _KINDS.get(kind, _UNKNOWN) if isinstance(kind, str) else _UNKNOWN
    keywords = {keyword for keyword in schema if not keyword.startswith("x-")}
    return make(schema) if keywords <= known else _never


def _never(_: Any) -> bool:
    return False


def _always(_: Any) -> bool:
    return True


def _string(schema: Schema) -> Check:
    if "enum" not in schema:
        return lambda value: type(value) is str
    accepted = frozenset(each for each in schema["enum"] if isinstance(each, str))
    return lambda value: type(value) is str and value in accepted


def _integer(schema: Schema) -> Check:
    least, fits = schema.get("minimum", float("-inf")), _FORMATS.get(schema.get("format", ""), _never)
    return lambda value: type(value) is int and value >= least and fits(value)


_FORMATS: Mapping[str, Check] = MappingProxyType({"": _always, "int32": is_int32})


def _array(schema: Schema) -> Check:
    accepts = quick_check(schema.get("items", {}))
    return lambda value: is_array(value) and all(map(accepts, value))


def _object(schema: Schema) -> Check:
    properties = {name: quick_check(part) for name, part in schema.get("properties", {}).items()}
    required = frozenset(schema.get("required", ()))
    accepts_name = quick_check({"type": "string", **schema.get("propertyNames", {})})
    accepts_other = _others(schema.get("additionalProperties", True))

    def check(value: Any) -> bool:
        return (
            is_object(value)
            and required <= value.keys()
            and all(accepts_name(name) and properties.get(name, accepts_other)(part) for name, part in value.items())
        )

    return check


def _others(schema: object) -> Check:
    if is_object(schema):
        return quick_check(schema)
    return _always if schema is True else _never


_UNKNOWN: tuple[frozenset[str], Callable[[Schema], Check]] = frozenset(), lambda _: _never
_KINDS: Mapping[str, tuple[frozenset[str], Callable[[Schema], Check]]] = MappingProxyType(
    {
        "": (frozenset(), lambda _: _always),
        "string": (frozenset({"type", "enum"}), _string),
        "boolean": (frozenset({"type"}), lambda _: lambda value: type(value) is bool),
        "integer": (frozenset({"type", "minimum", "format"}), _integer),
        "array": (frozenset({"type", "items"}), _array),
        "object": (frozenset({"type", "properties", "required", "additionalProperties", "propertyNames"}), _object),
    }
)
"""For each type, the supported keywords, and the function that makes its check."""
