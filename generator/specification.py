"""What the OpenAPI Specification demands of a document.

Two readers check its form: the JSON Schema of the Specification that openapi-spec-validator has, and the classes of
openapi-python-client. The rules that no schema can state are checked here. openapi-spec-validator knows them too, but
it follows references to files and other hosts, gives no places, fails on extensions among the paths, and takes a time
that grows with the square of the document, or exponentially where schemas are made for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast
from urllib.parse import unquote

import attrs
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from openapi_python_client.schema import OpenAPI
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from pydantic import ValidationError as ModelError

from .grammar import Object, elements, is_extension, mapping, objects
from .problems import Problem, pointer
from .reader.keywords import METHODS
from .reader.node import Json
from .reader.urls import braced, parameters_of


def problems(document: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with a document, by place."""
    version = str(document.get("openapi"))
    form = next((form for prefix, form in _FORMS.items() if version.startswith(prefix)), None)
    if form is None:
        return [Problem("/openapi", "must be the version of an OpenAPI document, 3.0 or 3.1")]
    found = [*_form_problems(document, form), *_rule_problems(document)]
    return sorted(set(found or _model_problems(document)))


_FORMS: Mapping[str, Validator] = {
    "3.0.": OpenAPIV30SpecValidator.schema_validator,
    "3.1.": OpenAPIV31SpecValidator.schema_validator,
}


def _form_problems(document: dict[str, Json], form: Validator) -> Iterator[Problem]:
    """Yield what the schema of the version refuses. `form` may be a fast validator that explains nothing."""
    errors = list(form.iter_errors(document))
    explained: list[ValidationError] = []
    if errors:
        with suppress(RecursionError):
            explained = list(validator_for(form.schema)(form.schema).iter_errors(document))
    for error in map(_innermost, explained or errors):
        at = pointer(*error.absolute_path)
        strangers = _strangers(error)
        yield from (Problem(at + pointer(name), "is not allowed here") for name in strangers)
        if not strangers:
            yield Problem(at, _first_line(error.message))


def _strangers(error: ValidationError) -> list[str]:
    """Return the keys that should not be there, if that is the error."""
    if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
        return []
    known, patterns = (error.schema.get(key, {}) for key in ("properties", "patternProperties"))
    names = [name for name in mapping(cast("Json", error.instance)) if name not in known]
    return [name for name in names if not any(re.search(pattern, name) for pattern in patterns)]


def _innermost(error: ValidationError) -> ValidationError:
    """Return the error within an error that says what is wrong, if one does.

    Where several alternatives failed, that is the one that got furthest. That something is no reference says nothing.
    """
    inner = [each for each in error.context or [] if each.validator_value != ["$ref"]]
    furthest = max((len(each.path) for each in inner), default=0)
    found = [each for each in inner if len(each.path) == furthest]
    return _innermost(found[0]) if len(found) == 1 else error


def _first_line(message: str) -> str:
    return message.strip().partition("\n")[0][:300]


def _model_problems(document: dict[str, Json]) -> Iterator[Problem]:
    """Yield what openapi-python-client's classes refuse. They know no boolean schemas and no extensions among names."""
    try:
        OpenAPI.model_validate_json(json.dumps(document), strict=True)
    except ModelError as error:
        for detail in error.errors():
            if not (isinstance(detail["input"], bool) and detail["type"] == "model_type"):
                yield from _located(document, detail["loc"], _first_line(detail["msg"]))


def _located(document: Json, location: tuple[str | int, ...], reason: str) -> Iterator[Problem]:
    """Yield a problem at a location, unless that is in an extension. Parts that name no key name a class."""
    path: list[str | int] = []
    for part in location:
        if path and is_extension(str(part), str(path[-1])):
            return
        below = _below(document, part)
        if below is not None:
            document = below.value
            path.append(part)
    yield Problem(pointer(*path), reason)


@attrs.frozen
class _Found:
    """A value that may be None."""

    value: Json


def _below(node: Json, key: str | int) -> _Found | None:
    if isinstance(key, int):
        items = elements(node)
        return _Found(items[key]) if key < len(items) else None
    return _Found(mapping(node)[key]) if key in mapping(node) else None


def _rule_problems(document: dict[str, Json]) -> Iterator[Problem]:
    for item in objects(document):
        yield from _reference_problems(document, item)
        yield from _default_problems(item)
    yield from _tag_problems(document)
    yield from _path_problems(document)
    yield from _operation_problems(document)


def _reference_problems(document: dict[str, Json], item: Object) -> Iterator[Problem]:
    target = item.value.get("$ref")
    if not isinstance(target, str):
        return
    if not target.startswith("#/"):
        yield Problem(pointer(*item.path, "$ref"), f"leads out of the document: `{target[:200]}`")
    elif _referred(document, target) is None:
        yield Problem(pointer(*item.path, "$ref"), f"refers to nothing: `{target[:200]}`")


_INDEX = re.compile(r"[0-9]{1,9}", re.ASCII)


