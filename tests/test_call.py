"""The lifecycle of a call: attempts, retries, deadline and quota, with a scripted transport."""

from __future__ import annotations

import asyncio
import datetime
import functools
import pickle
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from aiostytch import (
    END_OF_LISTING,
    APIError,
    AuthorizationCheck,
    B2BClient,
    BadRequestError,
    ConfigurationError,
    ConnectError,
    ConnectionLostError,
    DeadlineExceededError,
    DecodeError,
    InvalidArgumentError,
    PaginationError,
    RateLimitError,
    RequestOptions,
    ResponseTooLargeError,
    RetryPolicy,
    RetryRecord,
    ServerError,
    SessionToken,
    StytchError,
    TransportError,
    UnexpectedRedirectError,
)
from aiostytch.wire import BodyTooLargeError, Headers, RawResponse

from .fakes import Script, Time, longest_waits, response, script

LOST = ConnectionLostError("no response")
REFUSED = ConnectError("no connection")


def client_of(transport: Script, time: Time | None = None, **settings: Any) -> B2BClient:
    given = {"retry": longest_waits(), "clock": (time or Time()).clock(), **settings}
    return B2BClient("project-test-1", "secret", transport=transport, **given)


async def read(client: B2BClient, **options: Any) -> Any:
    return await client.organizations.get("acme", options=RequestOptions(**options))


async def create(client: B2BClient) -> Any:
    return await client.organizations.create(organization_name="Acme")


NEVER_RETRIED = [400, 401, 403, 404, 408, 409, 418, 425, 501, 505, 519, 531, 599]


@pytest.mark.parametrize("status", NEVER_RETRIED)
async def test_a_response_that_a_retry_would_not_change_is_not_retried(status: int) -> None:
    transport = script(response(status, {}))
    with pytest.raises(APIError) as caught:
        await read(client_of(transport))
    assert (len(transport.requests), caught.value.attempts, caught.value.is_retry_safe) == (1, 1, False)


@pytest.mark.parametrize("failure", [*map(response, (429, 500, 502, 503, 504, 520, 525, 530)), LOST, REFUSED])
async def test_a_failed_read_is_retried_twice(failure: RawResponse | StytchError) -> None:
    transport = script(failure)
    with pytest.raises(StytchError) as caught:
        await read(client_of(transport))
    assert (len(transport.requests), caught.value.attempts, caught.value.is_retry_safe) == (3, 3, True)


@pytest.mark.parametrize("failure", [*map(response, (500, 502, 503, 504, 520, 525, 530)), LOST])
async def test_a_creating_call_is_not_retried_after_an_unknown_outcome(
    failure: RawResponse | StytchError,
) -> None:
    """The server may have executed it."""
    transport = script(failure)
    with pytest.raises(StytchError) as caught:
        await create(client_of(transport))
    assert (len(transport.requests), caught.value.attempts, caught.value.is_retry_safe) == (1, 1, False)


@pytest.mark.parametrize("failure", [response(429), response(503, retry_after="1"), REFUSED])
async def test_a_creating_call_is_retried_if_nothing_was_executed(failure: RawResponse | StytchError) -> None:
    transport = script(failure, failure, response())
    created = await create(client_of(transport))
    assert created.raw.attempts == 3


@pytest.mark.parametrize(
    "error_type", ["user_lock_limit_reached", "captcha_failed", "too_few_tokens_authenticated", "too_many_roles"]
)
async def test_a_429_that_waiting_does_not_fix_is_not_retried(error_type: str) -> None:
    transport = script(response(429, {"error_type": error_type}, retry_after="1"))
    with pytest.raises(RateLimitError) as caught:
        await read(client_of(transport))
    assert (len(transport.requests), caught.value.error_type, caught.value.is_retry_safe) == (1, error_type, False)


@pytest.mark.parametrize(
    ("metadata", "text"),
    [
        ({"ratio": float("nan")}, "trusted_metadata holds a number that is not finite"),
        ({"seen": [datetime.datetime(2026, 1, 2)]}, "trusted_metadata holds a time without a time zone"),
        ({"seen": object()}, "trusted_metadata holds a value that cannot be written as JSON"),
    ],
)
async def test_values_without_json_are_refused_before_anything_is_sent(metadata: Any, text: str) -> None:
    transport = script()
    with pytest.raises(InvalidArgumentError, match=text):
        await client_of(transport).organizations.update("acme", trusted_metadata=metadata)
    assert transport.requests == []


async def test_all_attempts_of_a_call_send_the_same() -> None:
    transport = script(REFUSED, REFUSED, response())
    await create(client_of(transport).as_member(SessionToken("t")))
    first, *others = transport.requests
    assert all(request is first for request in others)


