"""The pyreqwest adapter.

pyreqwest runs requests in its own thread. The adapter rejects unsupported settings:

* It does not support `ssl.SSLContext`, and redirects of an existing client cannot be disabled. So pass a builder:
  `PyreqwestTransport(builder=…)`.
* It does not work in a process that was forked after its parent used pyreqwest.
* A cancelled call continues in the background until its limits. So a request must have limits.
* It resolves `%2E%2E` in a path, and adds `Accept` and `User-Agent` if they are missing.

Header values of a response that are not ASCII cannot be read, and are omitted.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Self, cast

import attrs
import msgspec
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
from pyreqwest.http import Url
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.request import StreamRequest
from pyreqwest.response import Response, ResponseBodyReader

from ..errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError, StytchError
from ..wire import Headers, RawResponse, Request, Timeout
from .body import read_response
from .environment import environment_proxy, server_of

_RAISED = (PyreqwestError, OSError)

_NOT_SENT = "client error (Connect)"
"""The message of the underlying HTTP library for a failed connection; pyreqwest's classes do not distinguish it."""

_NEEDED = frozenset({"accept", "user-agent"})

_WITH_BODY = frozenset({"PATCH", "POST", "PUT"})
"""The methods with a Content-Length even without a body (RFC 9110, section 8.6)."""

_PROXIES = frozenset({"http", "https", "socks4", "socks5", "socks5h"})

_MAX_CLIENTS = 8

_UNUSABLE = "pyreqwest cannot use the result of builder, or the proxy of the environment"

_FORKED = (
    "pyreqwest does not work in a process that was forked after its parent had used it: make the first call in the "
    "child process, start processes with the method spawn or forkserver, or choose another transport"
)

# pyreqwest's thread (0.15) aborts an interpreter that ends right after a failed call, because it still holds the call's
# objects.
atexit.register(time.sleep, 0.1)


class _Key(msgspec.Struct, frozen=True):
    """The key of a client: the process, the server, and the limits in seconds."""

    process: int
    server: str
    connect: float
    read: float


class PyreqwestTransport:
    """The SDK's own connections.

    Args:
        max_idle: the maximum number of idle connections to a server; 100 by default.
        idle_expiry: the seconds after which an idle connection is closed; 30 by default.
        ssl_context: not supported; add certificates with `builder`.
        builder: creates the builder of clients, with certificate authorities, TLS versions and proxies. The adapter
            turns redirects, cookies and decompression off, and the verification of servers on.

    Each combination of a server and a timeout's `connect`, `write` and `read` has a client with its own connections;
    the most recently used are kept. pyreqwest adds the three to one limit, for the start of a response and for each
    further part.

    It reads proxies from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY), unless there is a builder.
    """

    def __init__(
        self,
        *,
        max_idle: int = 100,
        idle_expiry: float = 30.0,
        ssl_context: ssl.SSLContext | None = None,
        builder: Callable[[], ClientBuilder] | None = None,
    ) -> None:
        if max_idle < 0 or not idle_expiry >= 0:
            raise ConfigurationError("max_idle and idle_expiry must be 0 or more")
        if ssl_context is not None:
            raise ConfigurationError("pyreqwest does not support ssl_context: add certificates with builder")
        self._max_idle = max_idle
        self._idle_expiry = timedelta(seconds=idle_expiry)
        self._builder = builder
        self._clients: dict[_Key, Client] = {}  # the most recently used at the end
        self._is_closed = False

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        if self._is_closed:
            raise ClientClosedError("the client is closed")
        key = _Key(os.getpid(), server_of(request.url), *_limits(request.timeout))
        # No frame holds the client: a traceback would keep its connections open.
        return await _exchange(_to_pyreqwest(self._client(key), request), max_size)

    def _client(self, key: _Key) -> Client:
        client = self._clients.pop(key, None) or self._open(key)
        self._clients[key] = client
        if len(self._clients) > _MAX_CLIENTS:
            del self._clients[next(iter(self._clients))]
        return client

    def _open(self, key: _Key) -> Client:
        try:
            return self._configured(key).build()
        except (PyreqwestError, ValueError):
            text = _UNUSABLE
        except RuntimeError as error:
            if "fork" not in str(error):
                raise
            text = _FORKED
        raise ConfigurationError(text)

    def _configured(self, key: _Key) -> ClientBuilder:
        builder = _with_environment_proxy(key.server) if self._builder is None else self._builder()
        return (
            builder.connect_timeout(timedelta(seconds=key.connect))
            .read_timeout(timedelta(seconds=key.read))
            .pool_max_idle_per_host(self._max_idle)
            .pool_idle_timeout(self._idle_expiry)
            .follow_redirects(enable=False)
            .referer(enable=False)
            .default_cookie_store(enable=False)
            .gzip(enable=False)
            .brotli(enable=False)
            .zstd(enable=False)
            .deflate(enable=False)
            .error_for_status(enable=False)
            .danger_accept_invalid_certs(enable=False)
        )

    async def aclose(self) -> None:
        """Close idle connections now, and those in use after their calls."""
        self._is_closed = True
        self._clients.clear()

    def __repr__(self) -> str:
        return f"<PyreqwestTransport {'closed' if self._is_closed else 'open'}>"


