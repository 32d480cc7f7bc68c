"""Samples of candidates that take turns, and what they say."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec

import attrs


@attrs.frozen
class Candidate:
    """Something to be measured: `sample` does it once and returns seconds, or bytes.

    `needs` names a module without which it cannot be measured; "" is none.
    """

    name: str
    sample: Callable[[], float]
    needs: str = ""


@attrs.frozen
class Measurement:
    """The samples of each candidate, round by round, the first candidate being ours.

    `missing` are the candidates that were left out, by name, and what each needs; `notes` are lines for the reader;
    `unit` is what was measured, "s" or "B".
    """

    title: str
    samples: Mapping[str, Sequence[float]]
    missing: Mapping[str, str] = attrs.field(factory=dict)
    notes: Sequence[str] = ()
    unit: str = "s"

    def ratios(self, peer: str) -> list[float]:
        """Return, for each round, our sample divided by that of a peer.

        Samples of one round were taken within seconds of each other: what slows the machine for longer slows both.
        """
        ours = next(iter(self.samples.values()))
        return [mine / theirs for mine, theirs in zip(ours, self.samples[peer], strict=True)]


def measure(title: str, candidates: Sequence[Candidate], *, rounds: int, quick: bool) -> Measurement:
    """Sample the candidates in turns: A B C A B C …

    The first round is thrown away: files and caches are cold in it. Quick is that round and no other.
    """
    present = [c for c in candidates if not c.needs or find_spec(c.needs)]
    all_rounds = [[c.sample() for c in present] for _ in range(1 if quick else 1 + rounds)]
    kept = all_rounds if quick else all_rounds[1:]
    samples = {c.name: values for c, values in zip(present, zip(*kept, strict=True), strict=True)}
    return Measurement(title, samples, {c.name: c.needs for c in candidates if c not in present})


@attrs.frozen
class Summary:
    """A median and the quartiles around it."""

    median: float
    low: float
    high: float


def summarize(values: Sequence[float]) -> Summary:
    """Return the median and the quartiles of values; a single value is all three."""
    if len(values) == 1:
        return Summary(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Summary(median, low, high)


def verdict(measured: float, target: float, unit: str) -> str:
    """Say whether a target is met. Both are seconds where `unit` is a time, and else ratios."""
    scale = {"µs": 1e6, "ms": 1e3}.get(unit, 1.0)
    word = "met" if measured <= target else "MISSED"
    return f"target: at most {target * scale:g} {unit}; measured {measured * scale:.2f}: {word}"
