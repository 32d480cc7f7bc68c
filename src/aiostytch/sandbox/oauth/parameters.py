"""The parameters of a request, in a form or in a JSON object, which Stytch also accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import msgspec

from ..contract.json_values import is_object
from ..contract.messages import Request
from .errors import invalid_request

Parameters: TypeAlias = Mapping[str, Any]

_REPEATABLE = frozenset({"audience", "resource"})
"""The parameters that may occur several times (RFC 8693, section 2.1; RFC 8707, section 2)."""
_MAX_FIELDS = 100


def read_body(request: Request) -> dict[str, Any]:
    """Return the parameters in the body of a request.

    Raises:
        OAuthError: the body is neither a form nor a JSON object, or has a duplicate parameter.
    """
    content_type = ",".join(request.header("Content-Type")).partition(";")[0].strip().lower()
    if content_type == "application/json":
        return read_object(request)
    if request.content and content_type not in {"", "application/x-www-form-urlencoded"}:
        raise invalid_request("The body must be a form, or a JSON object.")
    try:
        return read_form(request.content.decode())
    except UnicodeDecodeError:
        raise invalid_request("The body is not UTF-8.") from None


def read_object(request: Request) -> dict[str, Any]:
    """Return the parameters in a JSON object.

    Raises:
        OAuthError: the body is not a JSON object.
    """
    try:
        value = msgspec.json.decode(request.content)
        msgspec.json.encode(value)  # msgspec decodes a lone surrogate, but cannot encode it
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise invalid_request("The body is not JSON.") from None
    if not is_object(value):
        raise invalid_request("The body is not a JSON object.")
    return {name: each for name, each in value.items() if each is not None}


def read_form(text: str) -> dict[str, Any]:
    """Return the parameters in a form or a query. Those without a value are omitted (RFC 6749, section 3.1).

    Raises:
        OAuthError: a parameter is duplicate, or there are too many.
    """
    try:
        pairs = parse_qsl(text, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise invalid_request("There are too many parameters.") from None
    parameters: dict[str, Any] = {}
    for name, value in pairs:
        if name in parameters and name not in _REPEATABLE:
            raise invalid_request("There is a duplicate parameter.")
        parameters[name] = value
    return parameters


def text(parameters: Parameters, name: str) -> str:
    """Return the value of a parameter, "" if it is missing.

    Raises:
        OAuthError: the value is not a string.
    """
    value = parameters.get(name, "")
    if not isinstance(value, str):
        raise invalid_request(f"{name} must be a string.")
    return value


def required(parameters: Parameters, name: str) -> str:
    """Return the value of a parameter.

    Raises:
        OAuthError: the parameter is missing, or not a string.
    """
    value = text(parameters, name)
    if not value:
        raise invalid_request(f"{name} is missing.")
    return value


def words(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Return the words of a parameter such as `scope`, without duplicates.

    Raises:
        OAuthError: the value is not a string.
    """
    return tuple(dict.fromkeys(text(parameters, name).split()))
