"""The requests that a sandbox had, and its answers. What the document marks as a secret is masked, in bodies too."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Iterator
from typing import Any

import attrs
import msgspec

from ..contract.document import Operation, Schema
from ..contract.json_values import is_array, is_object
from ..contract.messages import Reply, Request

KEPT = 500
"""Requests. Older ones are forgotten."""
MASK = "•••"
"""What stands in the place of a secret."""
_OPEN: Schema = {}


@attrs.frozen(kw_only=True)
class Entry:
    """A request and what came of it.

    Attributes:
        number: its place in the order of requests, from 1.
        at: when it came, by the sandbox's clock.
        method: the HTTP method.
        path: the path, quoted.
        query: the query, quoted; "" if there is none.
        operation: what it called, None where it led to no operation.
        status_code: the status of the answer.
        outcome: what happened to the answer: `delayed`, `dropped`, `cut`, or "" if it went as usual.
    """

    number: int
    at: datetime.datetime
    method: str
    path: str
    query: str
    operation: Operation | None
    status_code: int
    outcome: str
    _request: bytes = attrs.field(alias="request", repr=False)
    _answer: bytes = attrs.field(alias="answer", repr=False)

    @property
    def call_path(self) -> str:
        """The call path of the operation, "" where there is none."""
        return self.operation.call_path if self.operation else ""

    @property
    def request_body(self) -> Any:
        """The body of the request, decoded and masked. None if there is none; bytes that are not JSON are masked."""
        return _shown(self._request, self.operation.body if self.operation else None)

    @property
    def answer_body(self) -> Any:
        """The body of the answer, decoded and masked."""
        known = self.operation.response if self.operation and self.status_code == 200 else _ERROR
        return _shown(self._answer, known)


_ERROR: Schema = {
    "type": "object",
    "properties": {
        name: {"type": "string"} for name in ("status_code", "request_id", "error_type", "error_message", "error_url")
    },
}
"""The API's errors. They name places, never values."""


def _shown(content: bytes, schema: Schema | None) -> Any:
    if not content:
        return None
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return MASK
    return masked(value, schema)


def masked(value: Any, schema: Schema | None) -> Any:
    """Return a value of JSON without its secrets, and without what the document does not know: that may be one too.

    Whatever is empty stays so: that there is no secret is none.
    """
    if schema is None or schema.get("x-sdk-secret"):
        return MASK if value else value
    if is_object(value):
        known = schema.get("properties", {})
        others: object = schema.get("additionalProperties")
        rest = others if is_object(others) else _OPEN if _is_open(schema) else None
        return {name: masked(part, known.get(name, rest)) for name, part in value.items()}
    if is_array(value):
        return [masked(part, schema.get("items", _OPEN)) for part in value]
    return value


def _is_open(schema: Schema) -> bool:
    """Return whether an object may hold anything, as metadata may."""
    return not schema.get("properties") and schema.get("additionalProperties") is not False


class RequestLog:
    """The last requests of a sandbox, the oldest first. They are not kept when it ends."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self.count = 0
        """How many requests there were in all."""

    def add(self, at: datetime.datetime, request: Request, operation: Operation | None, reply: Reply) -> None:
        """Note a request and what came of it."""
        self.count += 1
        self._entries.append(
            Entry(
                number=self.count,
                at=at,
                method=request.method,
                path=request.path,
                query=request.query,
                operation=operation,
                status_code=reply.answer.status_code,
                outcome=_outcome(reply),
                request=request.content,
                answer=reply.answer.content,
            )
        )

    def clear(self) -> None:
        """Forget the requests."""
        self._entries.clear()

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<RequestLog, {len(self)} of {self.count} requests>"


def _outcome(reply: Reply) -> str:
    return {"before": "dropped", "middle": "cut"}.get(reply.breaks, "delayed" if reply.wait else "")
