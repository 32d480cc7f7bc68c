"""The connections below httpx: reading, writing and closing."""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import ssl
from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpcore
import httpx
import pytest

from aiostytch.transports.network import MAX_UNREAD, AsyncioBackend, AsyncioStream
from tests.authority import Authority

from .calls import get
from .httpx_ways import opened
from .servers import Behaviour, Connection, Server, echo, never_reads, responds_with, response

TIMEOUT = 20.0


@contextlib.asynccontextmanager
async def connected(behaviour: Behaviour, authority: Authority | None = None) -> AsyncGenerator[AsyncioStream]:
    context = None if authority is None else authority.server("localhost")
    async with Server(behaviour, ssl_context=context) as server:
        stream = await AsyncioBackend(httpcore).connect_tcp("localhost", server.port, TIMEOUT)
        if authority is not None:
            assert await stream.start_tls(authority.client(), "localhost", TIMEOUT) is stream
        yield stream
        await stream.aclose()


def sends(data: bytes) -> Behaviour:
    async def behave(connection: Connection) -> None:
        await connection.send(data)

    return behave


async def everything(stream: AsyncioStream) -> bytes:
    received = bytearray()
    while data := await stream.read(65_536, TIMEOUT):
        assert len(data) <= 65_536
        received += data
    return bytes(received)


async def test_all_that_comes_is_read_in_pieces_up_to_the_end() -> None:
    sent = bytes(range(256)) * 16 * 1024
    async with connected(sends(sent)) as stream:
        assert await everything(stream) == sent
        assert await stream.read(1, None) == b""


async def test_a_read_needs_no_large_block() -> None:
    """glibc maps and unmaps blocks of 128 KiB or more, which takes longer than reading."""
    async with connected(sends(b"x")) as stream:
        assert isinstance(stream, asyncio.BufferedProtocol)
        assert len(stream.get_buffer(-1)) < 128 * 1024


async def test_the_same_inside_tls(authority: Authority) -> None:
    sent = bytes(range(256)) * 16 * 1024
    async with connected(sends(sent), authority) as stream:
        assert isinstance(stream.get_extra_info("ssl_object"), ssl.SSLObject)
        assert await everything(stream) == sent


async def test_no_more_is_received_than_somebody_could_want() -> None:
    async def flood(connection: Connection) -> None:
        while True:
            await connection.send(b"x" * 65_536)

    async with connected(flood) as stream:
        for _ in range(200):
            await asyncio.sleep(0)
        first = await stream.read(10_000_000, TIMEOUT)
    assert len(first) <= 2 * MAX_UNREAD


async def test_a_read_ends_when_its_time_is_over() -> None:
    async with connected(never_reads) as stream:
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(1, 0.01)


async def test_a_write_ends_when_its_time_is_over() -> None:
    async with connected(never_reads) as stream:
        await stream.write(b"", 0.01)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"x" * 50_000_000, 0.01)


async def test_a_write_waits_for_room() -> None:
    async def behave(connection: Connection) -> None:
        await connection.send(b"early")
        await connection.reader.readexactly(20_000_000)
        await connection.send(b"late")

    async with connected(behave) as stream:
        await stream.write(b"x" * 20_000_000, TIMEOUT)
        assert await everything(stream) == b"earlylate"


async def test_a_server_reset_is_an_error_with_its_reason() -> None:
    async def behave(connection: Connection) -> None:
        await connection.reader.readexactly(1)
        connection.reset()

    async with connected(behave) as stream:
        await stream.write(b"x", TIMEOUT)
        with pytest.raises(httpcore.ReadError) as caught:
            await stream.read(1, TIMEOUT)
        assert isinstance(caught.value.__cause__, ConnectionResetError)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x", TIMEOUT)


async def test_a_reset_ends_the_wait_for_room() -> None:
    async def behave(connection: Connection) -> None:
        await connection.reader.readexactly(1)
        connection.reset()

    async with connected(behave) as stream:
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x" * 50_000_000, TIMEOUT)


async def test_extra_info_of_a_connection() -> None:
    async with connected(echo) as stream:
        host, port = stream.get_extra_info("server_addr")[:2]
        assert (host, stream.get_extra_info("client_addr")[0]) == ("127.0.0.1", "127.0.0.1")
        assert stream.get_extra_info("socket").getpeername()[1] == port
        assert stream.get_extra_info("ssl_object") is stream.get_extra_info("other") is None
        assert stream.get_extra_info("is_readable") is False
        await stream.aclose()
        assert stream.get_extra_info("is_readable") is True


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_an_impossible_port_is_a_connect_error(host: str) -> None:
    with pytest.raises(OverflowError):
        await AsyncioBackend(httpcore).connect_tcp(host, 65_536)


