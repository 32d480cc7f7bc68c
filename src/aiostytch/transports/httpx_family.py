"""The adapter for httpx and its successor httpx2, which have the same names: each class takes the library's module.

Their own pools scan all connections for every call, and cancellation leaves httpx's pool unusable (httpcore issue
1093). So this pool consists of single-connection transports: a call takes the most recently used one, and puts it back
only after success. After a failure or a cancellation, it is closed and dropped.

    (none) --open--> in use --success--> idle --acquired--> in use
                       |                   |
                       |                   `-- expired, over max_idle, or the client closes --> closing --> (none)
                       `-- failure, cancellation -------------------------------------------> closing --> (none)

A connection is either in use by one call, or idle in the stack, or closing.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ssl
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeAlias, cast

import msgspec

from ..errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError, StytchError
from ..wire import BodyTooLargeError, Headers, RawResponse, Request
from .body import read_response
from .environment import check_ssl_context, environment_proxy, server_of, unusable_proxy
from .failures import reason
from .handshake import Engine, FollowingEngine, follow
from .network import Core
from .single import SingleConnection
from .unread import close_if_unread

Library: TypeAlias = Any
"""httpx or httpx2. Their types have the same names, but no common base."""


class PooledTransport:
    """The SDK's own connections.

    Args:
        max_idle: the maximum number of idle connections; 100 by default.
        idle_expiry: the seconds after which an idle connection is not used again; 30 by default.
        ssl_context: the verification of servers; the library's default uses the root certificates of certifi (httpx) or
            the system (httpx2), or those of SSL_CERT_FILE and SSL_CERT_DIR. A context without verification is rejected.
        clock: returns monotonic time in seconds, for tests.

    It reads proxies from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).
    """

    library: ClassVar[Library]
    core: ClassVar[Core]

    def __init__(
        self,
        *,
        max_idle: int = 100,
        idle_expiry: float = 30.0,
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if max_idle < 0 or not idle_expiry >= 0:
            raise ConfigurationError("max_idle and idle_expiry must be 0 or more")
        self._ssl_context = check_ssl_context(ssl_context)
        self._max_idle = max_idle
        self._idle_expiry = idle_expiry
        self._clock = clock
        # The free connections, the most recently used at the end. A connection is either here or in use by exactly one
        # call; none is added after the transport is closed.
        self._idle: list[_Idle] = []
        self._is_closed = False
        # Tasks that close connections of failed calls; the reference prevents their garbage collection.
        self._closing: set[asyncio.Task[None]] = set()

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request over a connection that no other call uses: see `Transport.send`."""
        server = server_of(request.url)
        connection = self._acquire(server)
        try:
            response = await _exchange(self.library, connection.handle_async_request, request, max_size)
        except BaseException:
            self._drop(connection)
            raise
        self._release(connection, server)
        return response

    def _acquire(self, server: str) -> Engine:
        self._drop_expired()
        for place in reversed(range(len(self._idle))):
            if self._idle[place].server == server:
                return self._idle.pop(place).connection
        return self._open(server)

    def _drop_expired(self) -> None:
        """Drop expired connections, the oldest first."""
        while self._idle and self._clock() - self._idle[0].since > self._idle_expiry:
            self._drop(self._idle.pop(0).connection)

    def _open(self, server: str) -> Engine:
        if self._is_closed:
            raise ClientClosedError("the client is closed")
        if self._ssl_context is None:
            self._ssl_context = _default_ssl_context(self.library)
        limits = self.library.Limits(max_connections=1, keepalive_expiry=None)  # idle connections expire here
        with contextlib.suppress(ImportError, ValueError, self.library.InvalidURL):
            proxy = environment_proxy(server)
            opened = self.library.AsyncHTTPTransport(verify=self._ssl_context, limits=limits, proxy=proxy)
            if proxy is not None:
                return FollowingEngine(opened)
            opened._pool = SingleConnection(self.core, opened._pool, self._ssl_context)
            return cast("Engine", opened)
        raise unusable_proxy()

    def _release(self, connection: Engine, server: str) -> None:
        self._idle.append(_Idle(connection, server, self._clock()))
        if self._is_closed or len(self._idle) > self._max_idle:
            self._drop(self._idle.pop(0).connection)

    def _drop(self, connection: Engine) -> None:
        task = asyncio.ensure_future(connection.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closed)

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._closing.discard(task)
        if not task.cancelled():
            task.exception()  # otherwise asyncio logs it; the connection is unusable anyway

    async def aclose(self) -> None:
        """Close idle connections, and wait until closing ones are closed. Calls close those in use later."""
        self._is_closed = True
        while self._idle:
            self._drop(self._idle.pop().connection)
        if self._closing:
            await asyncio.wait(self._closing, timeout=5.0)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {len(self._idle)} idle, {len(self._closing)} closing>"


class _Idle(msgspec.Struct, frozen=True, eq=False):
    """An idle connection, its server, and the time since when it is idle."""

    connection: Engine
    server: str
    since: float


