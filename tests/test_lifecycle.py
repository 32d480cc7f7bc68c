"""A client works in several event loops, one after the other, but never in two at once."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import pytest

from aiostytch import B2BClient, CallNext, ClientClosedError, ConfigurationError, RawResponse, Request, SessionToken
from aiostytch.lifecycle import Lifecycle

from .fakes import Script, script


def client_of(transport: Script, **settings: Any) -> B2BClient:
    return B2BClient("project-test-1", "secret", transport=transport, **settings)


async def call(client: B2BClient) -> str:
    return (await client.organizations.get("acme")).request_id


def test_a_client_goes_on_in_the_next_loop_once_the_last_is_closed() -> None:
    client = client_of(transport := script())
    for _ in range(3):
        assert asyncio.run(call(client)) == "request-id-test-1"
        assert asyncio.run(call(client.as_member(SessionToken("t")))) == "request-id-test-1"
    assert len(transport.requests) == 6


async def test_a_second_loop_is_refused_while_the_first_is_open() -> None:
    client = client_of(transport := script())
    await call(client)
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="another event loop"):
            await asyncio.to_thread(asyncio.run, call(client))
    await call(client)
    assert len(transport.requests) == 2


def test_of_many_loops_at_once_the_first_has_the_client() -> None:
    lifecycle, outcomes = Lifecycle(), list[str]()
    begin, end = threading.Barrier(8), threading.Barrier(8)

    async def check() -> None:
        begin.wait(60)
        try:
            lifecycle.check_event_loop()
            outcomes.append("here")
        except ConfigurationError:
            outcomes.append("refused")
        end.wait(60)

    threads = [threading.Thread(target=asyncio.run, args=(check(),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["here"] + ["refused"] * 7


def test_calls_that_a_closed_loop_has_cut_off_take_no_place_from_others() -> None:
    async def hang(request: Request, call_next: CallNext) -> RawResponse:
        if is_hanging:
            await asyncio.Event().wait()
        return await call_next(request)

    is_hanging = True
    client = client_of(script(), max_concurrency=1, middleware=[hang])
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # prevents a log entry for the unfinished task
    cut_off = loop.create_task(call(client))
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    is_hanging = False
    assert asyncio.run(call(client)) == "request-id-test-1"
    assert not cut_off.done()
    cut_off.get_coro().close()
    assert asyncio.run(call(client)) == "request-id-test-1"


async def test_another_process_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(transport := script())
    await call(client)
    with monkeypatch.context() as forked:
        forked.setattr(os, "getpid", lambda: -1)
        with pytest.raises(ConfigurationError, match="process"):
            await call(client.with_options(timeout=1))
    await call(client)
    assert len(transport.requests) == 2


def test_a_fork_goes_on_once_the_loop_of_its_parent_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(transport := script())
    asyncio.run(call(client))
    monkeypatch.setattr(os, "getpid", lambda: -1)
    asyncio.run(call(client))
    assert len(transport.requests) == 2


def test_a_client_is_closed_outside_asyncio() -> None:
    client = B2BClient("project-test-1", "secret")
    asyncio.run(client.__aenter__())
    with pytest.raises(StopIteration):
        client.aclose().send(None)
    with pytest.raises(ClientClosedError):
        asyncio.run(call(client))


def test_a_call_needs_asyncio_and_says_so() -> None:
    with pytest.raises(ConfigurationError, match="asyncio"):
        call(client_of(script())).send(None)


# Starting.


async def test_a_client_is_started_once() -> None:
    """The first exit would close it for the other user, such as a second lifespan."""
    async with client_of(script()) as client:
        for second in (client, client.as_member(SessionToken("t"))):
            with pytest.raises(ConfigurationError, match="start it once"):
                await second.__aenter__()
        assert await call(client) == "request-id-test-1"


def test_a_client_that_was_closed_says_what_to_do_when_it_is_started_again() -> None:
    client = client_of(script())

    async def lifespan() -> None:
        async with client:
            await call(client)

    asyncio.run(lifespan())
    with pytest.raises(ClientClosedError, match=r"create a new one for each start.*application.*lifespan"):
        asyncio.run(lifespan())


def test_a_start_that_its_loop_has_outlived_does_not_count() -> None:
    client = client_of(script())
    asyncio.run(client.__aenter__())
    asyncio.run(client.__aenter__())
    assert asyncio.run(call(client)) == "request-id-test-1"