def _with_environment_proxy(server: str) -> ClientBuilder:
    builder = ClientBuilder().no_proxy()
    proxy = environment_proxy(server)
    if proxy is None:
        return builder
    if Url(proxy).scheme not in _PROXIES:
        raise ValueError
    return builder.proxy(ProxyBuilder.all(proxy))


def _limits(timeout: Timeout) -> tuple[float, float]:
    """Return the limits for a connection, and for each wait for a response or a part of it."""
    if timeout.connect is None or timeout.write is None or timeout.read is None:
        raise ConfigurationError("pyreqwest needs limits: timeout must have connect, write and read")
    return timeout.connect, timeout.connect + timeout.write + timeout.read


def _to_pyreqwest(client: Client, request: Request) -> StreamRequest:
    if not _NEEDED.issubset(name.lower() for name, _ in request.headers):
        raise ConfigurationError("pyreqwest adds Accept and User-Agent to a request without them")
    with contextlib.suppress(PyreqwestError, ValueError):
        url = Url(request.url)
        if _is_kept(url, request.url):
            builder = client.request(request.method, url).headers(request.headers)
            if request.content:
                builder = builder.body_bytes(request.content)
            elif request.method in _WITH_BODY:
                builder = builder.header("Content-Length", "0")
            return builder.build_streamed()
    raise ConfigurationError("pyreqwest cannot send the URL or a header of this call unchanged")


def _is_kept(url: Url, given: str) -> bool:
    """Return whether the path and the query of the URL are sent unchanged."""
    query = url.query_string
    target = url.path if query is None else f"{url.path}?{query}"
    return target == f"/{''.join(given.split('/', 3)[3:])}"


async def _exchange(request: StreamRequest, max_size: int) -> RawResponse:
    cancellation = _Cancellation()
    try:
        async with request as response:
            received = await _read(response, cancellation, max_size)
    except _RAISED as error:
        failure = _translated(error)
    else:
        cancellation.check()
        return received
    raise failure


async def _read(response: Response, cancellation: _Cancellation, max_size: int) -> RawResponse:
    headers = _headers(response)
    if _is_short(headers, max_size):  # one wait is enough, where chunks take two
        content = await response.bytes()
        return RawResponse(status_code=response.status, headers=headers, content=bytes(content))
    chunks = _Chunks(response.body_reader, cancellation)
    return await read_response(response.status, headers, chunks, max_size=max_size)


def _is_short(headers: Headers, max_size: int) -> bool:
    """Return whether the headers promise a body without an encoding that is not too long."""
    length = headers.get("content-length", "")
    return length.isdecimal() and int(length[:20]) <= max_size and "content-encoding" not in headers


class _Cancellation:
    """Detects a cancellation of the current task that pyreqwest has swallowed.

    It returns available data even to a cancelled task, which would then continue.
    """

    def __init__(self) -> None:
        self._task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._before = self._task.cancelling()

    def check(self) -> None:
        if self._task.cancelling() > self._before:
            raise asyncio.CancelledError


@attrs.frozen
class _Chunks:
    """The raw body."""

    _reader: ResponseBodyReader
    _cancellation: _Cancellation

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        self._cancellation.check()
        chunk = await self._reader.read_chunk()
        if chunk is None:
            raise StopAsyncIteration
        return chunk.to_bytes()


def _headers(response: Response) -> Headers:
    headers = response.headers
    with contextlib.suppress(ValueError):
        return Headers(headers.items())
    readable: list[tuple[str, str]] = []
    for name in dict.fromkeys(headers):
        with contextlib.suppress(ValueError):
            readable.extend((name, value) for value in headers.getall(name))
    return Headers(readable)


def _translated(error: Exception) -> StytchError:
    """Return our error for an exception of pyreqwest, without its first cause, which contains the URL."""
    kind = type(error).__name__
    causes = _causes(error)
    story = f"{kind}: {causes[-1]}" if len(causes) > 1 else kind
    if _NOT_SENT in causes:
        return ConnectError(f"no connection: {story}")
    return ConnectionLostError(f"no response: {story}")


def _causes(error: Exception) -> list[str]:
    if not isinstance(error, DetailedPyreqwestError):
        return []
    return [cause["message"] for cause in error.details["causes"] or ()]


def create() -> PyreqwestTransport:
    """Return a transport with its own connections."""
    return PyreqwestTransport()


def from_client(engine: object) -> PyreqwestTransport:
    """Reject the user's client: redirects of an existing pyreqwest client cannot be disabled.

    Raises:
        ConfigurationError: always; it names the alternative.
    """
    raise ConfigurationError(
        f"http_client cannot be a pyreqwest {type(engine).__name__}, because its redirects cannot be disabled: "
        "pass transport=PyreqwestTransport(builder=…)"
    )
