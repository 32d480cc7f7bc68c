"""A service of two processes, as two clients of one project that share a store; and stores that fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiostytch import B2BClient, StoreUnavailableError
from aiostytch.fleet.follower import Follower
from aiostytch.store import Entry, MemoryStore, Position
from tests.local_auth.world import World


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks run."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 (there is nobody who could say so)
            await asyncio.sleep(0.001)


def follower(client: B2BClient) -> Follower:
    """Return the follower of a client."""
    found = client._runner.state.fleet.follower
    assert found is not None
    return found


def known(client: B2BClient) -> int:
    return len(client._runner.state.fleet.revocations)


def knows(client: B2BClient, count: int) -> bool:
    """Whether a client knows a number of revocations."""
    return known(client) == count


@asynccontextmanager
async def two_processes(
    world: World, store: Any = None, **settings: Any
) -> AsyncGenerator[tuple[B2BClient, B2BClient]]:
    shared = MemoryStore() if store is None else store
    async with AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(world.client(store=shared)) for _ in range(2)]
        yield first, second


class Failing(MemoryStore):
    """A store that can be down, refuse to write, or hang.

    `fails` are the names of methods that raise, `hangs` of methods that never return.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fails: set[str] = set()
        self.hangs: set[str] = set()
        self.calls: list[str] = []

    async def _enter(self, name: str) -> None:
        self.calls.append(name)
        if name in self.hangs:
            await asyncio.Event().wait()
        if name in self.fails:
            raise StoreUnavailableError("the store is down") from ConnectionError("refused")

    async def append(self, log: str, contents: Sequence[bytes], keep: float) -> None:
        await self._enter("append")
        await super().append(log, contents, keep)

    async def newest(self, log: str) -> Position:
        await self._enter("newest")
        return await super().newest(log)

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        await self._enter("read")
        return await super().read(after, min(wait, 0.01))

    async def get(self, key: str) -> bytes | None:
        await self._enter("get")
        return await super().get(key)

    async def put(self, key: str, value: bytes, keep: float) -> None:
        await self._enter("put")
        await super().put(key, value, keep)

    async def add(self, key: str, value: bytes, keep: float) -> bool:
        await self._enter("add")
        return await super().add(key, value, keep)

    async def acquire_slot(self, key: str, interval: float, burst: int) -> float:
        await self._enter("take")
        return await super().acquire_slot(key, interval, burst)

    def forget(self) -> None:
        """Lose all data, like a server without persistence after a restart."""
        self._logs.clear()
        self._values.clear()
