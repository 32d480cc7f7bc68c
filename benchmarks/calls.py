"""CPU per call, to a server on loopback, with so many calls under way all the time; and our own share of it."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeAlias

import attrs
import httpx

from aiostytch import B2BClient, codec
from aiostytch.models.organizations import GetResponse
from aiostytch.wire import Headers, RawResponse, Request

from .bodies import organization
from .server import serving
from .timing import Candidate, Measurement, measure, summarize, verdict

PROJECT, SECRET, ORGANIZATION = "project-test-0", "secret", "organization-test-0"
CONCURRENCY = (1, 50, 200)
OFFICIAL = "stytch, get_async"
HTTPX = "httpx.AsyncClient, post and json"
OWN_SHARE = 25e-6
"""Seconds."""

Call: TypeAlias = Callable[[], Awaitable[Any]]
Peer: TypeAlias = Callable[[str], AbstractAsyncContextManager[Call]]


@asynccontextmanager
async def _get(transport: str, base_url: str) -> AsyncIterator[Call]:
    async with B2BClient(PROJECT, SECRET, base_url=base_url, transport=transport) as client:
        yield partial(client.organizations.get, ORGANIZATION)


@asynccontextmanager
async def _official_get(base_url: str) -> AsyncIterator[Call]:
    import stytch

    # `environment` and not `custom_base_url`, which must be https
    async with stytch.B2BClient(PROJECT, SECRET, environment=f"{base_url}/") as client:
        yield partial(client.organizations.get_async, ORGANIZATION)


@asynccontextmanager
async def _post(base_url: str) -> AsyncIterator[Call]:
    async with B2BClient(PROJECT, SECRET, base_url=base_url) as client:
        yield partial(client.organizations.create, organization_name="Acme")


@asynccontextmanager
async def _httpx_post(base_url: str) -> AsyncIterator[Call]:
    async with httpx.AsyncClient(base_url=base_url, auth=(PROJECT, SECRET)) as client:

        async def call() -> Any:
            return (await client.post("/v1/b2b/organizations", json={"organization_name": "Acme"})).json()

        yield call


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


def _compare(
    base_url: str, title: str, candidates: Mapping[str, tuple[Peer, str]], *, quick: bool
) -> list[Measurement]:
    measurements: list[Measurement] = []
    for concurrency in CONCURRENCY:
        calls = concurrency if quick else 600
        samples = [
            Candidate(name, partial(_sample, peer, base_url, concurrency, calls), needs)
            for name, (peer, needs) in candidates.items()
        ]
        heading = f"{title}, CPU time per call, {concurrency} at once; calls a round: {calls}"
        measurements.append(measure(heading, samples, rounds=7, quick=quick))
    return measurements


def _compare_with_official(base_url: str, engine: str, *, quick: bool) -> list[Measurement]:
    candidates: Mapping[str, tuple[Peer, str]] = {
        f"aiostytch, {engine}": (partial(_get, engine), engine),
        OFFICIAL: (_official_get, "stytch"),
    }
    measured = _compare(base_url, "organizations.get", candidates, quick=quick)
    return [_judged(measurement, OFFICIAL, 1.0) for measurement in measured]


def _compare_with_httpx(base_url: str, *, quick: bool) -> list[Measurement]:
    candidates: Mapping[str, tuple[Peer, str]] = {"aiostytch, httpx": (_post, ""), HTTPX: (_httpx_post, "")}
    alone, *crowded = _compare(base_url, "organizations.create", candidates, quick=quick)
    return [alone, *(_judged(measurement, HTTPX, 0.45) for measurement in crowded)]


def _judged(measurement: Measurement, peer: str, target: float) -> Measurement:
    if peer in measurement.missing:
        return measurement
    return attrs.evolve(measurement, notes=[verdict(summarize(measurement.ratios(peer)).median, target, f"x {peer}")])


class _Instant:
    """A transport whose answer is there at once: what is left of a call is our own share, and the decoder's."""

    def __init__(self, body: bytes) -> None:
        self._answer = RawResponse(status_code=200, headers=Headers(), content=body)

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        return self._answer

    async def aclose(self) -> None:
        """Close nothing."""


@asynccontextmanager
async def _instant(body: bytes, base_url: str) -> AsyncIterator[Call]:
    async with B2BClient(PROJECT, SECRET, base_url=base_url, transport=_Instant(body)) as client:
        yield partial(client.organizations.get, ORGANIZATION)


def _decode(body: bytes, calls: int) -> float:
    decode = codec.decoder(GetResponse).decode
    gc.collect()
    started = time.process_time()
    for _ in range(calls):
        decode(body)
    return (time.process_time() - started) / calls


def _own_share(body: bytes, calls: int) -> float:
    """Return what a call takes without an engine and without the JSON decoder."""
    return _sample(partial(_instant, body), "http://127.0.0.1", 1, calls) - _decode(body, calls)


def _measure_own_share(body: bytes, *, quick: bool) -> Measurement:
    calls = 10 if quick else 3000
    candidates = [
        Candidate("aiostytch, all but engine and decoder", partial(_own_share, body, calls)),
        Candidate("the decoder", partial(_decode, body, calls)),
    ]
    measured = measure("organizations.get, our own share of the CPU time", candidates, rounds=11, quick=quick)
    share = summarize(next(iter(measured.samples.values()))).median
    return attrs.evolve(measured, notes=[verdict(share, OWN_SHARE, "µs")])


def run(*, quick: bool) -> list[Measurement]:
    """Compare the CPU times that the calling process spends on a call, for each number of concurrent calls."""
    body = organization()
    with serving(body) as base_url:
        return [
            *_compare_with_httpx(base_url, quick=quick),
            *_compare_with_official(base_url, "aiohttp", quick=quick),
            *_compare_with_official(base_url, "pyreqwest", quick=quick),
            _measure_own_share(body, quick=quick),
        ]
