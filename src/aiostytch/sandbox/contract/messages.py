"""What comes in and goes out: requests and responses, as values."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import unquote

import attrs

from .document import Route, routes
from .errors import NO_HEADERS


@attrs.frozen(kw_only=True)
class Reply:
    """What a client gets.

    Attributes:
        answer: the answer.
        wait: seconds until it comes.
        breaks: where the connection breaks: before the answer, in the middle of its body, or not at all.
    """

    answer: Answer
    wait: float = 0.0
    breaks: Literal["", "before", "middle"] = ""


@attrs.frozen(kw_only=True)
class Request:
    """A request. `path` and `query` are as they are in the URL, names of headers in any case of letters."""

    method: str
    path: str
    query: str = ""
    headers: Sequence[tuple[str, str]] = ()
    content: bytes = b""

    def header(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @functools.cached_property
    def routes(self) -> Mapping[str, Route]:
        """What the path leads to, by method; nothing if it is unknown."""
        return routes().find([unquote(segment) for segment in self.path.split("/")[1:]])


@attrs.frozen(kw_only=True)
class Answer:
    """An answer, in JSON unless its headers say otherwise."""

    status_code: int
    content: bytes
    headers: Mapping[str, str] = NO_HEADERS
