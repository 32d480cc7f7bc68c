"""The logs and instruments of a client's calls."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from aiostytch import (
    B2BClient,
    CallNext,
    CallRecord,
    ClientClosedError,
    ConnectError,
    Drift,
    NotFoundError,
    RawResponse,
    Request,
    RetryRecord,
    StytchError,
)
from aiostytch.fleet.follower import Change
from aiostytch.observe import Hook, Observer
from aiostytch.operation import Operation

from .fakes import Script, Time, longest_waits, response, script

GET = "organizations.get GET /v1/b2b/organizations/{organization_id}"


def client_of(transport: Script, **settings: Any) -> B2BClient:
    clock, retry = Time().clock(), longest_waits()
    return B2BClient("project-test-1", "secret", transport=transport, clock=clock, retry=retry, **settings)


async def test_a_call_is_observed_with_its_outcome_attempts_and_time() -> None:
    calls: list[CallRecord] = []
    client = client_of(script(response(429, retry_after="2"), response()), on_call=calls.append)
    await client.organizations.get("acme")
    assert calls == [
        CallRecord(
            operation_id="api_organization_v1_Get",
            call_path="organizations.get",
            method="GET",
            template="/v1/b2b/organizations/{organization_id}",
            attempts=2,
            elapsed=2.0,
            status_code=200,
            request_id="request-id-test-1",
            quota=500,
            error=None,
        )
    ]


async def test_a_refused_call_is_observed_with_its_error() -> None:
    calls: list[CallRecord] = []
    client = client_of(script(response(404, {"request_id": "r-7"})), on_call=calls.append)
    with pytest.raises(NotFoundError) as caught:
        await client.organizations.get("acme")
    assert (calls[0].status_code, calls[0].request_id, calls[0].error) == (404, "r-7", caught.value)


@pytest.mark.parametrize("error", [ConnectError("no connection"), asyncio.CancelledError(), LookupError()])
async def test_a_call_without_a_response_is_observed_with_its_exception(error: BaseException) -> None:
    calls: list[CallRecord] = []
    with pytest.raises(type(error)):
        await client_of(script(error), on_call=calls.append).organizations.get("acme")
    assert (calls[0].status_code, calls[0].request_id, calls[0].error) == (None, "", error)


async def test_a_call_of_a_closed_client_is_observed_too() -> None:
    calls: list[CallRecord] = []
    client = client_of(script(), on_call=calls.append)
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await client.organizations.get("acme")
    assert calls[0].attempts == 0


async def test_each_retry_is_reported() -> None:
    retries: list[RetryRecord] = []
    client = client_of(script(response(503), ConnectError("no connection"), response()), on_retry=retries.append)
    await client.organizations.get("acme")
    assert [(record.attempt, record.status_code, type(record.error).__name__) for record in retries] == [
        (1, 503, "ServerError"),
        (2, None, "ConnectError"),
    ]
    assert [record.wait for record in retries] == pytest.approx([0.1, 0.2])


async def test_calls_are_logged_at_debug_and_retries_at_info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "aiostytch")
    await client_of(script(response(503), response())).organizations.get("acme-with-a-telling-name")
    lines = [(record.levelname, record.getMessage()) for record in caplog.records if "deviates" not in record.msg]
    assert lines == [
        ("INFO", f"{GET}: attempt 1 failed (503), retried in 0.100 s, request id request-id-test-1"),
        ("DEBUG", f"{GET}: 200, attempts 2, 0.100 s, request id request-id-test-1"),
    ]


async def test_calls_without_a_status_are_logged_by_the_name_of_their_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "aiostytch")
    with pytest.raises(StytchError):
        await client_of(script(ConnectError("no connection"))).with_options(max_retries=0).organizations.get("acme")
    assert caplog.messages == [f"{GET}: ConnectError, attempts 1, 0.000 s, request id -"]


async def test_nothing_is_logged_of_calls_above_debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "aiostytch")
    with pytest.raises(NotFoundError):
        await client_of(script(response(404, {}))).organizations.get("acme")
    assert caplog.messages == []


async def test_a_hook_that_fails_is_logged_and_the_call_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def fail(record: CallRecord | RetryRecord | Drift) -> None:
        raise LookupError("mine")

    client = client_of(script(response(503), response()), on_call=fail, on_retry=fail, on_drift=fail)
    found = await client.organizations.get("acme")
    assert found.request_id == "request-id-test-1"
    failures = [record for record in caplog.records if record.message == "a hook of the client failed"]
    assert len(failures) > 2
    assert all(record.exc_info and record.exc_info[0] is LookupError for record in failures)


class Recorder:
    """An instrument that records its events."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes

    @contextmanager
    def call(self, operation: Operation[Any]) -> Generator[Hook[CallRecord]]:
        self.notes.append(f"{operation.id} begins")
        yield lambda record: self.notes.append(f"{record.status_code} after {record.attempts}")
        self.notes.append("ends")

    async def attempt(self, request: Request, call_next: CallNext) -> RawResponse:
        self.notes.append("attempt")
        return await call_next(request)


async def test_an_instrument_sees_a_call_from_its_beginning_to_its_end() -> None:
    notes: list[str] = []
    await client_of(script(response(503), response()), instruments=[Recorder(notes)]).organizations.get("acme")
    assert notes == ["api_organization_v1_Get begins", "attempt", "attempt", "200 after 2", "ends"]


async def test_an_instrument_sees_what_the_middleware_of_the_user_sends() -> None:
    seen: list[str] = []

    async def add(request: Request, call_next: CallNext) -> RawResponse:
        return await call_next(msgspec.structs.replace(request, headers=(*request.headers, ("X-Trace", "1"))))

    class Looking(Recorder):
        async def attempt(self, request: Request, call_next: CallNext) -> RawResponse:
            self.notes.append(request.headers[-1][0])
            return await call_next(request)

    await client_of(script(), instruments=[Looking(seen)], middleware=[add]).organizations.get("acme")
    assert "X-Trace" in seen


def test_an_instrument_of_calls_alone_does_not_see_the_store() -> None:
    notes: list[str] = []
    Observer(instruments=[Recorder(notes)]).store(Change(known=1))
    assert notes == []
