"""The descriptions of endpoints in generated code, and its base classes."""

from __future__ import annotations

import enum
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import attrs
from msgspec import UNSET, Struct, UnsetType

from .member_session import SessionJWT, SessionToken
from .multipart import File
from .pagination import Listing, Pager, Pagination
from .retry import RetryClass
from .styles import Style
from .wire import BINARY, JSON, NOTHING, TEXT, Timeout

__all__ = [
    "BINARY",
    "NOTHING",
    "TEXT",
    "UNSET",
    "Arguments",
    "Body",
    "Caller",
    "File",
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
    "Style",
    "UnsetType",
]

R = TypeVar("R")
T = TypeVar("T")

Maybe: TypeAlias = T | UnsetType | None
"""An optional parameter: a value, None (JSON null; for a cursor the start), or `UNSET`, which is not sent."""

JSONMap: TypeAlias = Mapping[str, Any]
"""A JSON object as a mapping."""


class Body(enum.Enum):
    """The encoding of a request body."""

    NONE = "none"
    """No body."""
    OBJECT = "object"
    """A JSON object with named properties."""
    VALUE = "value"
    """One JSON value of any type."""
    FORM = "form"
    """`application/x-www-form-urlencoded`."""
    MULTIPART = "multipart"
    """`multipart/form-data`, a part for each property."""
    RAW = "raw"
    """Bytes or text, unchanged."""


_BODIES: Mapping[str, Body] = {"POST": Body.OBJECT, "PUT": Body.OBJECT, "PATCH": Body.OBJECT}
_RETRIES: Mapping[str, RetryClass] = {
    "GET": RetryClass.READ,
    "PUT": RetryClass.IDEMPOTENT,
    "DELETE": RetryClass.IDEMPOTENT,
}
_NO_NAMES: Mapping[str, str] = {}
_NO_STYLES: Mapping[str, Style] = {}
_NO_RESPONSES: Mapping[str, Any] = {}


def _method(operation: Operation[Any]) -> str:
    return operation.endpoint.partition(" ")[0]


def _path(operation: Operation[Any]) -> str:
    return operation.endpoint.partition(" ")[2]


def _usual_body(operation: Operation[Any]) -> Body:
    return _BODIES.get(operation.method, Body.NONE)


def _has_common_headers(operation: Operation[Any]) -> bool:
    return operation.credentials is True and operation.accept == JSON


def _usual_retry(operation: Operation[Any]) -> RetryClass:
    return _RETRIES.get(operation.method, RetryClass.CREATES)


@attrs.frozen(eq=False)
class Operation(Generic[R]):
    """The description of an endpoint.

    Attributes:
        id: the operationId of the specification.
        call_path: the path of the call without its client, such as `organizations.members.get`.
        endpoint: the HTTP method and the path template after the base URL: `GET /v1/b2b/organizations/{id}`.
        response: the class of the response; `TEXT`, `BINARY` or `NOTHING` for one that is not JSON.
        method: the HTTP method.
        path: the path template.
        retry: the effect of a second execution. By default, the HTTP method decides (RFC 9110, section 9.2): GET has no
            effect, PUT and DELETE have no further effect, others have another effect.
        session: whether it accepts a member session.
        query: the Python names of the parameters in the query.
        headers: the Python names of the parameters in headers.
        body: the encoding of the other parameters; by default a JSON object for POST, PUT and PATCH, and no body
            otherwise.
        names: the wire names of the parameters whose Python names differ from them.
        server: the server of this operation in the specification, "" for the client's own.
        credentials: whether to send the client's credentials; or the names of security schemes: the call sends the
            first of these sets that the client has.
        wire_names: whether a model of the response has a JSON name that differs from its Python name, or a field that
            is one of several models.
        content_type: the media type of the body, "" for the usual one.
        accept: the media type of the response.
        responses: the classes of responses by status ("204", "2XX") that differ from `response`.
        styles: the encodings of parameters that are not plain text, by wire name.
        part_types: the media types of the parts of a multipart body, by wire name.
        nullable: the wire names of the properties of the body that can be null; None means all.
        has_common_headers: whether a call has the common headers of the client.
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
    credentials: bool | tuple[tuple[str, ...], ...] = attrs.field(default=True, kw_only=True)
    wire_names: bool = attrs.field(default=False, kw_only=True)
    content_type: str = attrs.field(default="", kw_only=True)
    accept: str = attrs.field(default=JSON, kw_only=True)
    responses: Mapping[str, Any] = attrs.field(default=_NO_RESPONSES, kw_only=True)
    styles: Mapping[str, Style] = attrs.field(default=_NO_STYLES, kw_only=True)
    part_types: Mapping[str, str] = attrs.field(default=_NO_NAMES, kw_only=True)
    nullable: tuple[str, ...] | None = attrs.field(default=None, kw_only=True)
    has_common_headers: bool = attrs.field(init=False, default=attrs.Factory(_has_common_headers, takes_self=True))

    def response_for(self, status_code: int) -> Any:
        """Return the class of the response with a status."""
        if not self.responses:
            return self.response
        return self.responses.get(str(status_code)) or self.responses.get("2XX") or self.response


@attrs.frozen(eq=False)
class PagedOperation(Operation[R]):
    """An endpoint that returns a list in pages."""

    pagination: Pagination = attrs.field(kw_only=True)


_NOTHING: Mapping[str, Any] = {}


def _names(values: Mapping[str, Any]) -> str:
    return f"<{', '.join(values)}>"


@attrs.frozen(kw_only=True)
class RequestOptions:
    """Options of one call. The default of each is the client's option.

    Attributes:
        timeout: the limits of the steps of each attempt, in seconds; a number is the limit of each step.
        deadline: the seconds for the whole call, including retries and waits; None means no deadline.
        max_retries: the maximum number of retries; 0 turns retries off.
        headers: headers to add, such as `traceparent`; they cannot replace the SDK's own headers.
        extra_query: query parameters that are newer than the SDK; they replace parameters of the same name.
        extra_body: properties of the body (a JSON object or a form) that are newer than the SDK; they replace
            properties of the same name. A call without a body gets one.
    """

    timeout: Timeout | float | UnsetType = UNSET
    deadline: float | UnsetType | None = UNSET
    max_retries: int | UnsetType = UNSET
    headers: Mapping[str, str] = attrs.field(default=_NOTHING, repr=_names)
    extra_query: Mapping[str, Any] = attrs.field(default=_NOTHING, repr=_names)
    extra_body: Mapping[str, Any] = attrs.field(default=_NOTHING, repr=_names)


class Arguments(Struct, frozen=True, kw_only=True, eq=False):
    """The arguments of one call, by wire name. `UNSET` values are not sent. The repr hides all values."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Any
    session: SessionToken | SessionJWT | None
    options: RequestOptions | None

    def __repr__(self) -> str:
        return "<Arguments>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return no values, so that rich does not show them."""
        return []


