"""The aiohttp adapter.

A session retries some requests when a connection is closed, and adds its own headers, cookies and credentials. A
middleware around each attempt prevents both: it replaces the headers, and raises our errors, after which a session does
not retry. It also rejects connections with unread data.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import io
import ssl
import sys

import aiohttp
import msgspec
from aiohttp.http import HttpProcessingError
from yarl import URL

from ..errors import ClientClosedError, ConfigurationError, ConnectError, ConnectionLostError, StytchError
from ..wire import Headers, RawResponse, Request, Timeout
from .body import Body
from .environment import check_ssl_context, environment_proxy, server_of, unusable_proxy
from .failures import reason
from .lifetime import Lifetime
from .tripwire import UnreadError, guarded

_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.NonHttpUrlClientError,
    aiohttp.ServerFingerprintMismatch,
)

_RAISED = (aiohttp.ClientError, HttpProcessingError, OSError, ValueError)
"""The exceptions of aiohttp, its parser, the system, TLS and invalid header values."""

_MAX_FIELD = 65_536
"""The maximum size of a header field of a response, in bytes."""

_FRAMING = ("Host", "Content-Length")
"""The headers that aiohttp must set."""

_DEFAULT_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-type",
        "cookie",
        "expect",
        "proxy-authorization",
        "transfer-encoding",
        "user-agent",
        *map(str.lower, _FRAMING),
    }
)
"""The headers that aiohttp adds by default."""

_NEVER_FULL = 2**30
"""The size of a body after which aiohttp pauses parsing, in bytes.

aiohttp hides unparsed data. So it never pauses: the adapter reads and limits bodies as they arrive.
"""

_IN_ONE_PIECE = 65_536
"""Bytes of a body that aiohttp writes in one piece without a warning."""


class AiohttpTransport:
    """The SDK's own connections.

    Args:
        idle_expiry: the seconds after which an idle connection is closed; 30 by default.
        ssl_context: the verification of servers; aiohttp's default uses the system's root certificates. A context
            without verification is rejected.

    It reads proxies from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY) at the first call of a server.
    It rejects SOCKS proxies, because aiohttp supports only HTTP proxies.
    """

    def __init__(
        self,
        *,
        idle_expiry: float = 30.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        if not idle_expiry >= 0:
            raise ConfigurationError("idle_expiry must be 0 or more")
        self._idle_expiry = idle_expiry
        self._ssl_context = check_ssl_context(ssl_context)
        self._lifetime = Lifetime(self._close)
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, URL | None] = {}

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        with self._lifetime:
            session = self._session or self._open()
            return await _exchange(session, request, max_size, self._proxy(server_of(request.url)))

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0, keepalive_timeout=self._idle_expiry, ssl=True if self._ssl_context is None else self._ssl_context
        )
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    def _proxy(self, server: str) -> URL | None:
        if server not in self._proxies:
            self._proxies[server] = _environment_proxy(server)
        return self._proxies[server]

    async def _close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def aclose(self) -> None:
        """Close idle connections now, and those in use after their calls."""
        await self._lifetime.aclose()

    def __repr__(self) -> str:
        return f"<AiohttpTransport {self._lifetime!r}>"


def _environment_proxy(server: str) -> URL | None:
    proxy = environment_proxy(server)
    if proxy is None:
        return None
    with contextlib.suppress(ValueError):
        url = URL(proxy)
        if url.scheme in {"http", "https"} and url.host:
            return url
    raise unusable_proxy()


class AiohttpSessionTransport:
    """The user's `aiohttp.ClientSession`, used unchanged and never closed.

    It does not apply the session's authentication, default headers, cookies, middlewares and redirects, but it does use
    its connector, proxies, trace hooks and TLS settings. It sends headers that hooks add, except credentials and
    descriptions of the body.

    Raises:
        ConfigurationError: the engine is not a session.
    """

    def __init__(self, engine: object) -> None:
        if not isinstance(engine, aiohttp.ClientSession):
            raise ConfigurationError("http_client must be an aiohttp.ClientSession")
        self._session = engine

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        """Send a request: see `Transport.send`."""
        if self._session.closed:
            raise ClientClosedError("http_client is closed")
        return await _exchange(self._session, request, max_size, None)

    async def aclose(self) -> None:
        """Do nothing: the user closes the session."""


async def _exchange(session: aiohttp.ClientSession, request: Request, max_size: int, proxy: URL | None) -> RawResponse:
    handled = sys.exception()
    url = _url(request.url)
    try:
        response = await _begin(session, request, url, proxy)
        try:
            received = await _read(response, max_size)
        except BaseException:
            response.close()
            raise
        response.release()
    except StytchError as error:
        failure = error.with_traceback(None)
    except _RAISED as error:
        failure = _translated(error, handled)
    else:
        return received
    raise failure


async def _begin(
    session: aiohttp.ClientSession, request: Request, url: URL, proxy: URL | None
) -> aiohttp.ClientResponse:
    """Send a request and return the response with an unread body."""
    handled = sys.exception()
    content = request.content

    async def attempt(sent: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        _set_headers(sent, request, session)
        sent.send = guarded(sent.send)  # type: ignore[method-assign]
        while True:
            try:
                return await handler(sent)
            except UnreadError:
                continue  # with another connection
            except _RAISED as error:
                failure = _translated(error, handled)
            raise failure

    limits = _limits(request.timeout, request.deadline)
    pending = session.request(
        request.method,
        url,
        data=io.BytesIO(content) if len(content) > _IN_ONE_PIECE else content or None,
        skip_auto_headers=None if _is_left_alone(request) else ("Content-Type",),
        allow_redirects=False,
        raise_for_status=False,
        auto_decompress=False,
        max_line_size=_MAX_FIELD,
        max_field_size=_MAX_FIELD,
        read_bufsize=_NEVER_FULL,
        timeout=limits.steps,
        proxy=proxy,
        middlewares=(attempt,),
    )
    if limits.whole is None:
        return await pending
    async with asyncio.timeout(limits.whole):
        return await pending


def _set_headers(sent: aiohttp.ClientRequest, request: Request, session: aiohttp.ClientSession) -> None:
    """Set the request's own headers, and keep those of trace hooks and tools."""
    framing = [(name, sent.headers[name]) for name in _FRAMING if name in sent.headers]
    added = [
        (name, value)
        for name, value in sent.headers.items()
        if name.lower() not in _DEFAULT_HEADERS and value not in session.headers.getall(name, ())
    ]
    if added:
        known = {name.lower() for name, _ in request.headers}
        added = [(name, value) for name, value in added if name.lower() not in known]
    sent.headers.clear()
    sent.headers.extend([*framing[:1], *request.headers, *framing[1:], *added])