def _default_ssl_context(library: Library) -> ssl.SSLContext:
    with contextlib.suppress(OSError):
        context: ssl.SSLContext = library.create_ssl_context()
        return context
    raise ConfigurationError("SSL_CERT_FILE or SSL_CERT_DIR names certificates that cannot be read")


class ClientTransport:
    """The user's `AsyncClient` or `AsyncBaseTransport`, used unchanged and never closed.

    It does not apply the client's authentication, default headers, cookies and redirects, but it does use its proxies,
    event hooks, limits and TLS settings.

    Raises:
        ConfigurationError: the engine is not one of them.
    """

    library: ClassVar[Library]

    def __init__(self, engine: object) -> None:
        library = self.library
        if not isinstance(engine, library.AsyncClient | library.AsyncBaseTransport):
            name = library.__name__
            raise ConfigurationError(f"http_client must be an {name}.AsyncClient or an {name}.AsyncBaseTransport")
        self._is_client = isinstance(engine, library.AsyncClient)
        self._engine: Any = engine if self._is_client else FollowingEngine(cast("Engine", engine))

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        # Look up the method for each call: a tool may have replaced it.
        handle = self._send_by_client if self._is_client else self._engine.handle_async_request
        return await _exchange(self.library, handle, request, max_size)

    async def _send_by_client(self, request: Any) -> Any:
        if self._engine.is_closed:
            raise ClientClosedError("http_client is closed")
        follow(request)
        try:
            return await self._engine.send(request, stream=True, auth=None, follow_redirects=False)
        except self.library.HTTPStatusError as error:
            if error.request is request:  # a hook of the client has raised it: use the response
                return error.response
            raise

    async def aclose(self) -> None:
        """Do nothing: the user closes the HTTP client."""


async def _exchange(
    library: Library, handle: Callable[[Any], Awaitable[Any]], request: Request, max_size: int
) -> RawResponse:
    handled = sys.exception()
    try:
        response = await handle(_to_library(library, request))
        chunks = _chunks(library, response)
        try:
            received = await _read(library, response, chunks, max_size)
            await close_if_unread(response)
        finally:
            await response.aclose()
    except _raised(library) as error:
        failure = _translated(library, error, handled)
    except (OverflowError, ExceptionGroup) as error:  # anyio, which connects to proxies, raises a group
        if isinstance(error, ExceptionGroup) and error.subgroup(OverflowError) is None:
            raise
        failure = ConfigurationError("the port of base_url or of the proxy is not in the range 1 to 65535")
    else:
        return received
    raise failure


def _to_library(library: Library, request: Request) -> Any:
    with contextlib.suppress(library.InvalidURL, ValueError):
        return library.Request(
            request.method,
            _url(library, request.url),
            headers=list(request.headers),
            content=request.content or None,
            extensions={"timeout": msgspec.structs.asdict(request.timeout)},
        )
    raise ConfigurationError("the server's name or address in base_url is invalid")


@functools.lru_cache(maxsize=1024)
def _url(library: Library, url: str) -> Any:
    """Return a parsed URL, from a cache: parsing takes half of the time of a request's creation."""
    return library.URL(url)


def _chunks(library: Library, response: Any) -> Any:
    """Return the raw body."""
    if not isinstance(response.stream, library.AsyncByteStream):
        raise ConfigurationError("the transport returns a synchronous body: it must be asynchronous")
    return response.stream


async def _read(library: Library, response: Any, chunks: Any, max_size: int) -> RawResponse:
    encoding = response.headers.encoding
    headers = Headers((name.decode(encoding), value.decode(encoding)) for name, value in response.headers.raw)
    if not response.is_closed or isinstance(chunks, library.ByteStream):
        return await read_response(response.status_code, headers, chunks, max_size=max_size)
    # A hook of the client has consumed the stream: its data is already decompressed.
    content = response.content if response.is_stream_consumed else b""
    if len(content) > max_size:
        raise BodyTooLargeError(response.status_code, headers)
    return RawResponse(status_code=response.status_code, headers=headers, content=content)


def _raised(library: Library) -> tuple[type[Exception], ...]:
    """Return the exceptions of a library: its own, those of TLS, and those of an invalid host in a Location."""
    return (library.HTTPError, library.StreamError, library.InvalidURL, OSError, UnicodeError)


def _not_sent(library: Library) -> tuple[type[Exception], ...]:
    return (
        library.ConnectError,
        library.ConnectTimeout,
        library.PoolTimeout,
        library.UnsupportedProtocol,
        library.ProxyError,
    )


def _translated(library: Library, error: Exception, handled: BaseException | None) -> StytchError:
    """Return our error for an exception of a library, without its frames and its request, which hold credentials."""
    if isinstance(error, _not_sent(library)):
        return ConnectError(f"no connection: {reason(error, handled)}")
    return ConnectionLostError(f"no response: {reason(error, handled)}")
