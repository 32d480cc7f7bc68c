"""Reads the arguments of a request, and validates them against the document."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec
from jsonschema import Draft202012Validator, FormatChecker

from .document import Operation, Parameter
from .errors import RefusedError, bad_request
from .schemas import Schema

_MAX_REPORTED = 5
"""Most problems in one message."""

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False, "True": True, "False": False}
"""The official SDK for Python writes them with a capital letter."""


def read_body(
    operation: Operation, content_type: str, content: bytes, path_arguments: Mapping[str, str]
) -> dict[str, Any]:
    """Return the arguments in a body.

    Those in the path may be repeated: some SDKs do that.

    Raises:
        RefusedError: a body is missing or not allowed, is not JSON, or is not what the schema says.
    """
    if operation.body is None:
        if content:
            raise bad_request("bad_request", f"{operation.call_path} takes no body.")
        return {}
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise bad_request("bad_request", "The header Content-Type must be application/json.")
    try:
        body: dict[str, Any] = _drop_path_arguments(msgspec.json.decode(content), path_arguments)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise bad_request("bad_request", "The body is not JSON.") from None
    _check("body", _body_validator(operation), body)
    return body


def read_query(operation: Operation, query: str, path_arguments: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments in a query.

    Those in the path may be repeated: some SDKs do that.

    Raises:
        RefusedError: one is unknown, given twice, missing, or not of its type.
    """
    known = operation.parameters_in("query")
    arguments: dict[str, Any] = {}
    if not known and not query:
        return arguments
    for name, text in parse_qsl(query, keep_blank_values=True):
        if path_arguments.get(name) == text:
            continue
        if name not in known:
            raise _invalid("query", [f"$.{name} is not a parameter of {operation.call_path}"])
        if name in arguments:
            raise _invalid("query", [f"$.{name} is given more than once"])
        arguments[name] = _parse(known[name], text)
    _check("query", _query_validator(operation), arguments)
    return arguments


def _drop_path_arguments(body: Any, path_arguments: Mapping[str, str]) -> Any:
    if not isinstance(body, dict):
        return body
    given = cast("dict[str, Any]", body)
    return {name: value for name, value in given.items() if name not in path_arguments or path_arguments[name] != value}


def _parse(parameter: Parameter, text: str) -> Any:
    """Return the text of a parameter as its type, or as text, which validation then refuses."""
    kind = parameter.schema["type"]
    if kind == "boolean":
        return _BOOLEANS.get(text, text)
    return int(text) if kind == "integer" and _INTEGER.fullmatch(text) else text


@functools.cache
def _body_validator(operation: Operation) -> Validator:
    return Validator(operation.body or {})


@functools.cache
def _query_validator(operation: Operation) -> Validator:
    known = operation.parameters_in("query")
    return Validator(
        {
            "properties": {name: parameter.schema for name, parameter in known.items()},
            "required": [name for name, parameter in known.items() if parameter.required],
        }
    )


def _check(place: str, validator: Validator, value: Any) -> None:
    problems = validator.problems(value)
    if problems:
        raise _invalid(place, problems)


def _invalid(place: str, problems: Sequence[str]) -> RefusedError:
    return bad_request("invalid_argument", f"{place}: {'; '.join(islice(problems, _MAX_REPORTED))}.")


class Validator:
    """Validates values against a schema, formats included."""

    def __init__(self, schema: Schema) -> None:
        self._validator: Any = Draft202012Validator(schema, format_checker=FORMATS)

    def accepts(self, value: Any) -> bool:
        """Return whether a value conforms."""
        return bool(self._validator.is_valid(value))

    def problems(self, value: Any) -> list[str]:
        """Return the problems of a value and their places, without the value: it can be a secret."""
        return [problem for error in self._validator.iter_errors(value) for problem in _problems(error)]


FORMATS = FormatChecker(formats=())
"""The formats of the document, which jsonschema does not check by itself."""


@FORMATS.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    """Accept RFC 3339 timestamps: a date, a time and an offset."""
    return not isinstance(value, str) or datetime.datetime.fromisoformat(value).tzinfo is not None


def _problems(error: Any) -> Iterable[str]:
    place: str = error.json_path
    expected: Any = error.validator_value
    match error.validator:
        case "required":
            return [f"{place}.{name} is missing" for name in expected if name not in error.instance]
        case "additionalProperties":
            known = error.schema.get("properties", ())
            return [f"{place}.{name} is not in the document" for name in error.instance if name not in known]
        case "type":
            return [f"{place} must be of type {expected}"]
        case "enum":
            return [f"{place} must be one of {', '.join(expected)}"]
        case keyword:
            return [f"{place} breaks the rule {keyword}: {expected}"]
