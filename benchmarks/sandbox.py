"""The sandbox in this process: the start of an empty one, and calls to it through the SDK."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial

import httpx

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox

from .bench import Bench
from .environments import DEVELOPMENT
from .timing import Measurement

START = 0.02
"""The maximum start time of an empty sandbox, including its first call, in seconds."""
CALL = 1 / 2000
"""The maximum time of a call in seconds: 2,000 calls per second on one core."""

Connect = Callable[[Sandbox], AbstractAsyncContextManager[B2BClient]]
Work = Callable[[B2BClient], Awaitable[object]]

_names = itertools.count()


def _get(client: B2BClient) -> Awaitable[object]:
    return client.organizations.get("acme")


def _create(client: B2BClient) -> Awaitable[object]:
    return client.organizations.members.create("acme", email_address=f"member-{next(_names)}@acme.example")


def _in_process(sandbox: Sandbox) -> B2BClient:
    return sandbox.client()


def _through_asgi(sandbox: Sandbox) -> B2BClient:
    return B2BClient(PROJECT_ID, SECRET, http_client=httpx.ASGITransport(sandbox))


async def _start() -> float:
    started = time.process_time()
    async with Sandbox() as sandbox:
        await sandbox.client().organizations.create(organization_name="Acme", organization_slug="acme")
    return time.process_time() - started


async def _cpu_per_call(connect: Connect, work: Work, calls: int) -> float:
    async with Sandbox() as sandbox, connect(sandbox) as client:
        await client.organizations.create(organization_name="Acme", organization_slug="acme")
        await work(client)  # creates what is created on first use
        started = time.process_time()
        for _ in range(calls):
            await work(client)
        return (time.process_time() - started) / calls


def _sample(connect: Connect, work: Work, calls: int) -> float:
    return asyncio.run(_cpu_per_call(connect, work, calls))


def _calls(bench: Bench, title: str, work: Work) -> Measurement:
    calls = 20 if bench.quick else 1000
    candidates = [
        bench.command(name, DEVELOPMENT, partial(_sample, connect, work, calls))
        for name, connect in (("sandbox.client()", _in_process), ("httpx.ASGITransport", _through_asgi))
    ]
    return bench.measure(f"{title}, CPU time of a call", candidates, rounds=9).limited(CALL, "µs")


def run(bench: Bench) -> Iterator[Measurement]:
    """Measure the sandbox. CPU times include both client and server."""
    start = bench.command("Sandbox(), a client, a first call", DEVELOPMENT, lambda: asyncio.run(_start()))
    yield bench.measure("A clean sandbox, CPU time", [start], rounds=21).limited(START, "ms")
    yield _calls(bench, "organizations.get", _get)
    yield _calls(bench, "organizations.members.create", _create)
