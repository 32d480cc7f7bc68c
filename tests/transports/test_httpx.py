"""The httpx adapter with real sockets: requests, responses, and cleanup after errors."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import traceback
import types
from pathlib import Path
from typing import Any

import attrs
import httpx
import msgspec
import pytest
import respx

import aiostytch
from aiostytch.errors import (
    ClientClosedError,
    ConfigurationError,
    ConnectError,
    ConnectionLostError,
)
from aiostytch.transports import Transport
from aiostytch.transports.httpx import HttpxClientTransport, HttpxTransport, create
from aiostytch.wire import BodyTooLargeError, RawResponse

from . import servers
from .calls import CANARY, PATIENT, failure, get
from .httpx_ways import engine_of, opened
from .responses import HEAD, LOST, RESPONSES
from .servers import (
    Behaviour,
    Connection,
    Server,
    echo,
    never_responds,
    packed,
    responds_with,
    response,
    says,
    target,
    until,
)

PACKAGE = str(Path(aiostytch.__file__).parent)


@attrs.define
class Clock:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


# Requests and responses.


async def test_a_request_goes_out_to_the_letter() -> None:
    async with Server(responds_with(response())) as server, opened() as transport:
        await get(
            transport,
            server.url("/v1/a%2Fb/%2E?x=%20&y=true"),
            method="PUT",
            headers=(("Authorization", "Basic eDp5"), ("X-One", "1"), ("x-two", "a  b"), ("X-One", "2")),
            content=b'{"a":1}',
        )
    assert server.requests == [
        b"PUT /v1/a%2Fb/%2E?x=%20&y=true HTTP/1.1\r\n"
        + f"Host: 127.0.0.1:{server.port}\r\n".encode()
        + b"Authorization: Basic eDp5\r\nX-One: 1\r\nx-two: a  b\r\nX-One: 2\r\nContent-Length: 7\r\n\r\n"
        + b'{"a":1}'
    ]


@pytest.mark.parametrize(
    ("method", "length"),
    [("GET", b""), ("DELETE", b""), ("POST", b"Content-Length: 0\r\n"), ("PUT", b"Content-Length: 0\r\n")],
)
async def test_a_request_without_a_body_has_none(method: str, length: bytes) -> None:
    async with Server(responds_with(response())) as server, opened() as transport:
        await get(transport, server.url("/x"), method=method, headers=())
    host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    assert server.requests == [method.encode() + b" /x HTTP/1.1\r\n" + host + length + b"\r\n"]


@pytest.mark.parametrize(("data", "status_code", "content"), RESPONSES, ids=map(str, range(len(RESPONSES))))
async def test_a_response_is_taken_as_it_comes(data: bytes, status_code: int, content: bytes) -> None:
    async with Server(says(data)) as server, opened() as transport:
        response = await get(transport, server.url())
    assert (response.status_code, response.content) == (status_code, content)


async def test_the_headers_of_a_response_are_kept() -> None:
    data = response(b"", "200 OK", "X-Request-Id: r-1", "Via: a", "VIA: b", "X-Latin: \xe9", "X-Empty:")
    async with Server(says(data)) as server, opened() as transport:
        headers = (await get(transport, server.url())).headers
    assert dict(headers) == {
        "content-length": "0",
        "x-request-id": "r-1",
        "via": "a, b",
        "x-latin": "\xe9",
        "x-empty": "",
    }


@pytest.mark.parametrize(
    "data", [response(b"hello"), b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"]
)
async def test_a_response_that_drips_is_read_to_its_end(data: bytes) -> None:
    async with Server(servers.drips(data)) as server, opened() as transport:
        assert (await get(transport, server.url())).content == b"hello"


# Errors.


@pytest.mark.parametrize("case", LOST)
async def test_an_incomplete_response_is_a_lost_request_and_drops_its_connection(case: str) -> None:
    async with Server(LOST[case]) as server, opened() as transport:
        error = await failure(transport, server.url(), content=CANARY.encode(), method="POST")
        await until(lambda: server.open == 0)
        assert repr(transport).startswith("<HttpxTransport 0 idle")
    assert type(error) is ConnectionLostError


async def test_a_refused_connection_says_so() -> None:
    async with opened() as transport:
        error = await failure(transport, f"http://127.0.0.1:{servers.unused_port()}")
    assert type(error) is ConnectError
    assert str(error).startswith("no connection: ConnectError: ")


@pytest.mark.parametrize(
    ("behaviour", "limits", "content"),
    [(never_responds, {"read": 0.01}, b""), (servers.never_reads, {"write": 0.01}, b"x" * 50_000_000)],
)
async def test_a_slow_step_is_a_lost_response(behaviour: Behaviour, limits: dict[str, float], content: bytes) -> None:
    async with Server(behaviour) as server, opened() as transport:
        error = await failure(
            transport, server.url(), method="POST", content=content, timeout=msgspec.structs.replace(PATIENT, **limits)
        )
    assert type(error) is ConnectionLostError
    assert str(error).endswith("Timeout")


@pytest.mark.parametrize(
    "endless",
    [
        servers.never_ends(HEAD + b"\r\n", b"x" * 1000),
        servers.never_ends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"3e8\r\n" + b"x" * 1000 + b"\r\n"),
        servers.stops_after(HEAD + b"Content-Length: 10001\r\n\r\n"),
        servers.never_ends(HEAD + b"Content-Encoding: gzip\r\n\r\n", packed(b"")),
        says(response(packed(bytes(10_000_000)), "200 OK", "Content-Encoding: gzip")),
    ],
)
async def test_a_body_that_is_too_large_is_not_read_to_its_end(endless: Behaviour) -> None:
    async with Server(endless) as server, opened() as transport:
        with pytest.raises(BodyTooLargeError) as caught:
            await get(transport, server.url(), max_size=10_000)
        await until(lambda: server.open == 0)
    assert caught.value.status_code == 200


@pytest.mark.parametrize("host", ["xn--", "xn--zzzz.example", "999.999.999.999", "[::1", "a:b"])
async def test_a_host_that_httpx_cannot_read_is_a_configuration_error(host: str) -> None:
    for transport in (HttpxTransport(), HttpxClientTransport(httpx.MockTransport(lambda _: httpx.Response(200)))):
        with contextlib.suppress(ValueError):  # the message of urlsplit for some of them
            error = await failure(transport, f"https://{host}/x")
            assert type(error) is ConfigurationError


async def test_a_traceback_with_local_variables_shows_no_credentials_and_no_body() -> None:
    async with Server(says(HEAD + b"Content-Length: 500\r\n\r\n" + CANARY.encode())) as server, opened() as transport:
        error = await failure(transport, server.url(), content=CANARY.encode(), method="POST")
    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)]
    assert ours
    assert CANARY not in str([frame.locals for frame in ours])


# Redirects.


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
@pytest.mark.parametrize("engine", ["own", "client", "transport"])
async def test_a_redirect_is_a_response_and_is_not_followed(status: int, engine: str) -> None:
    async with Server(echo) as other, contextlib.AsyncExitStack() as stack:
        redirect = response(b"" if status == 304 else b"moved", f"{status} Moved", f"Location: {other.url('/stolen')}")
        server = await stack.enter_async_context(Server(responds_with(redirect)))
        transport = await stack.enter_async_context(engine_of(engine, follow_redirects=True))
        received = await get(transport, server.url(), method="POST", content=b"x")
    assert (received.status_code, received.headers["location"]) == (status, other.url("/stolen"))
    assert (other.opened, len(server.requests)) == (0, 1)


@pytest.mark.parametrize(
    "location",
    ["", "/x", "//evil.example", "http://[::1", "https://xn--/", "http://a:b", "\xe9", "javascript:x", "x" * 9000],
)
@pytest.mark.parametrize("engine", ["own", "client", "transport"])
async def test_a_redirect_to_nowhere_is_a_response_or_a_lost_one(location: str, engine: str) -> None:
    async with (
        Server(responds_with(response(b"", "302 Found", f"Location: {location}"))) as server,
        engine_of(engine, follow_redirects=True) as transport,
    ):
        try:
            status_code = (await get(transport, server.url())).status_code
        except ConnectionLostError:
            status_code = 0
    assert status_code in ({302} if engine != "client" else {302, 0})


# Connections.


async def test_one_connection_serves_call_after_call() -> None:
    async with Server(echo) as server, opened() as transport:
        contents = [(await get(transport, server.url(f"/{number}"))).content for number in range(5)]
    assert contents == [b"1 /0", b"1 /1", b"1 /2", b"1 /3", b"1 /4"]


class Gates:
    """A server that holds each response until it is released, by target."""

    def __init__(self) -> None:
        self._gates: dict[bytes, asyncio.Event] = {}
        self.waiting = 0

    def open(self, *targets: bytes) -> None:
        for name in targets:
            self._gate(name).set()

    def _gate(self, name: bytes) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    async def __call__(self, connection: Connection) -> None:
        while True:
            path = target(await connection.receive())
            self.waiting += 1
            await self._gate(path).wait()
            self.waiting -= 1
            await connection.send(response(b"%d %s" % (connection.number, path)))


async def start_three(transport: HttpxTransport, server: Server, gates: Gates) -> list[asyncio.Task[RawResponse]]:
    """Start the calls /1, /2 and /3, so that each uses the connection of its number."""
    calls: list[asyncio.Task[RawResponse]] = []
    for number in range(1, 4):
        calls.append(asyncio.ensure_future(get(transport, server.url(f"/{number}"))))
        await until(lambda number=number: gates.waiting == number)
    return calls


async def test_the_connection_used_last_is_used_next() -> None:
    gates = Gates()
    async with Server(gates) as server, opened() as transport:
        calls = await start_three(transport, server, gates)
        for number in (1, 3, 2):
            gates.open(b"/%d" % number)
            assert (await calls[number - 1]).content == b"%d /%d" % (number, number)
        gates.open(b"/next")
        assert [(await get(transport, server.url("/next"))).content for _ in range(2)] == [b"2 /next"] * 2
        assert repr(transport) == "<HttpxTransport 3 idle, 0 closing>"


async def test_only_so_many_connections_are_kept_and_the_oldest_go_first() -> None:
    gates = Gates()
    async with Server(gates) as server, opened(max_idle=2) as transport:
        calls = await start_three(transport, server, gates)
        gates.open(b"/1", b"/2", b"/3", b"/next")
        await asyncio.gather(*calls)
        await until(lambda: server.open == 2)
        kept = {(await get(transport, server.url("/next"))).content}
        assert server.opened == 3
    assert kept <= {b"1 /next", b"2 /next", b"3 /next"}


async def test_no_connection_is_kept_when_none_may_be() -> None:
    async with Server(echo) as server, opened(max_idle=0) as transport:
        contents = [(await get(transport, server.url("/x"))).content for _ in range(3)]
        await until(lambda: server.open == 0)
    assert contents == [b"1 /x", b"2 /x", b"3 /x"]


@pytest.mark.parametrize(("idle", "connection"), [(0.0, 1), (29.9, 1), (30.0, 1), (30.1, 2), (1e9, 2)])
async def test_a_connection_that_was_idle_for_too_long_is_not_used_again(idle: float, connection: int) -> None:
    clock = Clock()
    async with Server(echo) as server, opened(clock=clock) as transport:
        await get(transport, server.url("/x"))
        clock.seconds += idle
        assert (await get(transport, server.url("/x"))).content == b"%d /x" % connection
        await until(lambda: server.open == 1)


async def test_connections_that_nobody_takes_expire_too() -> None:
    clock = Clock()
    gates = Gates()
    async with Server(gates) as server, opened(clock=clock) as transport:
        calls = await start_three(transport, server, gates)
        gates.open(b"/1", b"/2", b"/3", b"/x")
        await asyncio.gather(*calls)
        clock.seconds += 20
        await get(transport, server.url("/x"))
        clock.seconds += 20
        await get(transport, server.url("/x"))
        await until(lambda: server.open == 1)
        assert server.opened == 3


async def test_the_library_does_not_close_idle_connections_of_its_own_accord(monkeypatch: pytest.MonkeyPatch) -> None:
    later = types.SimpleNamespace(monotonic=lambda: 1e9)
    async with Server(echo) as server, opened(idle_expiry=1e9, clock=Clock()) as transport:
        await get(transport, server.url("/x"))
        monkeypatch.setattr("httpcore._async.http11.time", later)
        assert (await get(transport, server.url("/x"))).content == b"1 /x"


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again() -> None:
    async with Server(says(response(b"hello"))) as server, opened() as transport:
        for number in (1, 2, 3):
            assert (await get(transport, server.url())).content == b"hello"
            await until(lambda number=number: server.opened == number and server.open == 0)


async def test_a_connection_that_the_server_says_it_closes_is_not_used_again() -> None:
    async with (
        Server(responds_with(response(b"hello", "200 OK", "Connection: close"))) as server,
        opened() as transport,
    ):
        assert [(await get(transport, server.url())).content for _ in range(3)] == [b"hello"] * 3
    assert server.opened == 3


async def test_servers_do_not_share_connections() -> None:
    async with Server(echo) as one, Server(echo) as other, opened() as transport:
        urls = [one.url("/one"), other.url("/other")] * 3
        contents = [(await get(transport, url)).content for url in urls]
        assert repr(transport) == "<HttpxTransport 2 idle, 0 closing>"
    assert contents == [b"1 /one", b"1 /other"] * 3
    assert (one.opened, other.opened) == (1, 1)


async def test_a_connection_whose_call_failed_is_not_used_again() -> None:
    async with Server(says(b"nonsense\r\n\r\n")) as server, opened() as transport:
        for _ in range(5):
            assert type(await failure(transport, server.url())) is ConnectionLostError
    assert server.opened == 5


@pytest.mark.parametrize(
    "settings",
    [
        {"max_idle": -1},
        {"idle_expiry": -1},
        {"idle_expiry": float("nan")},
    ],
)
def test_a_pool_that_cannot_be_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        HttpxTransport(**settings)


def test_both_adapters_are_transports() -> None:
    assert isinstance(create(), Transport)
    assert isinstance(HttpxClientTransport(httpx.AsyncHTTPTransport()), Transport)


async def test_respx_sees_the_calls_of_the_default() -> None:
    async with opened() as transport, respx.mock(base_url="https://test.stytch.com") as router:
        route = router.put("/v1/x").respond(201, json={"a": 1})
        response = await get(transport, "https://test.stytch.com/v1/x", method="PUT", content=b'{"b":2}')
    assert (response.status_code, response.json()) == (201, {"a": 1})
    assert (route.calls.last.request.content, route.calls.last.request.headers["authorization"]) == (
        b'{"b":2}',
        f"Basic {CANARY}",
    )


# Cancellation.


async def test_the_connection_of_a_cancelled_call_is_closed_and_not_used_again() -> None:
    gates = Gates()
    async with Server(gates) as server, opened() as transport:
        call = asyncio.ensure_future(get(transport, server.url("/never")))
        await until(lambda: gates.waiting == 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert repr(transport).startswith("<HttpxTransport 0 idle")
        gates.open(b"/never", b"/next")
        assert (await get(transport, server.url("/next"))).content == b"2 /next"
        await until(lambda: server.open == 1)


@pytest.mark.parametrize("behaviour", [never_responds, servers.never_ends(HEAD + b"\r\n", b"x"), servers.never_reads])
async def test_a_deadline_of_the_caller_ends_any_call(behaviour: Behaviour) -> None:
    async with Server(behaviour) as server, opened() as transport:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await get(transport, server.url(), method="POST", content=b"x" * 10_000_000, max_size=10**9)
        await until(lambda: repr(transport) == "<HttpxTransport 0 idle, 0 closing>")


async def cancelled_after(call: asyncio.Task[RawResponse], steps: int) -> bool:
    """Cancel a call after a number of iterations of the loop. Return whether it was still running."""
    for _ in range(steps):
        await asyncio.sleep(0)
    call.cancel()
    try:
        await call
    except asyncio.CancelledError:
        return True
    return False


@pytest.mark.parametrize("is_warm", [False, True])
async def test_a_call_can_be_cancelled_at_any_step(is_warm: bool) -> None:
    stages: list[bool] = []
    async with Server(echo) as server:
        for steps in range(60):
            async with opened() as transport:
                if is_warm:
                    await get(transport, server.url("/warm"))
                call = asyncio.ensure_future(get(transport, server.url("/cancelled")))
                stages.append(await cancelled_after(call, steps))
                assert (await get(transport, server.url(f"/{steps}"))).content.endswith(b" /%d" % steps)
        await until(lambda: server.open == 0)
    assert (stages[0], stages[-1]) == (True, False)


# Closing.


async def test_closing_closes_idle_connections() -> None:
    async with Server(echo) as server:
        transport = HttpxTransport()
        await asyncio.gather(*(get(transport, server.url("/x")) for _ in range(3)))
        await transport.aclose()
        assert repr(transport) == "<HttpxTransport 0 idle, 0 closing>"
        await until(lambda: server.open == 0)


async def test_closing_again_does_nothing() -> None:
    transport = HttpxTransport()
    await transport.aclose()
    await transport.aclose()


async def test_a_call_that_is_under_way_at_closing_ends_well_and_leaves_nothing() -> None:
    gates = Gates()
    async with Server(gates) as server:
        transport = HttpxTransport()
        call = asyncio.ensure_future(get(transport, server.url("/x")))
        await until(lambda: gates.waiting == 1)
        await transport.aclose()
        gates.open(b"/x")
        assert (await call).content == b"1 /x"
        await until(lambda: server.open == 0)
        assert repr(transport) == "<HttpxTransport 0 idle, 0 closing>"


async def test_nothing_is_sent_after_closing() -> None:
    async with Server(echo) as server:
        transport = HttpxTransport()
        await get(transport, server.url("/x"))
        await transport.aclose()
        assert type(await failure(transport, server.url("/x"))) is ClientClosedError
    assert len(server.requests) == 1


async def test_a_connection_that_fails_to_close_is_closed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    close = httpx.AsyncHTTPTransport.aclose

    async def fail_to_close(self: httpx.AsyncHTTPTransport) -> None:
        await close(self)
        raise OSError

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "aclose", fail_to_close)
    async with Server(echo) as server, opened() as transport:
        await get(transport, server.url("/x"))
        await transport.aclose()
        await until(lambda: server.open == 0)
    gc.collect()  # asyncio then reports an exception that nobody retrieved
    assert (repr(transport), caplog.messages) == ("<HttpxTransport 0 idle, 0 closing>", [])


def test_a_loop_that_ends_ends_the_closing_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    close = httpx.AsyncHTTPTransport.aclose

    async def close_for_ever(self: httpx.AsyncHTTPTransport) -> None:
        await close(self)
        await asyncio.get_running_loop().create_future()

    async def main() -> HttpxTransport:
        transport = HttpxTransport(max_idle=0)
        async with Server(echo) as server:
            await get(transport, server.url("/x"))
            await until(lambda: server.open == 0)
        assert repr(transport) == "<HttpxTransport 0 idle, 1 closing>"
        return transport

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "aclose", close_for_ever)
    assert repr(asyncio.run(main())) == "<HttpxTransport 0 idle, 0 closing>"
    assert caplog.messages == []
