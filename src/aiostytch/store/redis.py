"""A store in Redis or Valkey: one server, a cluster, or servers with a failover by Sentinel.

All keys of a project have its ID in braces, so that they are in one slot of a cluster:

    aiostytch:{project-test-1}:short          a log: a stream whose entries have numbers
    aiostytch:{project-test-1}:short:number   the number of its newest entry
    aiostytch:{project-test-1}:keys           a value
    aiostytch:{project-test-1}:rate           a rate limit: its next time slot, in microseconds

Each has a TTL. Commands are not retried: a command without a response may have been executed.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

from aiostytch.checks import check_positive
from aiostytch.errors import ConfigurationError, StoreUnavailableError
from aiostytch.loops import PerLoop

from .protocol import Entry, Position

try:
    import redis.asyncio
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff
    from redis.exceptions import NoScriptError
except ImportError as error:
    raise ImportError("redis-py is not installed: pip install 'aiostytch[redis]'") from error

T = TypeVar("T")

_library: Any = redis.asyncio
"""redis-py as Any, because many of its functions are not typed."""
_PAGE = 1000
"""The maximum number of entries in one read."""
_CONNECTIONS = 16
"""The maximum number of connections to a server. Other commands wait for one, within their time limit."""

_APPEND = """
local time = redis.call('TIME')
local oldest = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1])
for i = 2, #ARGV do
  local number = redis.call('INCR', KEYS[2])
  redis.call('XADD', KEYS[1], 'MINID', '~', oldest, '*', 'n', number, 'e', ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 1
"""
_REMOVE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
"""
_ACQUIRE = """
local time = redis.call('TIME')
local now, interval = time[1] * 1000000 + time[2], tonumber(ARGV[1])
local start = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local free = start + interval
redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', math.ceil((free - now) / 1000) + 1000)
return string.format('%.0f', math.max(0, start - (ARGV[2] - 1) * interval - now))
"""
_RELEASE = """
local free = redis.call('GET', KEYS[1])
if free then redis.call('SET', KEYS[1], string.format('%.0f', free - ARGV[1]), 'KEEPTTL') end
return 1
"""


class _Commands(Protocol):
    """The used methods of redis-py's clients."""

    def execute_command(self, *args: Any) -> Coroutine[Any, Any, Any]: ...
    def aclose(self) -> Coroutine[Any, Any, None]: ...


class RedisStore:
    """A store in Redis 7 or newer, or in Valkey.

        async with B2BClient(store=RedisStore("redis://localhost:6379")) as client: ...

    A store belongs to one client, which closes it. It connects on first use.

    Args:
        url: the URL of the server: `redis://`, `rediss://` (TLS) or `unix://`, with password and database in the form
            of redis-py.
        prefix: the prefix of all keys, so that other programs can use the server too.
        timeout: the time limit of a command, in seconds.

    Raises:
        ConfigurationError: an argument is invalid.
    """

    def __init__(self, url: str, *, prefix: str = "aiostytch", timeout: float = 0.5) -> None:
        self._prefix = _check_prefix(prefix)
        self._timeout = check_positive("timeout", timeout)
        self._clients: PerLoop[_Commands] = PerLoop(_checked(functools.partial(_server, _check_url(url))))

    @classmethod
    def cluster(cls, url: str, *, prefix: str = "aiostytch", timeout: float = 0.5) -> RedisStore:
        """Return a store in a cluster, by the URL of one of its servers. All keys of a project are in one slot."""
        return cls._create(functools.partial(_cluster, _check_url(url)), prefix, timeout)

    @classmethod
    def sentinel(
        cls,
        sentinels: Iterable[tuple[str, int]],
        service: str,
        *,
        prefix: str = "aiostytch",
        timeout: float = 0.5,
        options: Mapping[str, Any] | None = None,
        sentinel_options: Mapping[str, Any] | None = None,
    ) -> RedisStore:
        """Return a store in the server that Sentinel names as the master.

        Args:
            sentinels: the hosts and ports of the sentinels.
            service: the name of the master.
            prefix: the prefix of all keys.
            timeout: the time limit of a command, in seconds.
            options: arguments of redis-py's connections to the servers, such as `password`, `ssl` and `db`.
            sentinel_options: arguments of the connections to the sentinels.

        Raises:
            ConfigurationError: an argument is invalid.
        """
        connect = functools.partial(_by_sentinel, tuple(sentinels), service, options or {}, sentinel_options or {})
        return cls._create(connect, prefix, timeout)

    @classmethod
    def _create(cls, connect: Callable[[], _Commands], prefix: str, timeout: float) -> RedisStore:
        store = cls.__new__(cls)
        store._prefix = _check_prefix(prefix)
        store._timeout = check_positive("timeout", timeout)
        store._clients = PerLoop(_checked(connect))
        return store

    def __repr__(self) -> str:
        return f"RedisStore(prefix={self._prefix!r})"

    async def append(self, log: str, contents: Sequence[bytes], ttl: float) -> None:
        """Append entries to a log, which keeps each for at least `ttl` seconds."""
        await self._run(_APPEND, [self._key(log), self._key(f"{log}:number")], [_milliseconds(ttl), *contents])

    async def newest(self, log: str) -> Position:
        """Return the position after the last entry of a log."""
        found = await self._command("XREVRANGE", self._key(log), "+", "-", "COUNT", 1)
        return _position(found[0]) if found else Position()

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        """Return the next entries of logs."""
        names = {self._key(log): log for log in after}
        block = ("BLOCK", _milliseconds(wait)) if wait > 0 else ()
        cursors = [position.cursor or "0-0" for position in after.values()]
        command = ("XREAD", "COUNT", _PAGE, *block, "STREAMS", *names, *cursors)
        found = await self._command(*command, block=max(0.0, wait))
        streams: Iterable[tuple[bytes, Any]] = found or ()
        return [_entry(names[key.decode()], each) for key, entries in streams for each in entries]

    async def get(self, key: str) -> bytes | None:
        """Return a value, or None."""
        return cast("bytes | None", await self._command("GET", self._key(key)))

    async def put(self, key: str, value: bytes, ttl: float) -> None:
        """Store a value for `ttl` seconds. It replaces an older one."""
        await self._command("SET", self._key(key), value, "PX", _milliseconds(ttl))

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Store a value for `ttl` seconds unless one exists, and return whether it was stored."""
        return bool(await self._command("SET", self._key(key), value, "NX", "PX", _milliseconds(ttl)))

    async def remove(self, key: str, value: bytes) -> None:
        """Remove a value if it is still the same."""
        await self._run(_REMOVE, [self._key(key)], [value])

    async def acquire_slot(self, key: str, interval: float, burst: int) -> float:
        """Acquire the next time slot of a rate limit, and return the seconds until then."""
        return int(await self._run(_ACQUIRE, [self._key(key)], [_microseconds(interval), burst])) / 1_000_000

    async def release_slot(self, key: str, interval: float) -> None:
        """Release an unused time slot."""
        await self._run(_RELEASE, [self._key(key)], [_microseconds(interval)])

    async def aclose(self) -> None:
        """Close the connections of this event loop. Later calls open new ones."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await self._run_within(client.aclose(), self._timeout)

    def _key(self, name: str) -> str:
        project, _, rest = name.partition(":")
        return f"{self._prefix}:{{{project}}}:{rest}"

    async def _run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Run a script by its digest. If the server does not know the script, send it."""
        digest = hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()
        try:
            return await self._command("EVALSHA", digest, len(keys), *keys, *arguments)
        except StoreUnavailableError as error:
            if not isinstance(error.__cause__, NoScriptError):
                raise
        return await self._command("EVAL", script, len(keys), *keys, *arguments)

    async def _command(self, *command: Any, block: float = 0.0) -> Any:
        client = self._clients[asyncio.get_running_loop()]
        return await self._run_within(client.execute_command(*command), self._timeout + block)

    async def _run_within(self, operation: Coroutine[Any, Any, T], limit: float) -> T:
        """Return the result of an operation. A timeout closes the connection, so that responses do not mix."""
        try:
            async with asyncio.timeout(limit):
                return await operation
        except Exception as error:  # event loops raise RuntimeError for a connection that they have closed
            raise StoreUnavailableError(f"the store does not respond or fails: {type(error).__name__}") from error


def _check_prefix(prefix: object) -> str:
    if isinstance(prefix, str) and prefix and not set("{}") & set(prefix):
        return prefix
    raise ConfigurationError("prefix must be a non-empty string without braces")


def _check_url(url: str) -> str:
    try:
        _library.connection.parse_url(url)
    except (ValueError, TypeError, AttributeError):
        raise ConfigurationError("url must be one of redis://, rediss:// or unix://") from None
    return url


def _checked(connect: Callable[[], T]) -> Callable[[], T]:
    """Return a function that makes clients, after it made one. Redis-py reads most options when it connects.

    Raises:
        ConfigurationError: redis-py does not accept an option. The message does not show it.
    """
    try:
        pool = getattr(connect(), "connection_pool", None)  # the client of a cluster does not have one
        if pool is not None:
            pool.make_connection()
    except Exception as error:
        raise ConfigurationError(f"redis-py does not accept an option ({type(error).__name__})") from None
    return connect


def _settings() -> dict[str, Any]:
    """Return the settings of connections. They replace those of a URL: values are bytes here, in the form of RESP2.

    By default, redis-py retries a command ten times, even one that was executed, and waits a minute for an unreachable
    server. Here, commands are not retried, and `RedisStore` limits their time.
    """
    return {
        "socket_timeout": None,
        "socket_connect_timeout": None,
        "retry": Retry(NoBackoff(), 0),
        "protocol": 2,
        "decode_responses": False,
        "health_check_interval": 0,
    }


def _server(url: str) -> Any:
    options = {"max_connections": _CONNECTIONS, **_options(url), "timeout": None}
    return _library.Redis.from_pool(_library.BlockingConnectionPool(**options))


def _cluster(url: str) -> Any:
    options = _options(url)
    is_tls = options.pop("connection_class", None) is _library.SSLConnection
    return _library.RedisCluster(**options, **({"ssl": True} if is_tls else {}))


def _options(url: str) -> dict[str, Any]:
    return {**_library.connection.parse_url(url), **_settings()}


def _by_sentinel(
    hosts: Sequence[tuple[str, int]], service: str, options: Mapping[str, Any], sentinel_options: Mapping[str, Any]
) -> Any:
    sentinels = _library.sentinel.Sentinel(
        hosts, sentinel_kwargs={**sentinel_options, **_settings()}, **{**options, **_settings()}
    )
    return _Sentinels(sentinels, sentinels.master_for(service))


class _Sentinels:
    """The master, and the connections to the sentinels, which redis-py does not close."""

    def __init__(self, sentinels: Any, master: Any) -> None:
        self.connection_pool = master.connection_pool
        self._sentinels = sentinels
        self._master = master

    async def execute_command(self, *command: Any) -> Any:
        return await self._master.execute_command(*command)

    async def aclose(self) -> None:
        await self._master.aclose()
        for sentinel in self._sentinels.sentinels:
            await sentinel.aclose()


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _microseconds(seconds: float) -> int:
    return max(1, round(seconds * 1_000_000))


def _entry(log: str, found: tuple[bytes, Mapping[bytes, bytes]]) -> Entry:
    return Entry(log, _position(found), found[1][b"e"])


def _position(found: tuple[bytes, Mapping[bytes, bytes]]) -> Position:
    cursor, fields = found
    return Position(int(fields[b"n"]), cursor.decode())
