"""The rules of the OpenAPI Specification that a JSON Schema cannot express.

openapi-spec-validator checks them too, but it follows references to files and other hosts, does not report places and
fails on extensions among the paths. Its running time grows with the square of the document's size, and exponentially
for schemas that are built to attack it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import attrs

from generator.problems import Problem, pointer

from .grammar import Object, elements, is_extension, mapping, objects
from .keywords import METHODS
from .node import Json
from .pointers import resolve
from .urls import braced, parameters_of


def rule_problems(document: dict[str, Json]) -> Iterator[Problem]:
    """Yield the violations of the rules."""
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
        yield Problem(pointer(*item.path, "$ref"), f"must refer to a place in the document, not `{target[:200]}`")
    elif resolve(document, target) is None:
        yield Problem(pointer(*item.path, "$ref"), f"unresolved reference: `{target[:200]}`")


def _default_problems(item: Object) -> Iterator[Problem]:
    """Yield a default that the object's own type or values do not allow."""
    if "default" not in item.value or "$ref" in item.value:
        return
    default, declared, values = (item.value.get(key) for key in ("default", "type", "enum"))
    types = {str(each) for each in (elements(declared) or [declared]) if each is not None}
    nullable = default is None and item.value.get("nullable") is True
    if types and not nullable and not types & _types(default):
        yield Problem(pointer(*item.path, "default"), f"is not of the type {', '.join(sorted(types))}")
    elif isinstance(values, list) and default is not None and not _is_among(default, elements(values)):
        yield Problem(pointer(*item.path, "default"), "is not a value of the enumeration")


def _types(value: Json) -> set[str]:
    """Return the JSON Schema types of a value."""
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
"""The first match counts: in Python, `True` is also an integer."""


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
            yield Problem(pointer("paths", path), f"duplicate path: the same as {other}")


@attrs.frozen
class _Parameter:
    """A parameter: the pointer where an operation lists it, and the pointer of its definition."""

    location: str
    name: str
    listed: str
    defined: str


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
        defined, parameter = _follow(document, listed, mapping(node))
        name = parameter.get("name")
        if isinstance(name, str):
            found.append(_Parameter(str(parameter.get("in")), name, listed, defined))
    return found


def _follow(document: dict[str, Json], at: str, node: Mapping[str, Json]) -> tuple[str, Mapping[str, Json]]:
    """Return the place and the value of a node, or of the node that it refers to."""
    seen: set[str] = set()
    while isinstance(target := node.get("$ref"), str) and target not in seen:
        seen.add(target)
        found = resolve(document, target)
        at, node = unquote(target).removeprefix("#"), mapping(None if found is None else found.value)
    return at, node


def _name_problems(parameters: list[_Parameter]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for parameter in parameters:
        if not parameter.name:
            yield Problem(f"{parameter.defined}/name", "must not be empty")
        key = (parameter.location, parameter.name)
        if key in seen:
            yield Problem(parameter.listed, f"`{parameter.name}` is already a parameter in the {parameter.location}")
        seen.add(key)


def _path_parameter_problems(path: str, at: str, parameters: list[_Parameter]) -> Iterator[Problem]:
    declared = {parameter.name: parameter for parameter in parameters if parameter.location == "path"}
    wanted = parameters_of(path)
    for name in wanted:
        if name not in declared:
            yield Problem(at, f"the path parameter `{name}` is not declared")
    for name, parameter in declared.items():
        if name not in wanted:
            yield Problem(parameter.defined, f"`{name}` is not in the path {path}")
