"""What the OpenAPI document says about the operations: paths, parameters, bodies, answers."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

import attrs
import msgspec

Schema = dict[str, Any]

_METHODS = ("get", "put", "post", "patch", "delete")


@attrs.frozen(eq=False)
class Parameter:
    """A parameter outside the body: `place` is `path`, `query` or `header`."""

    name: str
    place: str
    required: bool
    schema: Schema


@attrs.frozen(eq=False)
class Operation:
    """An operation of the API.

    Attributes:
        call_path: where the SDK has it, e.g. `organizations.create`; handlers are registered under this name.
        method: the HTTP method.
        path: the path's template.
        parameters: those in path, query and headers.
    """

    call_path: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    _body: Schema | None = attrs.field(alias="raw_body")
    _response: Schema = attrs.field(alias="raw_response")
    _schemas: Mapping[str, Schema] = attrs.field(alias="schemas")

    @functools.cached_property
    def body(self) -> Schema | None:
        """The schema of the request's body, None where there is none. Objects take the listed properties only."""
        return None if self._body is None else closed(resolve(self._body, self._schemas))

    @functools.cached_property
    def response(self) -> Schema:
        """The schema of the answer."""
        return resolve(self._response, self._schemas)

    def named(self, place: str) -> Mapping[str, Parameter]:
        """Return the parameters of a place, by name."""
        return self._by_place.get(place, {})

    @functools.cached_property
    def _by_place(self) -> Mapping[str, Mapping[str, Parameter]]:
        places = {parameter.place for parameter in self.parameters}
        return {
            place: {parameter.name: parameter for parameter in self.parameters if parameter.place == place}
            for place in places
        }

    @functools.cached_property
    def placeholders(self) -> tuple[tuple[int, str], ...]:
        """The parameters in the path: which segment each is, from 0, and its name."""
        templates = enumerate(_segments(self.path))
        return tuple((place, template[1:-1]) for place, template in templates if template.startswith("{"))


@attrs.frozen(eq=False)
class Route:
    """An operation that a path leads to, and the values in the path."""

    operation: Operation
    arguments: Mapping[str, str]


class Routes:
    """The tree of paths. A literal segment wins over a parameter (OpenAPI 3.0.3, Paths Object), the leftmost first."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._tree: dict[str, Any] = {}
        for operation in operations:
            branch = self._tree
            for segment in _segments(operation.path):
                branch = branch.setdefault(_PARAMETER if segment.startswith("{") else segment, {})
            branch.setdefault(_HERE, {})[operation.method] = operation

    def find(self, segments: Sequence[str]) -> dict[str, Route]:
        """Return what a path leads to, by method; nothing if the path is unknown."""
        found: dict[str, Route] = {}
        for leaf in _leaves(self._tree, segments):
            for method, operation in leaf.items():
                found.setdefault(method, Route(operation, _arguments(operation, segments)))
        return found


# Keys of the tree that are no segments.
_PARAMETER = "{}"
_HERE = ""


def _leaves(branch: dict[str, Any], segments: Sequence[str]) -> Iterator[dict[str, Operation]]:
    if not segments:
        yield branch.get(_HERE, {})
        return
    first, rest = segments[0], segments[1:]
    for key in (first, _PARAMETER):
        if first and key in branch:
            yield from _leaves(branch[key], rest)


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]


def _arguments(operation: Operation, segments: Sequence[str]) -> dict[str, str]:
    return {name: segments[place] for place, name in operation.placeholders}


@functools.cache
def read_document() -> dict[str, Any]:
    """Return the document as it is, parsed once."""
    content = importlib.resources.files("aiostytch").joinpath("resources", "document.json").read_bytes()
    return cast("dict[str, Any]", msgspec.json.decode(content))


@functools.cache
def operations() -> tuple[Operation, ...]:
    """Return all operations, in the order of the document."""
    document = read_document()
    schemas: dict[str, Schema] = document["components"]["schemas"]
    return tuple(
        _operation(method, path, item[method], schemas)
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    )


@functools.cache
def _by_call_path() -> Mapping[str, Operation]:
    return {operation.call_path: operation for operation in operations()}


def operation_at(call_path: str) -> Operation:
    """Return the operation with a call path that is known to be one."""
    return _by_call_path()[call_path]


@functools.cache
def routes() -> Routes:
    """Return the tree of all paths."""
    return Routes(operations())


@functools.cache
def enum_names() -> frozenset[str]:
    """Return the names of the properties whose values the document lists in some schema."""
    schemas: dict[str, Schema] = read_document()["components"]["schemas"]
    return frozenset(
        name
        for schema in schemas.values()
        for name, part in schema.get("properties", {}).items()
        if "enum" in resolve(part, schemas)
    )


def _operation(method: str, path: str, item: Mapping[str, Any], schemas: Mapping[str, Schema]) -> Operation:
    return Operation(
        call_path=item["x-sdk-call-path"],
        method=method.upper(),
        path=path,
        parameters=tuple(
            Parameter(entry["name"], entry["in"], entry.get("required", False), entry["schema"])
            for entry in item.get("parameters", ())
        ),
        raw_body=_json_schema(item["requestBody"]) if "requestBody" in item else None,
        raw_response=_json_schema(item["responses"]["200"]),
        schemas=schemas,
    )


def _json_schema(message: Mapping[str, Any]) -> Schema:
    return cast("Schema", message["content"]["application/json"]["schema"])


def resolve(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return a schema with what it refers to in the place of the references: quicker to check against.

    The document has no cycles; one would end in a RecursionError.
    """
    if "$ref" in schema:
        return resolve(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return _rebuilt(schema, lambda part: resolve(part, schemas))


def closed(schema: Schema) -> Schema:
    """Return a schema whose objects take the properties they list and no others, at any depth.

    Objects that say what additional properties are stay open.
    """
    copy = _rebuilt(schema, closed)
    if copy.get("type") == "object":
        copy.setdefault("additionalProperties", False)
    return copy


def _rebuilt(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    copy = dict(schema)
    if "properties" in copy:
        copy["properties"] = {name: change(part) for name, part in copy["properties"].items()}
    for keyword in ("items", "additionalProperties"):
        if isinstance(copy.get(keyword), dict):
            copy[keyword] = change(copy[keyword])
    return copy
