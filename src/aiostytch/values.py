"""From the values that arguments hold to those that JSON has. What has no JSON is refused, at any depth."""

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
    """A value has no JSON. The message says why, after the name of what holds it, and does not show the value."""


def to_json(value: Any) -> Any:
    """Return a value as dicts, lists, strings, numbers, booleans, None, and what msgspec writes as a string.

    In objects, what is `UNSET` is left out, and the fields of models have their names in JSON.

    Raises:
        UnwritableError: a number is not finite, or a time has no time zone.
        TypeError: there is no JSON for values of this type.
        RecursionError: it holds itself.
    """
    if type(value) in _AS_THEY_ARE:
        return value
    match value:
        case Model():
            return _object(_fields(value))
        case Mapping():
            return _object(cast("Mapping[str, Any]", value).items())
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
"""Makes a `datetime` itself, of which freezegun, pendulum and pandas have subclasses. Bound here, since freezegun puts
its own in the place of `datetime.datetime`."""
_AS_THEY_ARE = frozenset({str, int, bool, type(None), bytes, datetime.date})


def _object(items: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    return {to_json(name): to_json(item) for name, item in items if item is not UNSET}


def _fields(model: Model) -> Iterable[tuple[str, Any]]:
    names = model.__wire_names__
    return ((names.get(a.name, a.name), getattr(model, a.name)) for a in model.__attrs_attrs__)


def _finite(value: float | str, is_finite: bool) -> float | str:
    if not is_finite:
        # msgspec would write null, which deletes the stored value.
        raise NotSerializableError("holds a number that is not finite")
    return value


def _with_time_zone(value: datetime.datetime) -> str:
    """Write a time as in RFC 3339, section 5.6."""
    if value.utcoffset() is None:
        raise NotSerializableError("holds a time without a time zone")
    return str(msgspec.to_builtins(_plain(value.isoformat())))


def _other(value: Any) -> Any:
    """Convert what msgspec knows besides, such as dataclasses; what it turned into is looked at again."""
    plain = msgspec.to_builtins(value, builtin_types=(datetime.datetime, decimal.Decimal))
    return to_json(plain) if isinstance(plain, dict | list | tuple) else plain
