"""What was measured, as JSON: medians, quartiles and ratios, with the machine and the versions they belong to."""

import datetime
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs
import msgspec

from .timing import Measurement, Summary, summarize

FILE = Path(__file__).with_name("results.json")
PEERS = ("openapi-python-client", "httpx", "aiohttp", "orjson", "cryptography", "stytch")


@attrs.frozen(kw_only=True)
class Figure:
    """What one candidate takes; `ours` is our share of it, None for ourselves."""

    name: str
    taken: Summary
    ours: Summary | None


@attrs.frozen(kw_only=True)
class Result:
    """A measurement in figures, the first being ours; `unit` is "s" or "B", `missing` says who was left out and why."""

    title: str
    unit: str
    rounds: int
    figures: Sequence[Figure]
    missing: Mapping[str, str]
    notes: Sequence[str]


@attrs.frozen(kw_only=True)
class Results:
    """The results of a benchmark, and the circumstances: absolute values belong to them, ratios much less."""

    measured_on: str
    machine: str
    versions: Mapping[str, str]
    results: Sequence[Result]


def in_figures(measurement: Measurement) -> Result:
    """Return the figures of a measurement."""
    ours, samples = next(iter(measurement.samples)), measurement.samples
    figures = [
        Figure(
            name=name,
            taken=summarize(values),
            ours=None if name == ours else summarize(measurement.ratios(name)),
        )
        for name, values in samples.items()
    ]
    return Result(
        title=measurement.title,
        unit=measurement.unit,
        rounds=len(samples[ours]),
        figures=figures,
        missing=measurement.missing,
        notes=measurement.notes,
    )


def results_of(measurements: Iterable[Measurement]) -> Results:
    """Return the results of a benchmark that has just been run."""
    return Results(
        measured_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        machine=machine(),
        versions={name: _version(name) for name in PEERS},
        results=[in_figures(measurement) for measurement in measurements],
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


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
