"""Endpoints that the SDK does not know: the same lifecycle, errors and checks."""

from __future__ import annotations

import dataclasses
import json
import logging
import traceback
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

import attrs
import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aiostytch import (
    B2BClient,
    CallRecord,
    ConfigurationError,
    ConnectionLostError,
    DeadlineExceededError,
    DecodeError,
    Drift,
    InvalidArgumentError,
    NotFoundError,
    RateLimit,
    RawResponse,
    Request,
    RequestOptions,
    RetryClass,
    ServerError,
    SessionJWT,
    SessionToken,
    StytchError,
    Timeout,
)
from aiostytch.build import build, resolve_options
from aiostytch.endpoint import read_endpoint
from aiostytch.model import Response
from aiostytch.models.organizations import GetResponse, Organization
from aiostytch.operation import Arguments, Body, Operation
from aiostytch.sandbox import Sandbox

from .fakes import Script, Time, response, script

CANARY = "canary-4711"
BOTH = b'{"b":2,"a":1}'
THING = {"request_id": "request-id-test-1", "status_code": 200, "thing": {"name": "a", "tags": ["x"]}}


def client_of(transport: Any, **settings: Any) -> B2BClient:
    clock = settings.pop("clock", None) or Time().clock()
    return B2BClient("project-test-1", "secret", transport=transport, clock=clock, **settings)


def sent(transport: Script) -> tuple[str, str, bytes]:
    request = transport.requests[-1]
    return request.method, request.url.removeprefix("https://test.stytch.com"), request.content


def headers(transport: Script) -> dict[str, str]:
    return dict(transport.requests[-1].headers)


# Requests.


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"method": "GET"}, ("GET", "/v1/b2b/things", b"")),
        ({"method": "DELETE"}, ("DELETE", "/v1/b2b/things", b"")),
        ({"json": {"name": "a", "old": UNSET, "no": None}}, ("POST", "/v1/b2b/things", b'{"name":"a","no":null}')),
        ({"method": "PUT", "json": []}, ("PUT", "/v1/b2b/things", b"[]")),
        ({"method": "PATCH", "json": False}, ("PATCH", "/v1/b2b/things", b"false")),
        ({"query": {"a": ["x", "y z"], "b": True, "c": UNSET}}, ("POST", "/v1/b2b/things?a=x&a=y%20z&b=true", b"")),
        ({"options": RequestOptions(extra_query={"a": 1})}, ("POST", "/v1/b2b/things?a=1", b"")),
        ({"options": RequestOptions(extra_body={"a": 1})}, ("POST", "/v1/b2b/things", b'{"a":1}')),
        ({"json": {"b": 2}, "options": RequestOptions(extra_body={"a": 1})}, ("POST", "/v1/b2b/things", BOTH)),
    ],
)
async def test_a_request_is_sent_as_it_is_said(arguments: Mapping[str, Any], expected: tuple[str, str, bytes]) -> None:
    transport = script(response(content=THING))
    await client_of(transport).request(**{"method": "POST", "path": "/v1/b2b/things", **arguments})
    assert sent(transport) == expected
    assert ("Content-Type" in headers(transport)) == bool(expected[2])


async def test_a_request_has_what_every_call_has() -> None:
    transport = script(response(content=THING))
    client = client_of(transport, base_url="https://gateway.example/stytch")
    view = client.with_options(timeout=3, headers={"X-A": "1"})
    await view.request("POST", "/v1/b2b/things", json={}, options=RequestOptions(deadline=7, headers={"X-B": "2"}))
    request = transport.requests[-1]
    assert request.url == "https://gateway.example/stytch/v1/b2b/things"
    assert (request.timeout, request.deadline) == (Timeout(connect=3, read=3, write=3, pool=3), 7)
    found = headers(transport)
    assert found["Authorization"].startswith("Basic ")
    assert (found["Content-Type"], found["X-A"], found["X-B"]) == ("application/json", "1", "2")