async def test_waits_double_and_are_random_shares() -> None:
    time = Time()
    with pytest.raises(TransportError):
        await read(client_of(script(LOST), time, retry=longest_waits(max_retries=4, base=0.1)))
    assert time.waits == pytest.approx([0.1, 0.2, 0.4, 0.8])


async def test_the_response_says_how_long_to_wait() -> None:
    time = Time()
    found = await read(client_of(script(response(429, retry_after="7"), response()), time))
    assert time.waits == [7.0]
    assert found.raw.elapsed == 7.0


async def test_a_wait_that_the_deadline_does_not_allow_ends_the_call_at_once() -> None:
    time = Time()
    with pytest.raises(RateLimitError) as caught:
        await read(client_of(script(response(429, retry_after="40")), time))
    assert time.waits == []
    assert caught.value.retry_after == 40.0
    assert caught.value.is_retry_safe


@pytest.mark.parametrize("failure", [response(429, retry_after="3600"), response(503, retry_after="3600")])
@pytest.mark.parametrize("deadline", [30.0, None, 7200.0])
async def test_a_wait_of_an_hour_is_reported_and_not_waited_for(failure: RawResponse, deadline: float | None) -> None:
    time = Time()
    transport = script(failure)
    with pytest.raises(APIError) as caught:
        await read(client_of(transport, time), deadline=deadline)
    assert (time.waits, len(transport.requests), caught.value.retry_after) == ([], 1, 3600.0)
    assert caught.value.is_retry_safe


async def test_a_policy_can_allow_longer_waits() -> None:
    time = Time()
    policy = RetryPolicy(max_retry_after=3600)
    await read(client_of(script(response(429, retry_after="3600"), response()), time, retry=policy), deadline=None)
    assert time.waits == [3600.0]


async def test_a_call_without_deadline_waits_as_long_as_it_is_told() -> None:
    time = Time()
    await read(client_of(script(response(429, retry_after="60"), response()), time), deadline=None)
    assert time.waits == [60.0]


@pytest.mark.parametrize(("creates", "is_retry_safe"), [(False, True), (True, False)])
async def test_the_deadline_ends_an_attempt_under_way(creates: bool, is_retry_safe: bool) -> None:
    class Silent(Script):
        async def send(self, request: Any, *, max_size: int) -> RawResponse:
            await asyncio.Event().wait()
            raise AssertionError

    client = client_of(Silent([]), deadline=0.01)
    with pytest.raises(DeadlineExceededError) as caught:
        await (create(client) if creates else read(client))
    assert (caught.value.attempts, caught.value.is_retry_safe) == (1, is_retry_safe)
    assert str(caught.value).startswith(
        f"organizations.{'create' if creates else 'get'}: no response within 0.01 seconds"
    )


FAILURES: list[tuple[Script, dict[str, Any], str]] = [
    (script(response(404, {"error_type": "x"})), {}, "404 x"),
    (script(response(302)), {}, "302 redirects are not followed: to the same host"),
    (script(response(200, [])), {}, "200 the response cannot be decoded: "),
    (script(LOST), {}, "no response"),
    (script(REFUSED), {}, "no connection (to test.stytch.com)"),
    (script(), {"options": {}}, "options must be a RequestOptions(…)"),
    (script(), {"email_address": object()}, "email_address holds a value that cannot be written as JSON"),
]


