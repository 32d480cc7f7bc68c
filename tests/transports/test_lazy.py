"""The SDK's own connections are opened in the event loop of the call, and closed with it."""

from __future__ import annotations

import asyncio
import gc
import sys
import warnings
from collections.abc import AsyncIterator

import attrs
import pytest

from aiostytch.errors import ClientClosedError
from aiostytch.transports.lazy import LazyTransport
from aiostytch.wire import Headers, RawResponse, Request

from .calls import get


@attrs.define
class Recorder:
    """A transport that records the loops in which it was created, called and closed."""

    made: asyncio.AbstractEventLoop = attrs.field(factory=asyncio.get_running_loop)
    calls: int = 0
    closed: list[asyncio.AbstractEventLoop] = attrs.field(factory=list)

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        assert asyncio.get_running_loop() is self.made
        self.calls += 1
        return RawResponse(status_code=200, headers=Headers(), content=b"{}")

    async def aclose(self) -> None:
        await asyncio.sleep(0)
        self.closed.append(asyncio.get_running_loop())


@attrs.define
class Made:
    """A lazy transport, and the transports that it created."""

    transports: list[Recorder] = attrs.field(factory=list)
    lazy: LazyTransport = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.lazy = LazyTransport("recorder", self._create)

    def _create(self) -> Recorder:
        self.transports.append(Recorder())
        return self.transports[-1]

    async def call(self) -> None:
        await get(self.lazy, "http://127.0.0.1:1")

    @property
    def lives(self) -> list[tuple[int, int]]:
        """The number of calls of each transport, and of closes in its own loop."""
        return [(each.calls, each.closed.count(each.made)) for each in self.transports]


@pytest.fixture
def made() -> Made:
    return Made()


async def test_concurrent_first_calls_open_one_transport(made: Made) -> None:
    await asyncio.gather(*(made.call() for _ in range(5)))
    await made.lazy.aclose()
    await made.lazy.aclose()
    assert made.lives == [(5, 1)]
    with pytest.raises(ClientClosedError):
        await made.call()


def test_each_loop_opens_its_own_and_closes_it(made: Made) -> None:
    for _ in range(3):
        asyncio.run(made.call())
    assert made.lives == [(1, 1)] * 3


def test_a_loop_that_closes_no_generators_is_followed_by_the_next(made: Made) -> None:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(made.call())
    loop.close()
    asyncio.run(made.call())
    assert made.lives == [(1, 0), (1, 1)]


def test_closing_at_the_end_of_the_loop_allows_other_closes(made: Made) -> None:
    """An async generator of the application that uses a client is closed at the same time as ours."""

    async def holding() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await made.lazy.aclose()

    async def main() -> None:
        await made.call()
        holders.append(holding())
        await anext(holders[0])

    holders: list[AsyncIterator[None]] = []
    asyncio.run(main())
    assert made.lives == [(1, 1)]


async def test_closing_from_another_loop_closes_in_its_own_loop(made: Made) -> None:
    await made.call()
    await asyncio.to_thread(asyncio.run, made.lazy.aclose())
    for _ in range(5):
        await asyncio.sleep(0)
    assert made.lives == [(1, 1)]


async def forget(made: Made, *, close: bool) -> None:
    await made.call()
    if close:
        await made.lazy.aclose()
    del made.lazy
    gc.collect()


async def test_collection_of_an_open_client_warns_how_to_close_it(made: Made) -> None:
    with pytest.warns(ResourceWarning, match=r"`async with`.*`aclose\(\)`"):
        await forget(made, close=False)
    for _ in range(5):
        await asyncio.sleep(0)
    assert made.lives == [(1, 1)]


async def test_closed_and_unopened_clients_are_collected_without_a_warning(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    await forget(made, close=True)
    Made()
    assert told == []


def test_collection_after_the_loop_gives_no_warning(made: Made) -> None:
    asyncio.run(made.call())
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        del made.lazy
        gc.collect()
    assert told == []
