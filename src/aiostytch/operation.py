"""What generated code says, and the little it stands on."""

from __future__ import annotations

import enum
import functools
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import attrs
from msgspec import UNSET, Struct, UnsetType

from .member_session import SessionJWT, SessionToken
from .pagination import Listing, Pager, Pagination
from .retry import RetryClass
from .wire import Timeout

__all__ = [
    "UNSET",
    "Arguments",
    "Body",
    "Caller",
    "JSONMap",
    "Maybe",
    "Operation",
    "PagedOperation",
    "Pager",
    "Pagination",
    "RequestOptions",
    "Resource",
    "RetryClass",
    "SessionJWT",
    "SessionToken",
    "UnsetType",
]

R = TypeVar("R")
T = TypeVar("T")

Maybe: TypeAlias = T | UnsetType | None
"""A parameter that may be left out: a value, None (JSON null; for a cursor the start), or `UNSET`, which is not sent.
"""

JSONMap: TypeAlias = Mapping[str, Any]
"""A JSON object as a mapping."""


class Body(enum.Enum):
    """How the body of a request is written."""

    NONE = "none"
    """Not at all."""
    OBJECT = "object"
    """A JSON object with named properties."""
    VALUE = "value"
    """One JSON value, whatever it is."""
    FORM = "form"
    """`application/x-www-form-urlencoded`."""


_BODIES: Mapping[str, Body] = {"POST": Body.OBJECT, "PUT": Body.OBJECT, "PATCH": Body.OBJECT}
_RETRIES: Mapping[str, RetryClass] = {
    "GET": RetryClass.READ,
    "PUT": RetryClass.IDEMPOTENT,
    "DELETE": RetryClass.IDEMPOTENT,
}
_NO_NAMES: Mapping[str, str] = {}


def _method(operation: Operation[Any]) -> str:
    return operation.endpoint.partition(" ")[0]


def _path(operation: Operation[Any]) -> str:
    return operation.endpoint.partition(" ")[2]


def _usual_body(operation: Operation[Any]) -> Body:
    return _BODIES.get(operation.method, Body.NONE)


def _usual_retry(operation: Operation[Any]) -> RetryClass:
    return _RETRIES.get(operation.method, RetryClass.CREATES)


@attrs.frozen(eq=False)
class Operation(Generic[R]):
    """An endpoint: everything that is the same in all its calls.

    Attributes:
        id: the document's operationId.
        call_path: the call as it is written, without its client: `organizations.members.get`.
        endpoint: the HTTP method and the path's template below the base URL, `GET /v1/b2b/organizations/{id}`.
        response: the class of the response.
        method: the HTTP method.
        path: the path's template.
        retry: what a second execution does; by default what RFC 9110, section 9.2, says of the method: nothing for GET,
            nothing more for PUT and DELETE, everything again for others.
        session: whether a member session is accepted.
        query: the Python names of the parameters in the query.
        headers: the Python names of the parameters in headers.
        body: how the other parameters are written; by default a JSON object for POST, PUT and PATCH, else not at all.
        names: the wire names of the parameters whose Python names differ from them.
        server: the server the document names for this operation alone, "" for the client's own.
        credentials: whether the project's credentials are sent.
        wire_names: whether a model on the way has a field whose JSON name differs from its Python name.
    """

    id: str
    call_path: str
    endpoint: str
    response: type[R]
    method: str = attrs.field(init=False, default=attrs.Factory(_method, takes_self=True))
    path: str = attrs.field(init=False, default=attrs.Factory(_path, takes_self=True))
    retry: RetryClass = attrs.field(default=attrs.Factory(_usual_retry, takes_self=True), kw_only=True)
    session: bool = attrs.field(default=False, kw_only=True)
    query: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    headers: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    body: Body = attrs.field(default=attrs.Factory(_usual_body, takes_self=True), kw_only=True)
    names: Mapping[str, str] = attrs.field(default=_NO_NAMES, kw_only=True)
    server: str = attrs.field(default="", kw_only=True)
    credentials: bool = attrs.field(default=True, kw_only=True)
    wire_names: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen(eq=False)
class PagedOperation(Operation[R]):
    """An endpoint that answers a listing in pages."""

    pagination: Pagination = attrs.field(kw_only=True)


_NOTHING: Mapping[str, Any] = {}


def _names(values: Mapping[str, Any]) -> str:
    return f"<{', '.join(values)}>"


