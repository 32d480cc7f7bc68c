"""Details of aiohttp: sessions of users, and their features that the adapter must disable."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import pytest

from aiostytch.errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError, TransportError
from aiostytch.wire import Timeout
from tests.authority import Authority

from . import servers
from .calls import CANARY, HEADERS, PATIENT, eventually, failure, get, parsed
from .servers import Server, echo, never_reads, never_responds, responds_with, response, says, target

aiohttp = pytest.importorskip("aiohttp", reason="aiohttp is not installed: pip install 'aiostytch[aiohttp]'")
adapter = pytest.importorskip("aiostytch.transports.aiohttp")
Tripwire = pytest.importorskip("aiostytch.transports.tripwire").Tripwire


@contextlib.asynccontextmanager
async def given(**settings: Any) -> AsyncIterator[Any]:
    async with aiohttp.ClientSession(**settings) as session:
        yield adapter.from_client(session)


@pytest.mark.parametrize("engine", [None, "aiohttp", aiohttp.ClientSession, object()])
def test_invalid_sessions_are_refused(engine: object) -> None:
    with pytest.raises(ConfigurationError, match="http_client"):
        adapter.from_client(engine)


async def test_a_session_that_its_user_has_closed_says_so() -> None:
    async with given() as transport:
        pass
    error = await failure(transport, "http://127.0.0.1:1")
    assert (type(error), str(error)) == (ClientClosedError, "http_client is closed")


async def repeat(request: Any, handler: Any) -> Any:
    await handler(request)
    return await handler(request)


async def raise_for_status(response: Any) -> None:
    response.raise_for_status()


async def test_a_session_of_the_users_adds_nothing_and_does_nothing_of_its_own() -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    settings = {
        "headers": {"X-Other": CANARY, "Accept": "other", "User-Agent": "other", "Authorization": CANARY},
        "cookies": {"c": CANARY},
        "cookie_jar": jar,
        "middlewares": (repeat,),
        "raise_for_status": raise_for_status,
        "auto_decompress": True,
    }
    async with (
        Server(responds_with(response(b"no", "404 Not Found", "Set-Cookie: a=b"))) as server,
        given(**settings) as transport,
    ):
        for _ in range(2):
            received = await get(transport, server.url("/x"), method="POST", content=b"{}")
            assert (received.status_code, received.content) == (404, b"no")
    assert len(server.requests) == 2
    for received in map(parsed, server.requests):
        assert received.headers_of_ours() == [(name.encode(), value.encode()) for name, value in HEADERS]


async def test_a_trace_of_the_users_sees_the_headers_that_are_sent() -> None:
    seen: list[list[str]] = []

    async def on_headers(session: Any, context: Any, params: Any) -> None:
        seen.append([name for name, _ in params.headers.items()])

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(on_headers)
    async with Server(echo) as server, given(trace_configs=[trace]) as transport:
        await get(transport, server.url("/x"))
    assert seen == [["Host", *(name for name, _ in HEADERS)]]


TRACE = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")


def traced(*headers: tuple[str, str]) -> Any:
    """Return a hook that adds headers, like tools that propagate traces."""

    async def on_start(session: Any, context: Any, params: Any) -> None:
        for name, value in headers:
            params.headers[name] = value

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(on_start)
    return trace


async def sent_with(*headers: tuple[str, str], defaults: dict[str, str] | None = None) -> list[tuple[bytes, bytes]]:
    """Return the headers that are sent after those of the request, with a hook that adds headers."""
    async with (
        Server(echo) as server,
        given(trace_configs=[traced(*headers)], headers=defaults or {}) as transport,
    ):
        await get(transport, server.url("/x"), method="POST", content=b"{}")
    sent = parsed(server.requests[0]).headers_of_ours()
    assert sent[: len(HEADERS)] == [(name.encode(), value.encode()) for name, value in HEADERS]
    return sent[len(HEADERS) :]


async def test_the_headers_that_a_trace_of_the_users_adds_are_sent() -> None:
    assert await sent_with(TRACE, ("X-Two", "2")) == [(b"traceparent", TRACE[1].encode()), (b"X-Two", b"2")]


async def test_a_default_header_is_not_a_trace_header() -> None:
    assert await sent_with(TRACE, defaults={"X-Other": CANARY}) == [(b"traceparent", TRACE[1].encode())]
    assert await sent_with(TRACE, defaults={"Traceparent": "old"}) == [(b"traceparent", TRACE[1].encode())]


@pytest.mark.parametrize(
    "name",
    ["Authorization", "authorization", "Accept", "User-Agent", "Host", "Content-Length", "Transfer-Encoding", "Cookie"],
)
async def test_a_trace_changes_no_header_of_the_request(name: str) -> None:
    assert await sent_with((name, "1")) == []


async def test_a_session_of_our_own_sends_what_a_tool_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tools add their hooks to every new session."""
    make = aiohttp.ClientSession.__init__

    def make_traced(self: Any, **settings: Any) -> None:
        make(self, **settings, trace_configs=[traced(TRACE)])

    monkeypatch.setattr(aiohttp.ClientSession, "__init__", make_traced)
    transport = adapter.create()
    async with Server(echo) as server:
        await get(transport, server.url("/x"))
        await transport.aclose()
    assert (b"traceparent", TRACE[1].encode()) in parsed(server.requests[0]).headers