async def test_a_request_is_made_with_the_session_of_the_call_or_of_the_view() -> None:
    """A view of a member must never act with the permissions of the project."""
    transport = script(response(content=THING))
    client = client_of(transport)
    await client.as_member(SessionToken("t")).request("GET", "/v1/b2b/things")
    assert headers(transport)["X-Stytch-Member-Session"] == "t"
    await client.as_member(SessionToken("t")).request("GET", "/v1/b2b/things", session=SessionJWT("j"))
    assert headers(transport).get("X-Stytch-Member-Session") is None
    assert headers(transport)["X-Stytch-Member-SessionJWT"] == "j"
    await client.request("GET", "/v1/b2b/things")
    assert not any(name.startswith("X-Stytch") for name in headers(transport))


async def test_a_request_goes_through_middleware_and_limits() -> None:
    seen: list[Request] = []

    async def watch(request: Request, call_next: Any) -> RawResponse:
        seen.append(request)
        received: RawResponse = await call_next(request)
        return received

    time = Time()
    client = client_of(
        script(response(content=THING)), middleware=[watch], rate_limit=RateLimit(per_second=1), clock=time.clock()
    )
    for _ in range(2):
        await client.request("GET", "/v1/b2b/things")
    assert ([request.template for request in seen], time.waits) == (["/v1/b2b/things"] * 2, [1.0])


# Responses.


@dataclasses.dataclass
class Thing:
    name: str
    tags: list[str]


@attrs.define
class ThingResponse:
    thing: Thing


class ThingStruct(msgspec.Struct):
    thing: dict[str, Any]


async def test_a_response_comes_as_it_is_by_default() -> None:
    found = await client_of(script(response(content=THING), response(204))).request("GET", "/v1/b2b/things")
    assert isinstance(found, RawResponse)
    assert (found.status_code, found.json(), found.attempts) == (200, THING, 1)
    empty = RawResponse(status_code=204, headers=found.headers, content=b"")
    assert (await client_of(script(empty)).request("DELETE", "/v1/b2b/things")).content == b""


async def test_a_response_becomes_what_the_caller_asks_for() -> None:
    client = client_of(script(response(content=THING)))
    assert await client.request("GET", "/v1/x", response_type=dict[str, Any]) == THING
    assert (await client.request("GET", "/v1/x", response_type=dict))["thing"]["name"] == "a"
    assert (await client.request("GET", "/v1/x", response_type=ThingResponse)).thing == Thing("a", ["x"])
    assert (await client.request("GET", "/v1/x", response_type=ThingStruct)).thing["name"] == "a"


async def test_a_response_of_a_model_is_tolerated_as_in_any_call() -> None:
    drifts: list[Drift] = []
    client = client_of(script(response()), on_drift=drifts.append)
    found = await client.request("GET", "/v1/b2b/organizations/acme", response_type=GetResponse)
    assert isinstance(found.organization, Organization)
    assert (found.request_id, found.raw.status_code) == ("request-id-test-1", 200)
    assert "Organization.organization_id: missing" in map(str, drifts)
    strict = client_of(script(response()), strict_decoding=True)
    with pytest.raises(DecodeError, match="Organization"):
        await strict.request("GET", "/v1/b2b/organizations/acme", response_type=GetResponse)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"thing": 5}'])
@pytest.mark.parametrize("kind", [ThingResponse, ThingStruct])
async def test_a_response_of_another_type_is_a_decode_error(content: bytes, kind: Any) -> None:
    raw = RawResponse(status_code=200, headers=response().headers, content=content)
    with pytest.raises(DecodeError) as caught:
        await client_of(script(raw)).request("GET", "/v1/b2b/things", response_type=kind)
    assert str(caught.value).startswith("request(GET /v1/b2b/things): 200 the response cannot be decoded: ")


# The lifecycle of a call.


async def test_an_error_is_that_of_any_other_call() -> None:
    transport = script(response(404, {"error_type": "route_not_found", "request_id": "r-1"}))
    with pytest.raises(NotFoundError) as caught:
        await client_of(transport).request("POST", "/v1/b2b/things/thing-test-1", json={})
    error = caught.value
    assert (error.status_code, error.error_type, error.request_id) == (404, "route_not_found", "r-1")
    assert str(error) == "request(POST /v1/b2b/things/{segment_4}): 404 route_not_found (request id r-1)"
    assert error.operation_id == "POST /v1/b2b/things/{segment_4}"