@pytest.mark.parametrize(("transport", "arguments", "text"), FAILURES)
async def test_an_error_names_the_call_as_it_is_written(
    transport: Script, arguments: dict[str, Any], text: str
) -> None:
    invite = {"organization_id": "o", "email_address": "ada@example.com"} | arguments
    retries: list[RetryRecord] = []
    with pytest.raises(StytchError) as caught:
        await client_of(transport, on_retry=retries.append).magic_links.email.invite(**invite)
    error = caught.value
    assert str(error).startswith(f"magic_links.email.invite: {text}")
    assert (error.call_path, error.operation_id) == (
        "magic_links.email.invite",
        "api_b2b_magic_v1_b2b_magic_links_email_Invite",
    )
    assert all(str(record.error) == str(error) for record in retries)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://host.example", "host.example"),
        ("https://host.example:8443/b2b", "host.example:8443"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
async def test_a_connect_error_names_the_host_that_could_not_be_reached(base_url: str, host: str) -> None:
    with pytest.raises(ConnectError) as caught:
        await read(client_of(script(REFUSED), base_url=base_url))
    assert (caught.value.host, str(caught.value)) == (host, f"organizations.get: no connection (to {host})")


async def test_a_time_limit_of_the_callers_is_not_taken_for_the_deadline() -> None:
    transport = script(TimeoutError())
    with pytest.raises(TimeoutError) as caught:
        await read(client_of(transport))
    assert not isinstance(caught.value, StytchError)


async def test_cancellation_is_never_translated_or_retried() -> None:
    transport = script(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await read(client_of(transport))
    assert len(transport.requests) == 1


async def test_an_outage_is_not_multiplied() -> None:
    transport = script(response(503))
    client = client_of(transport, retry=RetryPolicy(wait=False))
    for _ in range(100):
        with pytest.raises(ServerError):
            await read(client)
    assert len(transport.requests) == 100 + 500 // 14


async def test_views_share_the_quota_of_their_client() -> None:
    transport = script(response(503))
    client = client_of(transport, retry=RetryPolicy(wait=False))
    for number in range(100):
        with pytest.raises(ServerError):
            await read(client.with_options(headers={"Number": str(number)}))
    assert len(transport.requests) == 100 + 500 // 14


async def test_a_success_returns_the_cost_of_its_retry() -> None:
    transport = script(response(500), response(500), response(200))
    client = client_of(transport)
    await read(client)
    assert client._runner.state.quota.available == 500 - 14


@pytest.mark.parametrize("retries", [0, 1, 5])
async def test_a_call_can_set_its_number_of_retries(retries: int) -> None:
    transport = script(LOST)
    with pytest.raises(TransportError):
        await read(client_of(transport), max_retries=retries)
    assert len(transport.requests) == retries + 1


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"max_retries": -1}, "max_retries"),
        ({"max_retries": 1.5}, "max_retries"),
        ({"max_retries": True}, "max_retries"),
        ({"deadline": 0}, "deadline"),
        ({"deadline": float("nan")}, "deadline"),
        ({"timeout": -1}, "timeout"),
        ({"headers": {"Authorization": "Basic x"}}, "Authorization"),
        ({"headers": {"content-length": "7"}}, "content-length"),
        ({"headers": {"X-Stytch-Member-Session": "t"}}, "X-Stytch-Member-Session"),
        ({"headers": {"A:": "1"}}, "header"),
    ],
)
async def test_options_that_cannot_be_used_are_refused_before_anything_is_sent(
    options: dict[str, Any], name: str
) -> None:
    transport = script()
    with pytest.raises(ConfigurationError, match=name) as caught:
        await read(client_of(transport), **options)
    assert caught.value.operation_id == "api_organization_v1_Get"
    assert transport.requests == []


@pytest.mark.parametrize("session", ["two words", "line\r\nbreak", "nul\x00", "ümlaut", ""])
async def test_a_session_that_is_not_a_header_value_is_refused_and_not_shown(session: str) -> None:
    transport = script()
    with pytest.raises(InvalidArgumentError) as caught:
        await client_of(transport).organizations.update("acme", session=SessionToken(session))
    assert transport.requests == []
    assert not session or session not in str(caught.value)


@pytest.mark.parametrize("value", ["", "..", "x" * 257, "\ud800", None, {"$ne": ""}, ["a"], b"", 1 << 65])
async def test_an_id_that_cannot_be_sent_is_an_error_of_its_own(value: Any) -> None:
    transport = script()
    with pytest.raises(InvalidArgumentError, match="organization_id") as caught:
        await client_of(transport).organizations.get(value)
    assert caught.value.operation_id == "api_organization_v1_Get"
    assert not isinstance(caught.value, ConfigurationError)
    assert transport.requests == []


CALLS: dict[str, Callable[[B2BClient], Awaitable[object]]] = {
    "query": lambda client: client.organizations.members.dangerously_get("m", include_deleted=cast("Any", {})),
    "long query": lambda client: client.sessions.get(organization_id="x" * 99_999, member_id="m"),
    "body": lambda client: client.organizations.create(organization_name="Acme", trusted_metadata={"a": object()}),
    "text": lambda client: client.magic_links.authenticate(magic_links_token="\udfff"),
    "depth": lambda client: client.organizations.create(organization_name="Acme", trusted_metadata=nested(9_999)),
    "header": lambda client: read(client, headers={"X-Forwarded-For": "1\r\nX-Admin: 1"}),
    "cursor": lambda client: client.organizations.search(cursor="\ud800").collect(),
    "check": lambda client: awaited(AuthorizationCheck, "", "documents", "write"),
}


def nested(depth: int) -> Any:
    return functools.reduce(lambda inner, _: {"a": inner}, range(depth), cast("Any", {}))


async def awaited(function: Callable[..., object], *arguments: Any) -> object:
    return function(*arguments)


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
async def test_unsendable_values_differ_from_mistakes_in_the_program(
    call: Callable[[B2BClient], Awaitable[object]],
) -> None:
    transport = script()
    with pytest.raises(InvalidArgumentError):
        await call(client_of(transport))
    assert transport.requests == []


