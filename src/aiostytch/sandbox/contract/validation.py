"""Reads the arguments of a request, and validates them against the specification."""

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
"""The maximum number of problems in one message."""

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False, "True": True, "False": False}
"""The official SDK for Python sends them with a capital letter."""


def read_body(
    operation: Operation, content_type: str, content: bytes, path_arguments: Mapping[str, str]
) -> dict[str, Any]:
    """Return the arguments in a body.

    The body may also contain the path arguments: some SDKs send them twice.

    Raises:
        RefusedError: the body is missing or not allowed, is not JSON, or violates the schema.
    """
    if operation.body is None:
        if content:
            raise bad_request("bad_request", f"{operation.call_path} takes no body.")
        return {}
    body: dict[str, Any] = drop_path_arguments(read_json(content_type, content), path_arguments)
    check_body(operation, body)
    return body


def read_json(content_type: str, content: bytes) -> Any:
    """Return a decoded body.

    Raises:
        RefusedError: the body or its media type is not JSON.
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
    """Check a body against the schema of an operation.

    Raises:
        RefusedError: the body violates the schema.
    """
    _check(operation, "body", _body_validator(operation), body)


def read_query(operation: Operation, query: str, path_arguments: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments in a query.

    The query may also contain the path arguments: some SDKs send them twice.

    Raises:
        RefusedError: an argument is unknown, duplicate, missing, or of a wrong type.
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
        RefusedError: an argument is missing, or of a wrong type.
    """
    _check(operation, place, _parameters_validator(operation, place), arguments)


def _read_number(text: str) -> float:
    """Return a number that has a fraction or an exponent. 10.0 is an integer (JSON Schema 2020-12, core, 4.2.3)."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("out of range")
    return int(number) if number.is_integer() and abs(number) < _MAX_EXACT else number


_MAX_EXACT = 2**53
"""Up to here, a float represents each integer exactly (RFC 8259, section 6)."""
_DECODER = msgspec.json.Decoder(float_hook=_read_number)


def _parse(parameter: Parameter, text: str) -> Any:
    """Return the value of a parameter. A text that does not have the form of its type stays; validation rejects it."""
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
    """Return the error type of the argument that has an unlisted value, or the general one if other problems exist."""
    if all(problem.argument for problem in problems):
        return value_errors.error_type(operation.call_path, problems[0].argument)
    return value_errors.ANY_OTHER


@attrs.frozen
class Problem:
    """A problem of a value.

    Attributes:
        text: the place and the problem, without the value, which can be a secret.
        argument: the argument whose value the specification does not list; "" for any other problem.
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
        from .full import full_validator  # imports jsonschema, which takes long

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
            return [Problem(f"{place}.{name} is unknown") for name in error.instance if name not in known]
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
    """Return the problems by the schema of the value's kind. Each alternative has a different constant in it."""
    branches = [[part for part in error.context if part.schema_path[0] == n] for n in range(len(error.validator_value))]
    of_kind = [branch for branch in branches if all(part.validator != "const" for part in branch)]
    if of_kind:
        return [problem for part in of_kind[0] for problem in _problems(part)]
    constants = [part for branch in branches for part in branch if part.validator == "const"]
    kinds = ", ".join(str(part.validator_value) for part in constants)
    return [Problem(f"{constants[0].json_path} must be one of {kinds}")]


def _argument(error: Any) -> str:
    """Return the name of the innermost property that contains an error."""
    return next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
