"""Requests and responses, as values."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import unquote

import attrs

from .errors import NO_HEADERS
from .routes import Route, routes


@attrs.frozen(kw_only=True)
class Request:
    """A request. `path` and `query` are as they are in the URL, names of headers in any case of letters.

    Neither its repr nor that of a response shows what may carry a secret: the query, the headers, the body.
    """

    method: str
    path: str
    query: str = attrs.field(default="", repr=False)
    headers: Sequence[tuple[str, str]] = attrs.field(default=(), repr=False)
    content: bytes = attrs.field(default=b"", repr=False)

    def header(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @functools.cached_property
    def routes(self) -> Mapping[str, Route]:
        """The operations at the path, by method; empty if the path is unknown."""
        return routes().find([unquote(segment) for segment in self.path.split("/")[1:]])


@attrs.frozen(kw_only=True)
class Response:
    """A response, in JSON unless its headers say otherwise."""

    status_code: int
    content: bytes = attrs.field(repr=False)
    headers: Mapping[str, str] = attrs.field(default=NO_HEADERS, repr=False)


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
