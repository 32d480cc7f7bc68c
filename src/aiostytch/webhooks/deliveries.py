"""Deduplication of deliveries: Svix delivers at least once, with the same ID each time.

    new --begin--> begun --finish--> done --(retention)--> new
                     |--abandon--> new
                     `--(lease)--> new

Only `begin` leaves the state new, so that one of several concurrent attempts handles the delivery. The lease ends the
attempt of a process that died, so that it does not block the next one.
"""

from __future__ import annotations

import enum
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

RETENTION = 2 * 24 * 60 * 60.0
"""The seconds for which a handled delivery is stored: two days. Svix retries for little more than one."""

LEASE = 60.0
"""The seconds after which another attempt can begin. Svix waits 15 seconds for a response."""


class Begun(enum.Enum):
    """The result of `begin`."""

    NEW = enum.auto()
    """This attempt handles the delivery, then calls `finish` or `abandon`."""
    IN_PROGRESS = enum.auto()
    """Another attempt is handling it."""
    DONE = enum.auto()
    """The delivery was handled before."""


class Deliveries(Protocol):
    """Stores the IDs of deliveries. Several processes can share an implementation."""

    async def begin(self, delivery_id: str) -> Begun:
        """Begin to handle a delivery, unless another attempt did."""
        ...

    async def finish(self, delivery_id: str) -> None:
        """Record that a delivery was handled."""
        ...

    async def abandon(self, delivery_id: str) -> None:
        """Record that handling a delivery failed, so that the next attempt can begin."""
        ...


class _Entry(Struct, frozen=True):
    is_done: bool
    until: float


class MemoryDeliveries:
    """Stores the latest deliveries in the memory of this process.

    Args:
        limit: the maximum number of deliveries; 100,000 by default.
        clock: returns monotonic time in seconds; by default `time.monotonic`.
    """

    def __init__(self, *, limit: int = 100_000, clock: Callable[[], float] | None = None) -> None:
        self._limit = limit
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    async def begin(self, delivery_id: str) -> Begun:
        """Begin to handle a delivery, unless another attempt did."""
        entry = self._entries.get(delivery_id)
        if entry is not None and entry.until > self._now():
            return Begun.DONE if entry.is_done else Begun.IN_PROGRESS
        self._store(delivery_id, _Entry(is_done=False, until=self._now() + LEASE))
        return Begun.NEW

    async def finish(self, delivery_id: str) -> None:
        """Record that a delivery was handled."""
        self._store(delivery_id, _Entry(is_done=True, until=self._now() + RETENTION))

    async def abandon(self, delivery_id: str) -> None:
        """Record that handling a delivery failed, so that the next attempt can begin."""
        self._entries.pop(delivery_id, None)

    def _now(self) -> float:
        return time.monotonic() if self._clock is None else self._clock()

    def _store(self, delivery_id: str, entry: _Entry) -> None:
        self._entries[delivery_id] = entry
        self._entries.move_to_end(delivery_id)
        while len(self._entries) > self._limit:
            self._entries.popitem(last=False)
