"""A measurement as a table."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .timing import Measurement, Summary, summarize

_UNITS = {
    "s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "B": ((1e6, "MB"), (1e3, "kB"), (1.0, "B")),
}


def quantity(value: float, unit: str) -> str:
    """Write a time (`unit` "s") or a size ("B") with three significant digits."""
    size, name = next((known for known in _UNITS[unit] if value >= known[0]), _UNITS[unit][-1])
    return f"{_digits(value / size)} {name}"


def _digits(value: float) -> str:
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def _spread(summary: Summary, unit: str) -> str:
    return f"{quantity(summary.low, unit)} - {quantity(summary.high, unit)}"


def _ratio(summary: Summary) -> str:
    return f"{summary.median:.2f} ({summary.low:.2f} - {summary.high:.2f})"


def render(measurement: Measurement) -> RenderableType:
    """Return the table of a measurement; the last column is how much ours costs for each 1 that the row's costs."""
    ours = next(iter(measurement.samples))
    rounds = len(measurement.samples[ours])
    table = Table(title=f"{measurement.title}; rounds: {rounds}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("candidate", no_wrap=True)
    for heading in ("median", "quartiles", "ours ÷ this"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, values in measurement.samples.items():
        summary = summarize(values)
        ratio = "" if name == ours else _ratio(summarize(measurement.ratios(name)))
        table.add_row(name, quantity(summary.median, measurement.unit), _spread(summary, measurement.unit), ratio)
    left_out = [f"left out: {name} ({module} is not installed)" for name, module in measurement.missing.items()]
    return Group(table, *(Text(f"  {line}") for line in (*left_out, *measurement.notes)), "")
