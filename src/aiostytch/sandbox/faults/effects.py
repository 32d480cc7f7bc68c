"""The effects of faults on a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, get_args, runtime_checkable

import attrs
import msgspec

from ...checks import check_integer, check_number
from ...errors import ConfigurationError
from ..contract.document import Operation, enum_names
from ..contract.errors import NO_HEADERS, RefusedError
from ..contract.json_values import is_array, is_object
from ..contract.messages import Response, Transmission
from ..contract.schemas import Schema

UNKNOWN_VALUE = "value_from_the_future"
"""The default value of `UnknownEnum`."""

_ERROR_TYPES: Mapping[int, str] = {
    400: "bad_request",
    401: "unauthorized_credentials",
    429: "too_many_requests",
    500: "internal_server_error",
    503: "server_unavailable",
}
"""The API's error types for statuses that the call does not cause."""

DropPoint = Literal["request", "response", "body"]
"""When the connection is dropped: see `Drop`."""

_ENVELOPE = frozenset({"status_code", "request_id"})


@runtime_checkable
class Effect(Protocol):
    """An effect of a fault."""

    def apply(self, invocation: Invocation) -> Transmission:
        """Return what the client gets."""
        ...


@attrs.frozen(kw_only=True)
class Invocation:
    """A request before its execution.

    Attributes:
        operation: the operation that it calls, or None.
        perform: executes it.
        refuse: returns an error response of the API instead.
    """

    operation: Operation | None
    perform: Callable[[], Response]
    refuse: Callable[[RefusedError], Response]


_NOTHING = Response(status_code=200, content=b"")
"""The response of a call that was not executed. It is never sent."""


def _is_status(_: object, field: attrs.Attribute[int], value: object) -> None:
    if check_integer(field.name, value, minimum=200) > 599:
        raise ConfigurationError(f"{field.name} must be an integer from 200 to 599")


