"""What a client asks of a store. An implementation knows nothing of Stytch: it keeps bytes under names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct


class Position(Struct, frozen=True):
    """A place in a log: after one of its entries, or before the first.

    Attributes:
        number: the number of the entry, 0 before the first.
        cursor: what the store itself knows the place by.
    """

    number: int = 0
    cursor: str = ""


class Entry(Struct, frozen=True):
    """An entry of a log.

    Attributes:
        log: the name of the log.
        position: the place after it. The entries of a log have consecutive numbers, from 1.
        content: what was appended.
    """

    log: str
    position: Position
    content: bytes


class Store(Protocol):
    """Keeps what processes share. All times are seconds.

    A log is read from a place on. A reader notices by the numbers that entries are missing, as after a restart that
    lost some; so a store that cannot promise to keep a log has to begin its numbers again, or leave a gap.

    Every method raises `StoreUnavailableError` where the store does not answer, or refuses, and nothing else. What is
    cancelled may happen all the same.
    """

    async def append(self, log: str, contents: Sequence[bytes], keep: float) -> None:
        """Append entries to a log, which keeps each for at least `keep` seconds."""
        ...

    async def newest(self, log: str) -> Position:
        """Return the place after the last entry of a log, the one before the first where it has no entry."""
        ...

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        """Return the next entries of some logs, in the order of each log, and not necessarily all of them.

        Args:
            after: the place in each log after which to read.
            wait: how long to wait for an entry where there is none; 0 is not to wait.
        """
        ...

    async def get(self, key: str) -> bytes | None:
        """Return a value, None if there is none."""
        ...

    async def put(self, key: str, value: bytes, keep: float) -> None:
        """Keep a value for `keep` seconds, in the place of an older one."""
        ...

    async def add(self, key: str, value: bytes, keep: float) -> bool:
        """Keep a value for `keep` seconds unless there is one, and return whether there was none."""
        ...

    async def remove(self, key: str, value: bytes) -> None:
        """Remove a value if it is still this one."""
        ...

    async def take(self, key: str, interval: float, burst: int) -> float:
        """Take the next moment of a rate limit, and return the seconds until then.

        Args:
            key: the name of the limit.
            interval: the seconds from one moment to the next.
            burst: how many moments can be taken at once after a pause.
        """
        ...

    async def give_back(self, key: str, interval: float) -> None:
        """Return a moment that was taken, and is not used."""
        ...

    async def aclose(self) -> None:
        """Close connections. A store that is used afterwards opens new ones."""
        ...
