"""The page of the documentation that shows the figures on file, and its plots."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .results import Results
from .table import markdown

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

_ABOUT: Mapping[str, tuple[str, str]] = {
    "calls": (
        "CPU per call",
        """\
`organizations.get` from a server on loopback, so many calls at once; the CPU time of the calling process. The default
engine first; then the others, and all of them once more on uvloop.""",
    ),
    "growth": (
        "Growth",
        """\
The cost of a call with many others waiting, after very many calls, and with full caches, in processes of its own.
What grows has a bound, which is a setting:

| setting | default | bounds |
| --- | --- | --- |
| `B2BClient(max_concurrency=…)` | 100 | requests under way, and connections; further calls wait in line |
| `Timeout(pool=…)` | 5 seconds | how long a call waits in that line |
| `LocalAuth(remembered_tokens=…)` | 1024 | verified tokens that are remembered |
| `LocalAuth(remembered_organizations=…)` | 1024 | organizations whose policies are remembered |""",
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
"""The subject of each benchmark, in the order of the page."""

_INTRODUCTION = """\
# Benchmarks

<!-- Rendered from benchmarks/results.json by `make bench`. Every number on this page is from that file. -->

Candidates take turns, so that what slows the machine slows all of them; "ours ÷ this" is the median, and in brackets
the quartiles, of each round's ratio. Below 1, aiostytch costs less. Absolute values move from machine to machine:
compare ratios, and run `make bench` on yours.

Each candidate is measured in an environment that has what it requires and nothing else, as a user's would. The end of
the page lists what was installed in each. The environment `before` has the wheel of an earlier commit.
"""


def render(results: Mapping[str, Results]) -> str:
    """Return the page in Markdown."""
    ordered = {name: results[name] for name in _ABOUT if name in results}
    sections = [line for name, found in ordered.items() for line in _section(name, found)]
    return "\n".join([_INTRODUCTION, *sections, *_environments(ordered)])


def plot_name(name: str) -> str:
    """Return the file name of a benchmark's plot."""
    return f"benchmarks-{name}.svg"


def _section(name: str, found: Results) -> Iterator[str]:
    title, about = _ABOUT[name]
    yield from (f"## {title}", "", about, "", f"![{title}: medians, with quartiles]({plot_name(name)})", "")
    for result in found.results:
        yield from (f"### {result.title}", "", *markdown(result))
    yield from (f"Measured on {found.measured_on}, {found.machine}.", "")


def _environments(results: Mapping[str, Results]) -> Iterator[str]:
    """Yield a list for each environment; benchmarks that were run at other times may have found other versions."""
    users: dict[tuple[str, str], list[str]] = {}
    for name, found in results.items():
        for environment, packages in found.environments.items():
            users.setdefault((environment, ", ".join(packages)), []).append(_ABOUT[name][0])
    yield from ("## Environments", "")
    for (environment, packages), sections in sorted(users.items()):
        yield from (f"### {environment}", "", f"In {', '.join(sections)}:", "", f"{packages}.", "")
