"""Encodes `multipart/form-data` bodies (RFC 7578)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from msgspec import UNSET, Struct

from .errors import InvalidArgumentError
from .styles import Style, is_composite, json_text
from .wire import JSON

_BINARY = "application/octet-stream"
_MEDIA_TYPE = re.compile(r"[\x20-\x7e]+")
_QUOTED = {'"': "%22", "\r": "%0D", "\n": "%0A"}
"""The escapes in names, as browsers write them (HTML Standard, section 4.10.21.8)."""


class File(Struct, frozen=True):
    """A file to upload.

    Attributes:
        content: the bytes of the file.
        name: the file name; by default `file`.
        media_type: the media type; by default that of the specification, or `application/octet-stream`.
    """

    content: bytes
    name: str = "file"
    media_type: str = ""

    def __repr__(self) -> str:
        return f"<File {self.name}, {len(self.content)} bytes>"


class _Part(Struct, frozen=True):
    name: str
    content: bytes
    media_type: str = ""
    file_name: str | None = None


def multipart(
    values: Mapping[str, object],
    styles: Mapping[str, Style],
    types: Mapping[str, str],
    write: Callable[[str, object], bytes],
) -> tuple[bytes, str]:
    """Return a body and its media type.

    Args:
        values: the properties, by wire name; a list has a part for each item.
        styles: the encodings of properties that are not plain text.
        types: the media types of parts in the specification.
        write: encodes a plain value.

    Raises:
        InvalidArgumentError: a value cannot be sent.
    """
    boundary = secrets.token_hex(16)
    given = ((name, value) for name, value in values.items() if value is not UNSET)
    parts = [
        _part(name, item, styles.get(name), types.get(name, ""), write)
        for name, value in given
        for item in (cast("Sequence[object]", value) if _is_repeated(value, styles.get(name)) else [value])
    ]
    lines = [chunk for part in parts for chunk in _written(part, boundary)]
    return b"".join([*lines, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


def _is_repeated(value: object, style: Style | None) -> bool:
    return isinstance(value, list | tuple) and style is not Style.ANY


def _part(
    name: str, value: object, style: Style | None, media_type: str, write: Callable[[str, object], bytes]
) -> _Part:
    if style is Style.FILE:
        return _file(name, value, media_type)
    if style is Style.JSON or (style is Style.ANY and is_composite(value)):
        return _Part(name, json_text(name, value).encode(), media_type or JSON)
    return _Part(name, write(name, value), media_type)


def _file(name: str, value: object, media_type: str) -> _Part:
    file = value if isinstance(value, File) else File(_bytes(name, value))
    found = file.media_type or media_type or _BINARY
    if not _MEDIA_TYPE.fullmatch(found):
        raise InvalidArgumentError(f"{name} has a media type that cannot be sent")
    return _Part(name, file.content, found, file.name)


def _bytes(name: str, value: object) -> bytes:
    if not isinstance(value, bytes | bytearray):
        raise InvalidArgumentError(f"{name} must be bytes or a File, not this {type(value).__name__}")
    return bytes(value)


def _written(part: _Part, boundary: str) -> Iterator[bytes]:
    disposition = f'form-data; name="{_quoted(part.name)}"'
    if part.file_name is not None:
        disposition += f'; filename="{_quoted(part.file_name)}"'
    yield f"--{boundary}\r\nContent-Disposition: {disposition}\r\n".encode("utf-8", "replace")
    if part.media_type:
        yield f"Content-Type: {part.media_type}\r\n".encode()
    yield b"\r\n" + part.content + b"\r\n"


def _quoted(text: str) -> str:
    return "".join(_QUOTED.get(character, character) for character in text)
