"""Clients and transports of users: they are used, but their settings do not affect calls."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import msgspec
import pytest

from aiostytch.errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError, TransportError
from aiostytch.transports.httpx import HttpxClientTransport, from_client
from aiostytch.wire import BodyTooLargeError

from .calls import CANARY, PATIENT, failure, get
from .httpx_ways import engine_of, opened
from .servers import Server, echo, never_responds, packed, responds_with, response


def mock(handler: Callable[[httpx.Request], httpx.Response]) -> HttpxClientTransport:
    return HttpxClientTransport(httpx.MockTransport(handler))


def never_called(_: httpx.Request) -> httpx.Response:
    raise AssertionError


async def test_a_client_of_the_users_adds_nothing_of_its_own() -> None:
    async with Server(responds_with(response(b"{}", "200 OK", "Set-Cookie: a=b"))) as server, opened() as transport:
        client = httpx.AsyncClient(
            auth=("user", CANARY),
            base_url="https://evil.example/other",
            params={"x": CANARY},
            headers={"X-Other": CANARY, "User-Agent": "other"},
            cookies={"c": CANARY},
            follow_redirects=True,
        )
        async with client:
            for engine in (transport, HttpxClientTransport(client), HttpxClientTransport(client)):
                await get(engine, server.url("/v1/x?a=b"), method="POST", content=b"{}", headers=(("X-One", "1"),))
    assert len(set(server.requests)) == 1


async def test_the_limits_of_a_step_win_over_those_of_the_client() -> None:
    async with Server(never_responds) as server, httpx.AsyncClient(timeout=None) as client:
        brief = msgspec.structs.replace(PATIENT, read=0.01)
        error = await failure(HttpxClientTransport(client), server.url("/x"), timeout=brief)
    assert str(error) == "no response: ReadTimeout"


@pytest.mark.parametrize("engine", ["client", "transport"])
async def test_an_engine_of_the_users_is_not_closed(engine: str) -> None:
    async with Server(echo) as server, engine_of(engine) as transport:
        contents: list[bytes] = []
        for _ in range(2):
            contents.append((await get(transport, server.url("/x"))).content)
            await transport.aclose()
    assert contents == [b"1 /x"] * 2


async def test_a_client_that_its_user_has_closed_says_so() -> None:
    async with httpx.AsyncClient() as client:
        transport = HttpxClientTransport(client)
    error = await failure(transport, "http://127.0.0.1:1")
    assert (type(error), str(error)) == (ClientClosedError, "http_client is closed")


@pytest.mark.parametrize("engine", [None, "httpx", httpx.Client, httpx.AsyncClient, httpx.HTTPTransport(), object()])
@pytest.mark.parametrize("make", [HttpxClientTransport, from_client])
def test_invalid_engines_are_refused_by_name(make: Callable[[object], object], engine: object) -> None:
    with pytest.raises(ConfigurationError, match="http_client"):
        make(engine)


def test_an_engine_can_be_given() -> None:
    assert isinstance(from_client(httpx.MockTransport(never_called)), HttpxClientTransport)


async def test_an_asgi_application_can_be_called() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        body = b"%s %s %s" % (scope["method"].encode(), scope["raw_path"], message["body"])
        await send({"type": "http.response.start", "status": 201, "headers": [(b"x-a", b"1"), (b"X-A", b"2")]})
        await send({"type": "http.response.body", "body": body[:3], "more_body": True})
        await send({"type": "http.response.body", "body": body[3:]})

    for engine in (httpx.ASGITransport(application), httpx.AsyncClient(transport=httpx.ASGITransport(application))):
        url = "https://host.example/a%2Fb?c=d"
        response = await get(HttpxClientTransport(engine), url, method="POST", content=b"hello")
        assert (response.status_code, response.headers["x-a"], response.content) == (201, "1, 2", b"POST /a%2Fb hello")


async def test_an_exception_of_the_users_application_reaches_the_user() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await get(HttpxClientTransport(httpx.ASGITransport(application)), "https://host.example")


async def chunks() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


RESPONSES: list[tuple[Callable[[], httpx.Response], bytes]] = [
    (lambda: httpx.Response(200), b""),
    (lambda: httpx.Response(200, json={"a": 1}), b'{"a":1}'),
    (lambda: httpx.Response(200, text="hello"), b"hello"),
    (lambda: httpx.Response(200, content=chunks()), b"ab"),
    (lambda: httpx.Response(200, stream=httpx.ByteStream(b"hello")), b"hello"),
    (lambda: httpx.Response(200, content=packed(b"hello"), headers={"Content-Encoding": "gzip"}), b"hello"),
]


@pytest.mark.parametrize(("respond", "content"), RESPONSES)
@pytest.mark.parametrize("is_client", [False, True])
async def test_a_response_that_was_made_up_is_taken(
    respond: Callable[[], httpx.Response], content: bytes, is_client: bool
) -> None:
    inner = httpx.MockTransport(lambda _: respond())
    transport = HttpxClientTransport(httpx.AsyncClient(transport=inner) if is_client else inner)
    assert (await get(transport, "https://host.example")).content == content


async def test_a_response_that_was_made_up_is_bounded_too() -> None:
    inner = httpx.MockTransport(lambda _: httpx.Response(200, text="hello"))
    for engine in (inner, httpx.AsyncClient(transport=inner)):
        with pytest.raises(BodyTooLargeError):
            await get(HttpxClientTransport(engine), "https://host.example", max_size=4)


async def test_a_transport_with_a_synchronous_body_is_refused() -> None:
    def parts() -> Iterator[bytes]:
        yield b"a"

    error = await failure(mock(lambda _: httpx.Response(200, content=parts())), "https://host.example")
    assert (type(error), "synchronous" in str(error)) == (ConfigurationError, True)


async def read_body(response: httpx.Response) -> None:
    await response.aread()


async def raise_for_status(response: httpx.Response) -> None:
    response.raise_for_status()


async def read_and_raise(response: httpx.Response) -> None:
    await response.aread()
    response.raise_for_status()


async def use_up(response: httpx.Response) -> None:
    async for _ in response.aiter_raw():
        pass


PACKED = response(packed(b"hello"), "404 Not Found", "Content-Encoding: gzip", "X-Request-Id: r-1")


@pytest.mark.parametrize(
    ("hook", "content"), [(read_body, b"hello"), (read_and_raise, b"hello"), (raise_for_status, b"")]
)
async def test_a_hook_of_the_clients_may_read_and_raise(hook: Any, content: bytes) -> None:
    async with Server(responds_with(PACKED)) as server, httpx.AsyncClient(event_hooks={"response": [hook]}) as client:
        response = await get(HttpxClientTransport(client), server.url())
    assert (response.status_code, response.headers["x-request-id"], response.content) == (404, "r-1", content)


async def test_bodies_that_hooks_read_are_bounded_too() -> None:
    async with (
        Server(responds_with(PACKED)) as server,
        httpx.AsyncClient(event_hooks={"response": [read_body]}) as client,
    ):
        with pytest.raises(BodyTooLargeError) as caught:
            await get(HttpxClientTransport(client), server.url(), max_size=4)
    assert caught.value.status_code == 404


async def test_a_response_that_a_hook_has_used_up_is_lost() -> None:
    async with Server(responds_with(PACKED)) as server, httpx.AsyncClient(event_hooks={"response": [use_up]}) as client:
        error = await failure(HttpxClientTransport(client), server.url())
    assert (type(error), str(error)) == (ConnectionLostError, "no response: ResponseNotRead")


async def test_the_response_to_a_call_that_a_hook_makes_is_not_taken_for_ours() -> None:
    async def ask_elsewhere(_: httpx.Request) -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(403))) as other:
            (await other.get("https://other.example")).raise_for_status()

    client = httpx.AsyncClient(transport=httpx.MockTransport(never_called), event_hooks={"request": [ask_elsewhere]})
    error = await failure(HttpxClientTransport(client), "https://host.example")
    assert str(error) == "no response: HTTPStatusError"


# Exceptions.

NOT_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "ProxyError"}
MADE = {
    httpx.HTTPStatusError: lambda: httpx.HTTPStatusError(
        CANARY, request=httpx.Request("GET", "https://host.example"), response=httpx.Response(500)
    ),
    **dict.fromkeys((httpx.StreamConsumed, httpx.ResponseNotRead, httpx.RequestNotRead, httpx.StreamClosed), None),
}


def descendants(cls: type[Exception]) -> Iterator[type[Exception]]:
    yield cls
    for child in cls.__subclasses__():
        yield from descendants(child)


def example(cls: type[Exception]) -> Exception:
    make = MADE.get(cls, lambda: cls(CANARY))
    return cls() if make is None else make()


EXCEPTIONS = [cls for root in (httpx.HTTPError, httpx.StreamError) for cls in descendants(root)]
OTHERS: list[Exception] = [
    OSError(CANARY),
    ConnectionResetError(),
    TimeoutError(),
    ssl.SSLError(CANARY),
    UnicodeError(CANARY),
]


def test_httpx_has_the_exceptions_that_are_known_here() -> None:
    assert {cls.__name__ for cls in EXCEPTIONS} > NOT_SENT
    assert len(EXCEPTIONS) > 25


@pytest.mark.parametrize("is_client", [False, True])
@pytest.mark.parametrize("raised", [*map(example, EXCEPTIONS), *OTHERS], ids=lambda error: type(error).__name__)
async def test_every_exception_of_httpx_becomes_one_of_ours(raised: Exception, is_client: bool) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise raised

    inner = httpx.MockTransport(handler)
    transport = HttpxClientTransport(httpx.AsyncClient(transport=inner) if is_client else inner)
    error = await failure(transport, "https://host.example")
    is_not_sent = type(raised).__name__ in NOT_SENT
    assert type(error) is (ConnectError if is_not_sent else ConnectionLostError)
    assert str(error) == f"{'no connection' if is_not_sent else 'no response'}: {type(raised).__name__}"


async def test_an_exception_while_the_body_is_read_becomes_one_of_ours() -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"a"
        raise httpx.ReadError(CANARY)

    error = await failure(mock(lambda _: httpx.Response(200, content=parts())), "https://host.example")
    assert str(error) == "no response: ReadError"


@pytest.mark.parametrize(
    "raised", [asyncio.CancelledError(), KeyboardInterrupt(), AssertionError("mine"), LookupError()]
)
async def test_exceptions_outside_httpx_are_left_alone(raised: BaseException) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise raised

    with pytest.raises(type(raised)) as caught:
        await get(mock(handler), "https://host.example")
    assert caught.value is raised


def miss() -> None:
    raise FileNotFoundError(2, "No such file")


@pytest.mark.parametrize("raised", [httpx.ReadTimeout(CANARY), httpx.ConnectError(CANARY)])
async def test_the_callers_current_exception_is_not_recorded(raised: Exception) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise raised

    try:
        miss()
    except FileNotFoundError:
        with pytest.raises(TransportError) as caught:
            await get(mock(handler), "https://host.example")
    assert str(caught.value).endswith(f": {type(raised).__name__}")


async def test_the_message_of_the_system_is_shown() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(CANARY) from OSError(111, "Connection refused")

    error = await failure(mock(handler), "https://host.example")
    assert str(error) == "no connection: ConnectError: Connection refused"


@pytest.mark.parametrize("port", [65536, 99999])
async def test_an_impossible_proxy_port_of_a_client_is_a_configuration_error(port: int) -> None:
    async with httpx.AsyncClient(proxy=f"http://user:{CANARY}@127.0.0.1:{port}") as client:
        error = await failure(HttpxClientTransport(client), "http://host.example")
    assert (type(error), "port" in str(error)) == (ConfigurationError, True)


async def test_other_groups_of_exceptions_are_left_alone() -> None:
    raised = ExceptionGroup("mine", [LookupError()])

    def handler(_: httpx.Request) -> httpx.Response:
        raise raised

    with pytest.raises(ExceptionGroup) as caught:
        await get(mock(handler), "https://host.example")
    assert caught.value is raised
