"""The engines of the conformance suite: how to open each, and its known limitations."""

from __future__ import annotations

import contextlib
import importlib.util
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any

import attrs
import pytest

from aiostytch.transports import Transport
from tests.authority import Authority

CONTEXT = ssl.create_default_context()  # creating one takes longer than most tests


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
    """An engine that the SDK opens itself.

    Attributes:
        library: the required package.
        make: opens it, with the certificate authority that it trusts.
        folds_headers: it changes the case of header names, and groups headers of the same name.
        resolves_dots: it resolves `%2E%2E`, so the adapter refuses it.
        reads_ascii_only: it loses other header values of a response.
        takes_context: it accepts an `ssl.SSLContext`.
        lets_go: it closes the connection of a cancelled call immediately, not after a timeout.
        lenient: the malformed responses that it accepts.
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
    """Opens an engine of the user or the SDK, with a certificate authority."""

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
"""Test parameters for every engine that the SDK opens itself."""

USERS = [pytest.param(way, id=f"{kind} of {library}", marks=_mark(library)) for library, kind, way in INJECTED]
"""Test parameters for every way to pass an engine."""

ALL = [*(_ours(engine, Opening(engine.opened, engine.lets_go)) for engine in ENGINES), *USERS]
"""Test parameters for all of them."""
