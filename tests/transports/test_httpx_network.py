"""The peers of the httpx adapter: servers with valid certificates, through the proxies of the environment."""

from __future__ import annotations

import contextlib
import datetime
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from aiostytch.errors import ConfigurationError, ConnectError, ConnectionLostError, TransportError
from aiostytch.transports.httpx import HttpxTransport
from tests.authority import Authority

from . import servers
from .calls import CANARY, failure, get
from .httpx_ways import opened
from .servers import Behaviour, Connection, Server, echo, responds_with, response, tunnels_to

# TLS.


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_server_with_a_good_certificate_is_talked_to(authority: Authority, host: str) -> None:
    async with (
        Server(echo, ssl_context=authority.server("localhost", "127.0.0.1")) as server,
        opened(ssl_context=authority.client()) as transport,
    ):
        contents = [(await get(transport, server.url("/x", host=host))).content for _ in range(2)]
    assert contents == [b"1 /x"] * 2


PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
FUTURE = datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)
BAD_CERTIFICATES: dict[str, Callable[[Authority], ssl.SSLContext]] = {
    "another name": lambda authority: authority.server("other.example"),
    "a name that begins alike": lambda authority: authority.server("localhost.evil.example"),
    "an address for a name": lambda authority: authority.server("127.0.0.1"),
    "a wildcard": lambda authority: authority.server("*.localhost"),
    "expired": lambda authority: authority.server("localhost", not_after=PAST),
    "not yet valid": lambda authority: authority.server("localhost", not_before=FUTURE),
    "another authority": lambda _: Authority().server("localhost"),
}


@pytest.mark.parametrize("case", BAD_CERTIFICATES)
async def test_a_server_with_a_bad_certificate_gets_nothing(authority: Authority, case: str) -> None:
    async with (
        Server(echo, ssl_context=BAD_CERTIFICATES[case](authority)) as server,
        opened(ssl_context=authority.client()) as transport,
    ):
        error = await failure(transport, server.url("/x", host="localhost"), method="POST", content=b"x")
    assert type(error) is ConnectError
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert server.requests == []


async def test_a_certificate_without_the_address_gets_nothing(authority: Authority) -> None:
    async with (
        Server(echo, ssl_context=authority.server("localhost")) as server,
        opened(ssl_context=authority.client()) as transport,
    ):
        assert type(await failure(transport, server.url("/x"))) is ConnectError
    assert server.requests == []


async def test_an_unknown_authority_is_not_trusted_by_default(authority: Authority) -> None:
    async with Server(echo, ssl_context=authority.server("localhost")) as server, opened(ssl_context=None) as transport:
        error = await failure(transport, server.url("/x", host="localhost"))
    assert type(error) is ConnectError
    assert server.requests == []


