"""Tolerant decoding: it decodes valid values, keeps invalid ones as received, and reports them.

A server may send null for a required field, omit it, or send another type. This must not break a login.
"""

from __future__ import annotations

import builtins
import contextlib
import enum
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import msgspec
from msgspec import UnsetType

from .model import Model, OneOf


class DriftKind(enum.StrEnum):
    """The kind of deviation from the specification."""

    MISSING = enum.auto()
    """A required field is missing; the attribute is None."""
    NULL = enum.auto()
    """A field that cannot be null is null; the attribute is None."""
    TYPE = enum.auto()
    """A field has another type; the attribute holds the JSON value as received."""
    EMPTY = enum.auto()
    """A field is an invalid empty string, such as for a timestamp; the attribute is None."""


class Drift(msgspec.Struct, frozen=True):
    """A difference between a response and the specification: `model` and `field` are Python names."""

    model: str
    field: str
    kind: DriftKind

    def __str__(self) -> str:
        return f"{self.model}.{self.field}: {self.kind.value}"


class _Field(msgspec.Struct, frozen=True):
    name: str
    wire_name: str
    type: Any
    is_required: bool


# The fields of each model, read once. It only grows, and the number of models limits it.
_known: dict[Any, tuple[_Field, ...]] = {}


def _fields(model: type[Model]) -> tuple[_Field, ...]:
    if model not in _known:
        _known[model] = tuple(_read_fields(model))
    return _known[model]


def _read_fields(model: type[Model]) -> Iterator[_Field]:
    hints = get_type_hints(model, include_extras=True)
    names = model.__wire_names__
    return (
        _Field(a.name, names.get(a.name, a.name), hints[a.name], a.default is attrs.NOTHING)
        for a in model.__attrs_attrs__
    )


class MismatchError(Exception):
    """A value does not match the type; `kind` is the deviation."""

    def __init__(self, kind: DriftKind) -> None:
        super().__init__(kind)
        self.kind = kind


class Converter(msgspec.Struct, frozen=True):
    """Converts decoded JSON to models; `report` receives each deviation. Its state is the current place."""

    report: Callable[[Drift], None]

    def convert(self, value: Any, kind: Any, place: tuple[str, str] = ("", "")) -> Any:
        """Return `value` as `kind`; fields keep values that cannot be converted as received.

        `place` is the model and the field that the value is in.

        Raises:
            MismatchError: `value` as a whole is of another JSON type.
        """
        if kind is Any:
            return value
        match get_origin(kind):
            case typing.Annotated if (one_of := _one_of(kind)) is not None:
                return self._choice(value, one_of)
            case typing.Union | types.UnionType:
                return self._union(value, get_args(kind), place)
            case builtins.list:
                return [self._element(item, get_args(kind)[0], place) for item in _expect(value, list)]
            case builtins.dict:
                return {
                    key: self._element(item, get_args(kind)[1], place) for key, item in _expect(value, dict).items()
                }
            case _:
                return self._model(value, kind) if _is_model(kind) else _scalar(value, kind)

    def _union(self, value: Any, members: tuple[Any, ...], place: tuple[str, str]) -> Any:
        if value is None and types.NoneType in members:
            return None
        concrete = [member for member in members if member not in {types.NoneType, UnsetType}]
        if len(concrete) == 1:
            return self.convert(value, concrete[0], place)
        return self._first(value, concrete)

    def _choice(self, value: Any, one_of: OneOf) -> Any:
        """Convert an object to the matching model; without one, keep it as received."""
        source = _expect(value, dict)
        if one_of.tag:
            tag = source.get(one_of.tag)
            found = [one_of.models[tag]] if isinstance(tag, str) and tag in one_of.models else []
        else:
            found = [model for model in one_of.models.values() if _required(model) <= source.keys()]
        return self._model(source, found[0]) if len(found) == 1 else source

    def _first(self, value: Any, kinds: list[Any]) -> Any:
        """Convert to the first scalar type that matches."""
        for kind in kinds:
            with contextlib.suppress(MismatchError):
                return self.convert(value, kind)
        raise MismatchError(_kind_of_mismatch(value))

    def _element(self, value: Any, kind: Any, place: tuple[str, str]) -> Any:
        """Convert an element; keep an invalid one as received, and continue with the others."""
        try:
            return self.convert(value, kind, place)
        except MismatchError as mismatch:
            self.report(Drift(*place, mismatch.kind))
            return None if mismatch.kind is DriftKind.EMPTY else value

    def _model(self, value: Any, model: type[Model]) -> Model:
        source = _expect(value, dict)
        values: dict[str, Any] = {}
        for field in _fields(model):
            if field.wire_name in source:
                values[field.name] = self._field(source[field.wire_name], model, field)
            elif field.is_required:
                self.report(Drift(model.__name__, field.name, DriftKind.MISSING))
                values[field.name] = None
        return model(**values)

    def _field(self, value: Any, model: type[Model], field: _Field) -> Any:
        return self._element(value, field.type, (model.__name__, field.name))


def _one_of(kind: Any) -> OneOf | None:
    return next((found for found in kind.__metadata__ if isinstance(found, OneOf)), None)


def _required(model: type[Model]) -> set[str]:
    return {field.wire_name for field in _fields(model) if field.is_required}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _expect(value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise MismatchError(DriftKind.NULL if value is None else DriftKind.TYPE)
    return value


def _scalar(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise MismatchError(_kind_of_mismatch(value)) from None


def _kind_of_mismatch(value: Any) -> DriftKind:
    if value is None:
        return DriftKind.NULL
    return DriftKind.EMPTY if value == "" else DriftKind.TYPE
