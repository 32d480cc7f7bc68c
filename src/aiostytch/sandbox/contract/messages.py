"""Requests and responses, as values."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import unquote

import attrs
import msgspec

from .document import Operation
from .errors import NO_HEADERS, RefusedError
from .json_values import JSONObject
from .routes import Route, routes


@attrs.frozen(kw_only=True)
class ClientDocument:
    """A client metadata document that was fetched for a request, or why it could not be: `problem`."""

    url: str
    content: bytes = attrs.field(default=b"", repr=False)
    problem: str = ""


@attrs.frozen(kw_only=True)
class Request:
    """A request. `path` and `query` are as they are in the URL, names of headers in any case of letters.

    `origin` is where the sandbox was reached: the URL in front of the path. `client_document` was fetched for it.

    Neither its repr nor that of a response shows what may carry a secret: the query, the headers, the body.
    """

    method: str
    path: str
    origin: str = attrs.field(default="", repr=False)
    query: str = attrs.field(default="", repr=False)
    headers: Sequence[tuple[str, str]] = attrs.field(default=(), repr=False)
    content: bytes = attrs.field(default=b"", repr=False)
    client_document: ClientDocument | None = attrs.field(default=None, repr=False)

    def header(self, name: str) -> list[str]:
        """Return the values of a header."""
        return self._values.get(name.lower(), [])

    @functools.cached_property
    def _values(self) -> Mapping[str, list[str]]:
        values: dict[str, list[str]] = {}
        for name, value in self.headers:
            values.setdefault(name.lower(), []).append(value)
        return values

    @property
    def segments(self) -> list[str]:
        """The segments of the path, unquoted."""
        return [unquote(segment) for segment in self.path.split("/")[1:]]

    @functools.cached_property
    def routes(self) -> Mapping[str, Route[Operation]]:
        """The operations at the path, by method; empty if the path is unknown."""
        return _routes_at(self.path)


@functools.lru_cache(maxsize=1024)
def _routes_at(path: str) -> Mapping[str, Route[Operation]]:
    return routes().find([unquote(segment) for segment in path.split("/")[1:]])


@attrs.frozen(kw_only=True)
class Response:
    """A response, in JSON unless its headers say otherwise."""

    status_code: int
    content: bytes = attrs.field(repr=False)
    headers: Mapping[str, str] = attrs.field(default=NO_HEADERS, repr=False)


def success(fields: JSONObject, request_id: str) -> Response:
    """Return the fields of a response as a response."""
    content = msgspec.json.encode({**fields, "request_id": request_id, "status_code": 200})
    return Response(status_code=200, content=content)


def error(refusal: RefusedError, request_id: str) -> Response:
    """Return an error as a response."""
    content = msgspec.json.encode(refusal.body(request_id))
    return Response(status_code=refusal.status_code, content=content, headers=refusal.headers)


@attrs.frozen(kw_only=True)
class Transmission:
    """How a response reaches the client.

    Attributes:
        response: the response.
        delay: seconds before it is sent.
        disconnect: where the connection breaks: before the response, in the middle of its body, or nowhere ("").
    """

    response: Response
    delay: float = 0.0
    disconnect: Literal["", "before", "middle"] = ""
