"""Requests and responses as values, independent of an HTTP library."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import msgspec

JSON = "application/json"
"""The default media type of bodies."""


class _Text(str):
    __slots__ = ()


class _Binary(bytes):
    __slots__ = ()


class _Nothing:
    __slots__ = ()


TEXT: type[str] = _Text
"""The type of a response whose body is text, not JSON."""
BINARY: type[bytes] = _Binary
"""The type of a response whose body is bytes, not JSON."""
NOTHING = cast("type[None]", _Nothing)
"""The type of a response without a body."""

ACCEPT_ENCODING = "gzip"
"""The content encoding that requests accept, in addition to identity."""


class Headers(Mapping[str, str]):
    """Response headers: names are case-insensitive, several values are joined by a comma (RFC 9110, section 5.3).

    The repr shows only names: a header can contain a credential.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, str] = {}
        for name, value in fields:
            key = name.lower()
            self._fields[key] = f"{self._fields[key]}, {value}" if key in self._fields else value

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"<Headers {', '.join(self._fields)}>"


class Timeout(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of the steps of one attempt, in seconds; None means no limit. The deadline limits the whole call."""

    connect: float | None = 5.0
    """The maximum time to open a connection."""
    read: float | None = 15.0
    """The maximum wait for the next part of the response."""
    write: float | None = 10.0
    """The maximum time to send the next part of the request."""
    pool: float | None = 5.0
    """The maximum wait for a free connection, or for the end of another request (`max_concurrency`)."""


class Request(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One attempt, ready to send: a quoted absolute URL, checked headers, and the bytes of the body.

    `template` is the path with the names of its parameters instead of their values, for logs and errors. `deadline` is
    the limit of the whole call in seconds: the attempt is cancelled when it passes. None means no deadline.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes
    timeout: Timeout
    operation_id: str
    template: str
    deadline: float | None = None

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.template}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return only the values in the repr, for rich."""
        return [("method", self.method), ("template", self.template)]


class RawResponse(msgspec.Struct, kw_only=True, eq=False):
    """A raw response: `status_code`, `headers`, `content` (the decompressed bytes of the body).

    `attempts` is the number of requests (1 if the first succeeded), `elapsed` the duration of the whole call in
    seconds.
    """

    status_code: int
    headers: Headers
    content: bytes
    attempts: int = 1
    elapsed: float = 0.0

    def json(self) -> Any:
        """Decode the body to dicts, lists, strings, numbers, booleans and None, with every field that the server sent.

        Raises:
            ValueError: the body is not JSON.
        """
        with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
            return msgspec.json.decode(self.content)
        raise ValueError("the body is not JSON")

    def __repr__(self) -> str:
        return f"<RawResponse {self.status_code}, {len(self.content)} bytes, {self.attempts} attempts>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return only the values in the repr, for rich."""
        return [("status_code", self.status_code), ("attempts", self.attempts)]


class BodyTooLargeError(Exception):
    """A body is longer than allowed. The status and the headers are known."""

    def __init__(self, status_code: int, headers: Headers) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.headers = headers
