"""The cookies that recent responses of this process replaced or removed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable

SIZE = 4096
"""The default number of stored keys. A login or logout has about three, and only the last seconds are relevant."""


class RecentChanges:
    """Recent changes in order, each with several keys. Memory is bounded: the oldest keys are dropped.

    If changes after the moment of a query were dropped, its result is true, since one of them may have matched.

    Args:
        size: the maximum number of stored keys.

    Attributes:
        moment: the number of changes so far, for later queries.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._moments: OrderedDict[Hashable, int] = OrderedDict()
        self._last_dropped = 0
        self._lock = threading.Lock()  # each event loop has its own thread
        self.moment = 0

    def record(self, keys: Iterable[Hashable]) -> None:
        """Record a change."""
        with self._lock:
            self.moment += 1
            for key in keys:
                self._moments[key] = self.moment
                self._moments.move_to_end(key)
            while len(self._moments) > self._size:
                _, self._last_dropped = self._moments.popitem(last=False)

    def any_since(self, moment: int, keys: Iterable[Hashable]) -> bool:
        """Return whether there may have been a change with one of these keys after a moment."""
        return moment < self._last_dropped or any(self._moments.get(key, 0) > moment for key in keys)
