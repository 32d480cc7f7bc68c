"""Fair scheduling of signature checks, which block the event loop: a thousand could begin at the same time."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable

from ..loops import PerLoop

BUDGET = 0.5e-3
"""Seconds of checks per iteration of the event loop, after which a task has to wait for the next iteration."""
PER_ROUND = 16
"""Waiting tasks that continue in each iteration: about a millisecond."""


class FairScheduler:
    """Lets tasks continue until an iteration of their event loop has used its budget; others wait in FIFO order.

    Args:
        clock: returns the time in seconds.
        budget: seconds for tasks that need not wait.
        per_round: waiting tasks that continue in an iteration.
    """

    def __init__(self, clock: Callable[[], float], budget: float = BUDGET, per_round: int = PER_ROUND) -> None:
        self._clock = clock
        self._rounds = PerLoop(lambda: _Rounds(clock, budget, per_round))

    def next_turn(self) -> asyncio.Future[None] | None:
        """Return a future to await before continuing, or None. Outside asyncio it is always None."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return None
        rounds = self._rounds[loop]
        return None if self._clock() < rounds.ends else rounds.next_turn(loop)


class _Rounds:
    """The iterations of one event loop.

    Attributes:
        ends: the time until which tasks need not wait in this iteration; in the past if none began, or tasks wait.
    """

    def __init__(self, clock: Callable[[], float], budget: float, per_round: int) -> None:
        self.ends = -math.inf
        self._clock = clock
        self._budget = budget
        self._per_round = per_round
        self._is_running = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    def next_turn(self, loop: asyncio.AbstractEventLoop) -> asyncio.Future[None] | None:
        """Begin an iteration, or return a future to await if the one in progress has used its budget."""
        if not self._is_running:
            self._begin(loop)
            return None
        turn = loop.create_future()
        self._waiting.append(turn)
        self.ends = -math.inf
        return turn

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_running = True
        self.ends = -math.inf if self._waiting else self._clock() + self._budget
        loop.call_soon(self._end, loop)

    def _end(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_running = False
        self.ends = -math.inf
        left = self._per_round
        while left and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # cancelled
                turn.set_result(None)
                left -= 1
        if left < self._per_round:
            self._begin(loop)