async def test_a_proxy_of_the_sessions_is_used() -> None:
    async with Server(echo) as server, Server(echo) as proxy, given(proxy=proxy.url()) as transport:
        assert (await get(transport, server.url("/x"))).content == f"1 {server.url('/x')}".encode()
    assert server.opened == 0


async def test_an_unexpected_certificate_is_a_connect_error() -> None:
    authority = Authority()
    context = authority.server("localhost")
    connector = aiohttp.TCPConnector(ssl=aiohttp.Fingerprint(bytes(32)))
    async with Server(echo, ssl_context=context) as server, given(connector=connector) as transport:
        assert type(await failure(transport, server.url("/x", host="localhost"))) is ConnectError
    assert server.requests == []


async def test_a_session_whose_connections_are_all_in_use_sends_nothing() -> None:
    limits = Timeout(connect=0.01, read=5.0, write=5.0, pool=0.01)
    async with Server(never_responds) as server, given(connector=aiohttp.TCPConnector(limit=1)) as transport:
        first = asyncio.ensure_future(get(transport, server.url("/first")))
        await eventually(lambda: len(server.requests) == 1)
        error = await failure(transport, server.url("/second"), timeout=limits)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert (type(error), len(server.requests)) == (ConnectError, 1)


async def test_a_deadline_that_comes_later_leaves_the_limits_as_they_are() -> None:
    limits = Timeout(connect=0.5, read=0.05, write=0.05, pool=0.5)
    async with Server(never_reads) as server, given() as transport:
        content = b"x" * 20_000_000
        error = await failure(transport, server.url(), method="POST", content=content, timeout=limits, deadline=20.0)
    assert type(error) is ConnectionLostError


async def test_a_step_may_be_without_a_limit() -> None:
    async with Server(echo) as server, given() as transport:
        limits = Timeout(connect=None, read=None, write=None, pool=None)
        assert (await get(transport, server.url("/x"), timeout=limits)).content == b"1 /x"


async def test_the_url_is_not_told_when_its_body_cannot_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(self: Any, *arguments: Any, **named: Any) -> Any:
        text = f"Can not write request body for https://host.example/{CANARY}"
        raise aiohttp.ClientOSError(104, text) from ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr(aiohttp.ClientRequest, "send", fail)
    async with Server(echo) as server, given() as transport:
        error = await failure(transport, server.url(), method="POST")
    assert str(error) == "no response: ClientOSError: Connection reset by peer"


KEY = ("host", 443, True, None, None, None, None)
INFO = aiohttp.RequestInfo("https://host.example", "GET", {"Authorization": CANARY}, "https://host.example")


def example(cls: type[Exception]) -> Exception:
    if issubclass(cls, aiohttp.ClientResponseError):
        return cls(INFO, ())
    if issubclass(cls, aiohttp.ClientConnectorCertificateError):
        return cls(KEY, OSError(1, "certificate"))
    if cls.__name__ == "UnixClientConnectorError":
        return cls("/path", KEY, OSError(1, "path"))
    if issubclass(cls, aiohttp.ClientConnectorError):
        return cls(KEY, OSError(1, "refused"))
    if cls is aiohttp.ServerFingerprintMismatch:
        return cls(b"a", b"b", "host", 443)
    return cls(CANARY)


def descendants(cls: type[Exception]) -> Iterator[type[Exception]]:
    yield cls
    for child in cls.__subclasses__():
        yield from descendants(child)


NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.NonHttpUrlClientError,
    aiohttp.ServerFingerprintMismatch,
)


