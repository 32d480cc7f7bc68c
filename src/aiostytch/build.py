"""Convert an operation and its arguments to a request, and check everything before sending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

import attrs
from msgspec import UNSET, Struct, UnsetType

from . import codec
from .checks import check_deadline, check_instance, check_mapping, check_retries, check_timeout
from .config import Config
from .credentials import chosen
from .errors import ConfigurationError, InvalidArgumentError
from .member_session import SessionJWT, SessionToken, check_session
from .multipart import multipart
from .operation import Arguments, Body, Operation, RequestOptions
from .request import credential_header, encoded, expand, form, header, plain_text, query_string
from .version import __version__
from .wire import ACCEPT_ENCODING, JSON, Request, Timeout

OWN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
        SessionToken.header.lower(),
        SessionJWT.header.lower(),
    }
)
"""The headers that only the SDK sets, in lower case."""


@attrs.frozen
class CallOptions:
    """The resolved options of one call: they override those of the view, which override those of the client."""

    timeout: Timeout
    deadline: float | None
    max_retries: int
    headers: tuple[tuple[str, str], ...] = attrs.field(repr=False)
    extra_query: Mapping[str, Any] = attrs.field(repr=False)
    extra_body: Mapping[str, Any] = attrs.field(repr=False)


def resolve_options(config: Config, view: RequestOptions, call: RequestOptions | None) -> CallOptions:
    """Return the resolved options of a call.

    Raises:
        ConfigurationError: an option is invalid.
        InvalidArgumentError: the value of a header is invalid.
    """
    options = view
    if call is not None:
        options = merge_options(view, check_instance("options", call, RequestOptions, "a RequestOptions(…)"))
    timeout, deadline, max_retries = options.timeout, options.deadline, options.max_retries
    return CallOptions(
        config.timeout if isinstance(timeout, UnsetType) else check_timeout(timeout),
        config.deadline if isinstance(deadline, UnsetType) else check_deadline(deadline),
        config.retry.max_retries if isinstance(max_retries, UnsetType) else check_retries(max_retries),
        tuple(_extra_header(name, value) for name, value in options.headers.items()),
        check_mapping("extra_query", options.extra_query),
        check_mapping("extra_body", options.extra_body),
    )


def merge_options(base: RequestOptions, over: RequestOptions) -> RequestOptions:
    """Return `base` with the options of `over`; headers are combined, and those of `over` win.

    Raises:
        ConfigurationError: the headers of `over` are not a mapping, or contain a name twice.
    """
    return RequestOptions(
        timeout=base.timeout if over.timeout is UNSET else over.timeout,
        deadline=base.deadline if over.deadline is UNSET else over.deadline,
        max_retries=base.max_retries if over.max_retries is UNSET else over.max_retries,
        headers=_merge_headers(base.headers, check_mapping("headers", over.headers)),
        extra_query=over.extra_query,
        extra_body=over.extra_body,
    )


def _merge_headers(base: Mapping[str, str], over: Mapping[str, str]) -> Mapping[str, str]:
    """Combine headers by their case-insensitive names (RFC 9110, section 5.1)."""
    names = {name.lower() for name in over}
    if len(names) < len(over):
        raise ConfigurationError("headers must name each header once: names are case-insensitive")
    return {name: value for name, value in base.items() if name.lower() not in names} | dict(over)


def common_headers(
    config: Config, credentials: bool | Sequence[Sequence[str]] = True, accept: str = JSON
) -> tuple[tuple[str, str], ...]:
    """Return the common headers of requests with the same credentials and media types.

    Raises:
        ConfigurationError: the client lacks the credentials.
    """
    found = chosen(config.target.credentials, credentials)
    return (
        *((credential.header, credential.value.reveal()) for credential in found),
        ("Accept", accept),
        ("Accept-Encoding", ACCEPT_ENCODING),
        ("User-Agent", f"aiostytch/{__version__}"),
    )


def build(
    operation: Operation[Any],
    arguments: Arguments,
    base_url: str,
    common: tuple[tuple[str, str], ...],
    options: CallOptions,
    session: SessionToken | SessionJWT | None,
) -> Request:
    """Return the request of a call; `common` are the headers that it shares with others, `session` is the view's.

    Raises:
        InvalidArgumentError: an argument is invalid.
    """
    path = expand(operation.path, arguments.path, operation.styles)
    query = ""
    if arguments.query or options.extra_query:
        query = query_string({**arguments.query, **options.extra_query}, operation.styles)
    content = _content(operation, arguments.body, options.extra_body)
    headers = common
    if content.data:
        headers += (("Content-Type", content.type),)
    if arguments.session is not None:
        session = check_session(arguments.session)
    if session is not None and operation.session:
        headers += (credential_header(session.header, session.reveal()),)
    if arguments.headers or options.headers:
        headers += _further_headers(operation, arguments.headers, options.headers)
    return Request(
        method=operation.method,
        url=f"{base_url}{path}{'?' if query else ''}{query}",
        headers=headers,
        content=content.data,
        timeout=options.timeout,
        operation_id=operation.id,
        template=operation.path,
        deadline=options.deadline,
    )


def _further_headers(
    operation: Operation[Any], arguments: Mapping[str, Any], extra: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    given = [header(name, value, operation.styles.get(name)) for name, value in arguments.items() if value is not UNSET]
    taken = {name.lower() for name, _ in given}
    return (*given, *(pair for pair in extra if pair[0].lower() not in taken))


def _extra_header(name: str, value: str) -> tuple[str, str]:
    if name.lower() in OWN_HEADERS:
        raise ConfigurationError(f"the header {name} is set by the SDK and cannot be replaced")
    return header(name, value)


_FORM = "application/x-www-form-urlencoded"


class _Content(Struct, frozen=True):
    """A body, and its media type."""

    data: bytes
    type: str = JSON


_EMPTY = _Content(b"")


def _content(operation: Operation[Any], body: Any, extra: Mapping[str, Any]) -> _Content:
    usual = operation.content_type
    match operation.body:
        case Body.NONE:
            return _Content(codec.encode_arguments(extra)) if extra else _EMPTY
        case Body.OBJECT:
            _check_null(body, operation.nullable)
            return _Content(codec.encode_arguments({**body, **extra}), usual or JSON)
        case Body.VALUE:
            return _Content(_value(body, extra), usual or JSON)
        case Body.RAW:
            return _Content(_raw(body, extra), usual)
        case Body.FORM:
            return _Content(form({**body, **extra}, operation.styles), usual or _FORM)
        case Body.MULTIPART:
            return _Content(*multipart({**body, **extra}, operation.styles, operation.part_types, _plain_bytes))
        case _ as never:
            assert_never(never)


def _plain_bytes(name: str, value: object) -> bytes:
    return encoded(name, plain_text(name, value))


def _check_null(body: Mapping[str, Any], nullable: tuple[str, ...] | None) -> None:
    for name, value in body.items() if nullable is not None else ():
        if value is None and name not in (nullable or ()):
            raise InvalidArgumentError(f"{name} must not be None: omit it, or pass UNSET")


def _raw(body: Any, extra: Mapping[str, Any]) -> bytes:
    if extra:
        raise ConfigurationError("extra_body adds properties to a JSON object, but the body of this call is not JSON")
    if body is UNSET:
        return b""
    if isinstance(body, str):
        return encoded("the body", body)
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    raise InvalidArgumentError(f"the body must be bytes or a string, not this {type(body).__name__}")


def _value(body: Any, extra: Mapping[str, Any]) -> bytes:
    if not extra:
        return b"" if body is UNSET else codec.encode(body)
    if body is UNSET:
        return codec.encode_arguments(extra)
    if isinstance(body, Mapping):
        return codec.encode({**body, **extra})
    raise ConfigurationError("extra_body adds properties to a JSON object, but the body of this call is something else")
