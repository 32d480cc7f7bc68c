"""Encode arguments as JSON, and decode JSON to models.

msgspec decodes directly to attrs classes, which is fast. If a body deviates from the specification, the tolerant
decoder (`tolerant.py`) keeps all valid values.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET

from .errors import InvalidArgumentError
from .model import Response
from .tolerant import Converter, Drift, MismatchError
from .values import NotSerializableError, to_json
from .wire import BINARY, NOTHING, TEXT

R = TypeVar("R")


class BodyError(Exception):
    """A body cannot be decoded. The message gives the reason without showing the body."""


def encode_arguments(arguments: Mapping[str, Any]) -> bytes:
    """Encode the JSON object of a body, without arguments that are `UNSET`; None becomes null.

    Raises:
        InvalidArgumentError: an argument has no JSON representation.
    """
    return _encoded({name: _converted(name, value) for name, value in arguments.items() if value is not UNSET})


def encode(value: Any) -> bytes:
    """Encode one JSON value.

    Raises:
        InvalidArgumentError: the value has no JSON representation.
    """
    return _encoded(_converted("the body", value))


def _converted(name: str, value: Any) -> Any:
    try:
        return to_json(value)
    except NotSerializableError as error:
        reason = str(error)
    except (TypeError, ValueError, RecursionError):
        reason = "holds a value that cannot be written as JSON"
    raise InvalidArgumentError(f"{name} {reason}")


def _encoded(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except (TypeError, ValueError, RecursionError):
        reason = "holds a value that cannot be written as JSON"
    raise InvalidArgumentError(f"an argument {reason}")


_CHARSET = re.compile(r""";\s*charset\s*=\s*"?([A-Za-z0-9._:-]+)""", re.IGNORECASE)

# The decoder of each type: creating one takes milliseconds. It only grows, and the number of types limits it.
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decoder(kind: type[R]) -> msgspec.json.Decoder[R]:
    """Return the decoder of a type, created once."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    return _decoders[kind]


def decode_text(content: bytes, media_type: str) -> str:
    """Decode a text body, in the charset of its media type, by default UTF-8.

    Raises:
        BodyError: the body is not text in this charset.
    """
    found = _CHARSET.search(media_type)
    with contextlib.suppress(LookupError, UnicodeDecodeError, ValueError):
        return content.decode(found[1] if found else "utf-8")
    raise BodyError("the body is not text in the charset of its media type")


def prepare(kind: type[Any], *, wire_names: bool) -> None:
    """Create the decoder of a class in advance; the arguments are those of `decode`."""
    if not wire_names and kind not in {*_NOT_JSON, TEXT}:
        decoder(kind)


def decode(content: bytes, kind: type[R], *, wire_names: bool, strict: bool, report: Callable[[Drift], None]) -> R:
    """Decode a body.

    Args:
        content: its bytes.
        kind: the class to decode to; `Response` itself for a response without a body, and `BINARY` or
            `NOTHING` for one that is not JSON.
        wire_names: whether a class has JSON names that differ from its Python names, or a
            field that is one of several models.
        strict: whether to raise for a deviation from the specification instead of reporting it.
        report: receives each deviation.

    Raises:
        BodyError: the body is not JSON, or its JSON type does not match `kind`.
    """
    if kind in _NOT_JSON:
        return cast("R", _NOT_JSON[kind](content))
    try:
        if not wire_names:
            return decoder(kind).decode(content)
    except msgspec.ValidationError as error:
        if strict:
            raise BodyError(str(error)) from None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BodyError(_reason(error)) from None
    return _decode_tolerantly(content, kind, strict=strict, report=report)


_NOT_JSON: Mapping[Any, Callable[[bytes], object]] = {
    Response: lambda _: Response(),
    NOTHING: lambda _: None,
    BINARY: bytes,
}
"""Results for bodies that are not JSON."""


def _decode_tolerantly(content: bytes, kind: type[R], *, strict: bool, report: Callable[[Drift], None]) -> R:
    drifts: list[Drift] = []
    name = getattr(kind, "__name__", str(kind))  # a union has no name
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
