"""Many cancellations, header values and forked processes, over real sockets and on every engine."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from aiostytch import B2BClient, SessionJWT, SessionToken
from aiostytch.errors import ConfigurationError, InvalidArgumentError
from aiostytch.transports import Transport

from .calls import CANARY, eventually, folded, get, nothing_is_left_unretrieved, parsed
from .engines import OWN, Engine
from .servers import Server, echo, responds_with, response

pytestmark = pytest.mark.volume
own_engine = pytest.mark.parametrize("engine", OWN)

Call = Awaitable[Any]
Style = Callable[[Call, float], Awaitable[None]]


async def _wait_for(call: Call, delay: float) -> None:
    await asyncio.wait_for(call, delay)


async def _timeout(call: Call, delay: float) -> None:
    async with asyncio.timeout(delay):
        await call


async def _cancel(call: Call, delay: float) -> None:
    task = asyncio.ensure_future(call)
    asyncio.get_running_loop().call_later(delay, task.cancel)
    await task


STYLES: list[Style] = [_wait_for, _timeout, _cancel]
CANCELLATIONS, CALLS, PLACES = 2000, 20, 10


async def _seconds_of(call: Call) -> float:
    started = time.monotonic()
    await call
    return time.monotonic() - started


async def _storm(transport: Transport, server: Server, style: Style, seed: int) -> None:
    """Make 20 calls at a time, and cancel each at some moment of their run time, unless it has already ended.

    Go on until 2,000 were cancelled while running. Calls that still waited for a connection do not count.
    """
    gate = asyncio.Semaphore(PLACES)
    chance = random.Random(seed)
    cancelled = 0

    async def ask() -> None:
        nonlocal cancelled
        async with gate:
            try:
                await get(transport, server.url("/x"))
            except asyncio.CancelledError:
                cancelled += 1
                raise

    longest = min([await _seconds_of(asyncio.gather(*(ask() for _ in range(CALLS)))) for _ in range(3)])
    while cancelled < CANCELLATIONS:
        calls = (style(ask(), chance.uniform(0, longest)) for _ in range(CALLS))
        for outcome in await asyncio.gather(*calls, return_exceptions=True):
            assert outcome is None or isinstance(outcome, TimeoutError | asyncio.CancelledError)


STORMS = [
    pytest.param(*own.values, seed, id=f"{own.id}-{seed}", marks=own.marks)
    for own in OWN
    for seed in ([1, 2, 3] if own is OWN[0] else [1])  # three times as many for the default
]


@pytest.mark.release
@pytest.mark.parametrize(("engine", "seed"), STORMS)
@pytest.mark.parametrize("style", STYLES)
async def test_a_storm_of_2000_cancellations_leaves_a_working_pool(engine: Engine, style: Style, seed: int) -> None:
    async with Server(echo) as server:
        with nothing_is_left_unretrieved():
            async with engine.opened() as transport:
                await _storm(transport, server, style, seed)
                for _ in range(PLACES):
                    assert (await get(transport, server.url("/after"))).content.endswith(b" /after")
                if engine.lets_go:
                    await eventually(lambda: server.open <= PLACES)
            gc.collect()
            await eventually(lambda: server.open == 0)


LOOK_ALIKES = [chr(code) for code in (*range(0x2000, 0x2010), *range(0x2024, 0x2034), 0x3000, 0xFEFF, 0xD800)]
LOOK_ALIKES += ["\u0130", "\u212a", "\uff0d", "\uff1a", "\uff0a"]


def _in_all_places(character: str) -> list[str]:
    return [f"{character}{CANARY}", f"{CANARY}{character}{CANARY}", f"{CANARY}{character}"]


VALUES = [
    *(value for byte in range(256) for value in _in_all_places(chr(byte))),
    *(f"{CANARY}{character}" for character in LOOK_ALIKES),
    "",
    CANARY.ljust(8193, "x"),
]
VISIBLE = [value for byte in range(0x21, 0x7F) for value in _in_all_places(chr(byte))]


def _wire_name(kind: type[SessionToken | SessionJWT]) -> bytes:
    return kind.header.lower().encode()


@own_engine
@pytest.mark.parametrize("kind", [SessionToken, SessionJWT])
async def test_a_session_is_sent_as_it_is_or_refused_unshown(
    engine: Engine, kind: type[SessionToken | SessionJWT]
) -> None:
    """Every byte in three places, look-alikes, empty and long values: only the 94 visible characters are accepted."""
    body = b'{"request_id": "r", "status_code": 200, "organization": {}}'
    accepted: list[str] = []
    refusals: list[str] = []
    async with Server(responds_with(response(body))) as server, engine.opened() as transport:
        url = server.url()
        async with B2BClient("project-test-0", "secret", base_url=url, transport=transport) as client:
            for value in VALUES:
                try:
                    await client.organizations.update("organization-1", organization_name="a", session=kind(value))
                except InvalidArgumentError as error:
                    refusals.append(f"{error!r} {error}")
                else:
                    accepted.append(value)
    assert CANARY not in "".join(refusals)
    assert (len(VALUES), accepted) == (256 * 3 + 40 + 2, VISIBLE)
    received = [parsed(request).headers_of_ours() for request in server.requests]
    sent = [value.decode() for value in (dict(folded(headers))[_wire_name(kind)] for headers in received)]
    assert sent == accepted
    assert {len(headers) for headers in received} == {6}  # the headers of every call with a body, and the session


FORKS = 50


def _call_in_the_child(client: B2BClient, told: Any) -> None:
    async def call() -> None:
        await client.organizations.get("child")

    try:
        asyncio.run(call())
    except ConfigurationError as error:
        told.send(str(error))
    else:
        told.send("done")


async def _fork_again_and_again(library: str) -> None:
    context = multiprocessing.get_context("fork")
    body = b'{"request_id": "r", "status_code": 200, "organization": {}}'
    async with (
        Server(responds_with(response(body))) as server,
        B2BClient("project-test-0", "secret", base_url=server.url(), transport=library) as client,
    ):
        await client.organizations.get("warm")
        for _ in range(FORKS):
            ours, theirs = context.Pipe()
            child = context.Process(target=_call_in_the_child, args=(client, theirs))
            child.start()
            said = await asyncio.to_thread(ours.recv)
            child.kill()  # a normal exit would run the exit handlers of the parent's libraries
            await asyncio.to_thread(child.join)
            assert "belongs to another event loop or process" in said, said
            await client.organizations.get("parent")
    paths = [request.split(b" ", 2)[1].rsplit(b"/", 1)[1] for request in server.requests]
    assert paths == [b"warm", *[b"parent"] * FORKS], paths
    assert server.opened == 1, server.opened


@own_engine
def test_a_forked_process_sends_nothing_and_takes_nothing_away(engine: Engine) -> None:
    """Runs in a new process: this one has threads, which a fork would leave behind."""
    code = f"from tests.transports import test_many as t; t.asyncio.run(t._fork_again_and_again({engine.library!r}))"
    command = [sys.executable, "-W", "error", "-c", code]
    root = Path(__file__).parents[2]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