_SINGLE = frozenset({Body.VALUE, Body.RAW})
"""The bodies that consist of one parameter."""
_COMMON = frozenset({"self", "session", "options"})
"""The parameters of a method that do not belong to the endpoint."""


def sort_arguments(operation: Operation[Any], given: Mapping[str, Any]) -> Arguments:
    """Sort the arguments of a method by their place in the request.

    Args:
        operation: the endpoint.
        given: the method's `locals()`, in the order of its signature: parameters of the path first.
    """
    places = _places.get(operation)
    if places is None:
        places = _places[operation] = _find_places(operation, given)
    body = _pick(given, places.body) if places.body else _NOTHING
    return Arguments(
        path=_pick(given, places.path) if places.path else _NOTHING,
        query=_pick(given, places.query) if places.query else _NOTHING,
        headers=_pick(given, places.headers) if places.headers else _NOTHING,
        body=body if places.are_named else next(iter(body.values())),
        session=given.get("session"),
        options=given["options"],
    )


def _pick(given: Mapping[str, Any], names: Names) -> Mapping[str, Any]:
    return {wire: given[name] for name, wire in names}


Names: TypeAlias = tuple[tuple[str, str], ...]
"""The Python names and wire names of parameters."""


class _Places(Struct, frozen=True):
    """The places of a method's parameters in the request. `are_named` says whether those of the body have names."""

    path: Names
    query: Names
    headers: Names
    body: Names
    are_named: bool


_places: dict[Operation[Any], _Places] = {}
"""The places of the parameters of each operation, computed once."""


def _find_places(operation: Operation[Any], parameters: Iterable[str]) -> _Places:
    names = [name for name in parameters if name not in _COMMON]
    in_path, others = names[: operation.path.count("{")], names[operation.path.count("{") :]
    in_body = [name for name in others if name not in operation.query and name not in operation.headers]

    def wire(names: Iterable[str]) -> Names:
        return tuple((name, operation.names.get(name, name)) for name in names)

    are_named = operation.body not in _SINGLE
    return _Places(wire(in_path), wire(operation.query), wire(operation.headers), wire(in_body), are_named)


class Caller(Protocol):
    """Makes calls; `aiostytch.call.CallRunner` implements it."""

    def call(self, operation: Operation[R], arguments: Arguments) -> Coroutine[Any, Any, R]:
        """Make one call and return its decoded response."""
        ...


class Resource:
    """A part of the API: its methods are calls, and its attributes are other parts.

    Every method accepts `options`. Calls that a member can make also accept `session`, which overrides
    `client.as_member(…)`. All raise the errors of `aiostytch.errors`.

    A generated method passes only its operation and its `locals()`, which are its arguments.
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
