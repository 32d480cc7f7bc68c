"""The protocol of stores. An implementation is independent of Stytch: it keeps bytes under names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct


class Position(Struct, frozen=True):
    """A place in a log: after one of its entries, or before the first.

    Attributes:
        number: the number of the entry, 0 before the first.
        cursor: the store's own identifier of the place.
    """

    number: int = 0
    cursor: str = ""


class Entry(Struct, frozen=True):
    """An entry of a log.

    Attributes:
        log: the name of the log.
        position: the place after it. The entries of a log have consecutive numbers, from 1.
        content: the appended bytes.
    """

    log: str
    position: Position
    content: bytes


class Store(Protocol):
    """Shared state of processes. All times are in seconds.

    Readers read a log from a place on. The numbers show missing entries, such as after a restart that lost some. So a
    store that may lose entries must restart its numbers, or leave a gap.

    Every method raises `StoreUnavailableError` if the store does not respond, or refuses, and no other exception. A
    cancelled operation may still take effect.
    """

    async def append(self, log: str, contents: Sequence[bytes], keep: float) -> None:
        """Append entries to a log, which keeps each for at least `keep` seconds."""
        ...

    async def newest(self, log: str) -> Position:
        """Return the place after the last entry of a log; for an empty log, the place before the first."""
        ...

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        """Return the next entries of some logs, in the order of each log. There may be more.

        Args:
            after: the place in each log after which to read.
            wait: seconds to wait for an entry if there is none; 0 means not to wait.
        """
        ...

    async def get(self, key: str) -> bytes | None:
        """Return a value, or None."""
        ...

    async def put(self, key: str, value: bytes, keep: float) -> None:
        """Store a value for `keep` seconds; it replaces an older one."""
        ...

    async def add(self, key: str, value: bytes, keep: float) -> bool:
        """Store a value for `keep` seconds unless one exists, and return whether it was stored."""
        ...

    async def remove(self, key: str, value: bytes) -> None:
        """Remove a value if it is still the same."""
        ...

    async def take(self, key: str, interval: float, burst: int) -> float:
        """Take the next time slot of a rate limit, and return the seconds until then.

        Args:
            key: the name of the limit.
            interval: the seconds from one time slot to the next.
            burst: the number of time slots without a wait after a pause.
        """
        ...

    async def give_back(self, key: str, interval: float) -> None:
        """Release an unused time slot."""
        ...

    async def aclose(self) -> None:
        """Close connections. Later calls open new ones."""
        ...
