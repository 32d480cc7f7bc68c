"""The operations of the OpenAPI document: paths, parameters, and the schemas of bodies and responses."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from typing import Any, cast

import attrs
import msgspec

from .schemas import Schema, close_objects, resolve, restrict_values

_METHODS = ("get", "put", "post", "patch", "delete")


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


def operation_at(call_path: str) -> Operation:
    """Return the operation with a call path that is known to exist."""
    return _by_call_path()[call_path]


@functools.cache
def read_document() -> dict[str, Any]:
    """Return the document, parsed once."""
    content = importlib.resources.files("aiostytch").joinpath("resources", "document.json").read_bytes()
    return cast("dict[str, Any]", msgspec.json.decode(content))


@functools.cache
def enum_names() -> frozenset[str]:
    """Return the names of the properties that are an enum in some schema."""
    schemas: dict[str, Schema] = read_document()["components"]["schemas"]
    return frozenset(
        name
        for schema in schemas.values()
        for name, part in schema.get("properties", {}).items()
        if "enum" in resolve(part, schemas)
    )


@attrs.frozen(eq=False)
class Operation:
    """An operation of the API.

    Attributes:
        call_path: the SDK's name of the method, e.g. `organizations.create`; handlers are registered under it.
        method: the HTTP method.
        path: the template of the path.
        parameters: the parameters in path, query and headers.
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
        """The schema of the request's body, or None. It permits only the listed properties, values and keys."""
        return None if self._body is None else close_objects(restrict_values(resolve(self._body, self._schemas)))

    @functools.cached_property
    def response(self) -> Schema:
        """The schema of the response."""
        return resolve(self._response, self._schemas)

    def parameters_in(self, place: str) -> Mapping[str, Parameter]:
        """Return the parameters in the path, the query or the headers, by name."""
        return self._by_place.get(place, {})

    @functools.cached_property
    def _by_place(self) -> Mapping[str, Mapping[str, Parameter]]:
        places = {parameter.place for parameter in self.parameters}
        return {
            place: {parameter.name: parameter for parameter in self.parameters if parameter.place == place}
            for place in places
        }


@attrs.frozen(eq=False)
class Parameter:
    """A parameter that is not in the body; `place` is `path`, `query` or `header`."""

    name: str
    place: str
    required: bool
    schema: Schema


@functools.cache
def _by_call_path() -> Mapping[str, Operation]:
    return {operation.call_path: operation for operation in operations()}


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
