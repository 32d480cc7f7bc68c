"""A time limit cancels its block, and takes back its own cancellation but no other."""

from __future__ import annotations

import asyncio

import pytest

from aiostytch.time_limit import TimeLimit


async def never() -> None:
    await asyncio.get_running_loop().create_future()


async def test_a_slow_block_ends_without_an_error() -> None:
    with TimeLimit(0.001):
        await never()
        raise AssertionError
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


@pytest.mark.parametrize("seconds", [None, 1000.0])
async def test_calls_in_time_behave_as_without_a_limit(seconds: float | None) -> None:
    with TimeLimit(seconds):
        await asyncio.sleep(0)
    with pytest.raises(LookupError), TimeLimit(seconds):
        raise LookupError


@pytest.mark.parametrize("seconds", [None, 1000.0])
async def test_a_cancellation_from_outside_goes_on(seconds: float | None) -> None:
    async def limited() -> None:
        with TimeLimit(seconds):
            await never()

    task = asyncio.ensure_future(limited())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancellation_in_the_same_moment_goes_on_too() -> None:
    async def limited() -> None:
        with TimeLimit(0.0):
            try:
                await never()
            finally:
                task.cancel()

    task = asyncio.ensure_future(limited())
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_that_comes_of_the_limit_is_raised() -> None:
    async def fail_when_cancelled() -> None:
        try:
            await never()
        except asyncio.CancelledError:
            raise LookupError from None

    with pytest.raises(LookupError), TimeLimit(0.0):
        await fail_when_cancelled()


async def test_an_inner_limit_leaves_the_outer_one() -> None:
    with TimeLimit(0.001):
        with TimeLimit(1000.0):
            await never()
        raise AssertionError
