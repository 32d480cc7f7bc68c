"""The aiohttp adapter.

A session repeats some requests of its own accord when a connection turns out to be closed, and adds headers, cookies
and credentials of its own. A middleware around the single attempt undoes both: it writes the headers anew, and raises
our errors, which a session does not take for a reason to try again. It also lets no connection be used that has
something unread.
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
from .body import read_response
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
"""What aiohttp raises: its own, those of its parser, errors of the system and of TLS, and those of header values."""

_MAX_FIELD = 65_536
"""Bytes of a header field of an answer."""

_FRAMING = ("Host", "Content-Length")
"""The headers that are aiohttp's to set."""

_AIOHTTPS_OWN = frozenset(
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
"""The headers that aiohttp adds of its own accord."""

_NEVER_FULL = 2**30
"""Bytes that a body may have before aiohttp stops parsing, and keeps what it has not parsed out of sight.

Bodies are read, and measured, as soon as anything of them is there.
"""

_IN_ONE_PIECE = 65_536
"""Bytes of a body that aiohttp writes in one piece without a warning."""


class AiohttpTransport:
    """Connections of the SDK's own.

    Args:
        idle_expiry: seconds after which an idle connection is closed.
        ssl_context: how servers are verified; aiohttp's default verifies them against the system's roots. One that does
            not verify is refused.

    Proxies are taken from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY) when a server is first called;
    those that speak SOCKS are refused, for aiohttp knows only HTTP.
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
        """Close the connections, those in use after their calls."""
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
    """An `aiohttp.ClientSession` of the user's: used as it is, never closed by us.

    A session's own authentication, default headers, cookies, middlewares and redirects are not applied; its connector,
    proxies, trace hooks and TLS settings are. The headers that hooks add are sent, but for those that say who asks, or
    what the body is.

    Raises:
        ConfigurationError: the engine is none.
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
        """Do nothing: who made the session closes it."""


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
    """Send a request and return the answer, its body unread."""
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
    """Let a request have its own headers, and those that trace hooks and tools have added."""
    framing = [(name, sent.headers[name]) for name in _FRAMING if name in sent.headers]
    known = _AIOHTTPS_OWN.union(name.lower() for name, _ in request.headers)
    added = [
        (name, value)
        for name, value in sent.headers.items()
        if name.lower() not in known and value not in session.headers.getall(name, ())
    ]
    sent.headers.clear()
    sent.headers.extend([*framing[:1], *request.headers, *framing[1:], *added])


def _is_left_alone(request: Request) -> bool:
    """Return whether aiohttp would add no Content-Type anyway; telling it not to takes time."""
    return request.method == "GET" or any(name == "Content-Type" for name, _ in request.headers)


class _Limits(msgspec.Struct, frozen=True):
    """What aiohttp keeps to, and the seconds until an answer must have begun: aiohttp has no limit for that."""

    steps: aiohttp.ClientTimeout
    whole: float | None


@functools.lru_cache(maxsize=16)
def _limits(timeout: Timeout, deadline: float | None) -> _Limits:
    """Return the limits of a request: aiohttp's `connect` counts the wait for a free connection.

    It has none for writing. Where the deadline comes first, a further timer would only take time.
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


def _url(url: str) -> URL:
    with contextlib.suppress(ValueError):
        parsed = URL(url, encoded=True)
        if parsed.host and parsed.port:  # a port that is no number is noticed when it is read
            return parsed
    raise ConfigurationError("the server's name or address in base_url cannot be used")


async def _read(response: aiohttp.ClientResponse, max_size: int) -> RawResponse:
    headers = Headers((name, _text(value)) for name, value in response.headers.items())
    return await read_response(response.status, headers, response.content.iter_any(), max_size=max_size)


def _text(value: str) -> str:
    """Return a value of a header: UTF-8, as servers send it nowadays, else what HTTP once had (RFC 9110, section 5.5).

    aiohttp reads UTF-8, and what is none as surrogates.
    """
    if value.isascii():
        return value
    field = value.encode(errors="surrogateescape")
    try:
        return field.decode()
    except UnicodeDecodeError:
        return field.decode("latin-1")


def _translated(error: Exception, handled: BaseException | None) -> StytchError:
    """Return our error for one of aiohttp's, without its frames and its request: both hold credentials."""
    if isinstance(error, aiohttp.InvalidURL):
        return ConfigurationError("the server's name or address in base_url cannot be used")
    if isinstance(error, _NOT_SENT):
        return ConnectError(f"no connection: {reason(error, handled)}")
    return ConnectionLostError(f"no response: {reason(error, handled)}")


def create() -> AiohttpTransport:
    """Return a transport with connections of its own."""
    return AiohttpTransport()


def from_client(engine: object) -> AiohttpSessionTransport:
    """Return a transport that sends through a session of the user's: see `AiohttpSessionTransport`."""
    return AiohttpSessionTransport(engine)
