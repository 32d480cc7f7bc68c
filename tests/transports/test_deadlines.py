"""Nine slow servers, three deadlines, every engine: a call ends when its deadline passes, and the next one succeeds.

Real time passes here. The bound is far above any deadline, for a busy machine, and far below all other limits.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from aiostytch import B2BClient, DeadlineExceededError, RateLimitError
from aiostytch.transports import Transport

from . import servers
from .calls import PATIENT, eventually, get
from .engines import OWN, Engine
from .servers import Behaviour, Connection, Server, echo, responds_with, response

every_engine = pytest.mark.parametrize("engine", OWN)
every_deadline = pytest.mark.parametrize("deadline", [0.05, 0.1, 0.2])

BOUND = 3.0
RESPONSE = response(b'{"request_id": "r", "status_code": 200, "organization": {}}')


def client_of(transport: Transport, url: str, deadline: float, *, max_concurrency: int = 100) -> B2BClient:
    return B2BClient(
        "project-test-0",
        "secret",
        base_url=url,
        transport=transport,
        timeout=PATIENT,
        deadline=deadline,
        max_concurrency=max_concurrency,
    )


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < BOUND


Place = Callable[[], contextlib.AbstractAsyncContextManager[str]]


@contextlib.asynccontextmanager
async def accepts_nothing() -> AsyncIterator[str]:
    """Accept no connection: the backlog of the system is full."""
    with contextlib.ExitStack() as opened:
        listening = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def behaves(behaviour: Behaviour, scheme: str = "http") -> Place:
    @contextlib.asynccontextmanager
    async def place() -> AsyncIterator[str]:
        async with Server(behaviour) as server:
            yield f"{scheme}://127.0.0.1:{server.port}"

    return place


def drips_slowly(start: bytes, more: bytes) -> Behaviour:
    """Receive a request, and send a response with one byte per 50 ms."""

    async def behave(connection: Connection) -> None:
        await connection.receive()
        await connection.send(start)
        while True:
            await connection.send(more)
            await asyncio.sleep(0.05)

    return behave


SLOW: dict[str, Place] = {
    "no accept": accepts_nothing,
    "silence": behaves(servers.never_responds),
    "silence instead of TLS": behaves(servers.never_reads, "https"),
    "headers drip": behaves(drips_slowly(b"HTTP/1.1 200 OK\r\nX: ", b"x")),
    "a body drips": behaves(drips_slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x")),
    "a header without an end": behaves(servers.stops_after(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 60_000)),
    "silence after 100": behaves(servers.stops_after(b"HTTP/1.1 100 Continue\r\n\r\n")),
}


@every_engine
@every_deadline
@pytest.mark.parametrize("case", SLOW)
async def test_a_deadline_ends_a_call_to_a_slow_server(engine: Engine, case: str, deadline: float) -> None:
    async with SLOW[case]() as url, Server(echo) as server, engine.opened() as transport:
        with in_time(), pytest.raises(DeadlineExceededError):
            await client_of(transport, url, deadline).organizations.create(organization_name="Acme")
        assert (await get(transport, server.url("/x"))).content == b"1 /x"


@every_engine
@every_deadline
async def test_a_wait_that_a_server_asks_for_is_not_begun_if_it_ends_too_late(engine: Engine, deadline: float) -> None:
    throttles = responds_with(response(b"{}", "429 Too Many Requests", "Retry-After: 3600"), RESPONSE)
    async with Server(throttles) as server, engine.opened() as transport:
        client = client_of(transport, server.url(), deadline).with_options(deadline=deadline * 100)
        with in_time(), pytest.raises(RateLimitError) as caught:
            await client.organizations.get("o")
        await client.organizations.get("o")
    assert (caught.value.retry_after, caught.value.attempts, server.opened) == (3600.0, 1, 1)


@every_engine
@every_deadline
async def test_a_deadline_ends_the_wait_for_a_place_in_line(engine: Engine, deadline: float) -> None:
    gate = asyncio.Event()

    async def wait(connection: Connection) -> None:
        await connection.receive()
        await gate.wait()
        await connection.send(RESPONSE)
        await responds_with(RESPONSE)(connection)

    async with Server(wait) as server, engine.opened() as transport:
        client = client_of(transport, server.url(), deadline, max_concurrency=1)
        patient = client.with_options(deadline=None)
        first = asyncio.ensure_future(patient.organizations.get("first"))
        await eventually(lambda: len(server.requests) == 1)
        with in_time(), pytest.raises(DeadlineExceededError) as caught:
            await client.organizations.get("second")
        gate.set()
        await first
        await patient.organizations.get("third")
    assert caught.value.is_retry_safe
    assert [servers.target(request).rsplit(b"/", 1)[1] for request in server.requests] == [b"first", b"third"]
