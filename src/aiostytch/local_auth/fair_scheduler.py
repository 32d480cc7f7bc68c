"""Fairness: a check takes the event loop for as long as the arithmetic of RSA, and a thousand could come at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

BUDGET = 0.5e-3
"""Seconds of a round of the event loop after which who comes has to wait for another."""
PER_ROUND = 16
"""How many of those who wait go on in each round: about a millisecond."""


class FairScheduler:
    """Lets tasks go on until a round of the event loop is used up; the others wait for the next ones, in order.

    Args:
        clock: the time, in seconds.
        budget: seconds for those who need not wait.
        per_round: how many of those who wait go on in a round.
    """

    def __init__(self, clock: Callable[[], float], budget: float = BUDGET, per_round: int = PER_ROUND) -> None:
        self._clock = clock
        self._budget = budget
        self._per_round = per_round
        self._loop: asyncio.AbstractEventLoop | None = None  # that of the round under way, None if there is none
        self._ends = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def next_turn(self) -> asyncio.Future[None] | None:
        """Return what to wait for before going on, None if there is nothing."""
        if self._loop is None:
            self._begin_round()
            return None
        if not self._waiting and self._clock() < self._ends:
            return None
        turn = self._loop.create_future()
        self._waiting.append(turn)
        return turn

    def _begin_round(self) -> None:
        self._ends = self._clock() + self._budget
        self._loop = asyncio.get_running_loop()
        self._loop.call_soon(self._next_round)

    def _next_round(self) -> None:
        self._loop = None
        left = self._per_round
        while left and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # cancelled
                turn.set_result(None)
                left -= 1
        if left < self._per_round:
            self._begin_round()
