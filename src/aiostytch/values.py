"""Convert arguments to JSON values; reject values without a JSON representation, at any depth."""

from __future__ import annotations

import datetime
import decimal
import enum
import math
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec
from msgspec import UNSET

from .model import Model


class NotSerializableError(Exception):
    """A value has no JSON representation. The message gives the reason without showing the value."""


def to_json(value: Any) -> Any:
    """Return a value as dicts, lists, strings, numbers, booleans, None, and types that msgspec writes as strings.

    Objects omit values that are `UNSET`, and the fields of models get their JSON names.

    Raises:
        NotSerializableError: a number is not finite, or a time has no time zone.
        TypeError: values of this type have no JSON representation.
        RecursionError: the value contains itself.
    """
    if type(value) in _PASSED_THROUGH:
        return value
    match value:
        case dict() | Mapping():  # the check for a dict takes a tenth of the time
            return _object(cast("Mapping[str, Any]", value).items())
        case Model():
            return _object(_fields(value))
        case list() | tuple() | set() | frozenset():
            return [to_json(item) for item in cast("Iterable[Any]", value)]
        case enum.Enum():
            return to_json(value.value)
        case str():
            return str.__str__(value)  # a subclass such as a template engine's safe string
        case int():
            return int(value)
        case float():
            return _finite(float(value), math.isfinite(value))
        case decimal.Decimal():
            return _finite(str(value), value.is_finite())
        case datetime.datetime():
            return _with_time_zone(value)
        case datetime.date() | uuid.UUID():
            return str(value)
        case bytes():
            return bytes(value)
        case _:
            return _other(value)


_plain = datetime.datetime.fromisoformat
"""Converts subclasses, such as those of freezegun, pendulum and pandas, to `datetime`. Bound here, since freezegun
replaces `datetime.datetime`."""
_PASSED_THROUGH = frozenset({str, int, bool, type(None), bytes, datetime.date})


def _object(items: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    return {
        name if type(name) is str else to_json(name): item if type(item) in _PASSED_THROUGH else to_json(item)
        for name, item in items
        if item is not UNSET
    }


def _fields(model: Model) -> Iterable[tuple[str, Any]]:
    names = model.__wire_names__
    return ((names.get(a.name, a.name), getattr(model, a.name)) for a in model.__attrs_attrs__)


def _finite(value: float | str, is_finite: bool) -> float | str:
    if not is_finite:
        # msgspec would write null, which deletes the stored value.
        raise NotSerializableError("holds a number that is not finite")
    return value


def _with_time_zone(value: datetime.datetime) -> str:
    """Format a time according to RFC 3339, section 5.6."""
    if value.utcoffset() is None:
        raise NotSerializableError("holds a time without a time zone")
    return str(msgspec.to_builtins(_plain(value.isoformat())))


def _other(value: Any) -> Any:
    """Convert other types that msgspec supports, such as dataclasses, and check the result again."""
    plain = msgspec.to_builtins(value, builtin_types=(datetime.datetime, decimal.Decimal))
    return to_json(plain) if isinstance(plain, dict | list | tuple) else plain
