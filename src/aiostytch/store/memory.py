"""A store in the memory of one process, for services with one process and for tests."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from aiostytch.time_limit import TimeLimit

from .protocol import Entry, Position

_PAGE = 1000
"""The maximum number of entries in one read."""


class _Log(Struct):
    """Entries with their expiry. `last` is the number of the newest entry, even if it has expired."""

    entries: deque[tuple[float, Entry]] = field(default_factory=deque[tuple[float, Entry]])
    last: int = 0


class MemoryStore:
    """A store for clients of one process.

    Args:
        clock: returns monotonic time in seconds; by default `time.monotonic`.
    """

    def __init__(self, *, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock
        self._logs: dict[str, _Log] = {}
        self._values: dict[str, tuple[float, bytes]] = {}
        self._moments: dict[str, float] = {}
        self._waiting: set[asyncio.Future[None]] = set()

    def __repr__(self) -> str:
        return f"MemoryStore(logs={len(self._logs)}, values={len(self._values)})"

    def _now(self) -> float:
        return time.monotonic() if self._clock is None else self._clock()

    async def append(self, log: str, contents: Sequence[bytes], ttl: float) -> None:
        """Append entries to a log, which keeps each for `ttl` seconds."""
        kept, now = self._logs.setdefault(log, _Log()), self._now()
        while kept.entries and kept.entries[0][0] <= now:
            kept.entries.popleft()
        for content in contents:
            kept.last += 1
            kept.entries.append((now + ttl, Entry(log, Position(kept.last), content)))
        waiting, self._waiting = self._waiting, set()
        for reader in waiting:
            with contextlib.suppress(RuntimeError):  # its event loop is closed
                reader.get_loop().call_soon_threadsafe(_wake, reader)

    async def newest(self, log: str) -> Position:
        """Return the position after the last entry of a log."""
        entries = self._logs[log].entries if log in self._logs else ()
        return entries[-1][1].position if entries else Position()

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        """Return the next entries of logs."""
        found = self._next(after)
        if found or wait <= 0:
            return found
        reader = asyncio.get_running_loop().create_future()
        self._waiting.add(reader)
        try:
            with TimeLimit(wait):
                await reader
        finally:
            self._waiting.discard(reader)
        return self._next(after)

    def _next(self, after: Mapping[str, Position]) -> list[Entry]:
        return [entry for log, position in after.items() for entry in self._of(log, position.number)]

    def _of(self, log: str, number: int) -> list[Entry]:
        entries = self._logs[log].entries if log in self._logs else ()
        if not entries or entries[-1][1].position.number <= number:
            return []
        start = max(0, number + 1 - entries[0][1].position.number)
        return [entries[index][1] for index in range(start, min(len(entries), start + _PAGE))]

    async def get(self, key: str) -> bytes | None:
        """Return a value, or None."""
        ends_at, value = self._values.get(key, (0.0, b""))
        return value if self._now() < ends_at else None

    async def put(self, key: str, value: bytes, ttl: float) -> None:
        """Store a value for `ttl` seconds. It replaces an older one."""
        now = self._now()
        if key not in self._values:
            self._values = {name: kept for name, kept in self._values.items() if now < kept[0]}
        self._values[key] = (now + ttl, value)

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Store a value for `ttl` seconds unless one exists, and return whether it was stored."""
        is_new = await self.get(key) is None
        if is_new:
            await self.put(key, value, ttl)
        return is_new

    async def remove(self, key: str, value: bytes) -> None:
        """Remove a value if it is still the same."""
        if await self.get(key) == value:
            del self._values[key]

    async def acquire_slot(self, key: str, interval: float, burst: int) -> float:
        """Acquire the next time slot of a rate limit, and return the seconds until then."""
        now = self._now()
        start = max(self._moments.get(key, now), now)
        self._moments[key] = start + interval
        return max(0.0, start - (burst - 1) * interval - now)

    async def release_slot(self, key: str, interval: float) -> None:
        """Release an unused time slot."""
        self._moments[key] = self._moments.get(key, self._now()) - interval

    async def aclose(self) -> None:
        """Do nothing. Other clients may use the store."""


def _wake(reader: asyncio.Future[None]) -> None:
    if not reader.done():
        reader.set_result(None)
