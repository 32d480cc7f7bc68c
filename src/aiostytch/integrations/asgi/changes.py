"""Whose cookies were replaced or removed by an answer of this process a moment ago."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable

SIZE = 4096
"""Keys that are kept: a log-in or log-out has three or so, and those of the last seconds count."""


class RecentChanges:
    """Changes in their order, each known by several keys. Memory is bounded: the oldest are forgotten.

    What is asked about goes back to a moment. Where changes since then are forgotten, the answer is that there may
    have been one.

    Args:
        size: how many keys are kept.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._moments: OrderedDict[Hashable, int] = OrderedDict()
        self._forgotten = 0
        self._lock = threading.Lock()  # each event loop of a process has a thread of its own
        self.moment = 0

    def note(self, keys: Iterable[Hashable]) -> None:
        """Note a change."""
        with self._lock:
            self.moment += 1
            for key in keys:
                self._moments[key] = self.moment
                self._moments.move_to_end(key)
            while len(self._moments) > self._size:
                _, self._forgotten = self._moments.popitem(last=False)

    def any_since(self, moment: int, keys: Iterable[Hashable]) -> bool:
        """Return whether there may have been a change with one of these keys after a moment."""
        return moment < self._forgotten or any(self._moments.get(key, 0) > moment for key in keys)
