"""Results as JSON: medians, quartiles and ratios, with the machine and the versions."""

import datetime
import os
import platform
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import attrs
import msgspec

from .environments import DEVELOPMENT, Environment
from .timing import Measurement, Summary, summarize

FILE = Path(__file__).with_name("results.json")


@attrs.frozen(kw_only=True)
class Figure:
    """The cost of one candidate in an environment; `ours` is the ratio of our cost to it, None for ourselves."""

    name: str
    environment: str = DEVELOPMENT
    taken: Summary
    ours: Summary | None


@attrs.frozen(kw_only=True)
class Result:
    """A measurement in figures, the first being ours; `unit` is "s" or "B", `missing` says who was left out and why.

    `ratio` is what `ours` of the figures is.
    """

    title: str
    unit: str
    ratio: str = "ours ÷ this"
    rounds: int
    figures: Sequence[Figure]
    missing: Mapping[str, str]
    notes: Sequence[str]


@attrs.frozen(kw_only=True)
class Results:
    """The results of a benchmark, and the circumstances: absolute values belong to them, ratios much less.

    `environments` are those that it was measured in, and the packages that each had.
    """

    measured_on: str
    machine: str
    environments: Mapping[str, Sequence[str]]
    results: Sequence[Result]


def in_figures(measurement: Measurement) -> Result:
    """Return the figures of a measurement."""
    figures = [
        Figure(
            name=name,
            environment=measurement.environments.get(name, DEVELOPMENT),
            taken=summarize(values),
            ours=summarize(measurement.ratios(name)) if number else None,
        )
        for number, (name, values) in enumerate(measurement.samples.items())
    ]
    return Result(
        title=measurement.title,
        unit=measurement.unit,
        ratio=measurement.ratio,
        rounds=len(measurement.ours),
        figures=figures,
        missing=measurement.missing,
        notes=measurement.notes,
    )


def results_of(measurements: Iterable[Measurement], environments: Collection[Environment]) -> Results:
    """Return the results of a benchmark that has just been run, in those environments."""
    figures = [in_figures(measurement) for measurement in measurements]
    return Results(
        measured_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        machine=machine(),
        environments={environment.name: environment.packages for environment in environments},
        results=figures,
    )


def read(file: Path = FILE) -> dict[str, Results]:
    """Return what is on file, by the benchmark's name."""
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Results]) if file.exists() else {}


def write(results: Mapping[str, Results], file: Path = FILE) -> None:
    """Put results on file, the names in order: the same results are the same bytes."""
    ordered = {name: results[name] for name in sorted(results)}
    file.write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


def machine() -> str:
    """Describe where figures come from; a load that fills the cores makes absolute times worthless."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = ": busy, so look at the ratios only" if load > cores / 2 else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.machine()}, {cores} cores, load {load:.1f}{busy}"
