"""Convert error responses to exceptions. Pure: any bytes in, one exception out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

from .errors import DecodeError, ResponseTooLargeError, StytchError, UnexpectedRedirectError, api_error_class
from .retry import parse_retry_after
from .wire import Headers, RawResponse

BODY_CHARACTERS = 2000
_MESSAGE_CHARACTERS = 300


def error_from_response(raw: RawResponse, now: Callable[[], float]) -> StytchError:
    """Return the exception for a response whose status is not 2xx.

    The body may be the API's documented error, an OAuth error (RFC 6749, section 5.2), or anything else.
    """
    if 300 <= raw.status_code <= 399:
        return _redirect(raw)
    fields = _object(raw.content)
    error_type = _string(fields, "error_type", "error")
    error_message = _string(fields, "error_message", "error_description")
    request_id = _request_id(fields, raw.headers)
    return api_error_class(raw.status_code)(
        _line(raw.status_code, error_type, error_message, request_id),
        status_code=raw.status_code,
        headers=raw.headers,
        request_id=request_id,
        body=_text(raw.content),
        error_type=error_type,
        error_message=error_message,
        error_url=_string(fields, "error_url", "error_uri"),
        error_details=fields.get("error_details"),
        retry_after=parse_retry_after(raw.headers.get("retry-after"), now),
    )


def decode_error(raw: RawResponse, reason: str) -> DecodeError:
    """Return the exception for a successful response with a body that deviates from the specification."""
    request_id = request_id_from(raw)
    return DecodeError(
        _line(raw.status_code, "the response cannot be decoded", reason, request_id),
        status_code=raw.status_code,
        headers=raw.headers,
        request_id=request_id,
        body=_text(raw.content),
        attempts=raw.attempts,
    )


def too_large_error(status_code: int, headers: Headers, size: int) -> ResponseTooLargeError:
    """Return the exception for a body longer than `size` bytes."""
    request_id = _request_id({}, headers)
    return ResponseTooLargeError(
        _line(status_code, "the body is too large", f"more than {size} bytes", request_id),
        status_code=status_code,
        headers=headers,
        request_id=request_id,
    )


def request_id_from(raw: RawResponse) -> str:
    """Return the API's ID of the request, "" if the response does not contain it."""
    return _request_id(_object(raw.content), raw.headers)


def _redirect(raw: RawResponse) -> UnexpectedRedirectError:
    request_id = _request_id({}, raw.headers)
    host = _host(raw.headers.get("location", ""))
    return UnexpectedRedirectError(
        _line(raw.status_code, "redirects are not followed", f"to {host}", request_id),
        status_code=raw.status_code,
        headers=raw.headers,
        request_id=request_id,
        body=_text(raw.content),
    )


def _host(location: str) -> str:
    try:
        return urlsplit(location).hostname or "the same host"
    except ValueError:
        return "an unreadable address"


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        value = msgspec.json.decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _string(fields: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str):
            return value
    return ""


def _request_id(fields: Mapping[str, Any], headers: Headers) -> str:
    return _string(fields, "request_id") or headers.get("x-request-id", "")


def _text(content: bytes) -> str:
    return content[: 4 * BODY_CHARACTERS].decode("utf-8", errors="replace")[:BODY_CHARACTERS]


def _line(status_code: int, what: str, detail: str, request_id: str) -> str:
    known = [part for part in (what, detail) if part]
    line = f"{status_code} {': '.join(known) or 'without an explanation'}"
    line = "".join(c if c.isprintable() else " " for c in line[:_MESSAGE_CHARACTERS])
    return f"{line} (request id {request_id[:100]})" if request_id.isprintable() and request_id else line
