"""JSON out of arguments, models out of JSON.

The fast way is msgspec, straight into attrs classes. Where a body is not what the document promises, the tolerant way
(`tolerant.py`) keeps everything that is.
"""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET

from .errors import InvalidArgumentError
from .model import Model, Response
from .tolerant import Converter, Drift, MismatchError

R = TypeVar("R")


class BodyError(Exception):
    """A body cannot be decoded. The message says why, without showing the body."""


def encode(value: Any, *, wire_names: bool) -> bytes:
    """Write a JSON body. In an object, what is `UNSET` is left out and None is null.

    Args:
        value: models, mappings, lists, strings, numbers, booleans, None, and what JSON writes as a string.
        wire_names: whether a model in it has JSON names that are not its Python names.

    Raises:
        InvalidArgumentError: there is no JSON for a value.
    """
    if not wire_names:
        with contextlib.suppress(*_UNWRITABLE):
            return msgspec.json.encode(_given(value))
    with contextlib.suppress(*_UNWRITABLE):
        return msgspec.json.encode(_to_wire(value))
    raise InvalidArgumentError("an argument holds a value that cannot be written as JSON")


_UNWRITABLE = (TypeError, ValueError, RecursionError, msgspec.MsgspecError)


def _given(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    items = cast("Mapping[str, Any]", value).items()
    return {name: item for name, item in items if item is not UNSET}


def _to_wire(value: Any) -> Any:
    """Turn whatever stands for an object into a dict with JSON names, at any depth."""
    match value:
        case Model():
            names = value.__wire_names__
            fields = ((a.name, getattr(value, a.name)) for a in value.__attrs_attrs__)
            return {names.get(name, name): _to_wire(item) for name, item in fields if item is not UNSET}
        case Mapping():
            return {_to_wire(name): _to_wire(item) for name, item in _given(value).items()}
        case list() | tuple():
            return [_to_wire(item) for item in cast("list[Any]", value)]
        case enum.Enum():
            return value.value
        case str():
            return str.__str__(value)  # a subclass such as a template engine's safe string
        case _:
            return value


# The decoder of each type: making one costs milliseconds. Only ever added to, and bounded by the types there are.
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decoder(kind: type[R]) -> msgspec.json.Decoder[R]:
    """Return the decoder of a type, made once."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    return _decoders[kind]


def decode(content: bytes, kind: type[R], *, wire_names: bool, strict: bool, report: Callable[[Drift], None]) -> R:
    """Read a body.

    Args:
        content: its bytes.
        kind: the class it is to become; `Response` itself for an answer that promises no body.
        wire_names: whether a class on the way has JSON names that are not its Python names.
        strict: whether a deviation from the document is an error, and not a report.
        report: takes each deviation.

    Raises:
        BodyError: it is not JSON, or not of a JSON type that can become `kind`.
    """
    if kind is Response:
        return kind()
    try:
        if not wire_names:
            return decoder(kind).decode(content)
    except msgspec.ValidationError as error:
        if strict:
            raise BodyError(str(error)) from None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BodyError(_reason(error)) from None
    return _decode_tolerantly(content, kind, strict=strict, report=report)


def _decode_tolerantly(content: bytes, kind: type[R], *, strict: bool, report: Callable[[Drift], None]) -> R:
    drifts: list[Drift] = []
    name = getattr(kind, "__name__", str(kind))  # a union has none
    try:
        value: R = Converter(drifts.append).convert(msgspec.json.decode(content), kind, (name, "[]"))
    except MismatchError:
        raise BodyError(f"the body is not of type {name}") from None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BodyError(_reason(error)) from None
    if strict and drifts:
        raise BodyError(str(drifts[0]))
    for drift in drifts:
        report(drift)
    return value


def _reason(error: Exception) -> str:
    match error:
        case msgspec.MsgspecError():
            return str(error)
        case RecursionError():
            return "the body is nested too deeply"
        case _:
            return "the body is not UTF-8"
