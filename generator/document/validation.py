"""Validating a document against the OpenAPI Specification.

The JSON Schema in openapi-spec-validator checks the form, then the classes of openapi-python-client. `rules` has the
rules that a schema cannot express.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from openapi_python_client.schema import OpenAPI
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from pydantic import ValidationError as ModelError

from generator.problems import InputError, Problem, pointer

from .grammar import is_extension, mapping
from .keywords import METHODS
from .node import Json
from .pointers import Target, below
from .rules import rule_problems


def validate(document: dict[str, Any], source: str) -> None:
    """Check a document against the OpenAPI Specification.

    Raises:
        InputError: it is not OpenAPI 3.0 or 3.1, or is invalid.
    """
    problems = find_problems(document)
    if problems:
        raise InputError(source, problems)


def find_problems(document: dict[str, Any]) -> list[Problem]:
    """Return the problems of a document, sorted by place."""
    version = str(document.get("openapi"))
    form = next((form for prefix, form in _FORMS.items() if version.startswith(prefix)), None)
    if form is None:
        return [Problem("/openapi", "must be the version of an OpenAPI document, 3.0 or 3.1")]
    found = [*_form_problems(document, form), *rule_problems(document)]
    return sorted(set(found or _model_problems(document)))


_FORMS: Mapping[str, Validator] = {
    "3.0.": OpenAPIV30SpecValidator.schema_validator,
    "3.1.": OpenAPIV31SpecValidator.schema_validator,
}


def _form_problems(document: dict[str, Json], form: Validator) -> Iterator[Problem]:
    """Yield what the schema of the version refuses. `form` may be a fast validator without explanations."""
    errors = list(form.iter_errors(document))
    explained: list[ValidationError] = []
    if errors:
        with suppress(RecursionError):
            explained = list(validator_for(form.schema)(form.schema).iter_errors(document))
    for error in map(_innermost, explained or errors):
        at = pointer(*error.absolute_path)
        unexpected = _unexpected_keys(error)
        yield from (Problem(at + pointer(name), "is not allowed here") for name in unexpected)
        if not unexpected:
            yield Problem(at, _first_line(error.message))


def _unexpected_keys(error: ValidationError) -> list[str]:
    """Return the keys that are not allowed, if that is the error."""
    if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
        return []
    known, patterns = (error.schema.get(key, {}) for key in ("properties", "patternProperties"))
    names = [name for name in mapping(cast("Json", error.instance)) if name not in known]
    return [name for name in names if not any(re.search(pattern, name) for pattern in patterns)]


def _innermost(error: ValidationError) -> ValidationError:
    """Return the nested error that best explains an error, or the error itself.

    If several alternatives failed, that is the one that got furthest. The error that a value is not a reference does
    not explain anything.
    """
    inner = [each for each in error.context or [] if each.validator_value != ["$ref"]]
    furthest = max((len(each.path) for each in inner), default=0)
    found = [each for each in inner if len(each.path) == furthest]
    return _innermost(found[0]) if len(found) == 1 else error


def _first_line(message: str) -> str:
    return message.strip().partition("\n")[0][:300]


def _model_problems(document: dict[str, Json]) -> Iterator[Problem]:
    """Yield what the classes of openapi-python-client refuse.

    They support neither boolean schemas nor extensions among names; those errors are skipped.
    """
    try:
        OpenAPI.model_validate_json(json.dumps(_completed(document)), strict=True)
    except ModelError as error:
        for detail in error.errors():
            if not (isinstance(detail["input"], bool) and detail["type"] == "model_type"):
                yield from _located(document, detail["loc"], _first_line(detail["msg"]))


def _completed(document: dict[str, Json]) -> dict[str, Json]:
    """Return a document with `paths` and `responses`, which are optional in 3.1 but which the classes require."""
    items = mapping(document.get("paths")).items()
    paths: dict[str, Json] = {path: _with_responses(mapping(item)) for path, item in items}
    return {**document, "paths": paths} if str(document.get("openapi")).startswith("3.1") else document


def _with_responses(item: dict[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {
        method: {"responses": {}, **mapping(item[method])} for method in METHODS if method in item
    }
    return {**item, **found}


def _located(document: Json, location: tuple[str | int, ...], reason: str) -> Iterator[Problem]:
    """Yield a problem at a location, unless that is in an extension. Parts that are not keys are names of classes."""
    at = Target((), document)
    for part in location:
        if at.path and is_extension(str(part), str(at.path[-1])):
            return
        at = below(at, part) or at
    yield Problem(pointer(*at.path), reason)
