"""One rate limit for all processes, and one per process while the store is unavailable."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from pathlib import Path

import pytest

from aiostytch import B2BClient, ConfigurationError, DeadlineExceededError, RateLimit, StoreUnavailableError
from aiostytch.fleet import timeouts
from aiostytch.fleet.rates import SharedRateLimiter
from aiostytch.store import MemoryStore
from tests.fakes import Time, script
from tests.store.servers import serving

from .service import Failing, until


def limiter(store: MemoryStore, per_second: float = 0.01, burst: int = 2) -> SharedRateLimiter:
    return SharedRateLimiter(store, "project-test-1", RateLimit(per_second, burst, shared=True))


async def delays(limiters: Iterable[SharedRateLimiter], now: float = 0.0) -> list[float]:
    return [round(await limiter.acquire(now), -1) for limiter in limiters]


async def test_the_moments_of_all_processes_come_one_after_the_other() -> None:
    store = MemoryStore()
    one, other = limiter(store), limiter(store)
    assert await delays([one, other, one, other]) == [0, 0, 100, 200]
    other.release()
    await asyncio.gather(*other._returning)
    assert await delays([one]) == [200]


@pytest.mark.parametrize("flavour", ["redis", "valkey"])
async def test_a_burst_of_ten_lets_ten_through_of_all_processes(
    tmp_path: Path, flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeouts, "STORE_TIMEOUT", 20.0)  # they share an event loop
    for server in serving(tmp_path, flavour):
        stores = [server.store(timeout=20.0) for _ in range(4)]
        limiters = [SharedRateLimiter(store, "p", RateLimit(0.001, 10, shared=True)) for store in stores]
        for each in stores:
            await each.get("p:warm")
        taken = await asyncio.gather(*(each.acquire(0.0) for each in limiters for _ in range(10)))
        assert sorted(taken)[9] == 0.0
        assert sorted(taken)[10] > 0.0
        for each in stores:
            await each.aclose()


@pytest.mark.parametrize("fault", ["fails", "hangs"])
async def test_without_a_store_response_a_process_keeps_its_own_limit(fault: str) -> None:
    store = Failing()
    one, other = limiter(store), limiter(store)
    getattr(store, fault).add("take")
    assert await delays([one, other, one, other]) == [0, 0, 0, 0]
    assert await delays([one, other], now=0.5) == [100, 100]
    one.release()
    assert await delays([one], now=0.5) == [100]
    assert store.calls == ["take", "take"]  # and not once for each call
    getattr(store, fault).clear()
    assert await delays([one, other], now=2.0) == [0, 0]
    assert await delays([other], now=2.0) == [100]


async def test_a_moment_that_cannot_be_given_back_is_lost() -> None:
    class Refusing(MemoryStore):
        async def release_slot(self, key: str, interval: float) -> None:
            await asyncio.Event().wait()

    one = limiter(Refusing())
    await one.acquire(0.0)
    one.release()
    await until(lambda: not one._returning)


async def test_calls_of_two_clients_keep_to_one_rate() -> None:
    time, store, settings = Time(), MemoryStore(clock=lambda: time.seconds), RateLimit(10, shared=True)
    clients = [
        B2BClient("project-test-1", "secret", transport=script(), rate_limit=settings, store=store, clock=time.clock())
        for _ in range(2)
    ]
    for _ in range(2):
        for client in clients:
            await client.organizations.get("organization-test-1")
    assert time.waits == pytest.approx([0.1, 0.1, 0.1])


async def test_a_call_that_cannot_wait_so_long_gives_its_moment_back() -> None:
    time = Time()
    store = MemoryStore(clock=lambda: time.seconds)
    client = B2BClient(
        "project-test-1",
        "secret",
        transport=script(),
        rate_limit=RateLimit(0.01, shared=True),
        store=store,
        clock=time.clock(),
    )
    await client.organizations.get("organization-test-1")
    for _ in range(2):
        with pytest.raises(DeadlineExceededError):
            await client.organizations.get("organization-test-1")
        await asyncio.sleep(0.01)
    assert await store.acquire_slot("project-test-1:rate", 100, 1) == 100


@pytest.mark.parametrize("limit", [RateLimit(1, shared=True), RateLimit(1, shared=1)])  # type: ignore[arg-type]
def test_a_limit_is_shared_in_a_store(limit: RateLimit) -> None:
    with pytest.raises(ConfigurationError, match="rate_limit"):
        B2BClient("project-test-1", "secret", transport=script(), rate_limit=limit)


async def test_an_error_of_what_was_given_up_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancelled command whose connection breaks ends with an error that nobody awaits."""
    monkeypatch.setattr(timeouts, "STORE_TIMEOUT", 0.005)
    reported = list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    async def breaks() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise StoreUnavailableError("the connection is lost")

    with pytest.raises(StoreUnavailableError, match="in time"):
        await timeouts.within_timeout(breaks())
    for _ in range(3):
        await asyncio.sleep(0)
    gc.collect()
    assert reported == []
