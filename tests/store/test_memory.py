"""The store in memory: the guarantees of every store."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping

import pytest

from aiostytch.store import MemoryStore, Position


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def store(time: Time) -> MemoryStore:
    return MemoryStore(clock=time)


async def read(store: MemoryStore, after: Mapping[str, int], wait: float = 0) -> list[tuple[str, int, bytes]]:
    entries = await store.read({log: Position(number) for log, number in after.items()}, wait)
    return [(entry.log, entry.position.number, entry.content) for entry in entries]


async def test_entries_are_numbered(store: MemoryStore) -> None:
    await store.append("a", [b"1", b"2"], 10)
    await store.append("b", [b"x"], 10)
    assert await read(store, {"a": 0, "b": 0}) == [("a", 1, b"1"), ("a", 2, b"2"), ("b", 1, b"x")]
    assert await read(store, {"a": 1}) == [("a", 2, b"2")]
    assert await read(store, {"a": 2, "c": 0}) == []
    assert await store.newest("a") == Position(2)
    assert await store.newest("c") == Position()


async def test_old_entries_go_and_numbers_go_on(store: MemoryStore, time: Time) -> None:
    await store.append("a", [b"1"], 10)
    time.now += 10
    await store.append("a", [b"2"], 10)
    assert await read(store, {"a": 0}) == [("a", 2, b"2")]


async def test_a_reader_waits_for_the_next_entry(store: MemoryStore) -> None:
    reading = asyncio.create_task(read(store, {"a": 0}, 20))
    await asyncio.sleep(0)
    await store.append("a", [b"1"], 10)
    assert await reading == [("a", 1, b"1")]


async def test_a_reader_waits_no_longer_than_it_says(store: MemoryStore) -> None:
    assert await read(store, {"a": 0}, 0.001) == []
    assert repr(store) == "MemoryStore(logs=0, values=0)"


async def test_a_reader_in_another_thread_is_woken(store: MemoryStore) -> None:
    found: list[object] = []
    other = threading.Thread(target=lambda: found.extend(asyncio.run(read(store, {"a": 0}, 20))))
    other.start()
    while not store._waiting:  # noqa: ASYNC110 (nobody else can say so)
        await asyncio.sleep(0)
    await store.append("a", [b"1"], 10)
    await asyncio.to_thread(other.join)
    assert found == [("a", 1, b"1")]


async def test_a_reader_whose_loop_is_closed_is_forgotten(store: MemoryStore) -> None:
    def abandon() -> None:
        loop = asyncio.new_event_loop()
        store._waiting.add(loop.create_future())
        loop.close()

    await asyncio.to_thread(abandon)
    await store.append("a", [b"1"], 10)
    assert not store._waiting


async def test_a_reader_that_was_cancelled_meanwhile_is_left_alone(store: MemoryStore) -> None:
    """Its loop looks at an entry and at the cancellation in the same turn."""
    cancelled = asyncio.get_running_loop().create_future()
    store._waiting.add(cancelled)
    await store.append("a", [b"1"], 10)
    cancelled.cancel()
    await asyncio.sleep(0)
    assert cancelled.cancelled()


async def test_values_live_as_long_as_they_are_kept(store: MemoryStore, time: Time) -> None:
    await store.put("a", b"1", 10)
    await store.put("a", b"2", 20)
    time.now += 19
    assert await store.get("a") == b"2"
    time.now += 1
    assert await store.get("a") is None
    await store.put("b", b"1", 10)
    assert repr(store) == "MemoryStore(logs=0, values=1)"


async def test_only_one_adds_a_value(store: MemoryStore, time: Time) -> None:
    assert await store.add("a", b"1", 10)
    assert not await store.add("a", b"2", 10)
    await store.remove("a", b"2")
    assert await store.get("a") == b"1"
    await store.remove("a", b"1")
    assert await store.add("a", b"3", 10)
    time.now += 10
    assert await store.add("a", b"4", 10)


async def test_moments_come_one_after_the_other(store: MemoryStore, time: Time) -> None:
    assert [await store.acquire_slot("a", 0.5, 2) for _ in range(4)] == [0.0, 0.0, 0.5, 1.0]
    await store.release_slot("a", 0.5)
    assert await store.acquire_slot("a", 0.5, 2) == 1.0
    time.now += 60
    assert await store.acquire_slot("a", 0.5, 2) == 0.0
    await store.aclose()
