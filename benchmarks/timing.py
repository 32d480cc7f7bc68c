"""Sampling candidates in turns, and comparing the samples."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import attrs


@attrs.frozen
class Candidate:
    """A candidate to measure: `sample` runs it once and returns seconds or bytes.

    `environment` is its environment. `missing` is the name of a required module that is not installed there, or "".
    """

    name: str
    sample: Callable[[], float]
    environment: str = "development"
    missing: str = ""


@attrs.frozen
class Measurement:
    """The samples of each candidate, one per round. The first candidate is ours.

    `environments` maps candidates to their environments, `missing` the candidates that were left out to the modules
    that they need. `notes` are lines for the reader, `unit` is "s" or "B", and `ratio` is the heading of the ratios.
    """

    title: str
    samples: Mapping[str, Sequence[float]]
    environments: Mapping[str, str] = attrs.field(factory=dict)
    missing: Mapping[str, str] = attrs.field(factory=dict)
    notes: Sequence[str] = ()
    unit: str = "s"
    ratio: str = "ours ÷ this"

    def ratios(self, peer: str) -> list[float]:
        """Return our sample divided by that of a peer, for each round.

        The samples of a round are taken within seconds, so a slow phase of the machine affects both.
        """
        return [mine / theirs for mine, theirs in zip(self.ours, self.samples[peer], strict=True)]

    @property
    def ours(self) -> Sequence[float]:
        """The samples of the first candidate."""
        return next(iter(self.samples.values()), ())

    def compared(self, peer: str, target: float) -> Self:
        """Add a verdict on the ratio to a peer, if both were measured."""
        if peer not in self.samples or peer == next(iter(self.samples)):
            return self
        return self._noted(verdict(summarize(self.ratios(peer)).median, target, f"x {peer}"))

    def limited(self, target: float, unit: str) -> Self:
        """Add a verdict on our median, if it was measured."""
        return self._noted(verdict(summarize(self.ours).median, target, unit)) if self.ours else self

    def _noted(self, note: str) -> Self:
        return attrs.evolve(self, notes=[*self.notes, note])


def measure(title: str, candidates: Sequence[Candidate], *, rounds: int, quick: bool) -> Measurement:
    """Sample the candidates in turns: A B C A B C …

    The first round is discarded, because files and caches are cold. A quick run has only that round.
    """
    present = [c for c in candidates if not c.missing]
    all_rounds = [[c.sample() for c in present] for _ in range(1 if quick else 1 + rounds)]
    kept = all_rounds if quick else all_rounds[1:]
    samples = {c.name: values for c, values in zip(present, zip(*kept, strict=True), strict=True)}
    return Measurement(
        title,
        samples,
        environments={c.name: c.environment for c in present},
        missing={c.name: c.missing for c in candidates if c.missing},
    )


@attrs.frozen
class Summary:
    """A median and the quartiles around it."""

    median: float
    low: float
    high: float


def summarize(values: Sequence[float]) -> Summary:
    """Return the median and the quartiles of values. A single value is all three."""
    if len(values) == 1:
        return Summary(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Summary(median, low, high)


def verdict(measured: float, target: float, unit: str) -> str:
    """Return a sentence on whether a target is met. Both values are seconds if `unit` is a time, else ratios."""
    scale = {"µs": 1e6, "ms": 1e3}.get(unit, 1.0)
    word = "met" if measured <= target else "MISSED"
    return f"target: at most {target * scale:g} {unit}; measured {measured * scale:.2f}: {word}"
