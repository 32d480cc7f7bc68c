"""The parameters of a request: those of a form, or of a JSON object, which Stytch takes as well."""

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
"""The parameters that may be there more than once (RFC 8693, section 2.1; RFC 8707, section 2)."""
_MAX_FIELDS = 100


def read_body(request: Request) -> dict[str, Any]:
    """Return the parameters in the body of a request.

    Raises:
        OAuthError: the body is neither a form nor a JSON object, or has a parameter twice.
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
        msgspec.json.encode(value)  # half of a surrogate pair can be decoded, and not written again
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise invalid_request("The body is not JSON.") from None
    if not is_object(value):
        raise invalid_request("The body is not a JSON object.")
    return {name: each for name, each in value.items() if each is not None}


def read_form(text: str) -> dict[str, Any]:
    """Return the parameters in a form, or in a query; those without a value are left out (RFC 6749, section 3.1).

    Raises:
        OAuthError: a parameter is there twice, or there are very many.
    """
    try:
        pairs = parse_qsl(text, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise invalid_request("There are too many parameters.") from None
    parameters: dict[str, Any] = {}
    for name, value in pairs:
        if name in parameters and name not in _REPEATABLE:
            raise invalid_request("A parameter is there more than once.")
        parameters[name] = value
    return parameters


def text(parameters: Parameters, name: str) -> str:
    """Return the value of a parameter, "" if it is not there.

    Raises:
        OAuthError: it is not a string.
    """
    value = parameters.get(name, "")
    if not isinstance(value, str):
        raise invalid_request(f"{name} must be a string.")
    return value


def required(parameters: Parameters, name: str) -> str:
    """Return the value of a parameter.

    Raises:
        OAuthError: it is not there, or no string.
    """
    value = text(parameters, name)
    if not value:
        raise invalid_request(f"{name} is missing.")
    return value


def words(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Return the words of a parameter such as `scope`, each once.

    Raises:
        OAuthError: it is not a string.
    """
    return tuple(dict.fromkeys(text(parameters, name).split()))