def _referred(document: dict[str, Json], target: str) -> _Found | None:
    """Return what a local reference refers to."""
    found: _Found | None = _Found(document)
    for part in unquote(target).split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if found is None:
            return None
        found = _below(found.value, int(key) if isinstance(found.value, list) and _INDEX.fullmatch(key) else key)
    return found


def _default_problems(item: Object) -> Iterator[Problem]:
    """Say where a default is not allowed, as far as the object itself tells."""
    if "default" not in item.value or "$ref" in item.value:
        return
    default, declared, values = (item.value.get(key) for key in ("default", "type", "enum"))
    types = {str(each) for each in (elements(declared) or [declared]) if each is not None}
    nullable = default is None and item.value.get("nullable") is True
    if types and not nullable and not types & _types(default):
        yield Problem(pointer(*item.path, "default"), f"is not of the type {', '.join(sorted(types))}")
    elif isinstance(values, list) and default is not None and not _is_among(default, elements(values)):
        yield Problem(pointer(*item.path, "default"), "is none of the values of the enumeration")


def _types(value: Json) -> set[str]:
    """Return the types of JSON Schema that a value is of."""
    if isinstance(value, float) and value.is_integer():
        return {"integer", "number"}
    return next((names for kind, names in _TYPES if isinstance(value, kind)), {"null"})


_TYPES: tuple[tuple[type, set[str]], ...] = (
    (bool, {"boolean"}),
    (int, {"integer", "number"}),
    (float, {"number"}),
    (str, {"string"}),
    (list, {"array"}),
    (Mapping, {"object"}),
)
"""The first that fits counts: to Python `True` is an integer as well."""


def _is_among(value: Json, values: list[Json]) -> bool:
    return any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in values)


def _tag_problems(document: dict[str, Json]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, tag in enumerate(elements(document.get("tags"))):
        name = str(mapping(tag).get("name"))
        if name in seen:
            yield Problem(pointer("tags", index), f"`{name}` is already a tag")
        seen.add(name)


def _paths(document: dict[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    for path, item in mapping(document.get("paths")).items():
        if not is_extension(path, "paths"):
            yield path, mapping(item)


def _path_problems(document: dict[str, Json]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path, _ in sorted(_paths(document), key=lambda entry: entry[0]):
        other = first.setdefault(braced(path), path)
        if other != path:
            yield Problem(pointer("paths", path), f"is the same path as {other}")


@attrs.frozen
class _Parameter:
    """A parameter of an operation: where it is listed, and where it stands, which is elsewhere for a reference."""

    location: str
    name: str
    listed: str
    stands: str


def _operation_problems(document: dict[str, Json]) -> Iterator[Problem]:
    ids: dict[str, str] = {}
    for path, item in _paths(document):
        shared = _parameters(document, item, pointer("paths", path))
        yield from _name_problems(shared)
        for method in (method for method in METHODS if method in item):
            at, operation = pointer("paths", path, method), mapping(item[method])
            own = _parameters(document, operation, at)
            yield from _name_problems(own)
            yield from _path_parameter_problems(path, at, [*shared, *own])
            identifier = operation.get("operationId")
            if isinstance(identifier, str) and ids.setdefault(identifier, at) != at:
                yield Problem(f"{at}/operationId", f"`{identifier}` is already the id of {ids[identifier]}")


def _parameters(document: dict[str, Json], owner: Mapping[str, Json], at: str) -> list[_Parameter]:
    found: list[_Parameter] = []
    for index, node in enumerate(elements(owner.get("parameters"))):
        listed = at + pointer("parameters", index)
        stands, parameter = _followed(document, listed, mapping(node))
        name = parameter.get("name")
        if isinstance(name, str):
            found.append(_Parameter(str(parameter.get("in")), name, listed, stands))
    return found


def _followed(document: dict[str, Json], at: str, node: Mapping[str, Json]) -> tuple[str, Mapping[str, Json]]:
    """Return what a node is or refers to, and where that stands."""
    seen: set[str] = set()
    while isinstance(target := node.get("$ref"), str) and target not in seen:
        seen.add(target)
        found = _referred(document, target)
        at, node = unquote(target).removeprefix("#"), mapping(None if found is None else found.value)
    return at, node


def _name_problems(parameters: list[_Parameter]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for parameter in parameters:
        if not parameter.name:
            yield Problem(f"{parameter.stands}/name", "must not be empty")
        key = (parameter.location, parameter.name)
        if key in seen:
            yield Problem(parameter.listed, f"`{parameter.name}` is already a parameter in the {parameter.location}")
        seen.add(key)


def _path_parameter_problems(path: str, at: str, parameters: list[_Parameter]) -> Iterator[Problem]:
    declared = {parameter.name: parameter for parameter in parameters if parameter.location == "path"}
    wanted = parameters_of(path)
    for name in wanted:
        if name not in declared:
            yield Problem(at, f"the path's parameter `{name}` is not declared")
    for name, parameter in declared.items():
        if name not in wanted:
            yield Problem(parameter.stands, f"`{name}` does not stand in the path {path}")
