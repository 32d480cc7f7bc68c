"""Results as tables, for the terminal and in Markdown."""

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .results import Result
from .timing import Summary

HEADINGS = ("candidate", "environment", "median", "quartiles")
_UNITS = {
    "s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "B": ((1e6, "MB"), (1e3, "kB"), (1.0, "B")),
}


def scale(value: float, unit: str) -> tuple[float, str]:
    """Return the factor and the name of the best unit for a time (`unit` "s") or a size ("B")."""
    return next((known for known in _UNITS[unit] if value >= known[0]), _UNITS[unit][-1])


def quantity(value: float, unit: str) -> str:
    """Write a time or a size with three significant digits."""
    size, name = scale(value, unit)
    return f"{_digits(value / size)} {name}"


def _digits(value: float) -> str:
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def _spread(summary: Summary, unit: str) -> str:
    return f"{quantity(summary.low, unit)} - {quantity(summary.high, unit)}"


def _ratio(summary: Summary) -> str:
    return f"{summary.median:.2f} ({summary.low:.2f} - {summary.high:.2f})"


def rows(result: Result) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a result. The last column is the ratio of our cost to that of the row."""
    for figure in result.figures:
        taken, ours = figure.taken, figure.ours
        ratio = "" if ours is None else _ratio(ours)
        yield figure.name, figure.environment, quantity(taken.median, result.unit), _spread(taken, result.unit), ratio


def remarks(result: Result) -> list[str]:
    """Return the lines below a table: the candidates that were left out, and the notes."""
    left_out = [f"left out: {name} ({module} is not installed)" for name, module in result.missing.items()]
    return [*left_out, *result.notes]


def render(result: Result) -> RenderableType:
    """Return the table for the terminal."""
    table = Table(title=f"{result.title}; rounds: {result.rounds}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(HEADINGS[0], no_wrap=True)
    table.add_column(HEADINGS[1], no_wrap=True)
    for heading in (*HEADINGS[2:], result.ratio):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows(result):
        table.add_row(*row)
    return Group(table, *(Text(f"  {line}") for line in remarks(result)), "")


def markdown(result: Result) -> list[str]:
    """Return the lines of the table in Markdown."""
    heads = [_row((*HEADINGS, result.ratio)), "| --- | --- | ---: | ---: | ---: |"]
    notes = [f"* {line}" for line in remarks(result)]
    return [*heads, *map(_row, rows(result)), "", *notes, *([""] if notes else [])]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
