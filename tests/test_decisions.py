"""Retries of failed attempts: every outcome for every retry class, with the number of attempts."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from aiostytch import B2BClient, ConnectError, ConnectionLostError, RetryClass
from aiostytch.model import Response
from aiostytch.operation import Arguments, Body, Operation
from aiostytch.wire import RawResponse

from .fakes import Time, response, script

pytestmark = pytest.mark.volume

NEVER, SAFE, ALWAYS = "never", "if a repeat is harmless", "always"

STATUSES = {
    200: NEVER,
    301: NEVER,
    400: NEVER,
    401: NEVER,
    403: NEVER,
    404: NEVER,
    408: NEVER,
    409: NEVER,
    425: NEVER,
    429: ALWAYS,
    500: SAFE,
    501: NEVER,
    502: SAFE,
    503: SAFE,
    504: SAFE,
    520: SAFE,
    529: SAFE,
    599: NEVER,
}
ERRORS: dict[str, tuple[BaseException, str]] = {
    "ConnectError": (ConnectError("no connection: ConnectError"), ALWAYS),
    "ConnectTimeout": (ConnectError("no connection: ConnectTimeout"), ALWAYS),
    "PoolTimeout": (ConnectError("no connection: PoolTimeout"), ALWAYS),
    "ReadTimeout": (ConnectionLostError("no response: ReadTimeout"), SAFE),
    "WriteTimeout": (ConnectionLostError("no response: WriteTimeout"), SAFE),
    "ReadError": (ConnectionLostError("no response: ReadError"), SAFE),
    "RemoteProtocolError": (ConnectionLostError("no response: RemoteProtocolError"), SAFE),
    "CancelledError": (asyncio.CancelledError(), NEVER),
}
OUTCOMES: list[tuple[str, RawResponse | BaseException, str]] = [
    *((str(status), response(status), rule) for status, rule in STATUSES.items()),
    *((name, error, rule) for name, (error, rule) in ERRORS.items()),
]
METHODS = ("GET", "PUT", "DELETE", "POST")
READ_ONLY = (True, False)

ROWS = [
    pytest.param(
        method,
        read_only,
        outcome,
        3 if rule == ALWAYS or (rule == SAFE and (read_only or method != "POST")) else 1,
        id=f"{method}{' read-only' if read_only else ''} {name}",
    )
    for method in METHODS
    for read_only in READ_ONLY
    for name, outcome, rule in OUTCOMES
]


def test_the_table_has_208_rows() -> None:
    assert len(ROWS) == 208


@pytest.mark.parametrize(("method", "read_only", "outcome", "attempts"), ROWS)
async def test_an_outcome_leads_to_this_many_attempts(
    method: str, read_only: bool, outcome: RawResponse | BaseException, attempts: int
) -> None:
    settings: dict[str, Any] = {"retry": RetryClass.READ} if read_only else {}
    operation = Operation("an_operation", "a.call", f"{method} /path", Response, body=Body.NONE, **settings)
    transport = script(outcome)
    client = B2BClient("project-test-1", "secret", transport=transport, clock=Time().clock())
    arguments = Arguments(path={}, query={}, headers={}, body={}, session=None, options=None)
    result = (await asyncio.gather(client._runner.call(operation, arguments), return_exceptions=True))[0]
    assert len(transport.requests) == attempts
    assert isinstance(result, Response) == (isinstance(outcome, RawResponse) and outcome.status_code == 200)


@pytest.mark.parametrize("kind", [RetryClass.SENDS_MESSAGE, RetryClass.CONSUMES_TOKEN, RetryClass.CREATES])
@pytest.mark.parametrize("method", METHODS)
async def test_no_method_makes_an_unsafe_operation_retryable(method: str, kind: RetryClass) -> None:
    operation = Operation("an_operation", "a.call", f"{method} /path", Response, body=Body.NONE, retry=kind)
    transport = script(response(500))
    client = B2BClient("project-test-1", "secret", transport=transport, clock=Time().clock())
    arguments = Arguments(path={}, query={}, headers={}, body={}, session=None, options=None)
    await asyncio.gather(client._runner.call(operation, arguments), return_exceptions=True)
    assert len(transport.requests) == 1


async def test_a_thousand_calls_of_a_server_that_always_fails_are_1035_attempts() -> None:
    transport = script(response(503))
    client = B2BClient("project-test-1", "secret", transport=transport, clock=Time().clock())
    for _ in range(1000):
        await asyncio.gather(client.organizations.get("acme"), return_exceptions=True)
    assert len(transport.requests) == 1035


async def test_a_server_that_allows_100_calls_a_minute_is_not_stormed() -> None:
    time = Time()
    taken: list[float] = []

    class Throttling:
        async def send(self, request: Any, *, max_size: int) -> RawResponse:
            recent = [moment for moment in taken if moment > time.seconds - 60]
            if len(recent) < 100:
                taken.append(time.seconds)
                return response()
            attempts.append(time.seconds)
            return response(429, retry_after="10")

        async def aclose(self) -> None: ...

    attempts: list[float] = []
    client = B2BClient("project-test-1", "secret", transport=Throttling(), clock=time.clock())
    results = [(await asyncio.gather(client.organizations.get("acme"), return_exceptions=True))[0] for _ in range(300)]
    refused = [result for result in results if isinstance(result, BaseException)]
    assert len(taken) + len(attempts) == 300 + len(time.waits)
    assert set(time.waits) == {10.0}
    assert refused
    assert all(getattr(error, "retry_after", None) == 10.0 for error in refused)
