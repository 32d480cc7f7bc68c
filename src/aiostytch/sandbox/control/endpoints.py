"""Endpoints of the control API: the schemas of arguments and results, and the handlers.

    endpoints = Endpoints("outbox")

    @endpoints("GET", "/outbox", query=SELECTION, result=array_of("Message"))
    def list_messages(context: Context, given: Given) -> list[JSONObject]: ...

The arguments of a handler conform to the schemas of its endpoint. It returns JSON values, or a coroutine that returns
them. Its name is the operation ID, and its docstring is the summary.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

import attrs

from ..contract.schemas import Schema
from ..contract.validation import Validator
from ..http.gateway import Gateway
from ..http.snapshots import Snapshots


@attrs.frozen
class Context:
    """The parts of a sandbox that handlers use."""

    gateway: Gateway
    snapshots: Snapshots


Given: TypeAlias = Mapping[str, Any]
"""The arguments of a request: those of the path, the query and the body."""
Function: TypeAlias = Callable[[Context, Given], Any]
F = TypeVar("F", bound=Function)


def array_of(name: str) -> Schema:
    """Return the schema of an array of a named schema."""
    return {"type": "array", "items": reference(name)}


def reference(name: str) -> Schema:
    """Return a reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_value(name: str, description: str) -> Schema:
    """Return the schema of an object with one string property."""
    return object_of({name: {"type": "string", "description": description}}, required=[name])


def object_of(properties: Mapping[str, Schema], required: list[str] | None = None) -> Schema:
    """Return the schema of an object with only these properties. By default, all are required."""
    needed = list(properties) if required is None else required
    return {"type": "object", "properties": dict(properties), "required": needed, "additionalProperties": False}


@attrs.frozen(eq=False, kw_only=True)
class Endpoint:
    """An endpoint of the control API.

    Attributes:
        method: the HTTP method.
        path: the template of the path.
        tag: the OpenAPI tag.
        query: the schemas of the query parameters.
        body: the schema of the request's body, None without a body.
        result: the schema of the result, None without a result.
        function: the handler.
    """

    method: str
    path: str
    tag: str
    query: Mapping[str, Schema]
    body: Schema | None
    result: Schema | None
    function: Function

    @property
    def name(self) -> str:
        """The operation ID."""
        return self.function.__name__

    @property
    def description(self) -> str:
        """The summary, and the rest of the handler's docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def status_code(self) -> int:
        """The status of a successful response."""
        return 204 if self.result is None else 200

    @functools.cached_property
    def validators(self) -> tuple[Validator, Validator]:
        """The validators of the query and of the body."""
        return Validator(object_of(self.query, required=[])), Validator(self.body or {})


class Endpoints(list[Endpoint]):
    """The endpoints with a tag. A call returns a decorator that adds an endpoint."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag

    def __call__(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Schema] | None = None,
        body: Schema | None = None,
        result: Schema | None = None,
    ) -> Callable[[F], F]:
        """Return a decorator that makes a function the handler of an endpoint."""

        def register(function: F) -> F:
            self.append(
                Endpoint(
                    method=method,
                    path=path,
                    tag=self._tag,
                    query=query or {},
                    body=body,
                    result=result,
                    function=function,
                )
            )
            return function

        return register