def _is_left_alone(request: Request) -> bool:
    """Return whether aiohttp adds no Content-Type anyway; the option to skip it takes time."""
    return request.method == "GET" or any(name == "Content-Type" for name, _ in request.headers)


class _Limits(msgspec.Struct, frozen=True):
    """The limits for aiohttp, and the seconds until a response must begin, for which aiohttp has no limit."""

    steps: aiohttp.ClientTimeout
    whole: float | None


@functools.lru_cache(maxsize=16)
def _limits(timeout: Timeout, deadline: float | None) -> _Limits:
    """Return the limits of a request: aiohttp's `connect` counts the wait for a free connection.

    It has no limit for writing. If the deadline is shorter, another timer would only take time.
    """
    steps = aiohttp.ClientTimeout(
        connect=_sum(timeout.pool, timeout.connect), sock_connect=timeout.connect, sock_read=timeout.read
    )
    whole = _sum(timeout.pool, timeout.connect, timeout.write, timeout.read)
    is_later = whole is not None and deadline is not None and whole >= deadline
    return _Limits(steps, None if is_later else whole)


def _sum(*limits: float | None) -> float | None:
    known = [limit for limit in limits if limit is not None]
    return sum(known) if len(known) == len(limits) else None


@functools.lru_cache(maxsize=1024)
def _url(url: str) -> URL:
    with contextlib.suppress(ValueError):
        parsed = URL(url, encoded=True)
        if parsed.host and parsed.port:  # reading an invalid port raises
            return parsed
    raise ConfigurationError("the server's name or address in base_url is invalid")


async def _read(response: aiohttp.ClientResponse, max_size: int) -> RawResponse:
    headers = Headers((name, _text(value)) for name, value in response.headers.items())
    body = Body(response.status, headers, max_size=max_size)
    while not response.content.at_eof():
        body.add(await response.content.readany())
    return body.end()


def _text(value: str) -> str:
    """Return a header value: UTF-8, or the older ISO-8859-1 (RFC 9110, section 5.5).

    aiohttp decodes UTF-8, and other bytes as surrogates.
    """
    if value.isascii():
        return value
    field = value.encode(errors="surrogateescape")
    try:
        return field.decode()
    except UnicodeDecodeError:
        return field.decode("latin-1")


def _translated(error: Exception, handled: BaseException | None) -> StytchError:
    """Return our error for an exception of aiohttp, without its frames and its request, which hold credentials."""
    if isinstance(error, aiohttp.InvalidURL):
        return ConfigurationError("the server's name or address in base_url is invalid")
    if isinstance(error, _NOT_SENT):
        return ConnectError(f"no connection: {reason(error, handled)}")
    return ConnectionLostError(f"no response: {reason(error, handled)}")


def create() -> AiohttpTransport:
    """Return a transport with its own connections."""
    return AiohttpTransport()


def from_client(engine: object) -> AiohttpSessionTransport:
    """Return a transport with the user's session: see `AiohttpSessionTransport`."""
    return AiohttpSessionTransport(engine)
