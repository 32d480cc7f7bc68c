"""Details of httpx2: clients and transports of users, their hooks, and every exception."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aiostytch.errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError
from aiostytch.wire import BodyTooLargeError
from tests.authority import Authority

from .calls import CANARY, failure, get
from .servers import Server, echo, responds_with, response

httpx2 = pytest.importorskip("httpx2", reason="httpx2 is not installed: pip install 'aiostytch[httpx2]'")
adapter = pytest.importorskip("aiostytch.transports.httpx2")

URL = "https://host.example"


def mock(handler: Callable[[Any], Any]) -> Any:
    return from_client(httpx2.MockTransport(handler))


def from_client(engine: object) -> Any:
    return adapter.from_client(engine)


@pytest.mark.parametrize("engine", [None, "httpx2", httpx2.Client, httpx2.AsyncClient, httpx2.HTTPTransport()])
def test_invalid_engines_are_refused(engine: object) -> None:
    with pytest.raises(ConfigurationError, match="http_client"):
        from_client(engine)


async def test_a_client_that_its_user_has_closed_says_so() -> None:
    async with httpx2.AsyncClient() as client:
        transport = from_client(client)
    error = await failure(transport, URL)
    assert (type(error), str(error)) == (ClientClosedError, "http_client is closed")


async def test_a_client_of_the_users_adds_nothing_of_its_own() -> None:
    async with Server(responds_with(response(b"{}", "200 OK", "Set-Cookie: a=b"))) as server:
        client = httpx2.AsyncClient(
            auth=("user", CANARY),
            base_url="https://evil.example/other",
            params={"x": CANARY},
            headers={"X-Other": CANARY, "User-Agent": "other"},
            cookies={"c": CANARY},
        )
        async with client:
            for _ in range(2):
                await get(from_client(client), server.url("/v1/x?a=b"), headers=(("X-One", "1"),))
    host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    assert set(server.requests) == {b"GET /v1/x?a=b HTTP/1.1\r\n" + host + b"X-One: 1\r\n\r\n"}


async def test_an_asgi_application_can_be_called() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        await send({"type": "http.response.start", "status": 201, "headers": [(b"x-a", b"1"), (b"X-A", b"2")]})
        await send({"type": "http.response.body", "body": scope["raw_path"] + message["body"]})

    transport = httpx2.ASGITransport(application)
    for engine in (transport, httpx2.AsyncClient(transport=transport)):
        response = await get(from_client(engine), f"{URL}/a%2Fb", method="POST", content=b" hello")
        assert (response.status_code, response.headers["x-a"], response.content) == (201, "1, 2", b"/a%2Fb hello")


async def chunks() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


RESPONSES: list[tuple[Callable[[], Any], bytes]] = [
    (lambda: httpx2.Response(200), b""),
    (lambda: httpx2.Response(200, text="hello"), b"hello"),
    (lambda: httpx2.Response(200, content=chunks()), b"ab"),
    (lambda: httpx2.Response(200, stream=httpx2.ByteStream(b"hello")), b"hello"),
    (lambda: httpx2.Response(200, content=gzip.compress(b"hello"), headers={"Content-Encoding": "gzip"}), b"hello"),
]


@pytest.mark.parametrize(("respond", "content"), RESPONSES)
@pytest.mark.parametrize("is_client", [False, True])
async def test_a_response_that_was_made_up_is_taken(
    respond: Callable[[], Any], content: bytes, is_client: bool
) -> None:
    inner = httpx2.MockTransport(lambda _: respond())
    transport = from_client(httpx2.AsyncClient(transport=inner) if is_client else inner)
    assert (await get(transport, URL)).content == content


async def test_a_transport_with_a_synchronous_body_is_refused() -> None:
    def parts() -> Iterator[bytes]:
        yield b"a"

    error = await failure(mock(lambda _: httpx2.Response(200, content=parts())), URL)
    assert (type(error), "synchronous" in str(error)) == (ConfigurationError, True)


async def read_body(response: Any) -> None:
    await response.aread()


async def raise_for_status(response: Any) -> None:
    response.raise_for_status()


async def read_and_raise(response: Any) -> None:
    await response.aread()
    response.raise_for_status()


async def use_up(response: Any) -> None:
    async for _ in response.aiter_raw():
        pass


PACKED = response(gzip.compress(b"hello"), "404 Not Found", "Content-Encoding: gzip", "X-Request-Id: r-1")


@pytest.mark.parametrize(
    ("hook", "content"), [(read_body, b"hello"), (read_and_raise, b"hello"), (raise_for_status, b"")]
)
async def test_a_hook_of_the_clients_may_read_and_raise(hook: Any, content: bytes) -> None:
    async with Server(responds_with(PACKED)) as server, httpx2.AsyncClient(event_hooks={"response": [hook]}) as client:
        response = await get(from_client(client), server.url())
    assert (response.status_code, response.headers["x-request-id"], response.content) == (404, "r-1", content)


async def test_bodies_that_hooks_read_are_bounded_too() -> None:
    async with (
        Server(responds_with(PACKED)) as server,
        httpx2.AsyncClient(event_hooks={"response": [read_body]}) as client,
    ):
        with pytest.raises(BodyTooLargeError) as caught:
            await get(from_client(client), server.url(), max_size=4)
    assert caught.value.status_code == 404


async def test_a_response_that_a_hook_has_used_up_is_lost() -> None:
    async with (
        Server(responds_with(PACKED)) as server,
        httpx2.AsyncClient(event_hooks={"response": [use_up]}) as client,
    ):
        error = await failure(from_client(client), server.url())
    assert (type(error), str(error)) == (ConnectionLostError, "no response: ResponseNotRead")


async def test_the_response_to_a_call_that_a_hook_makes_is_not_taken_for_ours() -> None:
    async def ask_elsewhere(_: Any) -> None:
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: httpx2.Response(403))) as other:
            (await other.get("https://other.example")).raise_for_status()

    inner = httpx2.MockTransport(lambda _: httpx2.Response(200))
    client = httpx2.AsyncClient(transport=inner, event_hooks={"request": [ask_elsewhere]})
    error = await failure(from_client(client), URL)
    assert str(error) == "no response: HTTPStatusError"


NOT_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "ProxyError"}


def descendants(cls: type[Exception]) -> Iterator[type[Exception]]:
    yield cls
    for child in cls.__subclasses__():
        yield from descendants(child)


def example(cls: type[Exception]) -> Exception:
    if cls is httpx2.HTTPStatusError:
        return httpx2.HTTPStatusError(CANARY, request=httpx2.Request("GET", URL), response=httpx2.Response(500))
    return cls() if issubclass(cls, httpx2.StreamError) and cls is not httpx2.StreamError else cls(CANARY)


EXCEPTIONS = [cls for root in (httpx2.HTTPError, httpx2.StreamError) for cls in descendants(root)]
OTHERS: list[Exception] = [OSError(CANARY), ConnectionResetError(), ssl.SSLError(CANARY), UnicodeError(CANARY)]


def test_httpx2_has_the_exceptions_that_are_known_here() -> None:
    assert {cls.__name__ for cls in EXCEPTIONS} > NOT_SENT
    assert len(EXCEPTIONS) > 25


@pytest.mark.parametrize("raised", [*map(example, EXCEPTIONS), *OTHERS], ids=lambda error: type(error).__name__)
async def test_every_exception_of_httpx2_becomes_one_of_ours(raised: Exception) -> None:
    def handler(_: Any) -> Any:
        raise raised

    error = await failure(mock(handler), URL)
    is_not_sent = type(raised).__name__ in NOT_SENT
    assert type(error) is (ConnectError if is_not_sent else ConnectionLostError)
    assert str(error) == f"{'no connection' if is_not_sent else 'no response'}: {type(raised).__name__}"


@pytest.mark.parametrize("raised", [asyncio.CancelledError(), AssertionError("mine"), LookupError()])
async def test_exceptions_outside_httpx2_are_left_alone(raised: BaseException) -> None:
    def handler(_: Any) -> Any:
        raise raised

    with pytest.raises(type(raised)) as caught:
        await get(mock(handler), URL)
    assert caught.value is raised


@pytest.mark.parametrize("host", ["[::1", "a:b"])
async def test_an_unreadable_host_is_a_configuration_error(host: str) -> None:
    transport = adapter.create()
    for engine in (transport, mock(lambda _: httpx2.Response(200))):
        assert type(await failure(engine, f"https://{host}/x")) is ConfigurationError
    await transport.aclose()


async def test_an_authority_of_the_environment_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority()
    (tmp_path / "ca.pem").write_bytes(authority.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    transport = adapter.create()
    async with Server(echo, ssl_context=authority.server("localhost")) as server:
        assert (await get(transport, server.url("/x", host="localhost"))).content == b"1 /x"
        await transport.aclose()


async def test_unreadable_certificates_are_a_configuration_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    error = await failure(adapter.create(), "https://localhost:1")
    assert (type(error), "SSL_CERT_FILE" in str(error)) == (ConfigurationError, True)


@pytest.mark.parametrize("settings", [{"max_idle": -1}, {"idle_expiry": -1}])
def test_a_pool_that_cannot_be_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        adapter.Httpx2Transport(**settings)
