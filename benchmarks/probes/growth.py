"""The time and memory of one call, token or policy among very many.

A probe grows from one size to the next, and returns the seconds and the bytes per item at each size.
"""

import asyncio
import gc
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from .calls import ORGANIZATION, PROJECT, SECRET, work
from .local_auth import ORGANIZATION as ORGANIZATIONS
from .local_auth import client, read

Taken: TypeAlias = tuple[float, float]

_AT_A_TIME = 1000
"""The number of calls, tokens or policies in the mean of a CPU time."""
_PAGE = 4096
"""The size of a memory page in bytes. Growth below one page counts as one page."""


def waiting(base_url: str, sizes: Sequence[int], calls: int) -> list[Taken]:
    """Make calls with the default engine, most of them waiting. The bytes are the peak per call."""
    times = [asyncio.run(_waiting_time(base_url, size, calls)) for size in sizes]
    memory = [asyncio.run(_waiting_memory(base_url, size)) for size in sizes]
    return list(zip(times, memory, strict=True))


def made(body: str, sizes: Sequence[int]) -> list[Taken]:
    """Make calls with one client, and measure the last ones. The bytes are those of the process."""
    return asyncio.run(_made(Path(body).read_bytes(), sizes))


def remembered(tokens: str, jwks: str, sizes: Sequence[int]) -> list[Taken]:
    """Fill the token cache, and measure known tokens. The bytes are per cached token."""
    return asyncio.run(_remembered(tokens, jwks, sizes))


def policies(tokens: str, jwks: str, sizes: Sequence[int]) -> list[Taken]:
    """Fill the policy cache, and measure authorization in all organizations. The bytes are per organization."""
    return asyncio.run(_policies(tokens, jwks, sizes))


async def _waiting_time(base_url: str, size: int, calls: int) -> float:
    async with _calls(base_url) as api:
        call = partial(api.organizations.get, ORGANIZATION)
        await work(call, 100, 100)  # opens the connections
        return await _cpu_time(work(call, size, calls)) / calls


async def _waiting_memory(base_url: str, size: int) -> float:
    tracemalloc.start()
    try:
        async with _calls(base_url) as api:
            await api.organizations.get(ORGANIZATION)  # the first call imports modules
            gc.collect()
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            await work(partial(api.organizations.get, ORGANIZATION), size, size)
            return (tracemalloc.get_traced_memory()[1] - before) / size
    finally:
        tracemalloc.stop()


def _calls(base_url: str) -> Any:
    from aiostytch import B2BClient, Timeout

    return B2BClient(PROJECT, SECRET, base_url=base_url, timeout=Timeout(pool=None), deadline=None)


async def _made(body: bytes, sizes: Sequence[int]) -> list[Taken]:
    from aiostytch import B2BClient

    from .instant import Instant

    async with B2BClient(PROJECT, SECRET, transport=Instant(lambda _: body)) as api:
        call = partial(api.organizations.get, ORGANIZATION)
        return [await _last(call, more) for more in _steps(sizes)]


async def _last(call: Callable[[], Awaitable[Any]], calls: int) -> Taken:
    """Make calls, and return the mean seconds of the last ones and the bytes of the process after them."""
    measured = min(_AT_A_TIME, calls)
    await work(call, 1, calls - measured)
    return await _cpu_time(work(call, 1, measured)) / measured, _resident()


async def _remembered(tokens: str, jwks: str, sizes: Sequence[int]) -> list[Taken]:
    async with client(jwks, cached_tokens=max(sizes)) as api:
        return await _grow(api.sessions.authenticate_jwt_local, read(tokens, max(sizes)), sizes)


async def _policies(tokens: str, jwks: str, sizes: Sequence[int]) -> list[Taken]:
    from aiostytch import AuthorizationCheck

    async with client(jwks, cached_tokens=0, cached_organizations=max(sizes)) as api:
        sessions = [await api.sessions.authenticate_jwt_local(token) for token in read(tokens, max(sizes))]
        checks = [AuthorizationCheck(f"{ORGANIZATIONS}-{number}", "resource-0", "read") for number in range(max(sizes))]
        asked = list(zip(sessions, checks, strict=True))

        async def authorize(one: Any) -> None:
            await api.rbac.authorize(*one)

        return await _grow(authorize, asked, sizes)


async def _grow(use: Callable[[Any], Awaitable[Any]], everything: Sequence[Any], sizes: Sequence[int]) -> list[Taken]:
    """Use each item once, up to each size, which fills the cache; then measure a sample of known items."""
    await use(everything[0])  # creates what is created once
    before = _resident()
    taken: list[Taken] = []
    for size, more in zip(sizes, _steps(sizes), strict=True):
        await _all(use, everything[size - more : size])
        memory = max(_resident() - before, _PAGE) / size
        some = everything[: size : max(1, size // _AT_A_TIME)]
        taken.append((await _cpu_time(_all(use, some)) / len(some), memory))
    return taken


async def _all(call: Callable[[Any], Awaitable[Any]], arguments: Sequence[Any]) -> None:
    for argument in arguments:
        await call(argument)


async def _cpu_time(awaitable: Awaitable[Any]) -> float:
    gc.collect()
    started = time.process_time()
    await awaitable
    return time.process_time() - started


def _steps(sizes: Sequence[int]) -> Iterator[int]:
    """Yield the increase from each size to the next."""
    for smaller, size in zip((0, *sizes), sizes, strict=False):
        yield size - smaller


def _resident() -> float:
    """Return the resident memory of this process in bytes."""
    gc.collect()
    with Path("/proc/self/status").open() as status:
        return next(float(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