@pytest.mark.parametrize("cls", dict.fromkeys(descendants(aiohttp.ClientError)), ids=lambda cls: cls.__name__)
async def test_every_exception_of_aiohttp_becomes_one_of_ours(
    cls: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(self: Any, *arguments: Any, **named: Any) -> Any:
        raise example(cls)

    monkeypatch.setattr(aiohttp.ClientRequest, "send", fail)
    async with Server(echo) as server, given() as transport:
        error = await failure(transport, server.url(), method="PUT")
    if issubclass(cls, aiohttp.InvalidURL):
        assert type(error) is ConfigurationError
    else:
        assert type(error) is (ConnectError if issubclass(cls, NOT_SENT) else ConnectionLostError)


@pytest.mark.parametrize("host", ["[::1", "a:b", "999.999.999.999", ""])
async def test_an_unreadable_host_is_a_configuration_error(host: str) -> None:
    transport = adapter.create()
    async with given() as other:
        for engine in (transport, other):
            assert type(await failure(engine, f"https://{host}/x")) is ConfigurationError
    await transport.aclose()


async def test_a_proxy_that_speaks_socks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"socks5://user:{CANARY}@127.0.0.1:1")
    transport = adapter.create()
    error = await failure(transport, "http://127.0.0.1:1/x")
    await transport.aclose()
    assert (type(error), "proxy" in str(error)) == (ConfigurationError, True)


async def test_the_environment_is_asked_once_for_each_server(monkeypatch: pytest.MonkeyPatch) -> None:
    transport = adapter.create()
    async with Server(echo) as server, Server(echo) as proxy:
        await get(transport, server.url("/1"))
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        await get(transport, server.url("/2"))
        await transport.aclose()
    assert ([target(request) for request in server.requests], proxy.opened) == ([b"/1", b"/2"], 0)


async def test_an_error_drags_no_frame_along_that_holds_the_request() -> None:
    async with Server(says(b"nonsense\r\n\r\n")) as server, given() as transport:
        with pytest.raises(TransportError) as caught:
            await get(transport, server.url("/x"))
    assert not any("aiohttp/client" in str(entry.path) for entry in caught.traceback)


async def test_a_response_that_comes_before_the_body_was_sent_is_taken() -> None:
    async def refuses(connection: servers.Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(response(b"too much", "413 Content Too Large", "Connection: close"))
        await connection.wait_for_the_end()

    async with Server(refuses) as server, given() as transport:
        received = await get(transport, server.url(), method="POST", content=b"x" * 5_000_000)
    assert (received.status_code, received.content) == (413, b"too much")


def test_the_limits_of_a_timeout_are_aiohttps() -> None:
    limits = adapter._limits(msgspec.structs.replace(PATIENT, connect=1.0, pool=2.0, read=3.0), None).steps
    assert (limits.total, limits.connect, limits.sock_connect, limits.sock_read) == (None, 3.0, 1.0, 3.0)


@pytest.mark.parametrize(
    ("write", "deadline", "whole"),
    [(4.0, None, 10.0), (4.0, 10.1, 10.0), (4.0, 10.0, None), (None, 10.0, None), (None, None, None)],
)
def test_a_response_has_to_begin_within_a_limit(
    write: float | None, deadline: float | None, whole: float | None
) -> None:
    """Unless the deadline is stricter."""
    assert adapter._limits(Timeout(connect=1.0, pool=2.0, read=3.0, write=write), deadline).whole == whole


async def test_a_response_that_comes_at_once_sets_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """aiohttp sets one timer when it sends the request. It would set one for each part that the tripwire passes on."""
    timers: list[str] = []
    loop = asyncio.get_running_loop()
    call_later = loop.call_later

    def note(delay: float, callback: Any, *arguments: Any, **settings: Any) -> asyncio.TimerHandle:
        timers.append(callback.__name__)
        return call_later(delay, callback, *arguments, **settings)

    async with Server(responds_with(response(b"body"))) as server, given() as transport:
        await get(transport, server.url())
        with monkeypatch.context() as noted:
            noted.setattr(loop, "call_later", note)
            await get(transport, server.url())
    assert timers.count("_on_read_timeout") == 1


async def test_a_connection_is_read_without_large_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """glibc maps and unmaps blocks of 128 KiB or more, which takes longer than reading; asyncio allocates 256 KiB."""
    reads: list[int] = []
    updated = Tripwire.buffer_updated

    def note(self: Any, nbytes: int) -> None:
        reads.append(len(self.get_buffer(-1)))
        updated(self, nbytes)

    monkeypatch.setattr(Tripwire, "buffer_updated", note)
    async with Server(responds_with(response(b"body"))) as server, given() as transport:
        await get(transport, server.url())
    assert reads
    assert max(reads) < 128 * 1024
