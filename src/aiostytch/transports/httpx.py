"""The httpx adapter.

httpx's own pool scans all its connections for every call and is left unusable by cancellation (httpcore issue 1093). So
a pool is made of single-connection transports: a call takes the one used last, and puts it back only if all went well.
One that failed, or whose call was cancelled, is closed and forgotten.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterable, Callable
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import attrs
import httpx

from ..errors import ConfigurationError, ConnectError, ConnectionLostError, StytchError
from ..wire import Headers, RawResponse, Request
from .body import read_response

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


async def _read(response: httpx.Response, max_size: int) -> RawResponse:
    stream = response.stream
    if not isinstance(stream, AsyncIterable):
        raise ConfigurationError("the transport is synchronous: give an httpx.AsyncBaseTransport")
    headers = Headers(response.headers.multi_items())
    return await read_response(response.status_code, headers, stream, max_size=max_size)


def _to_httpx(request: Request) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=request.content or None,
        extensions={"timeout": attrs.asdict(request.timeout)},
    )


def _translated(error: Exception) -> StytchError:
    """Return our error for one of httpx's, without its frames and its request: both hold credentials."""
    reason = type(error).__name__
    if isinstance(error, _NOT_SENT):
        return ConnectError(f"no connection: {reason}")
    return ConnectionLostError(f"no answer: {reason}")


class HttpxTransport:
    """Connections of the SDK's own.

    Args:
        max_connections: how many calls may be under way at once; further ones wait in line.
        max_idle: how many connections are kept open between calls.
        idle_expiry: seconds after which an idle connection is not used again.
        ssl_context: how servers are verified; httpx's default verifies them against certifi's roots, or those that
            SSL_CERT_FILE and SSL_CERT_DIR name. One that does not verify is refused.
        clock: gives seconds; for tests.

    Proxies are taken from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).
    """

    def __init__(
        self,
        *,
        max_connections: int = 100,
        max_idle: int = 20,
        idle_expiry: float = 30.0,
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if ssl_context is not None and (ssl_context.verify_mode != ssl.CERT_REQUIRED or not ssl_context.check_hostname):
            raise ConfigurationError("ssl_context does not verify the server")
        self._ssl_context = ssl_context
        self._max_idle = max_idle
        self._idle_expiry = idle_expiry
        self._clock = clock
        self._gate = asyncio.Semaphore(max_connections)
        # The free connections, the one used last at the end, each with the time it was put back. A connection is either
        # here or in the hands of exactly one call.
        self._idle: list[tuple[httpx.AsyncHTTPTransport, float]] = []
        # What is being closed on behalf of calls that failed; referenced here so that it is not collected before.
        self._closing: set[asyncio.Task[None]] = set()

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request over a connection that no other call uses: see `Transport.send`."""
        await self._enter(request.timeout.pool)
        try:
            connection = self._take(request.url)
            try:
                response = await _exchange(connection.handle_async_request, request, max_size)
            except BaseException:
                self._drop(connection)
                raise
            self._put_back(connection)
            return response
        finally:
            self._gate.release()

    async def _enter(self, limit: float | None) -> None:
        try:
            async with asyncio.timeout(limit):
                await self._gate.acquire()
        except TimeoutError:
            raise ConnectError(f"no connection became free within {limit} seconds") from None

    def _take(self, url: str) -> httpx.AsyncHTTPTransport:
        while self._idle:
            connection, since = self._idle.pop()
            if self._clock() - since <= self._idle_expiry:
                return connection
            self._drop(connection)
        return self._open(url)

    def _open(self, url: str) -> httpx.AsyncHTTPTransport:
        if self._ssl_context is None:
            self._ssl_context = httpx.create_ssl_context()
        return httpx.AsyncHTTPTransport(
            verify=self._ssl_context, limits=httpx.Limits(max_connections=1), proxy=_environment_proxy(url)
        )

    def _put_back(self, connection: httpx.AsyncHTTPTransport) -> None:
        if len(self._idle) < self._max_idle:
            self._idle.append((connection, self._clock()))
        else:
            self._drop(connection)

    def _drop(self, connection: httpx.AsyncHTTPTransport) -> None:
        task = asyncio.ensure_future(connection.aclose())
        self._closing.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._closing.discard(task)
        if not task.cancelled():
            task.exception()  # a connection that fails to close is closed all the same

    async def aclose(self) -> None:
        """Close the idle connections, and wait for those that are being closed."""
        while self._idle:
            self._drop(self._idle.pop()[0])
        if self._closing:
            await asyncio.wait(self._closing, timeout=5.0)

    def __repr__(self) -> str:
        return f"<HttpxTransport {len(self._idle)} idle, {len(self._closing)} closing>"


def _environment_proxy(url: str) -> str | None:
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


class HttpxClientTransport:
    """An `httpx.AsyncClient` or `httpx.AsyncBaseTransport` of the user's: used as it is, never closed by us.

    A client's own authentication, default headers and redirects are not applied; its proxies, event hooks, limits and
    TLS settings are.
    """

    def __init__(self, engine: httpx.AsyncClient | httpx.AsyncBaseTransport) -> None:
        self._handle = _sender(engine) if isinstance(engine, httpx.AsyncClient) else engine.handle_async_request

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        return await _exchange(self._handle, request, max_size)

    async def aclose(self) -> None:
        """Do nothing: who made the engine closes it."""


class _Handler(Protocol):
    async def __call__(self, request: httpx.Request) -> httpx.Response: ...


def _sender(client: httpx.AsyncClient) -> _Handler:
    async def send(request: httpx.Request) -> httpx.Response:
        return await client.send(request, stream=True, auth=None, follow_redirects=False)

    return send


async def _exchange(handle: _Handler, request: Request, max_size: int) -> RawResponse:
    try:
        response = await handle(_to_httpx(request))
        try:
            return await _read(response, max_size)
        finally:
            await response.aclose()
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        failure = _translated(error)
    raise failure
