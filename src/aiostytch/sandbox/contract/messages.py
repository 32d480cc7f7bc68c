"""Requests and responses."""

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
    """A client metadata document that was fetched for a request. `problem` says why it could not be fetched."""

    url: str
    content: bytes = attrs.field(default=b"", repr=False)
    problem: str = ""


@attrs.frozen(kw_only=True)
class Request:
    """A request.

    The repr of a request or response omits the parts that can carry a secret: the query, the headers, the body.

    Attributes:
        method: the HTTP method.
        path: the path, as it is in the URL.
        origin: the URL of the sandbox, as the client wrote it: scheme, host, and the path that it is mounted at.
        query: the query, as it is in the URL.
        headers: names (in any case) and values.
        content: the body.
        client_document: the client metadata document that was fetched for this request.
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
        wanted = name.lower()
        return [value for given, value in self.headers if given.lower() == wanted]

    @property
    def segments(self) -> list[str]:
        """The segments of the path, unquoted."""
        return [unquote(segment) for segment in self.path.split("/")[1:]]

    @property
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
    """A response, and how it reaches the client.

    Attributes:
        response: the response.
        delay: seconds before the response is sent.
        disconnect: when the connection is dropped: before the response, in the middle of its body, or never ("").
    """

    response: Response
    delay: float = 0.0
    disconnect: Literal["", "before", "middle"] = ""
