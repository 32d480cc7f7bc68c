"""The possible lifetimes of a client, on every engine. Warnings are errors, including those of garbage collection."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import logging
import os
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from aiostytch import B2BClient, ClientClosedError, ConfigurationError, ConnectionLostError

from .calls import eventually
from .engines import OWN, USERS, Engine, Opening
from .servers import Server, responds_with, response

RESPONSE = response(b'{"request_id": "r", "status_code": 200, "organization": {}}')
every_engine = pytest.mark.parametrize("engine", OWN)


def client_of(library: str, server: Server) -> B2BClient:
    return B2BClient("project-test-0", "secret", base_url=server.url(), transport=library)


async def never_used(client: B2BClient) -> None:
    del client


async def used(client: B2BClient) -> None:
    async with client:
        await client.organizations.get("o")


async def called_after_closing(client: B2BClient) -> None:
    await used(client)
    with pytest.raises(ClientClosedError):
        await client.organizations.get("o")


async def closed_twice(client: B2BClient) -> None:
    await used(client)
    await client.aclose()


async def closed_during_a_call(client: B2BClient) -> None:
    async with client:
        await client.organizations.get("warm")
        call = asyncio.ensure_future(client.organizations.get("o"))
        await asyncio.sleep(0)
        assert not call.done()
    await call


async def left_by_an_exception(client: B2BClient) -> None:
    with contextlib.suppress(LookupError):
        async with client:
            await client.organizations.get("o")
            raise LookupError


Life = Callable[[B2BClient], Coroutine[Any, Any, None]]
LIVES: list[Life] = [
    never_used,
    used,
    called_after_closing,
    closed_twice,
    closed_during_a_call,
    left_by_an_exception,
]


def complaints_of(library: str, live: Life, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect unraisable exceptions and the errors of the event loop."""
    told: list[object] = []

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        async with Server(responds_with(RESPONSE)) as server:
            await live(client_of(library, server))
            gc.collect()
            if live is not unclosed:
                await eventually(lambda: server.open == 0)

    gc.collect()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "unraisablehook", lambda unraisable: told.append(type(unraisable.exc_value)))
        asyncio.run(main())
        gc.collect()
    return told


@every_engine
@pytest.mark.parametrize("live", LIVES)
def test_a_life_that_ends_well_leaves_nothing_and_warns_of_nothing(
    engine: Engine, live: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert complaints_of(engine.library, live, monkeypatch) == []


async def unclosed(client: B2BClient) -> None:
    await client.organizations.get("o")


@every_engine
def test_a_client_that_is_collected_unclosed_gives_resource_warnings_only(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(complaints_of(engine.library, unclosed, monkeypatch)) == {ResourceWarning}


@pytest.mark.parametrize("opening", USERS)
async def test_an_engine_of_the_users_outlives_its_clients(opening: Opening) -> None:
    async with Server(responds_with(RESPONSE)) as server, opening(None) as transport:
        for _ in range(3):
            async with B2BClient("project-test-0", "secret", base_url=server.url(), transport=transport) as client:
                await client.organizations.get("o")
        assert (server.opened, server.open) == (1, 1)


CYCLES = 1000


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


@pytest.mark.release
@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="there is no list of open files")
@every_engine
async def test_1000_clients_leave_as_many_open_files_as_there_were(engine: Engine) -> None:
    async with Server(responds_with(RESPONSE)) as server:
        await used(client_of(engine.library, server))  # a thread of the engine opens its own files once
        await eventually(lambda: server.open == 0)
        gc.collect()
        before = open_files()
        for _ in range(CYCLES):
            async with engine.opened() as transport:
                client = B2BClient("project-test-0", "secret", base_url=server.url(), transport=transport)
                await client.organizations.get("o")
        await eventually(lambda: server.open == 0)
        assert server.opened == CYCLES + 1
        await eventually(lambda: open_files() == before)


# Event loops.


@every_engine
def test_one_client_a_loop_works_in_three_loops(engine: Engine) -> None:
    async def main() -> str:
        async with Server(responds_with(RESPONSE)) as server, client_of(engine.library, server) as client:
            return (await client.organizations.get("o")).request_id

    assert [asyncio.run(main()) for _ in range(3)] == ["r"] * 3


@contextlib.contextmanager
def served_from_a_thread() -> Iterator[tuple[Server, BlockingPortal]]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Server(responds_with(RESPONSE))) as server,
    ):
        yield server, portal


