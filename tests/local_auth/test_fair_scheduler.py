"""Many concurrent checks let other tasks run in between."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from aiostytch import B2BClient, Clock
from aiostytch.local_auth.fair_scheduler import PER_ROUND, FairScheduler
from tests.local_auth.rounds import Rounds
from tests.local_auth.world import NOW, PROJECT, World, sign


async def take_turn(scheduler: FairScheduler) -> None:
    turn = scheduler.next_turn()
    if turn is not None:
        await turn


class Ticks:
    """A clock that moves with each check."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("tasks", [1, 4, 5, 100])
async def test_a_round_takes_so_many_and_each_of_the_next_too(tasks: int) -> None:
    """Checks run until the first iteration is used up, then the same number in each of the next."""
    clock = Ticks()
    rounds, scheduler = Rounds(), FairScheduler(clock, budget=6, per_round=4)
    taken: list[tuple[int, int]] = []

    async def check(number: int) -> None:
        await take_turn(scheduler)
        taken.append((rounds.count, number))
        clock.now += 1

    await asyncio.gather(*(check(number) for number in range(tasks)))
    rounds.stop()
    per_round = [round_ for round_, _ in taken]
    counts = [per_round.count(round_) for round_ in sorted(set(per_round))]
    assert counts[0] == min(tasks, 6)
    assert all(count == 4 for count in counts[1:-1])
    assert [number for _, number in taken] == list(range(tasks))


async def test_a_check_that_was_cancelled_takes_no_turn() -> None:
    scheduler = FairScheduler(lambda: 0.0, budget=0, per_round=1)
    tasks = [asyncio.create_task(take_turn(scheduler)) for _ in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    tasks[2].cancel()
    await asyncio.wait_for(tasks[3], 5)
    assert [task.cancelled() for task in tasks] == [False, True, True, False]


async def test_after_a_pause_there_is_no_wait() -> None:
    scheduler = FairScheduler(lambda: 0.0, budget=0, per_round=1)
    for _ in range(3):
        await take_turn(scheduler)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    task = asyncio.create_task(take_turn(scheduler))
    await asyncio.sleep(0)
    assert task.done()


async def test_later_callers_wait_behind_earlier_ones() -> None:
    scheduler, order = FairScheduler(lambda: 0.0, budget=0, per_round=1), list[str]()

    async def check(name: str) -> None:
        await take_turn(scheduler)
        order.append(name)

    tasks = [asyncio.create_task(check(name)) for name in "abc"]
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(check("d")))
    await asyncio.gather(*tasks)
    assert order == ["a", "b", "c", "d"]


async def test_a_task_that_never_waits_lets_others_in_once_a_round_is_used_up() -> None:
    clock = Ticks()
    rounds, scheduler = Rounds(), FairScheduler(clock, budget=3)
    at: list[int] = []
    for _ in range(9):
        await take_turn(scheduler)
        at.append(rounds.count)
        clock.now += 1
    rounds.stop()
    assert len(set(at)) >= 3


@pytest.mark.parametrize("way", ["authenticate_jwt", "authenticate_jwt_local"])
async def test_a_thousand_calls_at_once_are_spread_over_many_rounds(world: World, way: str) -> None:
    ticks = itertools.count()
    clock = Clock(monotonic=lambda: next(ticks) * 1e-4, now=lambda: NOW)
    client = B2BClient(PROJECT, "secret", transport=world, clock=clock)
    token, verify = sign(), getattr(client.sessions, way)
    await verify(token)
    rounds = Rounds()
    sessions = await asyncio.gather(*(verify(token) for _ in range(1_000)))
    rounds.stop()
    assert {session.member_id for session in sessions} == {"member-test-1"}
    assert rounds.count > 1_000 / PER_ROUND
