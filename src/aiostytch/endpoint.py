"""Convert a method and a path to an operation, for endpoints outside the specification, with the same checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar
from urllib.parse import unquote

import attrs

from . import codec
from .checks import check_instance
from .errors import ConfigurationError, InvalidArgumentError
from .operation import Body, Operation
from .retry import RetryClass
from .wire import RawResponse

R = TypeVar("R")

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WORD = re.compile(r"[a-z_]{1,40}([0-9][a-z_]{0,40})?")  # `v1`, `b2b`, `magic_links`: words of paths, but no IDs


Endpoint: TypeAlias = tuple[Operation[R], Mapping[str, str]]
"""An operation, and the arguments of its path."""


def read_endpoint(method: str, path: str, response: type[R], retry: RetryClass | None) -> Endpoint[R]:
    """Return the operation for an endpoint, and the arguments of its path.

    Path segments other than plain words are arguments: they are checked and quoted like those of any other call, and
    hidden from logs.

    Raises:
        ConfigurationError: the method, the type of the response or the retry class is invalid.
        InvalidArgumentError: the path is invalid.
    """
    segments = _segments(path)
    names = [text if _WORD.fullmatch(text) else f"{{segment_{place}}}" for place, text in enumerate(segments, 1)]
    values = {name[1:-1]: text for name, text in zip(names, segments, strict=True) if name != text}
    endpoint = f"{_check_method(method)} /{'/'.join(names)}"
    operation = Operation(
        endpoint,
        f"request({endpoint})",
        endpoint,
        _check_response(response),
        session=True,
        body=Body.VALUE,
        wire_names=True,
    )
    if retry is not None:
        operation = attrs.evolve(operation, retry=check_instance("retry", retry, RetryClass, "a RetryClass"))
    return operation, values


def _segments(path: object) -> list[str]:
    start, *segments = check_instance("path", path, str, "a string").split("/")
    if start or not segments:
        raise InvalidArgumentError("path must begin with '/': it comes after base_url")
    if any(character in segment for segment in segments for character in "?#"):
        raise InvalidArgumentError("path must not have a query or a fragment: pass the query as `query`")
    try:
        return [unquote(segment, errors="strict") for segment in segments]
    except UnicodeDecodeError:
        pass
    raise InvalidArgumentError("path has a character that cannot be decoded")


def _check_method(method: object) -> str:
    if method not in _METHODS:
        raise ConfigurationError(f"method must be one of {', '.join(_METHODS)}")
    return str(method)


def _check_response(response: type[Any]) -> type[Any]:
    if response is not RawResponse:
        try:
            codec.decoder(response)
        except TypeError:
            pass
        else:
            return response
        raise ConfigurationError("response_type must be a type that msgspec can decode")
    return response
