"""What goes over the wire and what comes back, as values without a library behind them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

ACCEPT_ENCODING = "gzip"
"""The encoding of bodies that is asked for, beside none."""


class Headers(Mapping[str, str]):
    """Response headers: names in any case, repeated headers joined by a comma (RFC 9110, section 5.3).

    The repr shows names only: a header can carry a credential.
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
    """Limits of the single steps of one attempt, in seconds. The limit of a whole call is its deadline.

    `pool` is the wait for a free connection. `None` is no limit.
    """

    connect: float | None = 5.0
    read: float | None = 15.0
    write: float | None = 10.0
    pool: float | None = 5.0


class Request(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One attempt, ready to be sent: an absolute URL with everything in it quoted, checked headers, the body's bytes.

    `template` is the path with its parameters' names in place of their values: this is what logs and errors show.
    `deadline` is how many seconds the whole call may take: its attempt is cancelled then. None is no deadline.
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
        """Return what rich shows: no more than the repr does."""
        return [("method", self.method), ("template", self.template)]


class RawResponse(msgspec.Struct, kw_only=True, eq=False):
    """A response as it came: `status_code`, `headers`, `content` (the body's bytes, decompressed).

    `attempts` is how many requests were made for it (1 when the first succeeded), `elapsed` the seconds of the whole
    call.
    """

    status_code: int
    headers: Headers
    content: bytes
    attempts: int = 1
    elapsed: float = 0.0

    def json(self) -> Any:
        """Decode the body again: dicts, lists, strings, numbers, booleans and None, with every field the server sent.

        Raises:
            ValueError: it is not JSON.
        """
        with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
            return msgspec.json.decode(self.content)
        raise ValueError("the body is not JSON")

    def __repr__(self) -> str:
        return f"<RawResponse {self.status_code}, {len(self.content)} bytes, {self.attempts} attempts>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return what rich shows: no more than the repr does."""
        return [("status_code", self.status_code), ("attempts", self.attempts)]


class BodyTooLargeError(Exception):
    """A body is longer than allowed. The status and the headers are known."""

    def __init__(self, status_code: int, headers: Headers) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.headers = headers
