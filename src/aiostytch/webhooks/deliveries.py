"""Which deliveries were handled: Svix delivers at least once, and the same id each time.

    new --begin--> begun --finish--> done --(retention)--> new
                     |--abandon--> new
                     `--(lease)--> new

`begin` is the only way out of new, so that one of several attempts at the same time handles the delivery. A lease keeps
an attempt whose process died from blocking the next one.
"""

from __future__ import annotations

import enum
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

RETENTION = 2 * 24 * 60 * 60.0
"""Seconds that a handled delivery is remembered: two days. Svix sends one again for little more than one."""

LEASE = 60.0
"""Seconds after which a delivery that was begun can be begun again. Svix waits 15 seconds for a response."""


class Begun(enum.Enum):
    """What became of the attempt to begin a delivery."""

    NEW = enum.auto()
    """It is this attempt's: handle it, then call `finish` or `abandon`."""
    IN_PROGRESS = enum.auto()
    """Another attempt is handling it."""
    DONE = enum.auto()
    """It was handled."""


class Deliveries(Protocol):
    """Remembers deliveries by their ids. An implementation may be shared by processes."""

    async def begin(self, delivery_id: str) -> Begun:
        """Begin to handle a delivery, if nobody has."""
        ...

    async def finish(self, delivery_id: str) -> None:
        """Note that a delivery was handled."""
        ...

    async def abandon(self, delivery_id: str) -> None:
        """Note that handling a delivery failed, so that the next attempt is new."""
        ...


class _Entry(Struct, frozen=True):
    is_done: bool
    until: float


class MemoryDeliveries:
    """Remembers the deliveries of one process: at most `limit`, the latest ones.

    Args:
        limit: how many deliveries are remembered.
        clock: seconds from any moment on; `time.monotonic` by default.
    """

    def __init__(self, *, limit: int = 100_000, clock: Callable[[], float] | None = None) -> None:
        self._limit = limit
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    async def begin(self, delivery_id: str) -> Begun:
        """Begin to handle a delivery, if nobody has."""
        entry = self._entries.get(delivery_id)
        if entry is not None and entry.until > self._now():
            return Begun.DONE if entry.is_done else Begun.IN_PROGRESS
        self._remember(delivery_id, _Entry(is_done=False, until=self._now() + LEASE))
        return Begun.NEW

    async def finish(self, delivery_id: str) -> None:
        """Note that a delivery was handled."""
        self._remember(delivery_id, _Entry(is_done=True, until=self._now() + RETENTION))

    async def abandon(self, delivery_id: str) -> None:
        """Note that handling a delivery failed, so that the next attempt is new."""
        self._entries.pop(delivery_id, None)

    def _now(self) -> float:
        return time.monotonic() if self._clock is None else self._clock()

    def _remember(self, delivery_id: str, entry: _Entry) -> None:
        self._entries[delivery_id] = entry
        self._entries.move_to_end(delivery_id)
        while len(self._entries) > self._limit:
            self._entries.popitem(last=False)
