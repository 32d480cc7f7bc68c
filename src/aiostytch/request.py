"""Convert arguments to the parts of a request: quote and check them, and reject invalid ones before any request."""

from __future__ import annotations

import contextlib
import datetime
import decimal
import enum
import math
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard, cast
from urllib.parse import quote, quote_plus

import msgspec
from msgspec import UNSET

from .errors import ConfigurationError, InvalidArgumentError
from .values import NotSerializableError, to_json

MAX_SEGMENT = 256
"""Characters of a path parameter."""
MAX_QUERY = 32 * 1024
"""Characters of a query. Load balancers accept request lines of 8 to 16 kB, and httpx URLs of up to 64 kB."""

_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")  # RFC 3986, section 2.3: nothing to quote, as in all ids of Stytch
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token: RFC 9110, section 5.6.2
_CREDENTIAL = re.compile(r"[\x21-\x7e]{1,8192}")
CREDENTIAL = "1 to 8192 visible ASCII characters, without spaces"
_HEADER_TEXT = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]{0,8190}[\x21-\x7e])?")


def path_segment(name: str, value: object) -> str:
    """Quote the value of a path parameter so that it stays one segment.

    It rejects the empty string, `.` and `..`: every HTTP library resolves dots (RFC 3986, section 5.2.4), and the call
    would go to another endpoint.

    Raises:
        InvalidArgumentError: the value cannot be a segment.
    """
    text = _text(name, value)
    if not 0 < len(text) <= MAX_SEGMENT or text in {".", ".."}:
        raise InvalidArgumentError(f"{name} must have 1 to {MAX_SEGMENT} characters and be neither '.' nor '..'")
    return text if _UNRESERVED.fullmatch(text) else _quoted(name, text, quote)


def expand(template: str, parameters: Mapping[str, object]) -> str:
    """Fill a path template."""
    path = template
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", path_segment(name, value))
    return path


def query_string(parameters: Mapping[str, object]) -> str:
    """Encode a query: booleans as `true` and `false`, lists as several parameters, without values that are `UNSET`.

    Raises:
        InvalidArgumentError: a value is not valid in a query, or the query is too long.
    """
    query = _encode_pairs(parameters, quote)
    if len(query) > MAX_QUERY:
        raise InvalidArgumentError(f"the parameters of the query have more than {MAX_QUERY} characters")
    return query


def form(parameters: Mapping[str, object]) -> bytes:
    """Encode an `application/x-www-form-urlencoded` body, with values as in a query."""
    return _encode_pairs(parameters, quote_plus).encode("ascii")


def _encode_pairs(parameters: Mapping[str, object], encode: Callable[..., str]) -> str:
    return "&".join(
        f"{_quoted('the name of a parameter', name, encode)}={_quoted(name, _text(name, item), encode)}"
        for name, value in parameters.items()
        if value is not UNSET
        for item in _items(value)
    )


def _quoted(name: str, text: str, encode: Callable[..., str]) -> str:
    with contextlib.suppress(UnicodeEncodeError):
        return encode(text, safe="")
    raise InvalidArgumentError(f"{name} holds a character that cannot be encoded")


def _items(value: object) -> Sequence[object]:
    return cast("list[object]", value) if isinstance(value, list | tuple) else (value,)


def _text(name: str, value: object) -> str:
    """Return a value as text: JSON strings without quotes, numbers and booleans as in JSON."""
    match value:
        case enum.Enum():
            return _text(name, value.value)
        case bool():
            return "true" if value else "false"
        case str():
            return str.__str__(value)
        case int() if value.bit_length() <= 64:
            return str(value)
        case float() if math.isfinite(value):
            return str(value)
        case bytes() | datetime.date() | decimal.Decimal() | uuid.UUID():
            return _json_string(name, value)
        case _:
            raise InvalidArgumentError(f"{name} must be a string, not this {type(value).__name__}")


def _json_string(name: str, value: object) -> str:
    try:
        return str(msgspec.to_builtins(to_json(value)))
    except NotSerializableError as error:
        reason = str(error)
    raise InvalidArgumentError(f"{name} {reason}")


def is_credential(value: object) -> TypeGuard[str]:
    """Return whether a value is valid as a credential in a header."""
    return isinstance(value, str) and _CREDENTIAL.fullmatch(value) is not None


def credential_header(name: str, value: object) -> tuple[str, str]:
    """Check a header that contains a credential.

    Raises:
        InvalidArgumentError: it is invalid. The message does not show it.
    """
    if not is_credential(value):
        raise InvalidArgumentError(f"{name} must be {CREDENTIAL}")
    return name, value


def header(name: str, value: object) -> tuple[str, str]:
    """Check a header: a token as its name, visible ASCII characters, spaces and tabs as its value (RFC 9110, 5.5).

    Raises:
        InvalidArgumentError: the value contains characters that a header does not allow.
        ConfigurationError: the name is not a token.
    """
    if not _HEADER_NAME.fullmatch(name):
        raise ConfigurationError("the name of a header is not a token (RFC 9110, section 5.6.2)")
    text = _text(name, value)
    if not _HEADER_TEXT.fullmatch(text):
        raise InvalidArgumentError(f"the header {name} holds characters that are not allowed in a header")
    return name, text