async def test_a_body_that_is_too_large_is_an_error_with_its_status_and_headers() -> None:
    transport = script(BodyTooLargeError(200, Headers([("X-Request-Id", "r")])))
    with pytest.raises(ResponseTooLargeError) as caught:
        await read(client_of(transport))
    assert (caught.value.status_code, caught.value.headers["x-request-id"], caught.value.attempts) == (200, "r", 1)


async def test_a_redirect_is_an_error_and_is_not_retried() -> None:
    transport = script(response(307, location="https://elsewhere.example/"))
    with pytest.raises(UnexpectedRedirectError):
        await read(client_of(transport))
    assert len(transport.requests) == 1


async def test_a_response_that_is_not_json_is_a_decode_error_and_not_retried() -> None:
    transport = script(RawResponse(status_code=200, headers=Headers(), content=b"<html>"))
    with pytest.raises(DecodeError) as caught:
        await read(client_of(transport))
    assert len(transport.requests) == 1
    assert caught.value.operation_id == "api_organization_v1_Get"


async def test_strict_decoding_makes_a_deviation_an_error() -> None:
    transport = script(response(content={"request_id": None, "status_code": 200, "organization_id": "o"}))
    with pytest.raises(DecodeError, match="request_id"):
        await client_of(transport, strict_decoding=True).organizations.delete("acme")


async def test_any_success_status_is_a_success() -> None:
    found = await read(client_of(script(response(207))))
    assert found.raw.status_code == 207


async def test_errors_do_not_hold_what_was_sent() -> None:
    transport = script(response(400, {"error_type": "bad"}))
    with pytest.raises(BadRequestError) as caught:
        await client_of(transport).passwords.authenticate(
            organization_id="o", email_address="a@example.com", password="hunter2-secret"
        )
    frames = []
    trace = caught.value.__traceback__
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    ours = [frame for frame in frames if "aiostytch" in frame.f_code.co_filename]
    assert ours
    assert "hunter2-secret" not in repr([frame.f_locals for frame in ours])


async def test_a_call_that_is_not_awaited_warns_and_sends_nothing() -> None:
    transport = script()
    with pytest.warns(RuntimeWarning, match="never awaited"):
        client_of(transport).organizations.get("acme")
    assert transport.requests == []


async def test_a_listing_resumes_where_an_iterator_stopped() -> None:
    def page(cursor: str, *names: str) -> RawResponse:
        organizations = [{"organization_id": name} for name in names]
        return response(content={"organizations": organizations, "results_metadata": {"next_cursor": cursor}})

    transport = script(page("two", "a"), page("three"), page("", "b", "c"))
    client = client_of(transport)
    found = [organization.organization_id async for organization in client.organizations.search(limit=1)]
    assert found == ["a", "b", "c"]
    sent = [request.content for request in transport.requests]
    assert sent == [b'{"limit":1}', b'{"cursor":"two","limit":1}', b'{"cursor":"three","limit":1}']


async def test_a_cursor_of_none_is_the_start() -> None:
    pages = response(content={"organizations": [], "results_metadata": {"next_cursor": None}})
    transport = script(pages)
    client = client_of(transport)
    await client.organizations.search(cursor=None, limit=1)
    await client.organizations.search(cursor=None, limit=1).collect()
    await client.scim.connection.get_groups("acme", "c", cursor=None, limit=1)
    assert [request.content for request in transport.requests] == [b'{"limit":1}', b'{"limit":1}', b""]
    assert transport.requests[-1].url.endswith("/c?limit=1")


async def test_a_listing_that_has_ended_sends_nothing() -> None:
    transport = script()
    client = client_of(transport)
    assert await client.organizations.search(cursor=END_OF_LISTING).collect() == []
    with pytest.raises(PaginationError, match=r"organizations\.search: the listing has ended"):
        await client.organizations.search(cursor=END_OF_LISTING)
    assert transport.requests == []


async def test_a_listing_starts_at_a_cursor_and_notices_its_return_there() -> None:
    transport = script(response(content={"organizations": [], "results_metadata": {"next_cursor": "here"}}))
    pager = client_of(transport).organizations.search(cursor="here")
    with pytest.raises(PaginationError) as caught:
        await pager.collect()
    assert (caught.value.cursor, len(transport.requests)) == ("here", 1)


async def test_a_listing_can_be_walked_again() -> None:
    transport = script(response(content={"organizations": [{}], "results_metadata": {}}))
    pager = client_of(transport).organizations.search()
    assert len(await pager.collect()) == len(await pager.collect()) == 1