def _is_whole_or_none(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        check_integer(field.name, value, minimum=0)


def _is_duration(_: object, field: attrs.Attribute[float], value: float) -> None:
    check_number(field.name, value)


def _is_drop_point(_: object, field: attrs.Attribute[DropPoint], value: object) -> None:
    if value not in get_args(DropPoint):
        raise ConfigurationError(f"{field.name} must be one of {', '.join(get_args(DropPoint))}")


@attrs.frozen
class Status:
    """Respond with a status. The call is not executed.

    Args:
        status_code: the HTTP status, 200 to 599.
        error_type: the API's error type; by default the usual one of the status.
        body: replaces the API's error body: bytes as they are, any other value as JSON.
        headers: additional headers.
    """

    status_code: int = attrs.field(validator=_is_status)
    error_type: str = ""
    body: Any = None
    headers: Mapping[str, str] = NO_HEADERS

    def apply(self, invocation: Invocation) -> Transmission:
        """Return the status, with an error of the API or the body."""
        if self.body is None:
            refusal = RefusedError(self.status_code, self._type(), "Injected fault.", self.headers)
            return Transmission(response=invocation.refuse(refusal))
        content = self.body if isinstance(self.body, bytes) else msgspec.json.encode(self.body)
        return Transmission(response=Response(status_code=self.status_code, content=content, headers=self.headers))

    def _type(self) -> str:
        return self.error_type or _ERROR_TYPES.get(self.status_code, _ERROR_TYPES[500])


@attrs.frozen
class Throttle:
    """Respond with status 429. The call is not executed.

    Args:
        retry_after: the seconds in the Retry-After header; None omits it.
    """

    retry_after: int | None = attrs.field(default=1, validator=_is_whole_or_none)

    def apply(self, invocation: Invocation) -> Transmission:
        """Return the API's response to too many requests."""
        return Transmission(response=invocation.refuse(too_many_requests(self.retry_after)))


def too_many_requests(retry_after: int | None) -> RefusedError:
    """Return the error for a request that exceeds a rate limit."""
    headers = NO_HEADERS if retry_after is None else {"Retry-After": str(retry_after)}
    return RefusedError(429, "too_many_requests", "Too many requests. Wait before you send another one.", headers)


@attrs.frozen
class Delay:
    """Execute the call, and delay the response.

    Args:
        seconds: the delay, in seconds.
    """

    seconds: float = attrs.field(validator=_is_duration)

    def apply(self, invocation: Invocation) -> Transmission:
        """Return the delayed response of the call."""
        return Transmission(response=invocation.perform(), delay=self.seconds)


@attrs.frozen
class Drop:
    """Drop the connection.

    Args:
        at: when: `request`: before the call is executed; `response`: after it was executed, before the response;
            `body`: in the middle of the response's body.
    """

    at: DropPoint = attrs.field(default="response", validator=_is_drop_point)

    def apply(self, invocation: Invocation) -> Transmission:
        """Return a response whose connection is dropped."""
        response = _NOTHING if self.at == "request" else invocation.perform()
        return Transmission(response=response, disconnect="middle" if self.at == "body" else "before")


@attrs.frozen
class Garbage:
    """Execute the call, and respond with a body that is not JSON.

    Args:
        content: the body.
    """

    content: bytes = b'{"status_code": 200, "request_id"\xff'

    def apply(self, invocation: Invocation) -> Transmission:
        """Return the response of the call with another body."""
        return Transmission(response=attrs.evolve(invocation.perform(), content=self.content))


@attrs.frozen
class NullField:
    """Execute the call, and set a required field of the response to null.

    Args:
        path: the field, e.g. `member.email_address`; by default the first required field. A response without the field,
            or with a status other than 200, does not change.
    """

    path: str = ""

    def apply(self, invocation: Invocation) -> Transmission:
        """Return the response of the call with a changed field."""
        return _perform_and_replace(invocation, self.path, _first_required, None)


@attrs.frozen
class UnknownEnum:
    """Execute the call, and set a field of the response to a value that the specification does not list.

    Args:
        path: the field, e.g. `organization.mfa_policy`; by default the first field whose name is that of an enum in a
            request or response. A response without the field, or with a status other than 200, does not change.
        value: the value.
    """

    path: str = ""
    value: str = UNKNOWN_VALUE

    def apply(self, invocation: Invocation) -> Transmission:
        """Return the response of the call with a changed field."""
        return _perform_and_replace(invocation, self.path, _first_enum, self.value)


Finder = Callable[[Schema, Any], "Sequence[str] | None"]


def _perform_and_replace(invocation: Invocation, path: str, find: Finder, value: Any) -> Transmission:
    response = invocation.perform()
    if invocation.operation is None or response.status_code != 200:
        return Transmission(response=response)
    body = msgspec.json.decode(response.content)
    place = path.split(".") if path else find(invocation.operation.response, body)
    if place is None or not _replace(body, place, value):
        return Transmission(response=response)
    return Transmission(response=attrs.evolve(response, content=msgspec.json.encode(body)))


def _replace(body: Any, place: Sequence[str], value: Any) -> bool:
    """Replace a value, and return whether it exists. In an array, this is a value of the first element."""
    *steps, last = place
    for step in steps:
        body = _inside(body.get(step)) if is_object(body) else None
    if not is_object(body) or last not in body:
        return False
    body[last] = value
    return True


def _inside(value: Any) -> Any:
    return value[0] if is_array(value) and value else value


def _first_required(schema: Schema, body: Any) -> Sequence[str] | None:
    names = (name for name in schema.get("required", ()) if name not in _ENVELOPE and name in body)
    first = next(names, None)
    return None if first is None else [first]


def _first_enum(schema: Schema, body: Any) -> Sequence[str] | None:
    """Return the path of the first value that has the name of an enum. Outer values precede inner ones."""
    if not is_object(body):
        return None
    for name, part in body.items():
        if name in enum_names() and isinstance(part, str):
            return [name]
    for name, part in body.items():
        deeper = _first_enum(schema, _inside(part))
        if deeper:
            return [name, *deeper]
    return None
