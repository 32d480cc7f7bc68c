"""Endpoints: what a request for the control interface takes, what it gets, and who does it.

    endpoints = Endpoints("outbox")

    @endpoints("GET", "/outbox", query=SELECTION, gives=array_of("Message"))
    def list_messages(doors: Doors, given: Given) -> list[JSONObject]: ...

A handler gets arguments that are valid by the schemas of its endpoint, and returns what JSON can hold, or a coroutine
that does. Its name is the operation id, and its docstring the summary.
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
class Doors:
    """The endpoints of the control interface."""

    gateway: Gateway
    snapshots: Snapshots


Given: TypeAlias = Mapping[str, Any]
"""The arguments of a request: from the path, the query and the body."""
Function: TypeAlias = Callable[[Doors, Given], Any]
F = TypeVar("F", bound=Function)


def array_of(name: str) -> Schema:
    """Return the schema of an array of the things with a name."""
    return {"type": "array", "items": reference(name)}


def reference(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_value(name: str, description: str) -> Schema:
    """Return the schema of an object with one text in it."""
    return object_of({name: {"type": "string", "description": description}}, required=[name])


def object_of(properties: Mapping[str, Schema], required: list[str] | None = None) -> Schema:
    """Return the schema of an object with these properties and no others; all are required unless told otherwise."""
    needed = list(properties) if required is None else required
    return {"type": "object", "properties": dict(properties), "required": needed, "additionalProperties": False}


@attrs.frozen(eq=False, kw_only=True)
class Endpoint:
    """An endpoint of the control interface.

    Attributes:
        method: the HTTP method.
        path: the template of its path.
        part: its part of the interface.
        query: the schemas of its parameters in the query.
        body: the schema of its body, None without a body.
        gives: the schema of its result, None without a result.
        function: the function that implements it.
    """

    method: str
    path: str
    part: str
    query: Mapping[str, Schema]
    body: Schema | None
    gives: Schema | None
    function: Function

    @property
    def name(self) -> str:
        """The operation id."""
        return self.function.__name__

    @property
    def text(self) -> str:
        """Its description, in one or more sentences."""
        return inspect.getdoc(self.function) or ""

    @property
    def status_code(self) -> int:
        """The status of its success."""
        return 204 if self.gives is None else 200

    @functools.cached_property
    def validators(self) -> tuple[Validator, Validator]:
        """The validators of the query and of the body."""
        return Validator(object_of(self.query, required=[])), Validator(self.body or {})


class Endpoints(list[Endpoint]):
    """The endpoints of a part of the interface. Calling it makes a decorator that adds one."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def __call__(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Schema] | None = None,
        body: Schema | None = None,
        gives: Schema | None = None,
    ) -> Callable[[F], F]:
        """Return a decorator that makes a function the handler of an endpoint."""

        def register(function: F) -> F:
            self.append(
                Endpoint(
                    method=method,
                    path=path,
                    part=self._part,
                    query=query or {},
                    body=body,
                    gives=gives,
                    function=function,
                )
            )
            return function

        return register
