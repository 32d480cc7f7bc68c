"""Middleware runs around each attempt, inside the retries."""

from __future__ import annotations

import functools
from typing import Any

import msgspec
import pytest

from aiostytch import (
    B2BClient,
    CallNext,
    ConfigurationError,
    ConnectError,
    ConnectionLostError,
    Middleware,
    RawResponse,
    Request,
)

from .fakes import Script, Time, response, script


def client_of(transport: Script, *middleware: Any) -> B2BClient:
    return B2BClient("project-test-1", "secret", transport=transport, middleware=middleware, clock=Time().clock())


def noting(name: str, notes: list[str]) -> Middleware:
    async def note(request: Request, call_next: CallNext) -> RawResponse:
        notes.append(f"{name} > {request.template}")
        response = await call_next(request)
        notes.append(f"{name} < {response.status_code}")
        return response

    return note


async def test_the_first_middleware_is_the_outermost() -> None:
    notes: list[str] = []
    await client_of(script(), noting("a", notes), noting("b", notes)).organizations.get("acme")
    path = "/v1/b2b/organizations/{organization_id}"
    assert notes == [f"a > {path}", f"b > {path}", "b < 200", "a < 200"]


async def test_each_attempt_goes_through_it_and_errors_arrive_as_responses() -> None:
    notes: list[str] = []
    found = await client_of(script(response(503), response()), noting("a", notes)).organizations.get("acme")
    assert [note for note in notes if "<" in note] == ["a < 503", "a < 200"]
    assert found.raw.attempts == 2


async def test_it_sees_a_transport_error_and_the_retry_that_follows() -> None:
    seen: list[str] = []

    async def watch(request: Request, call_next: CallNext) -> RawResponse:
        try:
            return await call_next(request)
        except ConnectError as error:
            seen.append(type(error).__name__)
            raise

    await client_of(script(ConnectError("no connection"), response()), watch).organizations.get("acme")
    assert seen == ["ConnectError"]


async def test_it_can_change_the_request() -> None:
    async def add(request: Request, call_next: CallNext) -> RawResponse:
        return await call_next(msgspec.structs.replace(request, headers=(*request.headers, ("X-Trace", "1"))))

    transport = script()
    await client_of(transport, add).organizations.get("acme")
    assert transport.requests[0].headers[-1] == ("X-Trace", "1")


async def test_it_can_respond_by_itself_and_its_errors_are_classified() -> None:
    async def lose(request: Request, call_next: CallNext) -> RawResponse:
        raise ConnectionLostError("switched off")

    transport = script()
    with pytest.raises(ConnectionLostError) as caught:
        await client_of(transport, lose).organizations.create(organization_name="Acme")
    assert (caught.value.attempts, caught.value.is_retry_safe, transport.requests) == (1, False, [])


async def test_an_exception_of_its_own_reaches_the_caller_as_it_is() -> None:
    async def fail(request: Request, call_next: CallNext) -> RawResponse:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await client_of(script(), fail).organizations.get("acme")


async def test_views_go_through_the_middleware_of_their_client() -> None:
    notes: list[str] = []
    await client_of(script(), noting("a", notes)).with_options(timeout=1).organizations.get("acme")
    assert len(notes) == 2


class Counting:
    """A middleware that is an object."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, request: Request, call_next: CallNext) -> RawResponse:
        self.count += 1
        return await call_next(request)

    async def method(self, request: Request, call_next: CallNext) -> RawResponse:
        return await self(request, call_next)


async def test_an_object_a_method_and_a_partial_function_are_middleware_too() -> None:
    counting = Counting()

    async def with_name(name: str, request: Request, call_next: CallNext) -> RawResponse:
        return await counting(request, call_next)

    client = client_of(script(), counting, counting.method, functools.partial(with_name, "a"))
    await client.organizations.get("acme")
    assert counting.count == 3


async def takes_one(request: Request) -> RawResponse:
    raise AssertionError


def not_async(request: Request, call_next: CallNext) -> RawResponse:
    raise AssertionError


@pytest.mark.parametrize("thing", [takes_one, not_async, None, "name", Counting, object()])
def test_invalid_middleware_is_refused_when_the_client_is_created(thing: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"middleware\[1\]"):
        client_of(script(), Counting(), thing)
