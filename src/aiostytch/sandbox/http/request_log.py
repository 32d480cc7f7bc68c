"""The log of requests and responses. Secrets, which the document marks, are masked in bodies too."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import parse_qsl, quote

import attrs
import msgspec

from ..contract.document import Operation
from ..contract.json_values import is_array, is_object
from ..contract.messages import Request, Transmission
from ..contract.schemas import Schema
from ..frontend.api import is_for_browsers
from ..frontend.visitors import Visitor, read_visitor

CAPACITY = 500
"""Requests. Older ones are forgotten."""
MAX_SIZE = 8 * 2**20
"""Bytes of all requests and responses together: 8 MiB. Beyond, older requests are forgotten as well."""
MASK = "•••"
"""The replacement of a secret."""


class RequestLog:
    """The last requests of a sandbox, the oldest first. They are not kept when it ends."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._size = 0
        self.count = 0
        """How many requests there were in all."""

    def add(
        self, at: datetime.datetime, request: Request, operation: Operation | None, transmission: Transmission
    ) -> None:
        """Add a request and its response."""
        self.count += 1
        self._append(
            Entry(
                number=self.count,
                at=at,
                method=request.method,
                path=request.path,
                query=_mask_query(request.query, operation.parameters_in("query") if operation else ()),
                operation=operation,
                status_code=transmission.response.status_code,
                outcome=_outcome(transmission),
                request=request.content,
                response=transmission.response.content,
                visitor=read_visitor(request) if is_for_browsers(request) else None,
            )
        )

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._size += entry.size
        while len(self._entries) > CAPACITY or self._size > MAX_SIZE:
            self._size -= self._entries.popleft().size

    def clear(self) -> None:
        """Delete all entries."""
        self.contents = LogContents((), self.count)

    @property
    def contents(self) -> LogContents:
        """All entries, and how many requests there were; both can be set again later."""
        return LogContents(tuple(self._entries), self.count)

    @contents.setter
    def contents(self, contents: LogContents) -> None:
        self._entries = deque(contents.entries)
        self._size = sum(entry.size for entry in contents.entries)
        self.count = contents.count

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<RequestLog, {len(self)} of {self.count} requests>"


@attrs.frozen
class LogContents:
    """A snapshot of the log."""

    entries: tuple[Entry, ...]
    count: int


@attrs.frozen(kw_only=True)
class Entry:
    """A request and its response.

    Attributes:
        number: its place in the order of requests, from 1.
        at: when it came, by the sandbox's clock.
        method: the HTTP method.
        path: the path, quoted.
        query: the query, quoted; values that the document does not list are masked; "" if there is no query.
        operation: the operation that it called, or None.
        status_code: the status of the response.
        visitor: the browser that a frontend SDK runs in, or None.
        outcome: what happened to the response: `delayed`, `dropped`, `cut`, or "" if it went as usual.
    """

    number: int
    at: datetime.datetime
    method: str
    path: str
    query: str
    operation: Operation | None
    status_code: int
    outcome: str
    visitor: Visitor | None = None
    _request: bytes = attrs.field(alias="request", repr=False)
    _response: bytes = attrs.field(alias="response", repr=False)

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return len(self.path) + len(self.query) + len(self._request) + len(self._response)

    @property
    def call_path(self) -> str:
        """The call path of the operation, "" where there is none."""
        return self.operation.call_path if self.operation else ""

    @property
    def request_body(self) -> Any:
        """The body of the request, decoded and masked, or None. Bytes that are not JSON are masked as a whole."""
        return _decode_masked(self._request, self.operation.body if self.operation else None)

    @property
    def response_body(self) -> Any:
        """The body of the response, decoded and masked."""
        known = self.operation.response if self.operation and self.status_code == 200 else _ERROR
        return _decode_masked(self._response, known)


def mask(value: Any, schema: Schema | None) -> Any:
    """Return a value of JSON with its secrets masked, and what the document does not list: that may be a secret too.

    An empty value stays as it is: it is not secret that there is no secret.
    """
    if schema is None or schema.get("x-sdk-secret"):
        return MASK if value else value
    if is_object(value):
        known = schema.get("properties", {})
        others: object = schema.get("additionalProperties")
        rest = others if is_object(others) else _OPEN if _is_open(schema) else None
        return {name: mask(part, known.get(name, rest)) for name, part in value.items()}
    if is_array(value):
        return [mask(part, schema.get("items", _OPEN)) for part in value]
    return value


def _mask_query(query: str, known: Collection[str]) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(f"{quote(name)}={quote(value) if name in known or not value else MASK}" for name, value in pairs)


def _decode_masked(content: bytes, schema: Schema | None) -> Any:
    if not content:
        return None
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return MASK
    return mask(value, schema)


def _is_open(schema: Schema) -> bool:
    """Return whether an object may hold anything, as metadata may."""
    return not schema.get("properties") and schema.get("additionalProperties") is not False


def _outcome(transmission: Transmission) -> str:
    return {"before": "dropped", "middle": "cut"}.get(transmission.disconnect, "delayed" if transmission.delay else "")


_OPEN: Schema = {}

_ERROR: Schema = {
    "type": "object",
    "properties": {
        name: {"type": "string"} for name in ("status_code", "request_id", "error_type", "error_message", "error_url")
    },
}
"""The API's errors. They name places, never values."""
