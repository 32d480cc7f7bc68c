"""Convert arguments to the parts of a request: quote and check them, and reject invalid ones before any request."""

from __future__ import annotations

import contextlib
import datetime
import decimal
import enum
import functools
import math
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeGuard, cast
from urllib.parse import quote, quote_plus

import msgspec
from msgspec import UNSET

from .errors import ConfigurationError, InvalidArgumentError
from .styles import Style, json_text, pairs
from .values import NotSerializableError, to_json

MAX_SEGMENT = 256
"""The maximum number of characters of a path parameter."""
_MAX_BITS = 64
"""The maximum number of bits of an integer: JSON readers do not agree on larger ones."""
MAX_QUERY = 32 * 1024
"""The maximum number of characters of a query. Load balancers accept 8 to 16 kB, and httpx URLs of up to 64 kB."""

_PLAIN: Mapping[str, Style] = {}
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")  # RFC 3986, section 2.3: nothing to quote
_WORD = re.compile(rf"(?!\.{{1,2}}\Z)[A-Za-z0-9._~-]{{1,{MAX_SEGMENT}}}")
"""A segment that needs no quoting, such as all IDs of Stytch."""
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token: RFC 9110, section 5.6.2
_CREDENTIAL = re.compile(r"[\x21-\x7e]{1,8192}")
CREDENTIAL = "1 to 8192 visible ASCII characters, without spaces"
_HEADER_TEXT = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]{0,8190}[\x21-\x7e])?")


def path_segment(name: str, value: object, style: Style | None = None) -> str:
    """Quote the value of a path parameter so that it stays one segment.

    It rejects the empty string, `.` and `..`: every HTTP library resolves dots (RFC 3986, section 5.2.4), and the call
    would go to another endpoint. With the style `COMMA` the value can be a list.

    Raises:
        InvalidArgumentError: the value cannot be a segment.
    """
    if type(value) is str and _WORD.fullmatch(value):
        return value
    texts = [plain_text(name, item) for item in (_items(value) if style is Style.COMMA else (value,))]
    length = sum(map(len, texts))
    if length > MAX_SEGMENT:
        raise InvalidArgumentError(f"{name} has {length} characters, and a part of a path at most {MAX_SEGMENT}")
    if not all(texts) or not texts or texts in (["."], [".."]):
        raise InvalidArgumentError(f"{name} must have 1 to {MAX_SEGMENT} characters and be neither '.' nor '..'")
    return ",".join(text if _UNRESERVED.fullmatch(text) else _quoted(name, text, quote) for text in texts)


def expand(template: str, parameters: Mapping[str, object], styles: Mapping[str, Style] = _PLAIN) -> str:
    """Return the path of a template with its parameters."""
    path, pieces = _split(template)
    for name, text in pieces:
        path += path_segment(name, parameters[name], styles.get(name)) + text
    return path


@functools.lru_cache(maxsize=1024)
def _split(template: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return the text before the first parameter of a template, and each parameter with the text after it."""
    start, *others = template.split("{")
    pieces = [piece.partition("}") for piece in others]
    return start, [(name, text) for name, _, text in pieces]


def query_string(parameters: Mapping[str, object], styles: Mapping[str, Style] = _PLAIN) -> str:
    """Encode a query: booleans as `true` and `false`, lists as several parameters, without values that are `UNSET`.

    `styles` contains the parameters with another encoding.

    Raises:
        InvalidArgumentError: a value is not valid in a query, or the query is too long.
    """
    query = _encode_pairs(parameters, styles, quote)
    if len(query) > MAX_QUERY:
        raise InvalidArgumentError(f"the parameters of the query have more than {MAX_QUERY} characters")
    return query


def form(parameters: Mapping[str, object], styles: Mapping[str, Style] = _PLAIN) -> bytes:
    """Encode an `application/x-www-form-urlencoded` body, with values as in a query."""
    return _encode_pairs(parameters, styles, quote_plus).encode("ascii")


def _encode_pairs(parameters: Mapping[str, object], styles: Mapping[str, Style], encode: Callable[..., str]) -> str:
    return "&".join(
        pair
        for name, value in parameters.items()
        if value is not UNSET
        for pair in (_styled(name, value, styles[name], encode) if name in styles else _plain(name, value, encode))
    )


def _plain(name: str, value: object, encode: Callable[..., str]) -> Iterator[str]:
    for item in _items(value):
        yield f"{_quoted('the name of a parameter', name, encode)}={_quoted(name, plain_text(name, item), encode)}"


def _styled(name: str, value: object, style: Style, encode: Callable[..., str]) -> Sequence[str]:
    with contextlib.suppress(UnicodeEncodeError):
        return list(pairs(name, value, style, plain_text, encode))
    raise InvalidArgumentError(f"{name} has a character that cannot be encoded")


def _quoted(name: str, text: str, encode: Callable[..., str]) -> str:
    with contextlib.suppress(UnicodeEncodeError):
        return encode(text, safe="")
    raise InvalidArgumentError(f"{name} has a character that cannot be encoded")


def encoded(name: str, text: str) -> bytes:
    """Return text as UTF-8.

    Raises:
        InvalidArgumentError: it has a lone surrogate.
    """
    with contextlib.suppress(UnicodeEncodeError):
        return text.encode()
    raise InvalidArgumentError(f"{name} has a character that cannot be encoded")


def _items(value: object) -> Sequence[object]:
    return cast("list[object]", value) if isinstance(value, list | tuple) else (value,)


def plain_text(name: str, value: object) -> str:
    """Return a value as text: JSON strings without quotes, numbers and booleans as in JSON."""
    if type(value) is str:
        return value
    match value:
        case enum.Enum():
            return plain_text(name, value.value)
        case bool():
            return "true" if value else "false"
        case str():
            return str.__str__(value)
        case int() if value.bit_length() <= _MAX_BITS:
            return str(int(value))
        case int():
            raise InvalidArgumentError(f"{name} has an integer of more than {_MAX_BITS} bits")
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


def header(name: str, value: object, style: Style | None = None) -> tuple[str, str]:
    """Check a header: a token as its name, visible ASCII characters, spaces and tabs as its value (RFC 9110, 5.5).

    Raises:
        InvalidArgumentError: the value contains characters that a header does not allow.
        ConfigurationError: the name is not a token.
    """
    if not _HEADER_NAME.fullmatch(name):
        raise ConfigurationError("the name of a header is not a token (RFC 9110, section 5.6.2)")
    text = _header_text(name, value, style)
    if not _HEADER_TEXT.fullmatch(text):
        raise InvalidArgumentError(f"the header {name} has characters that are not allowed in a header")
    return name, text


def _header_text(name: str, value: object, style: Style | None) -> str:
    match style:
        case Style.COMMA:
            return ",".join(plain_text(name, item) for item in _items(value))
        case Style.JSON:
            return json_text(name, value)
        case _:
            return plain_text(name, value)
