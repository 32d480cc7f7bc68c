"""CPU time per call to a server on loopback, by the number of concurrent calls, and our own share of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from .bench import Bench
from .bodies import organization
from .environments import BEFORE
from .server import serving
from .timing import Candidate, Measurement

CONCURRENCY = (1, 50, 200)
OFFICIAL = "stytch, get_async"
HTTPX = "httpx.AsyncClient, get and json"
OURS = "aiostytch"
BEFORE_TARGETS = (0.60, 0.45, 0.45)
"""The maximum cost of a call with the default engine, relative to commit f5aedb0, by number of concurrent calls."""
OFFICIAL_TARGETS: Mapping[str, Sequence[float]] = {"aiohttp": (0.9, 0.9, 0.9), "pyreqwest": (0.95, 0.85, 0.75)}
"""The maximum cost of a call with another engine, relative to the official SDK, by number of concurrent calls."""
OWN_SHARE = 0.6
"""The maximum of our own share, relative to commit f5aedb0."""
LOOP = 1.05
"""The maximum cost of a call on uvloop, relative to the loop of asyncio: the same, plus noise."""


@attrs.frozen
class Calls:
    """The candidates for a number of concurrent calls."""

    bench: Bench
    base_url: str
    concurrency: int

    @property
    def made(self) -> int:
        """The number of calls in a round."""
        return self.concurrency if self.bench.quick else 600

    def title(self, engine: str) -> str:
        """Return the title of the table for an engine."""
        return f"{engine}, CPU time per call, {self.concurrency} at once; {self.made} calls per round"

    def ours(self, name: str, environment: str, engine: str, loop: str = "asyncio") -> Candidate:
        """Return aiostytch with an engine."""
        return self._candidate(name, environment, "ours", engine=engine, loop=loop)

    def before(self, engine: str) -> Iterator[Candidate]:
        """Yield aiostytch at the commit to compare with, if there is one."""
        if self.bench.against:
            yield self.ours(f"{OURS}, {BEFORE}", BEFORE, engine)

    def peer(self, name: str, environment: str, probe: str, loop: str = "asyncio") -> Candidate:
        """Return another SDK or library."""
        return self._candidate(name, environment, probe, loop=loop)

    def _candidate(self, name: str, environment: str, probe: str, **arguments: Any) -> Candidate:
        arguments |= {"base_url": self.base_url, "concurrency": self.concurrency, "calls": self.made}
        return self.bench.candidate(name, environment, f"calls.{probe}", **arguments)


def run(bench: Bench) -> Iterator[Measurement]:
    """Compare the CPU time per call of the calling process, for each number of concurrent calls."""
    with serving(organization()) as base_url:
        each = [Calls(bench, base_url, concurrency) for concurrency in CONCURRENCY]
        for calls, target in zip(each, BEFORE_TARGETS, strict=True):
            yield _default(calls).compared(f"{OURS}, {BEFORE}", target)
        for engine, targets in OFFICIAL_TARGETS.items():
            for calls, target in zip(each, targets, strict=True):
                yield _engine(calls, engine).compared(OFFICIAL, target)
        for engine in ("httpx", *OFFICIAL_TARGETS):
            for calls in each:
                yield _on_uvloop(calls, engine).compared(f"{OURS}, asyncio", LOOP)
    yield from _own_share(bench)


def _default(calls: Calls) -> Measurement:
    candidates = [
        calls.ours(OURS, "wheel", "httpx"),
        calls.peer(HTTPX, "wheel", "httpx"),
        calls.peer(OFFICIAL, "stytch", "official"),
        *calls.before("httpx"),
    ]
    return calls.bench.measure(calls.title("httpx"), candidates, rounds=7)


def _engine(calls: Calls, engine: str) -> Measurement:
    candidates = [
        calls.ours(OURS, engine, engine),
        calls.peer(OFFICIAL, "stytch", "official"),
        *calls.before(engine),
    ]
    return calls.bench.measure(calls.title(engine), candidates, rounds=11)


def _on_uvloop(calls: Calls, engine: str) -> Measurement:
    candidates = [
        calls.ours(f"{OURS}, uvloop", "uvloop", engine, "uvloop"),
        calls.ours(f"{OURS}, asyncio", "uvloop", engine),
        calls.peer(f"{OFFICIAL}, uvloop", "stytch and uvloop", "official", "uvloop"),
    ]
    return calls.bench.measure(calls.title(f"{engine} on uvloop"), candidates, rounds=7)


def _own_share(bench: Bench) -> Iterator[Measurement]:
    arguments = {"body": bench.file("organization.json", organization()), "calls": 10 if bench.quick else 3000}

    def share(name: str, environment: str, loop: str = "asyncio") -> Candidate:
        return bench.candidate(name, environment, "calls.own_share", loop=loop, **arguments)

    before, decoder = f"{OURS}, {BEFORE}", bench.candidate("the decoder", "wheel", "calls.decoder", **arguments)
    candidates = [share(OURS, "wheel"), decoder, *([share(before, BEFORE)] if bench.against else [])]
    title = "our own share, without engine and decoder, CPU time per call"
    yield bench.measure(title, candidates, rounds=11).compared(before, OWN_SHARE)
    loops = [share(f"{OURS}, uvloop", "uvloop", "uvloop"), share(f"{OURS}, asyncio", "uvloop")]
    yield bench.measure(f"uvloop, {title}", loops, rounds=11).compared(f"{OURS}, asyncio", LOOP)
