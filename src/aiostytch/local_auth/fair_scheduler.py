"""Fairness: a check takes the event loop for as long as the arithmetic of RSA, and a thousand could come at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from ..loops import PerLoop, running_loop

BUDGET = 0.5e-3
"""Seconds of a round of the event loop after which who comes has to wait for another."""
PER_ROUND = 16
"""How many of those who wait go on in each round: about a millisecond."""


class FairScheduler:
    """Lets tasks go on until a round of their event loop is used up; the others wait for the next ones, in order.

    Args:
        clock: the time, in seconds.
        budget: seconds for those who need not wait.
        per_round: how many of those who wait go on in a round.
    """

    def __init__(self, clock: Callable[[], float], budget: float = BUDGET, per_round: int = PER_ROUND) -> None:
        self._rounds = PerLoop(lambda: _Rounds(clock, budget, per_round))

    def next_turn(self) -> asyncio.Future[None] | None:
        """Return what to wait for before going on, None if there is nothing: outside asyncio nobody else waits."""
        loop = running_loop()
        return None if loop is None else self._rounds[loop].next_turn(loop)


class _Rounds:
    """The rounds of one event loop."""

    def __init__(self, clock: Callable[[], float], budget: float, per_round: int) -> None:
        self._clock = clock
        self._budget = budget
        self._per_round = per_round
        self._is_under_way = False
        self._ends = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def next_turn(self, loop: asyncio.AbstractEventLoop) -> asyncio.Future[None] | None:
        if not self._is_under_way:
            self._begin(loop)
            return None
        if not self._waiting and self._clock() < self._ends:
            return None
        turn = loop.create_future()
        self._waiting.append(turn)
        return turn

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_under_way = True
        self._ends = self._clock() + self._budget
        loop.call_soon(self._end, loop)

    def _end(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_under_way = False
        left = self._per_round
        while left and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # cancelled
                turn.set_result(None)
                left -= 1
        if left < self._per_round:
            self._begin(loop)
