"""Saved results, as JSON: medians, quartiles and ratios, with the machine and the package versions."""

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
    """The cost of a candidate in an environment. `ours` is the ratio of our cost to it, None for our own figure."""

    name: str
    environment: str = DEVELOPMENT
    taken: Summary
    ours: Summary | None


@attrs.frozen(kw_only=True)
class Result:
    """The figures of a measurement; the first is ours.

    `unit` is "s" or "B", `ratio` the heading of the ratios. `missing` maps the candidates that were left out to the
    modules that they need.
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
    """The results of a benchmark, with its date and machine, on which absolute values depend.

    `environments` maps the environments to their packages.
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
    """Return the results of a benchmark that has just run."""
    figures = [in_figures(measurement) for measurement in measurements]
    return Results(
        measured_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        machine=machine(),
        environments={environment.name: environment.packages for environment in environments},
        results=figures,
    )


def read(file: Path = FILE) -> dict[str, Results]:
    """Return the saved results by the name of the benchmark."""
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Results]) if file.exists() else {}


def write(results: Mapping[str, Results], file: Path = FILE) -> None:
    """Save results, sorted by name, so that the same results give the same bytes."""
    ordered = {name: results[name] for name in sorted(results)}
    file.write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


def machine() -> str:
    """Describe the machine, and warn if its load makes absolute times useless."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = " (busy: only the ratios are meaningful)" if load > cores / 2 else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.machine()}, {cores} cores, load {load:.1f}{busy}"
