"""The lifecycle of a client and its views."""

from __future__ import annotations

import asyncio
import gc
import pickle
import warnings
from typing import Any

import httpx
import pytest

from aiostytch import (
    B2BClient,
    ClientClosedError,
    ConfigurationError,
    Drift,
    RequestOptions,
    SessionJWT,
    SessionToken,
    Timeout,
)

from .fakes import Script, response, script

SECRET = "secret-test-abc"


def client_of(transport: Script, **settings: Any) -> B2BClient:
    return B2BClient("project-test-1", SECRET, transport=transport, **settings)


def header(transport: Script, name: str) -> str | None:
    return dict(transport.requests[-1].headers).get(name)


async def test_the_client_closes_its_transport_at_the_end_of_async_with() -> None:
    transport = script()
    async with client_of(transport) as client:
        await client.organizations.get("acme")
        assert transport.closed == 0
    assert transport.closed == 1


async def test_the_transport_is_closed_after_an_exception_too() -> None:
    transport = script()
    with pytest.raises(LookupError):
        async with client_of(transport):
            raise LookupError
    assert transport.closed == 1


async def test_closing_twice_closes_once() -> None:
    transport = script()
    client = client_of(transport)
    await client.aclose()
    await client.aclose()
    assert transport.closed == 1


async def test_a_closed_client_and_its_views_refuse_calls_unsent() -> None:
    transport = script()
    client = client_of(transport)
    view = client.as_member(SessionToken("t"))
    await client.aclose()
    for closed in (client, view, client.with_options(timeout=1)):
        with pytest.raises(ClientClosedError) as caught:
            await closed.organizations.get("acme")
        assert caught.value.operation_id == "api_organization_v1_Get"
        with pytest.raises(ClientClosedError):
            await closed.__aenter__()
    assert transport.requests == []


async def test_closing_a_view_closes_the_client() -> None:
    transport = script()
    client = client_of(transport)
    async with client.with_options(timeout=1):
        pass
    with pytest.raises(ClientClosedError):
        await client.organizations.get("acme")


async def test_a_client_that_was_never_used_is_dropped_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        B2BClient("project-test-1", SECRET)
        gc.collect()


def test_a_client_can_be_made_without_a_running_loop() -> None:
    async def call(client: B2BClient) -> str:
        async with client:
            return (await client.organizations.get("acme")).request_id

    assert asyncio.run(call(client_of(script()))) == "request-id-test-1"


async def test_a_client_of_the_user_is_used_and_stays_open() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"request_id": "r", "status_code": 200, "organization": {}})

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as engine:
        async with B2BClient("project-test-1", SECRET, http_client=engine) as client:
            assert (await client.organizations.get("acme")).request_id == "r"
        assert not engine.is_closed


@pytest.mark.parametrize("transport", ["carrier pigeon", "", object()])
def test_an_unknown_transport_is_refused(transport: Any) -> None:
    with pytest.raises(ConfigurationError, match="transport"):
        B2BClient("project-test-1", SECRET, transport=transport)


def test_the_client_shows_project_and_server_and_never_the_secret() -> None:
    client = client_of(script())
    assert repr(client) == "<B2BClient project-test-1 at https://test.stytch.com, open>"
    assert SECRET not in repr(vars(client))


async def test_the_client_shows_that_it_is_closed() -> None:
    client = client_of(script())
    await client.aclose()
    assert repr(client).endswith("closed>")


async def test_a_view_of_a_member_sends_the_session_where_it_is_accepted() -> None:
    """And nowhere else."""
    transport = script()
    async with client_of(transport) as client:
        member = client.as_member(SessionToken("token"))
        await member.organizations.update("acme")
        assert header(transport, "X-Stytch-Member-Session") == "token"
        await member.organizations.get("acme")
        assert header(transport, "X-Stytch-Member-Session") is None
        await client.organizations.update("acme")
        assert header(transport, "X-Stytch-Member-Session") is None


async def test_the_session_of_a_call_goes_before_that_of_the_view() -> None:
    transport = script()
    async with client_of(transport) as client:
        await client.as_member(SessionToken("token")).organizations.update("acme", session=SessionJWT("a.b.c"))
    assert header(transport, "X-Stytch-Member-SessionJWT") == "a.b.c"
    assert header(transport, "X-Stytch-Member-Session") is None


async def test_views_do_not_change_what_they_are_made_of() -> None:
    transport = script()
    async with client_of(transport, timeout=3) as client:
        first = client.with_options(timeout=7, headers={"A": "1"})
        second = first.with_options(headers={"B": "2"})
        for view, seconds, sent in [(second, 7, ("1", "2")), (first, 7, ("1", None)), (client, 3, (None, None))]:
            await view.organizations.get("acme")
            assert transport.requests[-1].timeout == Timeout(connect=seconds, read=seconds, write=seconds, pool=seconds)
            assert (header(transport, "A"), header(transport, "B")) == sent


async def test_options_of_a_call_go_before_those_of_the_view() -> None:
    transport = script()
    async with client_of(transport) as client:
        view = client.with_options(timeout=7, headers={"A": "1", "B": "1"})
        await view.organizations.get("acme", options=RequestOptions(timeout=Timeout(read=9), headers={"A": "2"}))
    assert transport.requests[-1].timeout == Timeout(read=9)
    assert (header(transport, "A"), header(transport, "B")) == ("2", "1")


async def test_views_are_safe_across_tasks() -> None:
    transport = script()

    async def call(client: B2BClient, number: int) -> None:
        view = client.as_member(SessionToken(f"token-{number}")).with_options(headers={"Number": str(number)})
        await view.organizations.update(f"org-{number}")

    async with client_of(transport) as client:
        await asyncio.gather(*(call(client, number) for number in range(100)))
    for request in transport.requests:
        number = request.url.rpartition("-")[2]
        assert dict(request.headers)["X-Stytch-Member-Session"] == f"token-{number}"
        assert dict(request.headers)["Number"] == number
    assert len(transport.requests) == 100


def test_a_view_is_of_the_class_of_its_client() -> None:
    class Client(B2BClient):
        pass

    view = Client("project-test-1", SECRET, transport=script()).as_member(SessionToken("t"))
    assert type(view) is Client


def test_options_do_not_show_header_values() -> None:
    assert "hush" not in repr(RequestOptions(headers={"X-Trace": "hush"}))


async def test_each_drift_is_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    drifts: list[Drift] = []
    transport = script(response(content={"request_id": None, "status_code": 200, "organization": {}}))
    async with client_of(transport, on_drift=drifts.append) as client:
        await client.organizations.delete("acme")
        await client.organizations.delete("acme")
    assert [str(drift) for drift in drifts] == [
        "DeleteResponse.request_id: null",
        "DeleteResponse.organization_id: missing",
    ]
    assert len(caplog.records) == 2
    assert "DeleteResponse.request_id: null" in caplog.text


async def test_a_pager_and_its_arguments_are_not_shown() -> None:
    async with client_of(script()) as client:
        pager = client.organizations.search(cursor="hush")
        assert repr(pager) == "<Pager organizations.search>"


async def test_an_error_of_a_call_survives_pickling() -> None:
    transport = script(response(404, {"error_type": "organization_not_found"}))
    async with client_of(transport) as client:
        with pytest.raises(Exception, match="organization_not_found") as caught:
            await client.organizations.get("acme")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.error_type, copy.status_code, str(copy)) == ("organization_not_found", 404, str(caught.value))
