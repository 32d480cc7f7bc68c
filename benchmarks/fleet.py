"""The cost of a fleet: `python -m benchmarks.fleet [--quick]`.

Many followers, like those of clients, run in one event loop. They share a store in memory that counts the commands a
server would get. `tests.fleet.soak` runs followers in real processes against a real server.
"""

import argparse
import asyncio
import random
import time
import tracemalloc
from collections.abc import Mapping, Sequence

import attrs

from aiostytch import Clock
from aiostytch.fleet.follower import Change, Follower
from aiostytch.fleet.revocations import SESSION_TOKENS, Revocation, Revocations, revoke_all, subject
from aiostytch.store import Entry, MemoryStore, Position

SIZES = (8, 50, 200, 1000)
PER_SECOND = 10.0
OVERHEAD = 60
"""Bytes of an entry on the wire without its content: its id, its number, and the framing of RESP2."""


class CountingStore(MemoryStore):
    """A store that counts the commands a server would get, and the bytes it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.commands = 0
        self.bytes = 0

    async def append(self, log: str, contents: Sequence[bytes], keep: float) -> None:
        self.commands += 1
        await super().append(log, contents, keep)

    async def newest(self, log: str) -> Position:
        self.commands += 1
        return await super().newest(log)

    async def read(self, after: Mapping[str, Position], wait: float) -> Sequence[Entry]:
        self.commands += 1
        entries = await super().read(after, wait)
        self.bytes += sum(len(entry.content) + OVERHEAD for entry in entries)
        return entries


@attrs.frozen
class Simulated:
    """The result of a simulation, in seconds. `cpu` is the CPU time of a process per revocation by another process."""

    processes: int
    commands: float
    bytes: float
    cpu: float
    lag_median: float
    lag_p99: float


def revocation() -> Revocation:
    return revoke_all(subject("session", str(random.random())), time.time(), SESSION_TOKENS)


async def simulate(processes: int, per_second: float, seconds: float) -> Simulated:
    """Publish revocations from random followers, and measure how the others receive them."""
    store, lags = CountingStore(), list[float]()

    def note(change: Change) -> None:
        if change.lag is not None:
            lags.append(change.lag)

    followers = [Follower(store, "p", Revocations(time.time), Clock(), note) for _ in range(processes)]
    for follower in followers:
        await follower.start(5.0)
    await asyncio.sleep(0.1)
    store.commands = store.bytes = 0
    lags.clear()
    began, cpu = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        await random.choice(followers).publish([revocation()])
        await asyncio.sleep(1 / per_second)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    lags.sort()
    found = Simulated(
        processes=processes,
        commands=store.commands / took,
        bytes=store.bytes / took,
        cpu=used / max(1, len(lags)),
        lag_median=lags[len(lags) // 2],
        lag_p99=lags[len(lags) * 99 // 100],
    )
    for follower in followers:
        await follower.stop()
    return found


def known(count: int) -> tuple[float, float, float]:
    """Return the bytes of a revocation in memory, and the seconds to check a token without and with `count` of them."""
    subjects = tuple(subject("session", f"mine-{each}") for each in range(4))
    few = _check(Revocations(time.time), subjects)
    tracemalloc.start()
    many = Revocations(time.time)
    for _ in range(count):
        many.add(revocation())
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / count, few, _check(many, subjects)


def _check(revocations: Revocations, subjects: tuple[bytes, ...]) -> float:
    times = list[float]()
    for _ in range(5):
        began = time.process_time()
        for _ in range(100_000):
            revocations.verdict(subjects, 1.0)
        times.append((time.process_time() - began) / 100_000)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet")
    parser.add_argument("--quick", action="store_true", help="run with small numbers, as a trial")
    quick = parser.parse_args().quick
    print("| processes | commands per second | bytes per second | CPU per revocation | median lag | 99th percentile |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in (2, 8) if quick else SIZES:
        found = asyncio.run(simulate(size, PER_SECOND, 0.5 if quick else 5.0))
        print(
            f"| {found.processes:,} | {found.commands:,.0f} | {found.bytes:,.0f} | {found.cpu * 1e6:.0f} us "
            f"| {found.lag_median * 1e3:.1f} ms | {found.lag_p99 * 1e3:.1f} ms |"
        )
    count = 1000 if quick else 100_000
    size, few, many = known(count)
    print(f"\n{count:,} revocations: {size:.0f} bytes each; check: {many * 1e6:.2f} us ({few * 1e6:.2f} us without)")


if __name__ == "__main__":
    main()