@pytest.mark.parametrize(
    ("method", "retry", "attempts"),
    [
        ("GET", None, 3),
        ("PUT", None, 3),
        ("DELETE", None, 3),
        ("POST", None, 1),
        ("PATCH", None, 1),
        ("POST", RetryClass.READ, 3),
        ("POST", RetryClass.IDEMPOTENT, 3),
        ("GET", RetryClass.CONSUMES_TOKEN, 1),
        ("PUT", RetryClass.SENDS_MESSAGE, 1),
    ],
)
@pytest.mark.parametrize("failure", [response(500), response(522), ConnectionLostError("no response")])
async def test_a_request_is_retried_according_to_its_retry_class(
    method: str, retry: RetryClass | None, attempts: int, failure: RawResponse | StytchError
) -> None:
    transport = script(failure)
    with pytest.raises(StytchError) as caught:
        await client_of(transport).request(method, "/v1/b2b/things", retry=retry)
    assert (len(transport.requests), caught.value.attempts) == (attempts, attempts)
    assert caught.value.is_retry_safe == (attempts > 1)


async def test_a_request_that_was_refused_unread_is_always_retried() -> None:
    found = await client_of(script(response(429, retry_after="1"), response())).request(
        "POST", "/v1/b2b/things", json={}
    )
    assert found.attempts == 2


async def test_a_request_has_a_deadline() -> None:
    transport = script(response(429, retry_after="9"), response())
    with pytest.raises(StytchError):
        await client_of(transport).request("GET", "/v1/b2b/things", options=RequestOptions(deadline=5))
    client = client_of(script(response()), rate_limit=RateLimit(per_second=0.1))
    await client.request("GET", "/v1/b2b/things")
    with pytest.raises(DeadlineExceededError, match=r"request\(GET /v1/b2b/things\): no response within 5 seconds"):
        await client.request("GET", "/v1/b2b/things", options=RequestOptions(deadline=5))


@pytest.mark.parametrize("response_type", [RawResponse, dict, GetResponse])
async def test_a_request_is_recorded_without_what_is_in_its_path(
    response_type: Any, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[CallRecord] = []
    caplog.set_level(logging.DEBUG, logger="aiostytch")
    client = client_of(script(response()), on_call=calls.append)
    await client.request("GET", f"/v1/b2b/things/{CANARY}/parts", query={"a": CANARY}, response_type=response_type)
    record = calls[0]
    assert (record.method, record.template) == ("GET", "/v1/b2b/things/{segment_4}/parts")
    assert (record.status_code, record.request_id, record.attempts) == (200, "request-id-test-1", 1)
    assert CANARY not in caplog.text + repr(record)


async def test_a_request_with_a_lost_response_is_recorded_without_status() -> None:
    calls: list[CallRecord] = []
    client = client_of(script(ConnectionLostError("no response")), on_call=calls.append)
    with pytest.raises(ConnectionLostError):
        await client.request("POST", "/v1/b2b/things")
    assert (calls[0].status_code, calls[0].request_id) == (None, "")


@pytest.mark.parametrize("path", ["/v1/b2b/things", "/v1/../things"])
async def test_no_frame_of_ours_shows_what_was_sent(path: str) -> None:
    with pytest.raises(StytchError) as caught:
        await client_of(script(response(500))).request("POST", path, json={"password": CANARY}, query={"q": CANARY})
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    frames = [frame for frame in shown.stack if "test_endpoint" not in frame.filename]
    assert CANARY not in str([frame.locals for frame in frames])


async def test_the_sandbox_serves_a_request() -> None:
    async with Sandbox() as sandbox:
        client = sandbox.client()
        made = await client.request("POST", "/v1/b2b/organizations", json={"organization_name": "Acme"})
        organization_id = made.json()["organization"]["organization_id"]
        path = f"/v1/b2b/organizations/{organization_id}"
        found = await client.request("GET", path, response_type=GetResponse)
        assert found.organization.organization_name == "Acme"
        with pytest.raises(NotFoundError):
            await client.request("GET", "/v1/b2b/things")


# Paths.


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/v1", "/v1"),
        ("/v1/b2b/things/thing-test-1", "/v1/b2b/things/thing-test-1"),
        ("/v1/a%2Fb", "/v1/a%2Fb"),
        ("/v1/a%2f..%2Fb", "/v1/a%2F..%2Fb"),
        ("/v1/%252e%252e/b", "/v1/%252e%252e/b"),
        ("/v1/a b/é", "/v1/a%20b/%C3%A9"),
        ("/v1/a\\..\\b", "/v1/a%5C..%5Cb"),
        ("/v1/{organization_id}/{segment_2}", "/v1/%7Borganization_id%7D/%7Bsegment_2%7D"),
        ("/v1/a%3Fb%23c", "/v1/a%3Fb%23c"),
        ("/v1/%zz", "/v1/%25zz"),
        ("/v1/a\r\nX-Injected: 1", "/v1/a%0D%0AX-Injected%3A%201"),
        ("/v1/...", "/v1/..."),
    ],
)
async def test_a_path_stays_as_it_is_all_the_way(path: str, url: str) -> None:
    transport = script(response())
    await client_of(transport).request("GET", path)
    assert sent(transport)[1] == url
    assert httpx.URL(transport.requests[-1].url).raw_path == url.encode()


