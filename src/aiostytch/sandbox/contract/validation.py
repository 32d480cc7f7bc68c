"""Reads the arguments of a request, and validates them against the document."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import parse_qsl

import attrs
import msgspec

from . import value_errors
from .document import Operation, Parameter
from .errors import bad_request
from .quick import Check, quick_check
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

    It may also contain the path arguments, which some SDKs send twice.

    Raises:
        RefusedError: a body is missing or not allowed, is not JSON, or is not what the schema says.
    """
    if operation.body is None:
        if content:
            raise bad_request("bad_request", f"{operation.call_path} takes no body.")
        return {}
    body: dict[str, Any] = drop_path_arguments(read_json(content_type, content), path_arguments)
    check_body(operation, body)
    return body


def read_json(content_type: str, content: bytes) -> Any:
    """Return a body, decoded.

    Raises:
        RefusedError: it is not JSON, or its type is another.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise bad_request("bad_request", "The header Content-Type must be application/json.")
    try:
        return _DECODER.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise bad_request("bad_request", "The body is not JSON.") from None


def drop_path_arguments(body: Any, path_arguments: Mapping[str, str]) -> Any:
    """Return a body without duplicates of the path arguments."""
    if not isinstance(body, dict):
        return body
    given = cast("dict[str, Any]", body)
    return {name: value for name, value in given.items() if name not in path_arguments or path_arguments[name] != value}


def check_body(operation: Operation, body: Any) -> None:
    """Check that a body is what the schema says.

    Raises:
        RefusedError: it is not.
    """
    _check(operation, "body", _body_validator(operation), body)


def read_query(operation: Operation, query: str, path_arguments: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments in a query.

    It may also contain the path arguments, which some SDKs send twice.

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
            raise bad_request(value_errors.ANY_OTHER, f"query: $.{name} is not a parameter of {operation.call_path}.")
        if name in arguments:
            raise bad_request(value_errors.ANY_OTHER, f"query: $.{name} is given more than once.")
        arguments[name] = _parse(known[name], text)
    check_parameters(operation, "query", arguments)
    return arguments


def check_parameters(operation: Operation, place: str, arguments: Mapping[str, Any]) -> None:
    """Check the arguments in a path or a query.

    Raises:
        RefusedError: one is missing, or not of its type.
    """
    _check(operation, place, _parameters_validator(operation, place), arguments)


def _read_number(text: str) -> float:
    """Return a number with a fraction or an exponent; 10.0 is an integer (JSON Schema 2020-12, core, section 4.2.3)."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("out of range")
    return int(number) if number.is_integer() and abs(number) < _MAX_EXACT else number


_MAX_EXACT = 2**53
"""Up to here, each integer is a number of its own (RFC 8259, section 6)."""
_DECODER = msgspec.json.Decoder(float_hook=_read_number)


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
def _parameters_validator(operation: Operation, place: str) -> Validator:
    known = operation.parameters_in(place)
    return Validator(
        {
            "properties": {name: parameter.schema for name, parameter in known.items()},
            "required": [name for name, parameter in known.items() if parameter.required],
        }
    )


def _check(operation: Operation, place: str, validator: Validator, value: Any) -> None:
    problems = validator.problems(value)
    if problems:
        texts = (problem.text for problem in problems[:_MAX_REPORTED])
        raise bad_request(_error_type(operation, problems), f"{place}: {'; '.join(texts)}.")


def _error_type(operation: Operation, problems: Sequence[Problem]) -> str:
    """Return the type for a value that is not accepted, unless something else is wrong too."""
    if all(problem.argument for problem in problems):
        return value_errors.error_type(operation.call_path, problems[0].argument)
    return value_errors.ANY_OTHER


@attrs.frozen
class Problem:
    """A problem of a value, and its place.

    Attributes:
        text: in words, without the value: it can be a secret.
        argument: the argument that has a value which the document does not accept; "" for any other problem.
    """

    text: str
    argument: str = ""


class Validator:
    """Validates values against a schema, formats included."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    @functools.cached_property
    def _conforms(self) -> Check:
        return quick_check(self._schema)

    @functools.cached_property
    def _validator(self) -> Any:
        from .full import full_validator  # with a library that takes long to import

        return full_validator(self._schema)

    def accepts(self, value: Any) -> bool:
        """Return whether a value conforms."""
        return self._conforms(value) or bool(self._validator.is_valid(value))

    def problems(self, value: Any) -> list[Problem]:
        """Return the problems of a value."""
        if self._conforms(value):
            return []
        found = (problem for error in self._validator.iter_errors(value) for problem in _problems(error))
        return list(dict.fromkeys(found))


def _problems(error: Any) -> Iterable[Problem]:
    place: str = error.json_path
    expected: Any = error.validator_value
    match error.validator:
        case "required":
            return [Problem(f"{place}.{name} is missing") for name in expected if name not in error.instance]
        case "additionalProperties":
            known = error.schema.get("properties", ())
            return [Problem(f"{place}.{name} is not in the document") for name in error.instance if name not in known]
        case "type":
            return [Problem(f"{place} must be of type {expected}")]
        case "enum":
            rule = "may have these keys only:" if "propertyNames" in error.schema_path else "must be one of"
            return [Problem(f"{place} {rule} {', '.join(filter(None, expected))}", _argument(error))]
        case "oneOf":
            return _problems_of_kind(error)
        case keyword:
            return [Problem(f"{place} breaks the rule {keyword}: {expected}")]


def _problems_of_kind(error: Any) -> Iterable[Problem]:
    """Return the problems by the schema of the value's kind: each of the schemas has another constant in it."""
    branches = [[part for part in error.context if part.schema_path[0] == n] for n in range(len(error.validator_value))]
    of_kind = [branch for branch in branches if all(part.validator != "const" for part in branch)]
    if of_kind:
        return [problem for part in of_kind[0] for problem in _problems(part)]
    constants = [part for branch in branches for part in branch if part.validator == "const"]
    kinds = ", ".join(str(part.validator_value) for part in constants)
    return [Problem(f"{constants[0].json_path} must be one of {kinds}")]


def _argument(error: Any) -> str:
    """Return the name of the innermost property on the way to an error."""
    return next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