@attrs.frozen(kw_only=True)
class RequestOptions:
    """What one call does differently. What is not given is the client's.

    Attributes:
        timeout: the limits of the steps of each attempt; a number is the limit, in seconds, of each step.
        deadline: seconds for the whole call, retries and waits included; None is no deadline.
        max_retries: how many times a failed attempt may be retried; 0 is never.
        headers: headers to add, e.g. `traceparent`; those that the SDK sets itself cannot be replaced.
        extra_query: parameters that are newer than the SDK, to add to the query, or to put in the place of its own.
        extra_body: properties that are newer than the SDK, to add to the JSON object or the form of the body, or to put
            in the place of its own. A call without a body gets one.
    """

    timeout: Timeout | float | UnsetType = UNSET
    deadline: float | UnsetType | None = UNSET
    max_retries: int | UnsetType = UNSET
    headers: Mapping[str, str] = attrs.field(default=_NOTHING, repr=_names)
    extra_query: Mapping[str, Any] = attrs.field(default=_NOTHING, repr=_names)
    extra_body: Mapping[str, Any] = attrs.field(default=_NOTHING, repr=_names)


class Arguments(Struct, frozen=True, kw_only=True, eq=False):
    """The arguments of one call by their wire names. `UNSET` values are not sent. Never shown: they hold secrets."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Any
    session: SessionToken | SessionJWT | None
    options: RequestOptions | None

    def __repr__(self) -> str:
        return "<Arguments>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return what rich shows: nothing."""
        return []


_COMMON = frozenset({"self", "session", "options"})
"""The parameters of a method that are none of the endpoint's."""


def sort_arguments(operation: Operation[Any], given: Mapping[str, Any]) -> Arguments:
    """Say where each argument of a method travels.

    Args:
        operation: the endpoint.
        given: the method's `locals()`, in the order of its signature: parameters of the path first.
    """
    places = _places(operation, tuple(given))
    body = _pick(given, places.body)
    return Arguments(
        path=_pick(given, places.path),
        query=_pick(given, places.query),
        headers=_pick(given, places.headers),
        body=next(iter(body.values())) if operation.body is Body.VALUE else body,
        session=given.get("session"),
        options=given["options"],
    )


def _pick(given: Mapping[str, Any], names: Names) -> Mapping[str, Any]:
    return {wire: given[name] for name, wire in names} if names else _NOTHING


Names: TypeAlias = tuple[tuple[str, str], ...]
"""Parameters by their Python names and their names on the wire."""


class _Places(Struct, frozen=True):
    """Where the parameters of a method travel."""

    path: Names
    query: Names
    headers: Names
    body: Names


@functools.cache
def _places(operation: Operation[Any], parameters: tuple[str, ...]) -> _Places:
    """Say where parameters travel: the same in all calls of a method, which are many."""
    names = [name for name in parameters if name not in _COMMON]
    in_path, others = names[: operation.path.count("{")], names[operation.path.count("{") :]
    in_body = [name for name in others if name not in operation.query and name not in operation.headers]

    def wire(names: Iterable[str]) -> Names:
        return tuple((name, operation.names.get(name, name)) for name in names)

    return _Places(wire(in_path), wire(operation.query), wire(operation.headers), wire(in_body))


class Caller(Protocol):
    """Makes calls. `aiostytch.call` has the real one."""

    async def call(self, operation: Operation[R], arguments: Arguments) -> R:
        """Make one call and return its decoded response."""
        ...


class Resource:
    """A part of the API: its methods are calls, its attributes further parts.

    Every method takes `options`, and those that the API lets a member make take `session`: the member whose permissions
    count, instead of those of `client.as_member(…)`. All raise the errors of `aiostytch.errors`.

    A method says which endpoint it stands for and hands over its `locals()`, which are its arguments: nothing is said
    twice, and nothing else happens in generated code.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _call(self, operation: Operation[R], given: Mapping[str, Any]) -> Coroutine[Any, Any, R]:
        return self._caller.call(operation, sort_arguments(operation, given))

    def _paginate(self, operation: PagedOperation[R], given: Mapping[str, Any]) -> Pager[R, Any]:
        cursor = operation.pagination.cursor
        start = given[cursor]
        arguments = {**given, cursor: UNSET if start is None else start}

        def fetch(at: str | None) -> Coroutine[Any, Any, R]:
            return self._call(operation, arguments if at is None else {**arguments, cursor: at})

        start = start if isinstance(start, str) else None
        return Pager(Listing(operation.id, operation.call_path, operation.pagination, fetch, start))
