"""Checks that come all at once leave the event loop to others in between."""

from __future__ import annotations

import asyncio

import pytest

from aiostytch.local_auth.turns import Turns


class Rounds:
    """Counts the rounds of the event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._tick()

    def _tick(self) -> None:
        self.count += 1
        self._handle = asyncio.get_running_loop().call_soon(self._tick)

    def stop(self) -> None:
        self._handle.cancel()


@pytest.mark.parametrize("tasks", [1, 4, 5, 100])
async def test_no_round_has_more_checks_than_allowed(tasks: int) -> None:
    rounds, turns = Rounds(), Turns(per_round=4)
    taken: list[tuple[int, int]] = []

    async def check(number: int) -> None:
        await turns.take()
        taken.append((rounds.count, number))

    await asyncio.gather(*(check(number) for number in range(tasks)))
    rounds.stop()
    per_round = [round_ for round_, _ in taken]
    assert max(per_round.count(round_) for round_ in per_round) <= 4
    assert [number for _, number in taken] == list(range(tasks))


async def test_a_check_that_was_cancelled_takes_no_turn() -> None:
    turns = Turns(per_round=1)
    tasks = [asyncio.create_task(turns.take()) for _ in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    tasks[2].cancel()
    await asyncio.wait_for(tasks[3], 5)
    assert [task.cancelled() for task in tasks] == [False, True, True, False]


async def test_after_a_pause_there_is_no_wait() -> None:
    turns = Turns(per_round=1)
    for _ in range(3):
        await turns.take()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    task = asyncio.create_task(turns.take())
    await asyncio.sleep(0)
    assert task.done()
