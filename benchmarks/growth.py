"""The cost of one call, token or policy among very many: waiting calls, calls made, cached tokens, cached policies."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from .bench import Bench
from .bodies import organization
from .server import serving
from .timing import Measurement
from .tokens import sign

FLAT = 1.25
"""The maximum cost at the largest size, relative to the smallest."""
WAITING, MADE = (100, 1000, 5000), (10_000, 100_000, 1_000_000)
TOKENS, POLICIES = (1000, 10_000, 100_000), (100, 1000, 10_000)
_QUICK = 50
"""The divisor of sizes in a quick run."""


@attrs.frozen
class Growth:
    """A probe at several sizes. `what` names its items; `time` and `memory` are the titles of the results."""

    probe: str
    what: str
    time: str
    memory: str
    sizes: Sequence[int]

    def measure(self, bench: Bench, **inputs: Any) -> Iterator[Measurement]:
        """Yield the CPU times and the bytes, the largest size first. Each round runs in a new process."""
        rounds = [
            bench.ask_fresh("wheel", f"growth.{self.probe}", sizes=self.sizes, **inputs)
            for _ in range(1 if bench.quick else 2)
        ]
        times, memory = ([[taken[which] for taken in each] for each in rounds] for which in (0, 1))
        yield self._measurement(self.time, "s", times)
        yield self._measurement(self.memory, "B", memory)

    def _measurement(self, title: str, unit: str, rounds: Sequence[Sequence[float]]) -> Measurement:
        names = [f"{size:,} {self.what}" for size in self.sizes]
        samples = dict(reversed(list(zip(names, zip(*rounds, strict=True), strict=True))))
        environments = dict.fromkeys(names, "wheel")
        measured = Measurement(title, samples, environments=environments, unit=unit, ratio="first ÷ this")
        return measured.compared(names[0], FLAT)


def run(bench: Bench) -> Iterator[Measurement]:
    """Measure the cost of one among few and among very many."""
    waiting, made, remembered, policies = (_sizes(sizes, bench) for sizes in (WAITING, MADE, TOKENS, POLICIES))
    with serving(organization()) as base_url:
        yield from Growth(
            "waiting", "calls", "Calls waiting at once, CPU time per call", "Memory per waiting call", waiting
        ).measure(bench, base_url=base_url, calls=max(waiting))
    yield from Growth(
        "made", "calls", "Calls made by one client, CPU time of the next call", "Memory of the process", made
    ).measure(bench, body=bench.file("organization.json", organization()))
    signed = sign(max(remembered))
    inputs = {
        "tokens": bench.file("tokens.txt", "\n".join(signed.tokens).encode()),
        "jwks": bench.file("jwks.json", signed.jwks),
    }
    yield from Growth(
        "remembered", "tokens", "Cached tokens, CPU time of a verification", "Memory per cached token", remembered
    ).measure(bench, **inputs)
    yield from Growth(
        "policies", "organizations", "Cached policies, CPU time of an authorization", "Memory per policy", policies
    ).measure(bench, **inputs)


def _sizes(sizes: Sequence[int], bench: Bench) -> Sequence[int]:
    return [size // _QUICK for size in sizes] if bench.quick else sizes
