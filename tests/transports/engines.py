"""The engines that the conformance suite runs on: how each is opened, and what it is known not to do."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any

import attrs
import pytest
import trustme

from aiostytch.errors import StytchError
from aiostytch.transports import Transport
from aiostytch.wire import RawResponse, Request, Timeout

from .calls import CONTEXT

CANARY = "canary-4711"
HEADERS = (
    ("Authorization", f"Basic {CANARY}"),
    ("Accept", "application/json"),
    ("Accept-Encoding", "gzip"),
    ("User-Agent", "tests"),
)
PATIENT = Timeout(connect=20.0, read=20.0, write=20.0, pool=20.0)


class Authority:
    """An authority, and the contexts of servers and clients that go with it."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.pem: bytes = self.authority.cert_pem.bytes()

    def server(self, *names: str, **how: Any) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*names, **how).configure_cert(context)
        return context

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


def _context(authority: Authority | None) -> ssl.SSLContext:
    return CONTEXT if authority is None else authority.client()


def _httpx(authority: Authority | None, **settings: Any) -> Transport:
    from aiostytch.transports.httpx import HttpxTransport

    return HttpxTransport(ssl_context=_context(authority), **settings)


def _httpx2(authority: Authority | None, **settings: Any) -> Transport:
    from aiostytch.transports.httpx2 import Httpx2Transport

    return Httpx2Transport(ssl_context=_context(authority), **settings)


def _aiohttp(authority: Authority | None, **settings: Any) -> Transport:
    from aiostytch.transports.aiohttp import AiohttpTransport

    return AiohttpTransport(ssl_context=_context(authority), **settings)


def _pyreqwest(authority: Authority | None, **settings: Any) -> Transport:
    from pyreqwest.client import ClientBuilder

    from aiostytch.transports.pyreqwest import PyreqwestTransport

    if authority is None:
        return PyreqwestTransport(**settings)
    return PyreqwestTransport(builder=lambda: ClientBuilder().add_root_certificate_pem(authority.pem), **settings)


@contextlib.asynccontextmanager
async def _httpx_client(authority: Authority | None) -> AsyncIterator[Transport]:
    import httpx

    from aiostytch.transports.httpx import from_client

    async with httpx.AsyncClient(verify=_context(authority), follow_redirects=True, timeout=None) as client:
        yield from_client(client)


@contextlib.asynccontextmanager
async def _httpx2_client(authority: Authority | None) -> AsyncIterator[Transport]:
    import httpx2

    from aiostytch.transports.httpx2 import from_client

    async with httpx2.AsyncClient(verify=_context(authority), follow_redirects=True, timeout=None) as client:
        yield from_client(client)


@contextlib.asynccontextmanager
async def _httpx2_transport(authority: Authority | None) -> AsyncIterator[Transport]:
    import httpx2

    from aiostytch.transports.httpx2 import from_client

    async with httpx2.AsyncHTTPTransport(verify=_context(authority)) as transport:
        yield from_client(transport)


@contextlib.asynccontextmanager
async def _aiohttp_session(authority: Authority | None) -> AsyncIterator[Transport]:
    import aiohttp

    from aiostytch.transports.aiohttp import from_client

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=_context(authority))) as session:
        yield from_client(session)


@attrs.frozen
class Engine:
    """An engine of the SDK's own.

    Attributes:
        library: what must be installed.
        make: opens it, with the authority that it trusts.
        folds_headers: whether the names of headers go out in another case, and those of one name together.
        resolves_dots: whether `%2E%2E` is resolved, and therefore refused.
        reads_ascii_only: whether other header values of an answer are lost.
        takes_context: whether it takes an `ssl.SSLContext`.
        lets_go: whether the connection of a cancelled call is closed at once, not when a limit has passed.
        lenient: the broken answers that it takes.
    """

    library: str
    make: Callable[..., Transport]
    folds_headers: bool = False
    resolves_dots: bool = False
    reads_ascii_only: bool = False
    takes_context: bool = True
    lets_go: bool = True
    lenient: frozenset[str] = frozenset()

    @contextlib.asynccontextmanager
    async def opened(self, authority: Authority | None = None, **settings: Any) -> AsyncIterator[Transport]:
        transport = self.make(authority, **settings)
        try:
            yield transport
        finally:
            await transport.aclose()


