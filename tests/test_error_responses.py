"""Every error response becomes one exception of the SDK: the right class, its attributes, and one line of text."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiostytch.error_responses import BODY_CHARACTERS, decode_error, error_from_response, too_large_error
from aiostytch.errors import (
    APIError,
    BadRequestError,
    ConflictError,
    DecodeError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    ResponseError,
    ResponseTooLargeError,
    ServerError,
    UnauthorizedError,
    UnexpectedRedirectError,
)
from aiostytch.wire import Headers, RawResponse

CANARY = "canary-4711"
STATUSES: list[tuple[int, type[APIError]]] = [
    (400, BadRequestError),
    (401, UnauthorizedError),
    (403, ForbiddenError),
    (404, NotFoundError),
    (409, ConflictError),
    (418, APIError),
    (429, RateLimitError),
    (500, ServerError),
    (503, ServerError),
    (520, ServerError),
    (599, ServerError),
    (999, APIError),
]


@attrs.frozen(kw_only=True)
class Body:
    """A body, and the attributes that can be read from it."""

    content: bytes
    error_type: str = ""
    error_message: str = ""
    error_url: str = ""
    error_details: Any = None
    request_id: str = "id-of-header"


def body(value: Any, **expected: Any) -> Body:
    return Body(content=json.dumps(value).encode(), **expected)


DOCUMENTED = {
    "status_code": 404,
    "request_id": "request-id-test-1",
    "error_type": "organization_not_found",
    "error_message": "Organization could not be found.",
    "error_url": "https://stytch.com/docs/b2b/api/errors/404",
}
READ = {name: value for name, value in DOCUMENTED.items() if name != "status_code"}
BODIES = {
    "documented": body(DOCUMENTED, **READ),
    "documented, with details": body(
        {**DOCUMENTED, "error_details": {"a": [1, None]}}, **READ, error_details={"a": [1, None]}
    ),
    "documented, with fields that nobody knows": body({**DOCUMENTED, "session_token": CANARY, "x": {}}, **READ),
    "of a new type": body({**DOCUMENTED, "error_type": "newer_than_this"}, **{**READ, "error_type": "newer_than_this"}),
    "OAuth": body(
        {"error": "invalid_grant", "error_description": "The code expired.", "error_uri": "https://host.example/e"},
        error_type="invalid_grant",
        error_message="The code expired.",
        error_url="https://host.example/e",
    ),
    "OAuth, the type alone": body({"error": "invalid_client"}, error_type="invalid_client"),
    "both": body({**DOCUMENTED, "error": "other", "error_description": "other"}, **READ),
    "an empty object": body({}),
    "an object of nulls": body(dict.fromkeys([*DOCUMENTED, "error_details", "error", "error_description"])),
    "an object of wrong types": body(
        {"error_type": 5, "error_message": ["x"], "error_url": {}, "request_id": 7, "error_details": "text"},
        error_details="text",
    ),
    "wrong types beside OAuth": body({"error_type": None, "error": "invalid_scope"}, error_type="invalid_scope"),
    "empty strings": body({"error_type": "", "error_message": "", "request_id": ""}),
    "lines and controls": body(
        {"error_type": "a\r\nb\x00\u202e", "request_id": "\x1b[31m"},
        error_type="a\r\nb\x00\u202e",
        request_id="\x1b[31m",
    ),
    "a list": body([DOCUMENTED]),
    "null": body(None),
    "a string": body("error_type"),
    "a number": body(404),
    "true": body(True),
    "empty": Body(content=b""),
    "spaces": Body(content=b" \r\n"),
    "HTML": Body(content=b"<html><body><h1>502 Bad Gateway</h1></body></html>"),
    "text": Body(content=b"upstream connect error"),
    "half of JSON": Body(content=json.dumps(DOCUMENTED).encode()[:-5]),
    "JSON and more": Body(content=json.dumps(DOCUMENTED).encode() + b"}"),
    "two fields of one name": Body(content=b'{"error_type": "a", "error_type": "b"}', error_type="b"),
    "a byte order mark": Body(content=b"\xef\xbb\xbf{}"),
    "not UTF-8": Body(content=b'{"error_type": "\xff\xfe"}'),
    "UTF-16": Body(content=json.dumps(DOCUMENTED).encode("utf-16")),
    "a lone surrogate": Body(content=b'{"error_type": "\\ud800"}'),
    "nested deeply": Body(content=b'{"error_details": ' + b"[" * 100_000),
    "a number of 5,000 digits": Body(content=b'{"error_type": "a", "x": ' + b"1" * 5000 + b"}"),
    "not a number": Body(content=b'{"error_type": "a", "x": NaN}'),
    "1 MB of HTML": Body(content=b"<p>" * 350_000),
    "1 MB of text in a field": body({"error_message": "é" * 500_000}, error_message="é" * 500_000),
    "1 MB of zeros": Body(content=b"\x00" * 1_000_000),
    "random bytes": Body(content=bytes(range(256)) * 20),
}


def raw(status_code: int, content: bytes, *headers: tuple[str, str]) -> RawResponse:
    fields = headers or (("X-Request-Id", "id-of-header"), ("Retry-After", "7"), ("Set-Cookie", CANARY))
    return RawResponse(status_code=status_code, headers=Headers(fields), content=content, attempts=2)


def is_one_line(text: str) -> bool:
    return text.isprintable() and len(text) <= 450


@pytest.mark.parametrize(("status", "kind"), [(status, kind) for status, kind in product(STATUSES, BODIES)])
def test_every_body_with_every_status_is_one_error_with_its_facts(
    status: tuple[int, type[APIError]], kind: str
) -> None:
    status_code, cls = status
    expected = BODIES[kind]
    response = raw(status_code, expected.content)
    error = error_from_response(response, lambda: 0.0)
    assert type(error) is cls
    assert (error.status_code, type(error.status_code)) == (status_code, int)
    assert (error.error_type, error.error_message) == (expected.error_type, expected.error_message)
    assert (error.error_url, error.error_details) == (expected.error_url, expected.error_details)
    assert (error.request_id, error.headers, error.retry_after) == (
        expected.request_id or "id-of-header",
        response.headers,
        7.0,
    )
    assert error.body == expected.content[:10_000].decode(errors="replace")[:BODY_CHARACTERS]
    assert is_one_line(str(error))
    assert CANARY not in str(error) + repr(error)


@settings(max_examples=500)
@given(
    st.integers(-1, 1000).filter(lambda status: not 200 <= status <= 299),
    st.binary()
    | st.text(st.characters(codec="utf-8")).map(str.encode)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*DOCUMENTED, "error", "x"]), inner),
    ).map(lambda value: json.dumps(value).encode()),
    st.text(st.characters(codec="latin-1")),
)
def test_any_error_response_is_one_exception(status: int, content: bytes, header: str) -> None:
    names = ("X-Request-Id", "Retry-After", "Location")
    error = error_from_response(raw(status, content, *((name, header) for name in names)), lambda: 0.0)
    assert isinstance(error, APIError | UnexpectedRedirectError)
    assert is_one_line(str(error))
    assert len(error.body) <= BODY_CHARACTERS


@pytest.mark.parametrize(
    ("fields", "headers", "text"),
    [
        (
            {"error_type": "not_found", "error_message": "No such member.", "request_id": "r-1"},
            [],
            "404 not_found: No such member. (request id r-1)",
        ),
        ({"error_type": "not_found"}, [("x-request-id", "r-2")], "404 not_found (request id r-2)"),
        ({"error_message": "No such member."}, [("a", "b")], "404 No such member."),
        ({}, [("a", "b")], "404 without an explanation"),
        ({"error_message": "a\r\nb\tc"}, [("a", "b")], "404 a  b c"),
        ({"request_id": "r\n1", "error_type": "x"}, [], "404 x"),
        ({"error_message": "x" * 1000}, [("a", "b")], f"404 {'x' * 296}"),
        ({"request_id": "r" * 1000, "error_type": "x"}, [], f"404 x (request id {'r' * 100})"),
    ],
)
def test_the_text_of_an_error_is_one_line(fields: Any, headers: list[tuple[str, str]], text: str) -> None:
    response = raw(404, json.dumps(fields).encode(), *headers or [("a", "b")])
    assert str(error_from_response(response, lambda: 0.0)) == text


def test_an_error_without_retry_after_does_not_say_when_to_come_back() -> None:
    assert error_from_response(raw(429, b"{}", ("Date", "x")), lambda: 0.0).__dict__["retry_after"] is None


@pytest.mark.parametrize("status_code", range(300, 400, 7))
@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://evil.example/path?token=canary-4711", "evil.example"),
        ("//evil.example:8443/x", "evil.example"),
        ("http://user:canary-4711@evil.example", "evil.example"),
        ("/canary-4711", "the same host"),
        ("", "the same host"),
        ("http://[::1", "an unreadable address"),
        ("javascript:canary-4711", "the same host"),
    ],
)
def test_a_redirect_is_an_error_that_names_the_host_only(status_code: int, location: str, host: str) -> None:
    error = error_from_response(raw(status_code, b"moved", ("Location", location)), lambda: 0.0)
    assert type(error) is UnexpectedRedirectError
    assert (error.status_code, error.body) == (status_code, "moved")
    assert str(error) == f"{status_code} redirects are not followed: to {host}"


def test_a_redirect_knows_the_id_of_its_request() -> None:
    error = error_from_response(raw(302, b"", ("X-Request-Id", "r-1")), lambda: 0.0)
    assert str(error).endswith("to the same host (request id r-1)")


def test_a_success_that_cannot_be_decoded_says_why() -> None:
    error = decode_error(raw(200, b'{"request_id": "r-1", "a": '), "the body is not JSON")
    assert type(error) is DecodeError
    assert (error.status_code, error.request_id, error.attempts) == (200, "id-of-header", 2)
    assert (str(error), error.body) == (
        "200 the response cannot be decoded: the body is not JSON (request id id-of-header)",
        '{"request_id": "r-1", "a": ',
    )


def test_a_success_that_cannot_be_decoded_gives_its_request_id() -> None:
    """The places of the request id."""
    assert decode_error(raw(200, b'{"request_id": "r-1"}'), "x").request_id == "r-1"


def test_a_response_that_is_too_large_says_the_limit() -> None:
    error = too_large_error(200, Headers([("x-request-id", "r-1")]), 1000)
    assert type(error) is ResponseTooLargeError
    assert (error.body, error.status_code) == ("", 200)
    assert str(error) == "200 the body is too large: more than 1000 bytes (request id r-1)"


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 1_000_000,
        "é".encode() * 1_000_000,
        "🙂".encode() * 1_000_000,
        b"\xff" * 1_000_000,
        b"a" + "🙂".encode() * 9999,
    ],
)
def test_the_text_of_a_body_is_bounded(content: bytes) -> None:
    error = error_from_response(raw(500, content), lambda: 0.0)
    assert isinstance(error, ResponseError)
    assert len(error.body) == BODY_CHARACTERS
