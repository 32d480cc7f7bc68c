"""Requests and responses as values."""

from __future__ import annotations

import pickle

import pytest
from rich.pretty import pretty_repr

from aiostytch.operation import Arguments
from aiostytch.wire import Headers, RawResponse, Request, Timeout

CANARY = "canary-4711"


def raw(content: bytes = b"{}") -> RawResponse:
    return RawResponse(status_code=200, headers=Headers([("X-Token", CANARY)]), content=content)


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
def test_a_header_is_found_by_its_name_in_any_case(name: str) -> None:
    headers = Headers([("Content-TYPE", "application/json")])
    assert (headers[name], headers.get(name), name in headers) == ("application/json", "application/json", True)


def test_duplicate_headers_are_joined_in_their_order() -> None:
    assert Headers([("Via", "a"), ("X", "1"), ("via", "b"), ("VIA", "c")])["via"] == "a, b, c"


def test_a_header_that_did_not_come_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Headers()["x-request-id"]


def test_headers_are_a_mapping_with_lower_case_names() -> None:
    headers = Headers([("A", "1"), ("B", "2")])
    assert (dict(headers), len(headers), headers) == ({"a": "1", "b": "2"}, 2, Headers([("b", "2"), ("a", "1")]))


def test_headers_survive_pickling() -> None:
    headers = Headers([("A", "1"), ("B", "2")])
    assert pickle.loads(pickle.dumps(headers)) == headers


def test_headers_show_their_names_only() -> None:
    assert repr(Headers([("Set-Cookie", CANARY), ("Date", "today")])) == "<Headers set-cookie, date>"


def test_a_response_does_not_show_its_body_and_headers() -> None:
    response = raw(CANARY.encode())
    assert repr(response) == "<RawResponse 200, 11 bytes, 1 attempts>"
    assert pretty_repr(response) == "RawResponse(status_code=200, attempts=1)"


def test_a_request_does_not_show_its_values() -> None:
    request = Request(
        method="GET",
        url=f"https://host.example/{CANARY}",
        headers=(("Authorization", CANARY),),
        content=CANARY.encode(),
        timeout=Timeout(),
        operation_id="Get",
        template="/v1/{member_id}",
    )
    assert repr(request) == "<Request GET /v1/{member_id}>"
    assert pretty_repr(request) == "Request(method='GET', template='/v1/{member_id}')"


def test_arguments_do_not_show_themselves() -> None:
    arguments = Arguments(path={}, query={}, headers={}, body={"password": CANARY}, session=None, options=None)
    assert (repr(arguments), pretty_repr(arguments)) == ("<Arguments>", "Arguments()")


def test_the_body_of_a_response_is_decoded_with_every_field() -> None:
    assert raw(b'{"a": [1, null, {"b": "\\u00e9"}]}').json() == {"a": [1, None, {"b": "é"}]}


def test_each_decoding_of_a_body_is_a_new_one() -> None:
    response = raw(b'{"a": []}')
    response.json()["a"].append(1)
    assert response.json() == {"a": []}


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff", b'"\xff"', b"{", b"NaN", b"[" * 100_000, b'"\\ud800"'])
def test_a_body_that_is_not_json_is_a_value_error_that_does_not_show_it(content: bytes) -> None:
    with pytest.raises(ValueError, match="the body is not JSON") as caught:
        raw(content).json()
    assert caught.value.__context__ is None


def test_the_steps_of_an_attempt_are_limited_by_default() -> None:
    assert Timeout() == Timeout(connect=5.0, read=15.0, write=10.0, pool=5.0)
