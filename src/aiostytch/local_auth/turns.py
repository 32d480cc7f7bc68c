"""Fairness: a check takes the event loop for as long as the arithmetic of RSA, and a thousand could come at once."""

from __future__ import annotations

import asyncio
from collections import deque

PER_ROUND = 16
"""Checks in one round of the event loop: about a millisecond."""


class Turns:
    """Lets so many tasks go on in each round of the event loop; the others wait for the next ones, in order."""

    def __init__(self, per_round: int = PER_ROUND) -> None:
        self._per_round = per_round
        self._left = per_round
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Return at once, or in one of the next rounds."""
        if self._left == self._per_round:
            asyncio.get_running_loop().call_soon(self._begin_round)
        if self._left:
            self._left -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn

    def _begin_round(self) -> None:
        self._left = self._per_round
        while self._left and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # cancelled
                turn.set_result(None)
                self._left -= 1
        if self._left < self._per_round:
            asyncio.get_running_loop().call_soon(self._begin_round)
