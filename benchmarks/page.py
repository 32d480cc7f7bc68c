"""The page of the documentation that shows the figures on file, and its plots."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .results import Results
from .table import markdown

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

_ABOUT: Mapping[str, tuple[str, str]] = {
    "calls": (
        "CPU per call",
        "`organizations.get` from a server on loopback, so many calls at once; the CPU time of the calling process.",
    ),
    "imports": (
        "Import and memory",
        "Fresh processes. CPU time from the start of the program on, the interpreter's own start not counted.",
    ),
    "decoding": (
        "Decoding",
        "A page of 1,000 organizations, from bytes to objects. orjson and json stop at dicts; the others make models.",
    ),
    "generation": (
        "Generation",
        "The whole command, from the document to formatted files, ours and openapi-python-client's.",
    ),
    "local-auth": (
        "Local verification",
        "Session JWTs checked in the process, against the bare RSA check of the cryptography package.",
    ),
    "sandbox": (
        "The sandbox",
        "Starting an empty one in the process, and calls to it through the SDK.",
    ),
}
"""What each benchmark is about, in the order of the page."""

_INTRODUCTION = """\
# Benchmarks

<!-- Rendered from benchmarks/results.json by `make bench`. Every number on this page is from that file. -->

Candidates take turns, so that what slows the machine slows all of them; "ours ÷ this" is the median, and in brackets
the quartiles, of each round's ratio. Below 1, aiostytch costs less. Absolute values move from machine to machine:
compare ratios, and run `make bench` on yours.
"""


def render(results: Mapping[str, Results]) -> str:
    """Return the page in Markdown."""
    return "\n".join([_INTRODUCTION, *(line for name in _ordered(results) for line in _section(name, results[name]))])


def plot_name(name: str) -> str:
    """Return the file name of a benchmark's plot."""
    return f"benchmarks-{name}.svg"


def _ordered(results: Mapping[str, Results]) -> list[str]:
    return [name for name in _ABOUT if name in results]


def _section(name: str, found: Results) -> Iterator[str]:
    title, about = _ABOUT[name]
    yield from (f"## {title}", "", about, "", f"![{title}: medians, with quartiles]({plot_name(name)})", "")
    for result in found.results:
        yield from (f"### {result.title}", "", *markdown(result))
    versions = ", ".join(f"{package} {version}" for package, version in found.versions.items())
    yield from (f"Measured on {found.measured_on}, {found.machine}; {versions}.", "")