ENGINES = [
    Engine("httpx", _httpx),
    Engine("httpx2", _httpx2),
    Engine("aiohttp", _aiohttp, lenient=frozenset({"an unknown transfer encoding"})),
    Engine(
        "pyreqwest",
        _pyreqwest,
        folds_headers=True,
        resolves_dots=True,
        reads_ascii_only=True,
        takes_context=False,
        lets_go=False,
        lenient=frozenset({"an unknown transfer encoding", "an oversized header"}),
    ),
]


@attrs.frozen
class Opening:
    """A way to an engine, the user's or our own: called with an authority, it opens it."""

    _open: Callable[[Authority | None], contextlib.AbstractAsyncContextManager[Transport]]
    lets_go: bool = True

    def __call__(self, authority: Authority | None) -> contextlib.AbstractAsyncContextManager[Transport]:
        return self._open(authority)


INJECTED = [
    ("httpx", "a client", Opening(_httpx_client)),
    ("httpx2", "a client", Opening(_httpx2_client)),
    ("httpx2", "a transport", Opening(_httpx2_transport)),
    ("aiohttp", "a session", Opening(_aiohttp_session)),
]


def _mark(library: str) -> pytest.MarkDecorator:
    is_missing = importlib.util.find_spec(library) is None
    return pytest.mark.skipif(is_missing, reason=f"{library} is not installed: pip install 'aiostytch[{library}]'")


def _ours(engine: Engine, value: object) -> Any:
    return pytest.param(value, id=engine.library, marks=_mark(engine.library))


OWN = [_ours(engine, engine) for engine in ENGINES]
"""The parameters of a test for every engine of the SDK's own."""

USERS = [pytest.param(way, id=f"{kind} of {library}", marks=_mark(library)) for library, kind, way in INJECTED]
"""The same for every way to bring one's own engine."""

ALL = [*(_ours(engine, Opening(engine.opened, engine.lets_go)) for engine in ENGINES), *USERS]
"""The same for all of them."""


def request(url: str, **changes: Any) -> Request:
    made: dict[str, Any] = {
        "method": "GET",
        "url": url,
        "headers": HEADERS,
        "content": b"",
        "timeout": PATIENT,
        "operation_id": "Get",
        "template": "/v1/{id}",
    }
    return Request(**made | changes)


async def get(transport: Transport, url: str, *, max_size: int = 10_000_000, **changes: Any) -> RawResponse:
    return await transport.send(request(url, **changes), max_size=max_size)


async def failure(transport: Transport, url: str, **changes: Any) -> StytchError:
    """Return the error of a call, and make sure that it shows nothing and drags nothing along."""
    with pytest.raises(StytchError) as caught:
        await get(transport, url, **changes)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None or type(error.__context__).__module__ == "zlib"
    assert CANARY not in f"{error!r} {vars(error)}"
    return error


@attrs.frozen
class Sent:
    """A request as a server received it."""

    line: bytes
    headers: list[tuple[bytes, bytes]]
    content: bytes

    def headers_of_ours(self) -> list[tuple[bytes, bytes]]:
        return [(name, value) for name, value in self.headers if name.lower() not in _ENGINES_OWN]


_ENGINES_OWN = {b"host", b"content-length", b"connection"}


def parsed(received: bytes) -> Sent:
    head, _, content = received.partition(b"\r\n\r\n")
    line, *fields = head.split(b"\r\n")
    headers = [(name, value) for name, _, value in (field.partition(b": ") for field in fields)]
    return Sent(line, headers, content)


def folded(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers in an order that does not depend on an engine's, but for those of one name."""
    return sorted(((name.lower(), value) for name, value in headers), key=lambda field: field[0])


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait until something is so: engines with threads of their own need more than turns of the loop."""
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not come to be so")
