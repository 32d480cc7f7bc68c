"""The CPU time per call: of this SDK with an engine, of the official SDK, and of plain httpx."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

PROJECT, SECRET, ORGANIZATION = "project-test-0", "secret", "organization-test-0"

Call: TypeAlias = Callable[[], Awaitable[Any]]
Peer: TypeAlias = Callable[[], AbstractAsyncContextManager[Call]]


def ours(engine: str, base_url: str, loop: str, concurrency: int, calls: int) -> float:
    """Return the seconds per call of this SDK with an engine."""
    return _sample(partial(_ours, engine, base_url), loop, concurrency, calls)


def official(base_url: str, loop: str, concurrency: int, calls: int) -> float:
    """Return the seconds per call of the official SDK."""
    return _sample(partial(_official, base_url), loop, concurrency, calls)


def httpx(base_url: str, loop: str, concurrency: int, calls: int) -> float:
    """Return the seconds per request with httpx, including parsing the JSON."""
    return _sample(partial(_httpx, base_url), loop, concurrency, calls)


def own_share(body: str, loop: str, calls: int) -> float:
    """Return the seconds per call without the engine and the JSON decoder."""
    return _sample(partial(_instant, Path(body).read_bytes()), loop, 1, calls) - decoder(body, calls)


def decoder(body: str, calls: int) -> float:
    """Return the seconds to decode a response."""
    from aiostytch import codec
    from aiostytch.models.organizations import GetResponse

    content, decode = Path(body).read_bytes(), codec.decoder(GetResponse).decode
    gc.collect()
    started = time.process_time()
    for _ in range(calls):
        decode(content)
    return (time.process_time() - started) / calls


@asynccontextmanager
async def _ours(engine: str, base_url: str) -> AsyncIterator[Call]:
    from aiostytch import B2BClient

    async with B2BClient(PROJECT, SECRET, base_url=base_url, transport=engine) as client:
        yield partial(client.organizations.get, ORGANIZATION)


@asynccontextmanager
async def _instant(body: bytes) -> AsyncIterator[Call]:
    from aiostytch import B2BClient

    from .instant import Instant

    async with B2BClient(PROJECT, SECRET, transport=Instant(lambda _: body)) as client:
        yield partial(client.organizations.get, ORGANIZATION)


@asynccontextmanager
async def _official(base_url: str) -> AsyncIterator[Call]:
    import stytch

    # `environment`, because `custom_base_url` must be https
    async with stytch.B2BClient(PROJECT, SECRET, environment=f"{base_url}/") as client:
        yield partial(client.organizations.get_async, ORGANIZATION)


@asynccontextmanager
async def _httpx(base_url: str) -> AsyncIterator[Call]:
    import httpx

    async with httpx.AsyncClient(base_url=base_url, auth=(PROJECT, SECRET)) as client:

        async def call() -> Any:
            return (await client.get(f"/v1/b2b/organizations/{ORGANIZATION}")).json()

        yield call


def _sample(peer: Peer, loop: str, concurrency: int, calls: int) -> float:
    with asyncio.Runner(loop_factory=_loop_factory(loop)) as runner:
        return runner.run(_cpu_per_call(peer, concurrency, calls))


def _loop_factory(loop: str) -> Callable[[], asyncio.AbstractEventLoop]:
    if loop == "uvloop":
        import uvloop

        return uvloop.new_event_loop
    return asyncio.new_event_loop


async def _cpu_per_call(peer: Peer, concurrency: int, calls: int) -> float:
    async with peer() as call:
        await work(call, concurrency, concurrency)  # opens the connections
        gc.collect()
        started = time.process_time()
        await work(call, concurrency, calls)
        return (time.process_time() - started) / calls


async def work(call: Call, concurrency: int, calls: int) -> None:
    """Make calls with a constant concurrency."""
    remaining = iter(range(calls))

    async def worker() -> None:
        for _ in remaining:
            await call()

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(worker())
