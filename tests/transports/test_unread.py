"""A connection with unread data is not reused: the rest of one response must never become the next response."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from aiostytch.errors import ConnectionLostError
from aiostytch.transports import Transport
from aiostytch.transports.choose import from_client
from tests.authority import Authority

from .calls import eventually, get
from .engines import ALL, Opening
from .servers import Connection as ServerSide
from .servers import Server, packed, response, says, target

every_engine = pytest.mark.parametrize("opening", ALL)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n"
STALE = response(b"stale")
RESPONSES = {
    "a length": response(b"first"),
    "no body": response(b""),
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "304": response(b"", "304 Not Modified"),
    "304 with a length": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    "chunks": CHUNKED + b"\r\n",
    "chunks and trailers": CHUNKED + b"X-Trailer: a\r\n\r\n",
    "after 103": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + response(b"first"),
    "packed": response(packed(b"first"), "200 OK", "Content-Encoding: gzip"),
    "an error": response(b"first", "500 Oh"),
    "a whole read": response(b"x" * (65_536 - len(response(b"x" * 65_000)) + 65_000)),
    "large": response(b"x" * 300_000),
}
SURPLUS = {
    "a response": STALE,
    "two answers": STALE * 2,
    "a part of a head": STALE[:20],
    "a head": STALE[:-5],
    "a part of a response": STALE[:-1],
    "100": b"HTTP/1.1 100 Continue\r\n\r\n",
    "103": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
    "an empty line": b"\r\n",
    "a byte": b"x",
    "more than a response": b"x" * 400_000,
}


class Surplus:
    """A server that sends too much after the first response, and then the number of the connection."""

    def __init__(self, first: bytes, surplus: bytes, *, later: asyncio.Event | None = None) -> None:
        self.first = first
        self.surplus = surplus
        self.later = later
        self.sent = asyncio.Event()

    async def __call__(self, connection: ServerSide) -> None:
        while True:
            if target(await connection.receive()) != b"/first":
                await connection.send(response(b"%d" % connection.number))
            elif self.later is None:
                await connection.send(self.first + self.surplus)
            else:
                await connection.send(self.first)
                await self.later.wait()
                connection.writer.write(self.surplus)
                self.sent.set()


async def first_call(transport: Transport, server: Server, method: str = "GET", *, host: str | None = None) -> None:
    with contextlib.suppress(ConnectionLostError):  # the extra data is recognized as invalid HTTP
        await get(transport, server.url("/first", host=host), method=method)


async def next_response(transport: Transport, server: Server, *, host: str | None = None) -> bytes:
    return (await get(transport, server.url("/next", host=host), method="POST", content=b"{}")).content


@every_engine
@pytest.mark.parametrize("first", RESPONSES)
async def test_a_response_behind_a_response_is_not_taken(opening: Opening, first: str) -> None:
    async with Server(Surplus(RESPONSES[first], STALE)) as server, opening(None) as transport:
        await first_call(transport, server)
        assert await next_response(transport, server) == b"2"


@every_engine
@pytest.mark.parametrize("surplus", SURPLUS)
async def test_data_after_a_response_ends_its_connection(opening: Opening, surplus: str) -> None:
    async with Server(Surplus(response(b"first"), SURPLUS[surplus])) as server, opening(None) as transport:
        await first_call(transport, server)
        assert await next_response(transport, server) == b"2"


@every_engine
async def test_a_body_of_a_response_without_one_ends_its_connection(opening: Opening) -> None:
    async with Server(Surplus(response(b"first"), b"")) as server, opening(None) as transport:
        await first_call(transport, server, "HEAD")
        assert await next_response(transport, server) == b"2"


@every_engine
@pytest.mark.parametrize("surplus", SURPLUS)
async def test_data_on_an_idle_connection_ends_it(opening: Opening, surplus: str) -> None:
    behaviour = Surplus(response(b"first"), SURPLUS[surplus], later=asyncio.Event())
    async with Server(behaviour) as server, opening(None) as transport:
        await first_call(transport, server)
        await let_arrive(behaviour)
        assert await next_response(transport, server) == b"2"


@every_engine
async def test_bytes_just_before_the_next_request_end_a_connection_too(opening: Opening) -> None:
    """The bytes are in the socket, but the event loop has not read them yet."""
    if not opening.lets_go:
        pytest.skip("its thread looks at the socket when it gets to it")
    behaviour = Surplus(response(b"first"), STALE, later=asyncio.Event())
    async with Server(behaviour) as server, opening(None) as transport:
        await first_call(transport, server)
        assert behaviour.later
        behaviour.later.set()
        await behaviour.sent.wait()
        assert await next_response(transport, server) == b"2"


async def let_arrive(behaviour: Surplus) -> None:
    assert behaviour.later
    behaviour.later.set()
    await behaviour.sent.wait()
    for _ in range(10):
        await asyncio.sleep(0.001)  # a thread of the engine must see it too


@every_engine
@pytest.mark.parametrize("surplus", ["a response", "a part of a head"])
@pytest.mark.parametrize("is_idle", [False, True])
async def test_the_same_holds_inside_tls(opening: Opening, surplus: str, is_idle: bool, authority: Authority) -> None:
    behaviour = Surplus(response(b"first"), SURPLUS[surplus], later=asyncio.Event() if is_idle else None)
    async with (
        Server(behaviour, ssl_context=authority.server("localhost")) as server,
        opening(authority) as transport,
    ):
        await first_call(transport, server, host="localhost")
        if is_idle:
            await let_arrive(behaviour)
        assert await next_response(transport, server, host="localhost") == b"2"


@every_engine
async def test_a_record_of_tls_behind_a_response_ends_its_connection(opening: Opening, authority: Authority) -> None:
    async def behave(connection: ServerSide) -> None:
        while target(await connection.receive()) == b"/first":
            connection.writer.write(response(b"first"))
            connection.writer.write(STALE)
        await connection.send(response(b"%d" % connection.number))

    async with Server(behave, ssl_context=authority.server("localhost")) as server, opening(authority) as transport:
        await first_call(transport, server, host="localhost")
        assert await next_response(transport, server, host="localhost") == b"2"


@every_engine
async def test_a_session_of_tls_that_its_server_ends_behind_a_response_is_over(
    opening: Opening, authority: Authority
) -> None:
    async with (
        Server(says(response(b"first")), ssl_context=authority.server("localhost")) as server,
        opening(authority) as transport,
    ):
        for number in (1, 2):
            received = await get(transport, server.url("/first", host="localhost"))
            assert received.content == b"first"
            await eventually(lambda number=number: server.opened == number and server.open == 0)
            await asyncio.sleep(0.01)  # a thread of the engine must notice it too


@every_engine
@pytest.mark.parametrize("first", RESPONSES)
async def test_a_connection_with_nothing_unread_is_used_again(opening: Opening, first: str) -> None:
    async with Server(Surplus(RESPONSES[first], b"")) as server, opening(None) as transport:
        await first_call(transport, server)
        assert [await next_response(transport, server) for _ in range(3)] == [b"1"] * 3


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
@pytest.mark.parametrize("surplus", [STALE, b""], ids=["a response", "nothing"])
async def test_a_response_that_a_hook_has_read_is_looked_behind_too(library: str, surplus: bytes) -> None:
    module = pytest.importorskip(library)

    async def read(received: Any) -> None:
        await received.aread()

    async with (
        Server(Surplus(response(b"first"), surplus)) as server,
        module.AsyncClient(event_hooks={"response": [read]}) as client,
    ):
        await first_call(from_client(client), server)
        assert await next_response(from_client(client), server) == (b"2" if surplus else b"1")


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_a_connection_that_another_call_has_taken_meanwhile_is_left_to_it(library: str) -> None:
    module = pytest.importorskip(library)

    async def read_and_call(received: Any) -> None:
        if received.request.url.path == "/first":
            await received.aread()
            calls.append(await client.send(client.build_request("GET", server.url("/other")), stream=True))

    calls: list[Any] = []
    async with (
        Server(Surplus(response(b"first"), STALE)) as server,
        module.AsyncClient(event_hooks={"response": [read_and_call]}) as client,
    ):
        await first_call(from_client(client), server)
        assert await calls[0].aread() == b"stale"  # a call of the user: we must not close its connection


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_a_response_that_a_tool_has_made_of_another_is_taken(library: str) -> None:
    module = pytest.importorskip(library)

    class Tool(module.AsyncHTTPTransport):
        async def handle_async_request(self, request: Any) -> Any:
            received = await super().handle_async_request(request)
            return module.Response(received.status_code, headers=received.headers, stream=received.stream)

    async with Server(Surplus(response(b"first"), b"")) as server, Tool() as engine:
        assert await next_response(from_client(engine), server) == b"1"