async def never(*_: Any, **__: Any) -> Any:
    await asyncio.get_running_loop().create_future()


async def nothing(*_: Any, **__: Any) -> None:
    return None


async def test_a_connection_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", never)
    with pytest.raises(httpcore.ConnectTimeout):
        await AsyncioBackend(httpcore).connect_tcp("127.0.0.1", 1, 0.01)


@pytest.mark.parametrize(
    ("start_tls", "limit", "error"),
    [(never, 0.01, httpcore.ConnectTimeout), (nothing, TIMEOUT, httpcore.ConnectError)],
    ids=["a handshake that takes too long", "a connection that is lost after the handshake"],
)
async def test_tls_that_does_not_begin_is_a_connect_error(
    start_tls: Callable[..., Any], limit: float, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(echo) as stream:
        monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", start_tls)
        with pytest.raises(error):
            await stream.start_tls(ssl.create_default_context(), "localhost", limit)


async def refused(*_: Any, **__: Any) -> None:
    raise ValueError


@pytest.mark.parametrize(
    ("start_tls", "error"), [(never, asyncio.CancelledError), (refused, ValueError)], ids=["cancelled", "refused"]
)
async def test_a_connection_whose_handshake_ends_early_is_closed(
    start_tls: Callable[..., Any], error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(echo) as stream:
        monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", start_tls)
        handshake = asyncio.ensure_future(stream.start_tls(ssl.create_default_context(), "localhost", TIMEOUT))
        await asyncio.sleep(0)
        handshake.cancel()
        with pytest.raises(error):
            await handshake
        assert await everything(stream) == b""


async def test_other_event_loops_try_one_address_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not have `happy_eyeballs_delay`."""
    monkeypatch.setattr(asyncio, "BaseEventLoop", int)
    async with connected(sends(b"x")) as stream:
        assert await everything(stream) == b"x"


# The connections of httpx.


def refuse_to_import(monkeypatch: pytest.MonkeyPatch, refused: str) -> list[str]:
    real = builtins.__import__
    asked: list[str] = []

    def refuse(name: str, *arguments: Any, **others: Any) -> Any:
        if name == refused:
            asked.append(name)
            raise ModuleNotFoundError
        return real(name, *arguments, **others)

    monkeypatch.setattr(builtins, "__import__", refuse)
    return asked


async def test_no_call_looks_for_sniffio(monkeypatch: pytest.MonkeyPatch) -> None:
    """httpcore tries to import it four times per call. If it is missing, that takes a quarter of the call's time."""
    async with Server(echo) as server, opened() as transport:
        await get(transport, server.url("/x"))
        asked = refuse_to_import(monkeypatch, "sniffio")
        assert (await get(transport, server.url("/x"))).content == b"1 /x"
        assert asked == []


async def test_the_locks_of_a_connection_are_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Server(echo) as server, opened() as transport:
        await get(transport, server.url("/x"))
        monkeypatch.delattr("httpcore._synchronization.AsyncLock.__aenter__")
        assert (await get(transport, server.url("/x"))).content == b"1 /x"


@pytest.mark.parametrize("name", ["AsyncConnectionPool", "AsyncHTTPConnection"])
@pytest.mark.parametrize("is_open", [False, True])
async def test_a_method_of_httpcore_that_a_tool_replaces_is_used(
    name: str, is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def respond_instead(*_: Any) -> httpcore.Response:
        return httpcore.Response(200, content=httpx.ByteStream(b"instead"))

    async with Server(responds_with(response(b"real"))) as server, opened() as transport:
        if is_open:
            await get(transport, server.url())
        with monkeypatch.context() as tool:
            tool.setattr(getattr(httpcore, name), "handle_async_request", respond_instead)
            assert (await get(transport, server.url())).content == b"instead"
        assert (await get(transport, server.url())).content == b"real"


async def test_a_tool_without_code_of_its_own_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tool:
        async def __call__(self, _: object) -> httpcore.Response:
            return httpcore.Response(200, content=httpx.ByteStream(b"instead"))

    monkeypatch.setattr(httpcore.AsyncConnectionPool, "handle_async_request", Tool())
    async with opened() as transport:
        assert (await get(transport, "http://127.0.0.1:1")).content == b"instead"
