"""The protocol of stores. An implementation does not depend on Stytch: it stores bytes under names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct


class Position(Struct, frozen=True):
    """A position in a log: after one of its entries, or before the first.

    Attributes:
        number: the number of the entry, 0 before the first.
        cursor: the store's own identifier of the position.
    """

    number: int = 0
    cursor: str = ""


class Entry(Struct, frozen=True):
    """An entry of a log.

    Attributes:
        log: the name of the log.
        position: the position after the entry. The entries of a log have consecutive numbers, from 1.
        content: the appended bytes.
    """

    log: str
    position: Position
    content: bytes


class Store(Protocol):
    """Shared state of processes. All times are in seconds.

    A reader reads a log from a position on. It recognizes lost entries, e.g. after a restart, by their numbers. So a
    store that can lose entries must restart the numbers, or leave a gap.

    Every method raises `StoreUnavailableError` if the store does not respond or rejects a command, and no other
    exception. A cancelled operation may still take effect.
    """

    async def append(self, log: str, contents: Sequence[bytes], ttl: float) -> None:
        """Append entries to a log, which keeps each for at least `ttl` seconds."""
        ...

    async def newest(self, log: str) -> Position:
        """Return the position after the last entry of a log; for an empty log, the position before the first."""
        ...

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        """Return the next entries of logs, in the order of each log. There may be more.

        Args:
            after: the position in each log after which to read.
            wait: the seconds to wait for an entry if there is none; 0 does not wait.
        """
        ...

    async def get(self, key: str) -> bytes | None:
        """Return a value, or None."""
        ...

    async def put(self, key: str, value: bytes, ttl: float) -> None:
        """Store a value for `ttl` seconds. It replaces an older one."""
        ...

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Store a value for `ttl` seconds unless one exists, and return whether it was stored."""
        ...

    async def remove(self, key: str, value: bytes) -> None:
        """Remove a value if it is still the same."""
        ...

    async def acquire_slot(self, key: str, interval: float, burst: int) -> float:
        """Acquire the next time slot of a rate limit, and return the seconds until then.

        Args:
            key: the name of the limit.
            interval: the seconds from one time slot to the next.
            burst: the number of time slots that are available at once after a pause.
        """
        ...

    async def release_slot(self, key: str, interval: float) -> None:
        """Release an unused time slot."""
        ...

    async def aclose(self) -> None:
        """Close connections. Later calls open new ones."""
        ...
