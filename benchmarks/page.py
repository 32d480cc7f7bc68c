"""The page of the documentation with the saved results and their plots."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .results import Results
from .table import markdown

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

_ABOUT: Mapping[str, tuple[str, str]] = {
    "calls": (
        "CPU per call",
        """\
Calls of `organizations.get` to a server on loopback, with 1, 50 and 200 concurrent calls. The figure is the CPU time of
the calling process. The first tables show the default engine, the next ones the other engines, and the last ones all
engines on uvloop.""",
    ),
    "growth": (
        "Growth",
        """\
The cost of a call while many others wait, after very many calls, and with full caches. Each round runs in a new
process. These settings limit everything that grows:

| setting | default | limit |
| --- | --- | --- |
| `B2BClient(max_concurrency=…)` | 100 | concurrent requests, and connections; further calls wait in a queue |
| `Timeout(pool=…)` | 5 seconds | the time that a call waits in that queue |
| `LocalAuth(cached_tokens=…)` | 1024 | cached verified tokens |
| `LocalAuth(cached_organizations=…)` | 1024 | organizations with a cached policy |""",
    ),
    "imports": (
        "Import and memory",
        "Measured in new processes. CPU time does not include the start of the interpreter.",
    ),
    "decoding": (
        "Decoding",
        "A page of 1,000 organizations, from bytes to objects. orjson and json return dicts; the others return models.",
    ),
    "generation": (
        "Generation",
        "The whole command, from the specification to formatted files, compared with openapi-python-client.",
    ),
    "local-auth": (
        "Local verification",
        "Verification of tokens without a request, compared with the RSA check of the cryptography package alone.",
    ),
    "webhooks": (
        "Webhooks",
        "Verification of a delivery about a member, compared with Svix's package, which checks the signature alone.",
    ),
    "sandbox": (
        "The sandbox",
        "The start of an empty sandbox in the process, and calls to it through the SDK.",
    ),
}
"""The subject of each benchmark, in the order of the page."""

_INTRODUCTION = """\
# Benchmarks

<!-- Rendered from benchmarks/results.json by `make bench`. Every number on this page is from that file. -->

Candidates take turns, so a slow phase of the machine affects all of them. "ours ÷ this" is the median of the ratios per
round, with the quartiles in parentheses; below 1, aiostytch is cheaper. Absolute values depend on the machine: compare
the ratios, and run `make bench` on your machine.

Each candidate is measured in an environment with only its own dependencies. The end of this page lists the packages in
each environment. The environment `before` has the wheel of an earlier commit.
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
    """Yield the packages of each environment. Results from different days may have different versions."""
    users: dict[tuple[str, str], list[str]] = {}
    for name, found in results.items():
        for environment, packages in found.environments.items():
            users.setdefault((environment, ", ".join(packages)), []).append(_ABOUT[name][0])
    yield from ("## Environments", "")
    for (environment, packages), sections in sorted(users.items()):
        yield from (f"### {environment}", "", f"In {', '.join(sections)}:", "", f"{packages}.", "")