@pytest.mark.parametrize(
    "path",
    [
        *("", "v1/b2b", "https://evil.example/v1", "//evil.example/v1", "/", "/v1//b2b", "/v1/b2b/", "@evil.example"),
        *("/v1/..", "/v1/../b2b", "/./v1", "/v1/%2e%2e/b2b", "/v1/%2E./b2b", "/v1/.%2e", "/%2e", "/v1/%2e%2E"),
        *("/v1/things?a=b", "/v1/things?", "/v1/things#a", "/v1/%ff", "/v1/\ud800", f"/v1/{'x' * 257}"),
    ],
)
async def test_a_path_that_would_lead_elsewhere_is_refused(path: str) -> None:
    transport = script(response())
    with pytest.raises(InvalidArgumentError) as caught:
        await client_of(transport).request("GET", path)
    assert transport.requests == []
    assert caught.value.__context__ is None


@given(st.text("/.%2eEfF?#@:\\ {}aé\ud800", max_size=12).map("/v1/".__add__) | st.text())
async def test_any_path_is_refused_or_stays_what_it_is(path: str) -> None:
    transport = script(response())
    try:
        await client_of(transport).request("GET", path)
    except InvalidArgumentError:
        return
    url = httpx.URL(transport.requests[-1].url)
    assert (url.host, url.query, url.fragment) == ("test.stytch.com", b"", "")
    assert [unquote(part) for part in url.raw_path.decode().split("/")] == [unquote(part) for part in path.split("/")]


# Settings.


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"method": "get"}, "method must be one of GET, POST, PUT, PATCH, DELETE"),
        ({"method": "POST /x HTTP/1.1\r\n"}, "method must be one of"),
        ({"method": ["GET"]}, "method must be one of"),
        ({"path": None}, "path must be a string, not this NoneType"),
        ({"path": b"/v1"}, "path must be a string, not this bytes"),
        ({"query": "a=b"}, "query must be a mapping of names to values"),
        ({"query": [("a", "b")]}, "query must be a mapping of names to values"),
        ({"query": {5: "a"}}, "query must be a mapping of names to values"),
        ({"retry": "read"}, "retry must be a RetryClass, not this str"),
        ({"retry": 3}, "retry must be a RetryClass, not this int"),
        ({"response_type": object()}, "response_type must be a type that msgspec can decode"),
        ({"response_type": {}}, "response_type must be a type that msgspec can decode"),
        ({"response_type": lambda: None}, "response_type must be a type that msgspec can decode"),
        ({"session": "token"}, r"session must be a SessionToken\(…\) or a SessionJWT\(…\), not this str"),
        ({"options": {}}, r"options must be a RequestOptions\(…\), not this dict"),
        ({"options": RequestOptions(headers={"Authorization": "x"})}, "Authorization is set by the SDK"),
        ({"json": [1], "options": RequestOptions(extra_body={"a": 1})}, "extra_body adds properties to a JSON object"),
    ],
)
async def test_an_argument_of_the_wrong_kind_is_refused_by_its_name(arguments: Mapping[str, Any], text: str) -> None:
    transport = script(response())
    with pytest.raises(ConfigurationError, match=text):
        await client_of(transport).request(**{"method": "GET", "path": "/v1/b2b/things", **arguments})
    assert transport.requests == []


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"json": {"ratio": float("nan")}}, "the body holds a number that is not finite"),
        ({"json": object()}, "the body holds a value that cannot be written as JSON"),
        ({"query": {"a": None}}, "a must be a string, not this NoneType"),
        ({"options": RequestOptions(extra_body={"a": float("inf")})}, "a holds a number that is not finite"),
        ({"session": SessionToken("a b")}, "X-Stytch-Member-Session must be"),
    ],
)
async def test_a_value_that_cannot_be_sent_is_refused(arguments: Mapping[str, Any], text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=text) as caught:
        await client_of(script(response())).request("POST", "/v1/b2b/things", **arguments)
    assert str(caught.value).startswith("request(POST /v1/b2b/things): ")


