"""The encodings of values in a query or a form, other than plain text with one parameter for each item.

The styles are those of OpenAPI (Parameter Object, `style` and `explode`; Encoding Object).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast
from urllib.parse import quote

import msgspec
from msgspec import UNSET

from .errors import InvalidArgumentError
from .model import Model
from .values import NotSerializableError, to_json

Quote: TypeAlias = Callable[..., str]
Write: TypeAlias = Callable[[str, object], str]


class Style(enum.Enum):
    """The encoding of a parameter."""

    COMMA = ","
    """`ids=1,2`: a list in one parameter (`form`, not exploded)."""
    SPACE = "%20"
    """`ids=1%202`: a list in one parameter (`spaceDelimited`)."""
    PIPE = "%7C"
    """`ids=1%7C2`: a list in one parameter (`pipeDelimited`)."""
    DEEP = "deep"
    """`filter%5Bname%5D=a`: an object with a parameter for each property (`deepObject`)."""
    SPREAD = "spread"
    """`name=a`: an object whose properties become the parameters (`form`, exploded)."""
    PAIRS = "pairs"
    """`filter=name,a`: an object in one parameter (`form`, not exploded)."""
    JSON = "json"
    """`filter=%7B%22name%22%3A%22a%22%7D`: any value, as JSON."""
    ANY = "any"
    """A single value as plain text, an object or a list as JSON."""
    FILE = "file"
    """Bytes as they are: a part of a multipart body."""


def pairs(name: str, value: object, style: Style, write: Write, encode: Quote) -> Iterator[str]:
    """Yield the quoted `name=value` pairs of a value.

    Args:
        name: the name of the parameter.
        value: the value.
        style: the encoding.
        write: converts a single value to text.
        encode: quotes text.

    Raises:
        InvalidArgumentError: the style does not support the value.
    """
    match style:
        case Style.JSON | Style.ANY:
            text = json_text(name, value) if style is Style.JSON or is_composite(value) else write(name, value)
            yield f"{encode(name, safe='')}={encode(text, safe='')}"
        case Style.DEEP:
            yield from _deep(name, _object(name, value), write, encode)
        case Style.SPREAD:
            for key, item in _object(name, value).items():
                yield f"{encode(key, safe='')}={encode(write(name, item), safe='')}"
        case Style.PAIRS:
            texts = [text for key, item in _object(name, value).items() for text in (key, write(name, item))]
            yield f"{encode(name, safe='')}={','.join(quote(text, safe='') for text in texts)}"
        case _:
            items = cast("Sequence[object]", value) if isinstance(value, list | tuple) else [value]
            if items:
                yield f"{encode(name, safe='')}={style.value.join(quote(write(name, item), safe='') for item in items)}"


def is_composite(value: object) -> bool:
    """Return whether a value is an object or a list in JSON."""
    return isinstance(value, Mapping | Model | list | tuple | set | frozenset)


def json_text(name: str, value: object) -> str:
    """Return a value as JSON.

    Raises:
        InvalidArgumentError: the value has no JSON representation.
    """
    try:
        return msgspec.json.encode(to_json(value)).decode()
    except NotSerializableError as error:
        reason = str(error)
    except (TypeError, ValueError, RecursionError, OverflowError):
        reason = "holds a value that cannot be written as JSON"
    raise InvalidArgumentError(f"{name} {reason}")


def _object(name: str, value: object) -> Mapping[str, object]:
    plain: Any = value
    if not isinstance(value, Mapping):
        plain = msgspec.json.decode(json_text(name, value))
    if not isinstance(plain, Mapping):
        raise InvalidArgumentError(f"{name} must be an object")
    return {str(key): item for key, item in cast("Mapping[Any, object]", plain).items() if item is not UNSET}


def _deep(name: str, value: Mapping[str, object], write: Write, encode: Quote) -> Iterator[str]:
    for key, item in value.items():
        below = f"{name}[{key}]"
        if isinstance(item, Mapping):
            yield from _deep(below, cast("Mapping[str, object]", item), write, encode)
        else:
            yield f"{encode(below, safe='')}={encode(write(below, item), safe='')}"