async def test_an_authority_of_the_environment_is_trusted(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    async with Server(echo, ssl_context=authority.server("localhost")) as server, opened(ssl_context=None) as transport:
        assert (await get(transport, server.url("/x", host="localhost"))).content == b"1 /x"


@pytest.mark.parametrize("content", [None, b"no certificate"])
async def test_unreadable_certificates_are_a_configuration_error(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    async with opened(ssl_context=None) as transport:
        error = await failure(transport, "https://localhost:1")
    assert type(error) is ConfigurationError
    assert "SSL_CERT_FILE" in str(error)


async def test_a_server_without_tls_gets_nothing() -> None:
    async with Server(servers.hangs_up) as server, opened() as transport:
        error = await failure(transport, f"https://127.0.0.1:{server.port}")
    assert type(error) is ConnectError


async def test_a_server_that_says_something_else_instead_of_tls_gets_nothing() -> None:
    received: list[bytes] = []

    async def speak(connection: Connection) -> None:
        received.append(await connection.reader.read(65_536))
        await connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with Server(speak) as server, opened() as transport:
        error = await failure(transport, f"https://127.0.0.1:{server.port}")
    assert type(error) is ConnectError
    assert received[0][:1] == b"\x16"  # the handshake: RFC 8446, section 5.1
    assert CANARY.encode() not in received[0]


async def test_a_response_that_breaks_tls_is_a_lost_one(authority: Authority) -> None:
    async def break_tls(connection: Connection) -> None:
        await connection.receive()
        sock = connection.writer.get_extra_info("socket")
        with contextlib.closing(sock.dup()) as raw:
            raw.send(b"nonsense instead of a record")
        await connection.wait_for_the_end()

    async with (
        Server(break_tls, ssl_context=authority.server("localhost")) as server,
        opened(ssl_context=authority.client()) as transport,
    ):
        error = await failure(transport, server.url("/x", host="localhost"))
    assert type(error) is ConnectionLostError
    assert str(error).startswith("no response: SSLError: ")


async def test_a_server_that_demands_a_certificate_of_ours(authority: Authority) -> None:
    """The connection failed or was lost."""
    context = authority.server("localhost")
    context.verify_mode = ssl.CERT_REQUIRED
    async with Server(echo, ssl_context=context) as server, opened(ssl_context=authority.client()) as transport:
        error = await failure(transport, server.url("/x", host="localhost"))
    assert isinstance(error, TransportError)
    assert server.requests == []


def lenient(mode: ssl.VerifyMode, *, check_hostname: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = check_hostname
    context.verify_mode = mode
    return context


@pytest.mark.parametrize(
    "context",
    [
        lenient(ssl.CERT_REQUIRED, check_hostname=False),
        lenient(ssl.CERT_NONE, check_hostname=False),
        lenient(ssl.CERT_OPTIONAL, check_hostname=True),
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
    ],
    ids=["no host name", "no certificate", "no certificate needed", "that of a server"],
)
def test_a_context_that_does_not_verify_the_server_is_refused(context: ssl.SSLContext) -> None:
    with pytest.raises(ConfigurationError, match="ssl_context"):
        HttpxTransport(ssl_context=context)


# Proxies.


def refuses(status: str) -> Behaviour:
    return responds_with(response(b"", status))


@pytest.mark.parametrize(
    ("variable", "prefix"),
    [
        ("HTTP_PROXY", "http://"),
        ("http_proxy", "http://"),
        ("ALL_PROXY", "http://"),
        ("all_proxy", ""),
        ("http_proxy", ""),
    ],
)
async def test_a_proxy_of_the_environment_is_used(variable: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Server(echo) as server, Server(echo) as proxy, opened() as transport:
        monkeypatch.setenv(variable, f"{prefix}127.0.0.1:{proxy.port}")
        response = await get(transport, server.url("/x"))
    assert (response.content, server.opened) == (f"1 {server.url('/x')}".encode(), 0)


async def test_a_proxy_for_https_is_asked_for_a_tunnel_and_sees_no_credentials(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[bytes] = []
    async with (
        Server(echo, ssl_context=authority.server("localhost")) as server,
        Server(tunnels_to(server, passed)) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:password@127.0.0.1:{proxy.port}")
        async with opened(ssl_context=authority.client()) as transport:
            response = await get(transport, server.url("/x", host="localhost"))
    assert response.content == b"1 /x"
    assert proxy.requests[0].startswith(f"CONNECT localhost:{server.port} HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic" in proxy.requests[0]
    assert CANARY.encode() not in b"".join([*proxy.requests, *passed])


@pytest.mark.parametrize(
    ("bypass", "host"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("*", "127.0.0.1"),
        ("localhost", "localhost"),
        (".example, 127.0.0.1", "127.0.0.1"),
        ("127.0.0.1:{port}", "127.0.0.1"),
        ("::1", "::1"),
        ("[::1]", "::1"),
    ],
)
async def test_a_server_that_needs_no_proxy_is_called_directly(
    bypass: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = "::1" if host == "::1" else "127.0.0.1"
    async with Server(echo, host=listening) as server, Server(echo) as proxy, opened() as transport:
        monkeypatch.setenv("ALL_PROXY", proxy.url())
        monkeypatch.setenv("NO_PROXY", bypass.replace("{port}", str(server.port)))
        response = await get(transport, server.url("/x", host=None if host == "::1" else host))
    assert (response.content, proxy.opened) == (b"1 /x", 0)


async def test_each_server_has_its_own_choice_of_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Server(echo) as direct, Server(echo) as other, Server(echo) as proxy, opened() as transport:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        monkeypatch.setenv("NO_PROXY", f"127.0.0.1:{direct.port}")
        contents = [(await get(transport, url)).content for url in [direct.url("/d"), other.url("/o")] * 2]
    assert contents == [b"1 /d", f"1 {other.url('/o')}".encode()] * 2
    assert (direct.opened, other.opened, proxy.opened) == (1, 0, 1)


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
async def test_a_proxy_that_refuses_a_tunnel_is_a_connect_error(
    status: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Server(refuses(status)) as proxy, opened(ssl_context=authority.client()) as transport:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        error = await failure(transport, "https://localhost:1/x")
    assert type(error) is ConnectError
    assert CANARY.encode() not in proxy.requests[0]


async def test_a_missing_proxy_is_a_connect_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{servers.unused_port()}")
    async with opened() as transport:
        assert type(await failure(transport, "http://127.0.0.1:1/x")) is ConnectError


@pytest.mark.parametrize(
    "proxy",
    [f"ftp://{CANARY}", f"socks5://user:{CANARY}@127.0.0.1:1", f"http://user:{CANARY}@host:x"],
)
async def test_an_unusable_proxy_is_a_configuration_error(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    async with opened() as transport:
        error = await failure(transport, "http://127.0.0.1:1/x")
    assert type(error) is ConfigurationError
    assert "proxy" in str(error)
