"""From arguments to the parts of a request: quoted, checked, and refused before anything is sent."""

from __future__ import annotations

import contextlib
import datetime
import decimal
import enum
import math
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import quote, urlencode

import msgspec
from msgspec import UNSET

from .errors import ConfigurationError

MAX_SEGMENT = 256
"""Characters of a path parameter."""

_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")  # RFC 3986, section 2.3: nothing to quote, as in all ids of Stytch
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token: RFC 9110, section 5.6.2
_HEADER_VALUE = re.compile(r"[\x21-\x7e]{1,8192}")
_HEADER_TEXT = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]{0,8190}[\x21-\x7e])?")


def path_segment(name: str, value: object) -> str:
    """Quote the value of a path parameter so that it stays one segment.

    `.` and `..` are refused, since every HTTP library resolves them (RFC 3986, section 5.2.4) and the call would go to
    another endpoint; so is the empty string.

    Raises:
        ConfigurationError: the value cannot be a segment.
    """
    text = _text(name, value)
    if not 0 < len(text) <= MAX_SEGMENT or text in {".", ".."}:
        raise ConfigurationError(f"{name} must have 1 to {MAX_SEGMENT} characters and be neither '.' nor '..'")
    if _UNRESERVED.fullmatch(text):
        return text
    with contextlib.suppress(UnicodeEncodeError):
        return quote(text, safe="")
    raise ConfigurationError(f"{name} holds a character that cannot be encoded")


def expand(template: str, parameters: Mapping[str, object]) -> str:
    """Fill a path template."""
    path = template
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", path_segment(name, value))
    return path


def query_string(parameters: Mapping[str, object]) -> str:
    """Write the query: booleans as `true` and `false`, lists as repeated names, what is `UNSET` not at all."""
    return _encode_pairs(parameters, quote_spaces_as_plus=False)


def form(parameters: Mapping[str, object]) -> bytes:
    """Write an `application/x-www-form-urlencoded` body, values as in a query."""
    return _encode_pairs(parameters, quote_spaces_as_plus=True).encode("ascii")


def _encode_pairs(parameters: Mapping[str, object], *, quote_spaces_as_plus: bool) -> str:
    pairs = [
        (name, _text(name, item)) for name, value in parameters.items() if value is not UNSET for item in _items(value)
    ]
    with contextlib.suppress(UnicodeEncodeError):
        return urlencode(pairs) if quote_spaces_as_plus else urlencode(pairs, quote_via=quote)
    raise ConfigurationError("a parameter holds a character that cannot be encoded")


def _items(value: object) -> Sequence[object]:
    return cast("list[object]", value) if isinstance(value, list | tuple) else (value,)


def _text(name: str, value: object) -> str:
    """Write a value that is a string in JSON as that string, and a number or a boolean as in JSON."""
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
            return str(msgspec.to_builtins(value))
        case _:
            raise ConfigurationError(f"{name} must be a string, not this {type(value).__name__}")


def credential_header(name: str, value: object) -> str:
    """Check the value of a header that carries a credential: 1 to 8192 visible ASCII characters.

    Raises:
        ConfigurationError: it has others. The text does not show them.
    """
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
        raise ConfigurationError(f"{name} must be 1 to 8192 visible ASCII characters, without spaces")
    return value


def header(name: str, value: object) -> tuple[str, str]:
    """Check a header: a token as its name, visible ASCII characters, spaces and tabs as its value (RFC 9110, 5.5).

    Raises:
        ConfigurationError: it could not be sent as it is, or would be read as more than one header.
    """
    if not _HEADER_NAME.fullmatch(name):
        raise ConfigurationError("the name of a header is not a token (RFC 9110, section 5.6.2)")
    text = _text(name, value)
    if not _HEADER_TEXT.fullmatch(text):
        raise ConfigurationError(f"the header {name} holds characters that are not allowed in a header")
    return name, text
