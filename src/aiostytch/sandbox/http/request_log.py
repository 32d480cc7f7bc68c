"""The log of requests and responses. It masks secrets, also in bodies: the specification marks them."""

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
"""The maximum number of entries. Older ones are deleted."""
MAX_SIZE = 8 * 2**20
"""The maximum size of all requests and responses together, in bytes: 8 MiB. Older entries are deleted."""
MASK = "•••"
"""The replacement of a secret."""


class RequestLog:
    """The last 500 requests of a sandbox, the oldest first. A database does not keep them.

    Attributes:
        count: the number of requests so far.
    """

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._size = 0
        self.count = 0

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
        """All entries and the number of requests, for a snapshot."""
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
        number: the number of the request, from 1.
        at: when it was received, by the sandbox's clock.
        method: the HTTP method.
        path: the path, percent-encoded.
        query: the query, percent-encoded, "" without one. Values of unknown parameters are masked.
        operation: the operation that it called, or None.
        status_code: the status of the response.
        visitor: the browser that a frontend SDK runs in, or None.
        outcome: what a fault did to the response: `delayed`, `dropped`, `cut`, or "".
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
        """The approximate size, in bytes."""
        return len(self.path) + len(self.query) + len(self._request) + len(self._response)

    @property
    def call_path(self) -> str:
        """The call path of the operation, "" without one."""
        return self.operation.call_path if self.operation else ""

    @property
    def request_body(self) -> Any:
        """The body of the request, decoded and masked, or None. A body that is not JSON is masked completely."""
        return _decode_masked(self._request, self.operation.body if self.operation else None)

    @property
    def response_body(self) -> Any:
        """The body of the response, decoded and masked."""
        known = self.operation.response if self.operation and self.status_code == 200 else _ERROR
        return _decode_masked(self._response, known)


def mask(value: Any, schema: Schema | None) -> Any:
    """Return a JSON value in which secrets are masked, and unknown properties, which can be secrets too.

    Empty values are not masked.
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
    """Return whether an object may have any properties, as metadata may."""
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
"""The API's errors. Their messages name places, never values."""
