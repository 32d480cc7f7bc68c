"""The lives that a client can have, on every engine. Warnings are errors here, also those of what is collected."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from aiostytch import B2BClient, ClientClosedError, ConfigurationError

from .engines import OWN, USERS, Engine, Opening, eventually
from .servers import Server, answer, answers

ANSWER = answer(b'{"request_id": "r", "status_code": 200, "organization": {}}')
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
    """Return what is raised where nobody can catch it, and what the event loop complains of."""
    told: list[object] = []

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        async with Server(answers(ANSWER)) as server:
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
    async with Server(answers(ANSWER)) as server, opening(None) as transport:
        for _ in range(3):
            async with B2BClient("project-test-0", "secret", base_url=server.url(), transport=transport) as client:
                await client.organizations.get("o")
        assert (server.opened, server.open) == (1, 1)


CYCLES = 1000


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


@pytest.mark.volume
@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="there is no list of open files")
@every_engine
async def test_1000_clients_leave_as_many_open_files_as_there_were(engine: Engine) -> None:
    async with Server(answers(ANSWER)) as server:
        await used(client_of(engine.library, server))  # a thread of the engine's opens files of its own, once
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
        async with Server(answers(ANSWER)) as server, client_of(engine.library, server) as client:
            return (await client.organizations.get("o")).request_id

    assert [asyncio.run(main()) for _ in range(3)] == ["r"] * 3


@every_engine
def test_a_client_is_refused_in_any_loop_but_its_first_and_can_be_closed_there(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first loop has left open when it ended is warned of, and nothing else goes wrong."""
    clients: list[B2BClient] = []
    told: list[object] = []

    async def first() -> None:
        async with Server(answers(ANSWER)) as server:
            clients.append(client_of(engine.library, server))
            await clients[0].organizations.get("o")

    async def another() -> None:
        with pytest.raises(ConfigurationError, match="belongs to the event loop and process of its first call"):
            await clients[0].organizations.get("o")

    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: told.append(type(unraisable.exc_value)))
    asyncio.run(first())
    asyncio.run(another())
    asyncio.run(another())
    asyncio.run(clients.pop().aclose())
    gc.collect()
    assert set(told) <= {ResourceWarning}
