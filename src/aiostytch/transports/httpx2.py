"""The httpx2 adapter.

httpx2's pool survives cancellation, so that one pool for each server is all it takes.
"""

from __future__ import annotations

import contextlib
import ssl
import sys
from typing import Protocol

import httpx2
import msgspec

from ..errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError, StytchError
from ..wire import BodyTooLargeError, Headers, RawResponse, Request
from .body import read_response
from .environment import check_ssl_context, environment_proxy, server_of
from .failures import reason
from .handshake import extensions
from .lifetime import Lifetime

_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.UnsupportedProtocol,
    httpx2.ProxyError,
)

_RAISED = (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, UnicodeError)
"""What httpx2 raises: its own, errors of TLS as they come, and those of a host's name in a Location header."""


class Httpx2Transport:
    """Connections of the SDK's own.

    Args:
        max_idle: how many connections to a server are kept open between calls.
        idle_expiry: seconds after which an idle connection is not used again.
        ssl_context: how servers are verified; httpx2's default verifies them against the system's roots, or those that
            SSL_CERT_FILE and SSL_CERT_DIR name. One that does not verify is refused.

    Proxies are taken from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).
    """

    def __init__(
        self,
        *,
        max_idle: int = 100,
        idle_expiry: float = 30.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        if max_idle < 0 or not idle_expiry >= 0:
            raise ConfigurationError("max_idle and idle_expiry must be 0 or more")
        self._limits = httpx2.Limits(max_keepalive_connections=max_idle, keepalive_expiry=idle_expiry)
        self._ssl_context = check_ssl_context(ssl_context)
        self._lifetime = Lifetime(self._close)
        self._pools: dict[str, httpx2.AsyncHTTPTransport] = {}

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        with self._lifetime:
            server = server_of(request.url)
            pool = self._pools.get(server) or self._open(server)
            return await _exchange(pool.handle_async_request, request, max_size)

    def _open(self, server: str) -> httpx2.AsyncHTTPTransport:
        if self._ssl_context is None:
            self._ssl_context = _default_ssl_context()
        with contextlib.suppress(ImportError, ValueError, httpx2.InvalidURL):
            proxy = environment_proxy(server)
            pool = httpx2.AsyncHTTPTransport(verify=self._ssl_context, limits=self._limits, proxy=proxy)
            self._pools[server] = pool
            return pool
        raise ConfigurationError("the proxy that the environment names for the server cannot be used")

    async def _close(self) -> None:
        with contextlib.suppress(RuntimeError):  # of an event loop that has ended, and its connections with it
            while self._pools:
                await self._pools.popitem()[1].aclose()

    async def aclose(self) -> None:
        """Close the connections, those in use after their calls."""
        await self._lifetime.aclose()

    def __repr__(self) -> str:
        return f"<Httpx2Transport {self._lifetime!r}>"


def _default_ssl_context() -> ssl.SSLContext:
    with contextlib.suppress(OSError):
        return httpx2.create_ssl_context()
    raise ConfigurationError("SSL_CERT_FILE or SSL_CERT_DIR names certificates that cannot be read")


class Httpx2ClientTransport:
    """An `httpx2.AsyncClient` or `httpx2.AsyncBaseTransport` of the user's: used as it is, never closed by us.

    A client's own authentication, default headers, cookies and redirects are not applied; its proxies, event hooks,
    limits and TLS settings are.

    Raises:
        ConfigurationError: the engine is neither.
    """

    def __init__(self, engine: object) -> None:
        match engine:
            case httpx2.AsyncClient():
                self._handle = _sender(engine)
            case httpx2.AsyncBaseTransport():
                self._handle = engine.handle_async_request
            case _:
                raise ConfigurationError("http_client must be an httpx2.AsyncClient or an httpx2.AsyncBaseTransport")

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        return await _exchange(self._handle, request, max_size)

    async def aclose(self) -> None:
        """Do nothing: who made the engine closes it."""


class _Handler(Protocol):
    async def __call__(self, request: httpx2.Request) -> httpx2.Response: ...


def _sender(client: httpx2.AsyncClient) -> _Handler:
    async def send(request: httpx2.Request) -> httpx2.Response:
        if client.is_closed:
            raise ClientClosedError("http_client is closed")
        try:
            return await client.send(request, stream=True, auth=None, follow_redirects=False)
        except httpx2.HTTPStatusError as error:
            if error.request is request:  # a hook of the client's has raised it: the answer itself is what counts
                return error.response
            raise

    return send


async def _exchange(handle: _Handler, request: Request, max_size: int) -> RawResponse:
    handled = sys.exception()
    try:
        response = await handle(_to_httpx2(request))
        chunks = _chunks(response)
        try:
            return await _read(response, chunks, max_size)
        finally:
            await response.aclose()
    except _RAISED as error:
        failure = _translated(error, handled)
    raise failure


def _to_httpx2(request: Request) -> httpx2.Request:
    with contextlib.suppress(httpx2.InvalidURL, ValueError):
        return httpx2.Request(
            request.method,
            request.url,
            headers=list(request.headers),
            content=request.content or None,
            extensions=extensions(request.url, msgspec.structs.asdict(request.timeout)),
        )
    raise ConfigurationError("the server's name or address in base_url cannot be used")


def _chunks(response: httpx2.Response) -> httpx2.AsyncByteStream:
    """Return the body as it is on the wire."""
    if not isinstance(response.stream, httpx2.AsyncByteStream):
        raise ConfigurationError("the transport answers with a synchronous body: give it an asynchronous one")
    return response.stream


async def _read(response: httpx2.Response, chunks: httpx2.AsyncByteStream, max_size: int) -> RawResponse:
    headers = Headers(response.headers.multi_items())
    if not response.is_closed or isinstance(chunks, httpx2.ByteStream):
        return await read_response(response.status_code, headers, chunks, max_size=max_size)
    # A hook of the client's has used the stream up: what it has read is decompressed already.
    content = response.content if response.is_stream_consumed else b""
    if len(content) > max_size:
        raise BodyTooLargeError(response.status_code, headers)
    return RawResponse(status_code=response.status_code, headers=headers, content=content)


def _translated(error: Exception, handled: BaseException | None) -> StytchError:
    """Return our error for one of httpx2's, without its frames and its request: both hold credentials."""
    if isinstance(error, _NOT_SENT):
        return ConnectError(f"no connection: {reason(error, handled)}")
    return ConnectionLostError(f"no answer: {reason(error, handled)}")


def create() -> Httpx2Transport:
    """Return a transport with connections of its own."""
    return Httpx2Transport()


def from_client(engine: object) -> Httpx2ClientTransport:
    """Return a transport that sends through an engine of the user's: see `Httpx2ClientTransport`."""
    return Httpx2ClientTransport(engine)