# Options that add to a request.


async def extra(call: Callable[[B2BClient, RequestOptions], Any], **options: Any) -> tuple[str, str, bytes]:
    transport = script()
    await call(client_of(transport), RequestOptions(**options))
    return sent(transport)


async def test_extra_parameters_are_added_to_a_query() -> None:
    def search(client: B2BClient, options: RequestOptions) -> Any:
        return client.scim.connection.get_groups("o", "c", limit=3, options=options)

    added = await extra(search, extra_query={"sort": ["a", "b"], "no": UNSET})
    assert added[1].endswith("/c?limit=3&sort=a&sort=b")
    replaced = await extra(search, extra_query={"limit": 5})
    assert replaced[1].endswith("/c?limit=5")


async def test_extra_properties_are_added_to_a_body() -> None:
    def create(client: B2BClient, options: RequestOptions) -> Any:
        return client.organizations.create(organization_name="Acme", options=options)

    added = await extra(create, extra_body={"plan": {"seats": 3}, "no": UNSET, "null": None})
    assert json.loads(added[2]) == {"organization_name": "Acme", "plan": {"seats": 3}, "null": None}
    replaced = await extra(create, extra_body={"organization_name": "Other"})
    assert json.loads(replaced[2]) == {"organization_name": "Other"}


async def test_a_call_without_a_body_gets_one() -> None:
    transport = script()
    await client_of(transport).organizations.delete("o", options=RequestOptions(extra_body={"force": True}))
    assert sent(transport) == ("DELETE", "/v1/b2b/organizations/o", b'{"force":true}')
    assert headers(transport)["Content-Type"] == "application/json"


def test_extra_properties_are_added_to_a_form() -> None:
    operation = Operation("a", "a.call", "POST /v1/token", Response, body=Body.FORM)
    config = client_of(script())._runner.config
    options = RequestOptions(extra_body={"scope": ["a", "b"]})
    arguments = Arguments(path={}, query={}, headers={}, body={"grant": "x y"}, session=None, options=options)
    request = build(operation, arguments, "https://a.example", (), resolve_options(config, options, None), None)
    assert request.content == b"grant=x+y&scope=a&scope=b"
    assert dict(request.headers) == {"Content-Type": "application/x-www-form-urlencoded"}


async def test_extras_are_those_of_one_call() -> None:
    transport = script()
    client = client_of(transport)
    await client.organizations.get("o", options=RequestOptions(extra_query={"a": 1}))
    await client.with_options(deadline=5).organizations.get("o", options=RequestOptions(deadline=7))
    assert sent(transport)[1] == "/v1/b2b/organizations/o"


def test_options_show_names_and_no_values() -> None:
    options = RequestOptions(extra_query={"token": CANARY}, extra_body={"password": CANARY}, headers={"X-A": CANARY})
    assert CANARY not in repr(options)
    assert "extra_query=<token>, extra_body=<password>" in repr(options)


def test_an_endpoint_can_set_its_retry_class() -> None:
    """It is then an ordinary operation."""
    operation, path = read_endpoint("GET", "/v1/things/t-1", dict, None)
    assert (operation.retry, operation.path, path) == (RetryClass.READ, "/v1/things/{segment_3}", {"segment_3": "t-1"})


async def test_a_refusal_of_the_server_is_an_error_of_its_status() -> None:
    with pytest.raises(ServerError):
        await client_of(script(response(501))).request("GET", "/v1/things")