@every_engine
@pytest.mark.parametrize("start", [False, True])
def test_a_client_opens_again_in_the_next_loop(engine: Engine, start: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves nothing in the last loop."""
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: told.append(unraisable.exc_value))
    with served_from_a_thread() as (server, portal):
        clients = [client_of(engine.library, server)]

        async def main() -> str:
            asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
            if start:
                await clients[0].__aenter__()
            return (await clients[0].organizations.get("o")).request_id

        for number in range(1, 4):
            assert asyncio.run(main()) == "r"
            portal.call(eventually, lambda: server.open == 0)
            assert server.opened == number
        asyncio.run(clients.pop().aclose())
        gc.collect()
    assert told == []


@every_engine
def test_a_client_that_another_loop_closes_is_closed_in_its_own(engine: Engine) -> None:
    with served_from_a_thread() as (server, portal), warnings.catch_warnings():
        warnings.simplefilter("error")
        client = client_of(engine.library, server)

        async def main() -> None:
            await client.organizations.get("o")
            await asyncio.to_thread(asyncio.run, client.aclose())
            await asyncio.to_thread(portal.call, eventually, lambda: server.open == 0)

        asyncio.run(main())


@every_engine
async def test_two_loops_at_once_are_refused(engine: Engine) -> None:
    async with Server(responds_with(RESPONSE)) as server, client_of(engine.library, server) as client:
        await client.organizations.get("o")
        for use in (client.organizations.get("o"), client.__aenter__()):
            with pytest.raises(ConfigurationError, match="belongs to another event loop or process"):
                await asyncio.to_thread(asyncio.run, use)
        await client.organizations.get("o")
        assert server.opened == 1


def mock(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"request_id": "r", "status_code": 200, "organization": {}})


def test_an_idle_engine_of_the_users_goes_on_in_the_next_loop() -> None:
    """It does not have connections."""
    client = B2BClient("project-test-0", "secret", http_client=httpx.AsyncClient(transport=httpx.MockTransport(mock)))

    async def main() -> str:
        return (await client.organizations.get("o")).request_id

    assert [asyncio.run(main()) for _ in range(3)] == ["r"] * 3


def client_class(library: str, name: str) -> Callable[[], Any]:
    return lambda: getattr(importlib.import_module(library), name)()


USERS_ENGINES = [("httpx", "AsyncClient"), ("httpx2", "AsyncClient"), ("aiohttp", "ClientSession")]


@pytest.mark.parametrize(("library", "name"), USERS_ENGINES)
def test_an_engine_of_the_users_says_that_its_loop_is_closed(
    library: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request was already sent, so it is unknown whether it was executed."""
    pytest.importorskip(library)
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)  # nobody has closed the engine
    monkeypatch.setattr(logging.getLogger("asyncio"), "disabled", True)
    with served_from_a_thread() as (server, _):
        made: list[B2BClient] = []

        async def first() -> None:
            engine = client_class(library, name)()
            made.append(B2BClient("project-test-0", "secret", base_url=server.url(), http_client=engine))
            await made[0].organizations.get("o")

        async def second() -> None:
            with pytest.raises(ConnectionLostError, match="create one for each"):
                await made[0].organizations.create(organization_name="o")

        asyncio.run(first())
        asyncio.run(second())
        made.clear()
        gc.collect()


async def test_an_error_of_a_users_engine_in_its_own_loop_stays_as_it_is() -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise RuntimeError("of the user's")

    client = B2BClient("project-test-0", "secret", http_client=httpx.MockTransport(fail))
    with pytest.raises(RuntimeError, match="of the user's"):
        await client.organizations.get("o")
