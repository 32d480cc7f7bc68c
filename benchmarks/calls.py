"""CPU per call: `organizations.get` from a server on loopback, with so many calls under way all the time."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeAlias

import httpx

from aiostytch import B2BClient, codec
from aiostytch.models.organizations import GetResponse

from .bodies import organization
from .server import serving
from .timing import Candidate, Measurement, measure

PROJECT, SECRET, ORGANIZATION = "project-test-0", "secret", "organization-test-0"
CONCURRENCY = (1, 50, 200)

Call: TypeAlias = Callable[[], Awaitable[Any]]
Peer: TypeAlias = Callable[[str], AbstractAsyncContextManager[Call]]


@asynccontextmanager
async def _ours(base_url: str) -> AsyncIterator[Call]:
    async with B2BClient(PROJECT, SECRET, base_url=base_url) as client:
        yield partial(client.organizations.get, ORGANIZATION)


@asynccontextmanager
async def _httpx(base_url: str) -> AsyncIterator[Call]:
    async with httpx.AsyncClient(base_url=base_url, auth=(PROJECT, SECRET)) as client:

        async def call() -> GetResponse:
            response = await client.get(f"/v1/b2b/organizations/{ORGANIZATION}")
            return codec.decoder(GetResponse).decode(response.content)

        yield call


@asynccontextmanager
async def _official(base_url: str) -> AsyncIterator[Call]:
    import stytch

    # `environment` and not `custom_base_url`, which must be https
    async with stytch.B2BClient(PROJECT, SECRET, environment=f"{base_url}/") as client:
        yield partial(client.organizations.get_async, ORGANIZATION)


async def _work(call: Call, concurrency: int, calls: int) -> None:
    remaining = iter(range(calls))

    async def worker() -> None:
        for _ in remaining:
            await call()

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(worker())


async def _cpu_per_call(peer: Peer, base_url: str, concurrency: int, calls: int) -> float:
    async with peer(base_url) as call:
        await _work(call, concurrency, concurrency)  # opens the connections
        gc.collect()
        started = time.process_time()
        await _work(call, concurrency, calls)
        return (time.process_time() - started) / calls


def _sample(peer: Peer, base_url: str, concurrency: int, calls: int) -> float:
    return asyncio.run(_cpu_per_call(peer, base_url, concurrency, calls))


def _measure(base_url: str, concurrency: int, *, quick: bool) -> Measurement:
    calls = concurrency if quick else 600
    candidates = [
        Candidate(name, partial(_sample, peer, base_url, concurrency, calls), needs)
        for name, peer, needs in (
            ("aiostytch", _ours, ""),
            ("httpx.AsyncClient, same decoder", _httpx, ""),
            ("stytch, get_async", _official, "stytch"),
        )
    ]
    title = f"CPU time per call, {concurrency} at once; calls a round: {calls}"
    return measure(title, candidates, rounds=7, quick=quick)


def run(*, quick: bool) -> list[Measurement]:
    """Compare the CPU times that the calling process spends on a call, for each number of concurrent calls."""
    with serving(organization()) as base_url:
        return [_measure(base_url, concurrency, quick=quick) for concurrency in CONCURRENCY]
