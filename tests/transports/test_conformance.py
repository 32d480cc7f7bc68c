"""The required behavior of every engine, over real sockets. `engines.py` lists the limitations of each."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import gc
import gzip
import itertools
import random
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aiostytch.errors import (
    ClientClosedError,
    ConfigurationError,
    ConnectError,
    ConnectionLostError,
    StytchError,
    TransportError,
)
from aiostytch.transports import Transport
from aiostytch.wire import BodyTooLargeError, Timeout
from tests.authority import Authority

from . import servers
from .calls import CANARY, HEADERS, PATIENT, eventually, failure, folded, get, nothing_is_left_unretrieved, parsed
from .engines import ALL, OWN, USERS, Engine, Opening
from .responses import CHUNKED, GZIP, LOST, RESPONSES
from .servers import (
    Behaviour,
    Connection,
    Server,
    echo,
    never_responds,
    responds_with,
    response,
    says,
    target,
    tunnels_to,
)

every_engine = pytest.mark.parametrize("opening", ALL)
own_engine = pytest.mark.parametrize("engine", OWN)
users_engine = pytest.mark.parametrize("opening", USERS)


# Requests.


@own_engine
async def test_a_request_arrives_as_it_was_given(engine: Engine) -> None:
    headers = (*HEADERS, ("X-One", "1"), ("x-two", "a  b"), ("X-THREE", "3"), ("X-One", "2"))
    async with Server(responds_with(response())) as server, engine.opened() as transport:
        await get(transport, server.url("/v1/x?a=b"), method="PUT", headers=headers, content=b'{"a":1}')
    (received,) = map(parsed, server.requests)
    given = [(name.encode(), value.encode()) for name, value in headers]
    assert (received.line, received.content) == (b"PUT /v1/x?a=b HTTP/1.1", b'{"a":1}')
    if engine.folds_headers:
        assert folded(received.headers_of_ours()) == folded(given)
    else:
        assert received.headers_of_ours() == given
    assert (b"host", f"127.0.0.1:{server.port}".encode()) in folded(received.headers)
    assert (b"content-length", b"7") in folded(received.headers)


@users_engine
async def test_an_engine_of_the_users_adds_nothing_either(opening: Opening) -> None:
    async with (
        Server(responds_with(response(b"{}", "200 OK", "Set-Cookie: a=b"))) as server,
        opening(None) as transport,
    ):
        for _ in range(2):
            await get(transport, server.url("/x"), method="POST", content=b"{}")
    for received in map(parsed, server.requests):
        assert received.headers_of_ours() == [(name.encode(), value.encode()) for name, value in HEADERS]


@every_engine
@pytest.mark.parametrize(
    ("method", "lengths"),
    [("GET", [None]), ("DELETE", [None, b"0"]), ("POST", [b"0"]), ("PUT", [b"0"]), ("PATCH", [b"0"])],
)
async def test_a_request_without_a_body_has_none(opening: Opening, method: str, lengths: list[bytes | None]) -> None:
    async with Server(responds_with(response())) as server, opening(None) as transport:
        await get(transport, server.url("/x"), method=method)
    (received,) = map(parsed, server.requests)
    headers = dict(folded(received.headers))
    assert (received.line, received.content) == (f"{method} /x HTTP/1.1".encode(), b"")
    assert headers.get(b"content-length") in lengths
    assert b"transfer-encoding" not in headers
    assert b"content-type" not in headers


@every_engine
@pytest.mark.parametrize("size", [1, 65_536, 3_000_000])
async def test_a_body_arrives_byte_for_byte(opening: Opening, size: int) -> None:
    content = random.Random(size).randbytes(size)
    async with Server(responds_with(response())) as server, opening(None) as transport:
        await get(transport, server.url("/x"), method="POST", content=content)
    assert parsed(server.requests[0]).content == content


TARGETS = [
    "/",
    "/v1/a%2Fb",
    "/v1/a%2F..%2Fb",
    "/v1/%25",
    "/v1/%252E%252E/x",
    "/v1/%E2%82%AC/%00%0D%0A",
    "/v1/a%20b%3Fc%23d",
    "/v1/~a-b._c",
    "/v1/a:b@c!$&()*+,;=d",
    "/v1//x/",
    "/v1/x?a=%26&b=%2B%20+&c=&d",
    "/v1/x?a=/../b?c",
]


@every_engine
async def test_a_quoted_path_arrives_as_it_is(opening: Opening) -> None:
    async with Server(responds_with(response())) as server, opening(None) as transport:
        for path in TARGETS:
            await get(transport, server.url(path))
    assert [target(request).decode() for request in server.requests] == TARGETS


@own_engine
@pytest.mark.parametrize("path", ["/v1/%2E%2E", "/v1/%2e%2E/x", "/v1/%2E/x"])
async def test_quoted_dots_arrive_as_they_are_or_are_refused(engine: Engine, path: str) -> None:
    async with Server(responds_with(response())) as server, engine.opened() as transport:
        if engine.resolves_dots:
            assert type(await failure(transport, server.url(path))) is ConfigurationError
        else:
            await get(transport, server.url(path))
    assert [target(request).decode() for request in server.requests] == ([] if engine.resolves_dots else [path])


VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


@every_engine
@pytest.mark.parametrize("value", [VISIBLE, f"{VISIBLE} \t {VISIBLE}", "x" * 8192], ids=["visible", "blanks", "long"])
async def test_the_value_of_a_header_arrives_as_it_is(opening: Opening, value: str) -> None:
    async with Server(responds_with(response())) as server, opening(None) as transport:
        await get(transport, server.url(), headers=(*HEADERS, ("X-Value", value)))
    assert dict(folded(parsed(server.requests[0]).headers))[b"x-value"] == value.encode()


@every_engine
@pytest.mark.parametrize("value", ["\r\nX-More: 1", "\n", "\r", "\x00"])
async def test_a_header_that_would_become_two_is_refused_without_being_shown(opening: Opening, value: str) -> None:
    async with Server(responds_with(response())) as server, opening(None) as transport:
        await failure(transport, server.url(), headers=(*HEADERS, ("X-Value", f"{CANARY}{value}")))
    assert server.requests == []


@own_engine
async def test_no_header_is_added_to_a_request_that_has_none(engine: Engine) -> None:
    async with Server(responds_with(response())) as server, engine.opened() as transport:
        if engine.folds_headers:
            error = await failure(transport, server.url(), headers=())
            assert (type(error), "Accept and User-Agent" in str(error)) == (ConfigurationError, True)
        else:
            await get(transport, server.url(), headers=())
    assert [parsed(request).headers_of_ours() for request in server.requests] in ([[]], [])


# Responses.


@every_engine
@pytest.mark.parametrize(("data", "status_code", "content"), RESPONSES, ids=map(str, range(len(RESPONSES))))
async def test_a_response_is_taken_as_it_comes(opening: Opening, data: bytes, status_code: int, content: bytes) -> None:
    async with Server(says(data)) as server, opening(None) as transport:
        response = await get(transport, server.url())
    assert (response.status_code, response.content) == (status_code, content)


@own_engine
@pytest.mark.parametrize("value", ["\xe9", "\xc3\xa9"], ids=["latin-1", "utf-8"])
async def test_the_headers_of_a_response_are_kept(engine: Engine, value: str) -> None:
    data = response(b"", "200 OK", "X-Request-Id: r-1", "Via: a", "VIA: b", f"X-Latin: {value}", "X-Empty:")
    async with Server(says(data)) as server, engine.opened() as transport:
        headers = dict((await get(transport, server.url())).headers)
    assert headers.pop("x-latin", None) == (None if engine.reads_ascii_only else "\xe9")
    assert headers == {"content-length": "0", "x-request-id": "r-1", "via": "a, b", "x-empty": ""}


@every_engine
@pytest.mark.parametrize("fields", [["X-Big: " + "x" * 60_000], ["X-Many: x"] * 90], ids=["big", "many"])
async def test_generous_headers_are_taken(opening: Opening, fields: list[str]) -> None:
    async with Server(says(response(b"hello", "200 OK", *fields))) as server, opening(None) as transport:
        assert (await get(transport, server.url())).content == b"hello"


@every_engine
@pytest.mark.parametrize("data", [response(b"hello"), CHUNKED + b"5\r\nhello\r\n0\r\n\r\n"])
async def test_a_response_that_drips_is_read_to_its_end(opening: Opening, data: bytes) -> None:
    async with Server(servers.drips(data)) as server, opening(None) as transport:
        assert (await get(transport, server.url())).content == b"hello"


@every_engine
async def test_data_after_a_response_is_not_part_of_it(opening: Opening) -> None:
    async with Server(says(response(b"hello") + b"more than it says")) as server, opening(None) as transport:
        with contextlib.suppress(ConnectionLostError):
            assert (await get(transport, server.url())).content == b"hello"


# Malformed bodies.

MAX_SIZE = 10_000


def bomb(times: int) -> bytes:
    return response(gzip.compress(bytes(MAX_SIZE * times)), "200 OK", GZIP)


TOO_LARGE: dict[str, Behaviour] = {
    "a little": says(response(bytes(MAX_SIZE + 1))),
    "10 times, packed": says(bomb(10)),
    "100 times, packed": says(bomb(100)),
    "1,000 times, packed": says(bomb(1000)),
    "so it says": servers.stops_after(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + bytes(70_000)),
    "endless": servers.never_ends(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000),
    "endless chunks": servers.never_ends(CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n"),
    "endless and packed": servers.never_ends(f"HTTP/1.1 200 OK\r\n{GZIP}\r\n\r\n".encode(), gzip.compress(bytes(100))),
    "endless and nothing": servers.never_ends(f"HTTP/1.1 200 OK\r\n{GZIP}\r\n\r\n".encode(), gzip.compress(b"")),
}


@every_engine
@pytest.mark.parametrize("case", TOO_LARGE)
async def test_a_body_that_is_too_large_is_not_read_to_its_end(opening: Opening, case: str) -> None:
    async with Server(TOO_LARGE[case]) as server, opening(None) as transport:
        with pytest.raises(BodyTooLargeError) as caught:
            await get(transport, server.url(), max_size=MAX_SIZE)
        await eventually(lambda: server.open == 0)
    assert caught.value.status_code == 200


PACKED = gzip.compress(b"hello")
BROKEN_BODIES: dict[str, bytes] = {
    "truncated": response(PACKED[:-4], "200 OK", GZIP),
    "a wrong checksum": response(PACKED[:-8] + bytes(4) + PACKED[-4:], "200 OK", GZIP),
    "not packed": response(b"hello", "200 OK", GZIP),
    "rubbish behind": response(PACKED + b"rubbish", "200 OK", GZIP),
    "packed twice": response(gzip.compress(PACKED), "200 OK", "Content-Encoding: gzip, gzip"),
    **{name: response(b"x", "200 OK", f"Content-Encoding: {name}") for name in ("br", "zstd", "deflate", "x")},
    "shorter than it says": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
}


@every_engine
@pytest.mark.parametrize("case", BROKEN_BODIES)
async def test_a_body_with_a_wrong_encoding_is_a_lost_response(opening: Opening, case: str) -> None:
    async with Server(says(BROKEN_BODIES[case])) as server, opening(None) as transport:
        assert type(await failure(transport, server.url())) is ConnectionLostError
        await eventually(lambda: server.open == 0)


# Drop points.


@own_engine
@pytest.mark.parametrize("case", LOST)
async def test_a_request_with_an_incomplete_response_is_a_lost_one(engine: Engine, case: str) -> None:
    if case in engine.lenient:
        pytest.skip(f"{engine.library} takes it")
    async with Server(LOST[case]) as server, engine.opened() as transport:
        error = await failure(transport, server.url(f"/{CANARY}?{CANARY}"), content=CANARY.encode(), method="POST")
        await eventually(lambda: server.open == 0)
    assert type(error) is ConnectionLostError


@users_engine
@pytest.mark.parametrize("case", ["hangs up after the request", "reset in the body", "not HTTP"])
async def test_an_incomplete_response_is_a_lost_request_on_the_users_engines(opening: Opening, case: str) -> None:
    async with Server(LOST[case]) as server, opening(None) as transport:
        error = await failure(transport, server.url(f"/{CANARY}"), content=CANARY.encode(), method="POST")
    assert type(error) is ConnectionLostError


@every_engine
async def test_a_refused_connection_is_a_connect_error(opening: Opening) -> None:
    async with opening(None) as transport:
        error = await failure(transport, f"http://127.0.0.1:{servers.unused_port()}/{CANARY}", method="POST")
    assert type(error) is ConnectError
    assert str(error).startswith("no connection: ")


@every_engine
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_a_request_is_never_sent_twice(opening: Opening, method: str) -> None:
    async def responds_once(connection: Connection) -> None:
        await connection.receive()
        await connection.send(response())
        await connection.receive()

    async with Server(responds_once) as server, opening(None) as transport:
        await get(transport, server.url("/first"), method=method)
        error = await failure(transport, server.url("/second"), method=method)
        await eventually(lambda: server.open == 0)
    assert type(error) is ConnectionLostError
    assert [target(request) for request in server.requests] == [b"/first", b"/second"]


@every_engine
async def test_a_connection_that_breaks_while_a_body_is_sent_is_a_lost_one(opening: Opening) -> None:
    async def resets(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        connection.reset()

    async with Server(resets) as server, opening(None) as transport:
        error = await failure(transport, server.url(f"/{CANARY}"), method="POST", content=b"x" * 20_000_000)
    assert type(error) is ConnectionLostError


@own_engine
async def test_an_unreadable_host_is_a_configuration_or_connect_error(engine: Engine) -> None:
    async with engine.opened() as transport:
        for host in ("999.999.999.999", "xn--"):
            assert isinstance(await failure(transport, f"https://{host}/x"), ConfigurationError | ConnectError)


# Slow servers.

SLOW: dict[str, Behaviour] = {
    "reads nothing": servers.never_reads,
    "says nothing": never_responds,
    "half of the headers": servers.stops_after(b"HTTP/1.1 200 OK\r\nContent-"),
    "nothing after 100": servers.stops_after(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "half of the body": servers.stops_after(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
    "headers without an end": servers.never_ends(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "a body without an end": servers.never_ends(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000),
}
BRIEF = Timeout(connect=0.1, read=0.1, write=0.1, pool=5.0)
IMPATIENT = Timeout(connect=0.5, read=0.05, write=0.05, pool=0.5)  # enough time to connect on a busy machine


@every_engine
@pytest.mark.parametrize("case", SLOW)
@pytest.mark.parametrize("deadline", [0.0, 0.01, 0.05])
async def test_a_deadline_of_the_caller_ends_any_call(opening: Opening, case: str, deadline: float) -> None:
    async with Server(SLOW[case]) as slow, Server(echo) as server, opening(None) as transport:
        limits = PATIENT if opening.lets_go else BRIEF
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(deadline):
                await get(transport, slow.url(), method="POST", content=b"x" * 1000, max_size=10**9, timeout=limits)
        assert (await get(transport, server.url("/x"))).content == b"1 /x"
        if case != "reads nothing":  # it does not see the end either
            await eventually(lambda: slow.open == 0)


@every_engine
@pytest.mark.parametrize("case", ["says nothing", "half of the headers", "half of the body", "nothing after 100"])
async def test_a_response_that_takes_too_long_is_a_lost_one(opening: Opening, case: str) -> None:
    async with Server(SLOW[case]) as server, opening(None) as transport:
        error = await failure(transport, server.url(f"/{CANARY}"), timeout=IMPATIENT)
        await eventually(lambda: server.open == 0)
    assert type(error) is ConnectionLostError


@every_engine
async def test_a_body_that_cannot_be_read_is_a_lost_response(opening: Opening) -> None:
    async with Server(servers.never_reads) as server, opening(None) as transport:
        error = await failure(transport, server.url(), method="POST", content=b"x" * 20_000_000, timeout=IMPATIENT)
    assert type(error) is ConnectionLostError


@every_engine
async def test_a_slow_handshake_is_a_connect_error(opening: Opening) -> None:
    async with Server(servers.never_reads) as server, opening(None) as transport:
        limits = msgspec.structs.replace(PATIENT, connect=0.05)
        error = await failure(transport, f"https://127.0.0.1:{server.port}", timeout=limits)
    assert type(error) is ConnectError


@own_engine
@pytest.mark.parametrize("step", ["connect", "write", "read"])
async def test_a_step_without_a_limit_is_waited_for_or_refused(engine: Engine, step: str) -> None:
    async with Server(echo) as server, engine.opened() as transport:
        limits = msgspec.structs.replace(PATIENT, **{step: None})
        if engine.lets_go:
            assert (await get(transport, server.url("/x"), timeout=limits)).content == b"1 /x"
        else:
            error = await failure(transport, server.url("/x"), timeout=limits)
            assert (type(error), "timeout" in str(error)) == (ConfigurationError, True)


# Redirects.

CASES = list(itertools.product([300, 301, 302, 303, 305, 307, 308], range(5), ["GET", "POST", "PUT", "DELETE"]))


@pytest.mark.parametrize("opening", ALL)
async def test_a_redirect_is_a_response_and_is_not_followed(opening: Opening, authority: Authority) -> None:
    context = authority.server("localhost")
    destinations: list[str] = []

    async def redirect(connection: Connection) -> None:
        while True:
            status, place = target(await connection.receive()).decode().strip("/").split("/")
            await connection.send(response(b"moved", f"{status} Moved", f"Location: {destinations[int(place)]}"))

    seen: list[tuple[int, str]] = []
    async with (
        Server(redirect, ssl_context=context) as server,
        Server(echo, ssl_context=context) as other,
        Server(echo) as downgrade,
        opening(authority) as transport,
    ):
        destinations += [
            "/moved",
            server.url("/moved", host="localhost"),
            other.url("/stolen", host="localhost"),
            downgrade.url("/stolen"),
            other.url("/stolen", host="user:password@localhost"),
        ]
        for status, place, method in CASES:
            url = server.url(f"/{status}/{place}", host="localhost")
            received = await get(transport, url, method=method, content=b"x" if method == "POST" else b"")
            seen.append((received.status_code, received.headers["location"]))
    assert seen == [(status, destinations[place]) for status, place, _ in CASES]
    assert (len(server.requests), other.opened, downgrade.opened) == (140, 0, 0)


# TLS.

PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
FUTURE = datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)


def old(authority: Authority) -> ssl.SSLContext:
    context = authority.server("localhost")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


BAD_SERVERS: dict[str, Callable[[Authority], ssl.SSLContext]] = {
    "another name": lambda authority: authority.server("other.example"),
    "a name that begins alike": lambda authority: authority.server("localhost.evil.example"),
    "an address for a name": lambda authority: authority.server("127.0.0.1"),
    "expired": lambda authority: authority.server("localhost", not_after=PAST),
    "not yet valid": lambda authority: authority.server("localhost", not_before=FUTURE),
    "another authority": lambda _: Authority().server("localhost"),
    "TLS 1.1": old,
}


@every_engine
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_server_of_a_trusted_authority_is_talked_to(opening: Opening, authority: Authority, host: str) -> None:
    async with (
        Server(echo, ssl_context=authority.server("localhost", "127.0.0.1")) as server,
        opening(authority) as transport,
    ):
        contents = [(await get(transport, server.url("/x", host=host))).content for _ in range(2)]
    assert contents == [b"1 /x"] * 2


@every_engine
@pytest.mark.parametrize("case", BAD_SERVERS)
async def test_a_server_that_is_not_who_it_should_be_gets_nothing(
    opening: Opening, authority: Authority, case: str
) -> None:
    async with (
        Server(echo, ssl_context=BAD_SERVERS[case](authority)) as server,
        opening(authority) as transport,
    ):
        url = server.url(f"/{CANARY}", host="localhost")
        error = await failure(transport, url, method="POST", content=CANARY.encode())
        await asyncio.sleep(0)
    assert type(error) is ConnectError
    assert server.requests == []


@every_engine
async def test_a_server_without_a_name_for_its_address_gets_nothing(opening: Opening, authority: Authority) -> None:
    async with Server(echo, ssl_context=authority.server("localhost")) as server, opening(authority) as transport:
        assert type(await failure(transport, server.url("/x"))) is ConnectError
    assert server.requests == []


@every_engine
async def test_an_unknown_authority_is_not_trusted(opening: Opening, authority: Authority) -> None:
    async with Server(echo, ssl_context=authority.server("localhost")) as server, opening(None) as transport:
        assert type(await failure(transport, server.url("/x", host="localhost"))) is ConnectError
    assert server.requests == []


@every_engine
async def test_a_server_without_tls_gets_nothing_but_a_handshake(opening: Opening) -> None:
    received: list[bytes] = []

    async def speak(connection: Connection) -> None:
        received.append(await connection.reader.read(65_536))
        await connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with Server(speak) as server, opening(None) as transport:
        error = await failure(transport, f"https://127.0.0.1:{server.port}/{CANARY}")
    assert type(error) is ConnectError
    assert received[0][:1] == b"\x16"  # the handshake: RFC 8446, section 5.1
    assert CANARY.encode() not in received[0]


def lenient(mode: ssl.VerifyMode, *, check_hostname: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = check_hostname
    context.verify_mode = mode
    return context


@own_engine
@pytest.mark.parametrize(
    "context",
    [lenient(ssl.CERT_NONE, check_hostname=False), lenient(ssl.CERT_REQUIRED, check_hostname=False)],
    ids=["no certificate", "no host name"],
)
def test_a_context_that_does_not_verify_the_server_is_refused(engine: Engine, context: ssl.SSLContext) -> None:
    with pytest.raises(ConfigurationError, match="ssl_context"):
        type(engine.make(None))(ssl_context=context)


@own_engine
def test_a_context_is_taken_or_refused(engine: Engine, authority: Authority) -> None:
    make: Callable[..., object] = type(engine.make(None))
    if engine.takes_context:
        make(ssl_context=authority.client())
    else:
        with pytest.raises(ConfigurationError, match="does not support ssl_context"):
            make(ssl_context=authority.client())


@own_engine
async def test_an_engine_without_settings_works(engine: Engine) -> None:
    transport = type(engine.make(None))()
    async with Server(echo) as server:
        assert (await get(transport, server.url("/x"))).content == b"1 /x"
        await transport.aclose()


@own_engine
@pytest.mark.parametrize("settings", [{"idle_expiry": -1}, {"idle_expiry": float("nan")}])
def test_a_pool_that_cannot_be_is_refused(engine: Engine, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        engine.make(None, **settings)


# Connections.


@every_engine
async def test_one_connection_serves_call_after_call(opening: Opening) -> None:
    async with Server(echo) as server, opening(None) as transport:
        contents = [(await get(transport, server.url(f"/{number}"))).content for number in range(5)]
    assert contents == [b"1 /0", b"1 /1", b"1 /2", b"1 /3", b"1 /4"]


@every_engine
async def test_a_connection_that_the_server_says_it_closes_is_not_used_again(opening: Opening) -> None:
    async with (
        Server(responds_with(response(b"hello", "200 OK", "Connection: close"))) as server,
        opening(None) as transport,
    ):
        assert [(await get(transport, server.url())).content for _ in range(3)] == [b"hello"] * 3
    assert server.opened == 3


@every_engine
async def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again(opening: Opening) -> None:
    async with Server(says(response(b"hello"))) as server, opening(None) as transport:
        for number in (1, 2, 3):
            assert (await get(transport, server.url())).content == b"hello"
            await eventually(lambda number=number: server.opened == number and server.open == 0)
            await asyncio.sleep(0.01)  # a thread of the engine must notice it too


# Cancellation.


async def storm(transport: Transport, server: Server, chance: random.Random) -> None:
    """Make 50 calls at a time and cancel most of them, each at some iteration of the loop, until 300 were cancelled."""
    gate = asyncio.Semaphore(5)  # a client has one too

    async def ask(number: int) -> None:
        async with gate:
            content = (await get(transport, server.url(f"/{number}"))).content
        assert content.endswith(b" /%d" % number)

    cancelled = 0
    while cancelled < 300:
        calls = [asyncio.ensure_future(ask(number)) for number in range(50)]
        for call in chance.sample(calls, 40):
            for _ in range(chance.randrange(8)):
                await asyncio.sleep(0)
            call.cancel()
        results = await asyncio.gather(*calls, return_exceptions=True)
        cancelled += sum(isinstance(result, asyncio.CancelledError) for result in results)
        assert [result for result in results if isinstance(result, Exception)] == []
    await asyncio.gather(*(ask(number) for number in range(50)))


@own_engine
@pytest.mark.parametrize("seed", [1, 2])
async def test_a_storm_of_300_cancellations_leaves_a_working_pool(engine: Engine, seed: int) -> None:
    async with Server(echo) as server:
        with nothing_is_left_unretrieved():
            async with engine.opened() as transport:
                await storm(transport, server, random.Random(seed))
                if engine.lets_go:
                    await eventually(lambda: server.open <= 5)
            gc.collect()
            await eventually(lambda: server.open == 0)


@own_engine
async def test_the_connection_of_a_cancelled_call_is_closed(engine: Engine) -> None:
    async with Server(never_responds) as server, engine.opened() as transport:
        limits = PATIENT if engine.lets_go else BRIEF
        call = asyncio.ensure_future(get(transport, server.url("/x"), timeout=limits))
        await eventually(lambda: len(server.requests) == 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await eventually(lambda: server.open == 0)


@every_engine
async def test_a_connection_whose_handshake_is_cancelled_is_closed(opening: Opening) -> None:
    greetings: list[bytes] = []

    async def hears(connection: Connection) -> None:
        greetings.append(await connection.reader.read(65_536))
        await connection.wait_for_the_end()

    async with Server(hears) as server, opening(None) as transport:
        limits = PATIENT if opening.lets_go else msgspec.structs.replace(BRIEF, connect=1.0)
        call = asyncio.ensure_future(get(transport, f"https://127.0.0.1:{server.port}", timeout=limits))
        await eventually(lambda: len(greetings) == 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await eventually(lambda: server.open == 0)


@own_engine
async def test_a_tunnel_whose_handshake_is_cancelled_is_closed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    greetings: list[bytes] = []

    async def tunnel(connection: Connection) -> None:
        await connection.receive()
        await connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        greetings.append(await connection.reader.read(65_536))
        await connection.wait_for_the_end()

    async with Server(tunnel) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        async with engine.opened() as transport:
            limits = PATIENT if engine.lets_go else msgspec.structs.replace(BRIEF, connect=1.0)
            call = asyncio.ensure_future(get(transport, "https://host.example", timeout=limits))
            await eventually(lambda: len(greetings) == 1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            await eventually(lambda: proxy.open == 0)
    assert greetings[0][:1] == b"\x16"  # the handshake: RFC 8446, section 5.1


# Closing.


@own_engine
async def test_closing_closes_idle_connections(engine: Engine) -> None:
    async with Server(echo) as server, engine.opened() as transport:
        await asyncio.gather(*(get(transport, server.url("/x")) for _ in range(3)))
        await transport.aclose()
        await eventually(lambda: server.open == 0)


@own_engine
async def test_closing_again_does_nothing(engine: Engine) -> None:
    transport = engine.make(None)
    await transport.aclose()
    await transport.aclose()


@own_engine
async def test_nothing_is_sent_after_closing(engine: Engine) -> None:
    async with Server(echo) as server:
        async with engine.opened() as transport:
            await get(transport, server.url("/x"))
        assert type(await failure(transport, server.url("/x"))) is ClientClosedError
    assert len(server.requests) == 1


@own_engine
async def test_a_call_that_is_under_way_at_closing_ends_well_and_leaves_nothing(engine: Engine) -> None:
    gate = asyncio.Event()

    async def wait(connection: Connection) -> None:
        await connection.receive()
        await gate.wait()
        await connection.send(response(b"hello"))
        await connection.wait_for_the_end()

    async with Server(wait) as server, engine.opened() as transport:
        call = asyncio.ensure_future(get(transport, server.url("/x")))
        await eventually(lambda: len(server.requests) == 1)
        await transport.aclose()
        gate.set()
        assert (await call).content == b"hello"
        await eventually(lambda: server.open == 0)


@users_engine
async def test_an_engine_of_the_users_is_not_closed(opening: Opening) -> None:
    async with Server(echo) as server, opening(None) as transport:
        contents: list[bytes] = []
        for _ in range(2):
            contents.append((await get(transport, server.url("/x"))).content)
            await transport.aclose()
    assert contents == [b"1 /x"] * 2


@own_engine
def test_each_event_loop_can_have_one(engine: Engine) -> None:
    async def main() -> bytes:
        async with Server(echo) as server, engine.opened() as transport:
            return (await get(transport, server.url("/x"))).content

    assert [asyncio.run(main()) for _ in range(3)] == [b"1 /x"] * 3


@own_engine
async def test_its_repr_shows_nothing_but_its_state(engine: Engine) -> None:
    async with Server(echo) as server, engine.opened() as transport:
        await get(transport, server.url(f"/{CANARY}"))
        shown = repr(transport)
    assert shown.startswith(f"<{type(transport).__name__} ")
    assert CANARY not in shown


# Proxies.


@own_engine
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
async def test_a_proxy_of_the_environment_is_used(
    engine: Engine, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Server(echo) as server, Server(echo) as proxy:
        monkeypatch.setenv(variable, proxy.url())
        async with engine.opened() as transport:
            response = await get(transport, server.url("/x"))
    assert (response.content, server.opened) == (f"1 {server.url('/x')}".encode(), 0)


@own_engine
@pytest.mark.parametrize("bypass", ["127.0.0.1", "*", ".example, 127.0.0.1"])
async def test_a_server_that_needs_no_proxy_is_called_directly(
    engine: Engine, bypass: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Server(echo) as server, Server(echo) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url())
        monkeypatch.setenv("NO_PROXY", bypass)
        async with engine.opened() as transport:
            assert (await get(transport, server.url("/x"))).content == b"1 /x"
    assert proxy.opened == 0


@own_engine
async def test_a_proxy_for_https_is_asked_for_a_tunnel_and_sees_no_credentials(
    engine: Engine, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[bytes] = []
    async with (
        Server(echo, ssl_context=authority.server("localhost")) as server,
        Server(tunnels_to(server, passed)) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:password@127.0.0.1:{proxy.port}")
        async with engine.opened(authority) as transport:
            response = await get(transport, server.url("/x", host="localhost"))
    assert response.content == b"1 /x"
    assert proxy.requests[0].startswith(f"CONNECT localhost:{server.port} HTTP/1.1\r\n".encode())
    assert b"proxy-authorization: basic dxnlcjpwyxnzd29yza==" in proxy.requests[0].lower()
    assert CANARY.encode() not in b"".join([*proxy.requests, *passed])


@own_engine
@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "502 Bad Gateway"])
async def test_a_proxy_that_refuses_a_tunnel_is_a_connect_error(
    engine: Engine, status: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Server(responds_with(response(b"", status))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        async with engine.opened(authority) as transport:
            assert type(await failure(transport, "https://localhost:1/x")) is ConnectError
    assert CANARY.encode() not in proxy.requests[0]


@own_engine
async def test_a_missing_proxy_is_a_connect_error(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{servers.unused_port()}")
    async with engine.opened() as transport:
        assert type(await failure(transport, "http://127.0.0.1:1/x")) is ConnectError


@own_engine
@pytest.mark.parametrize("proxy", [f"ftp://{CANARY}", f"http://user:{CANARY}@host:x", f"http://{CANARY}@"])
async def test_a_proxy_that_cannot_be_used_is_not_passed_by(
    engine: Engine, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    async with Server(echo) as server, engine.opened() as transport:
        error: StytchError = await failure(transport, server.url("/x"))
    assert isinstance(error, ConfigurationError | TransportError)
    assert server.requests == []


@own_engine
@pytest.mark.parametrize("port", ["0", "65536", "99999", "-1", "x"])
@pytest.mark.parametrize(
    "form", ["http://user:{}@127.0.0.1:{}", "{}.example:{}", "https://[::1]:{1}", "socks5://{}:{}"]
)
async def test_an_impossible_proxy_port_is_a_configuration_error(
    engine: Engine, form: str, port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", form.format(CANARY, port))
    async with engine.opened() as transport:
        assert type(await failure(transport, "https://host.example/x")) is ConfigurationError


@every_engine
@pytest.mark.parametrize("port", [65536, 99999])
async def test_an_impossible_server_port_is_a_configuration_error(opening: Opening, port: int) -> None:
    async with opening(None) as transport:
        assert type(await failure(transport, f"http://127.0.0.1:{port}/x")) is ConfigurationError


def test_the_suite_knows_every_adapter() -> None:
    from aiostytch import transports
    from aiostytch.transports.choose import LIBRARIES

    from .engines import ENGINES

    assert [engine.library for engine in ENGINES] == list(LIBRARIES)
    assert all(Path(transports.__file__).with_name(f"{library}.py").exists() for library in LIBRARIES)
