"""The figures in the page on transports: the CPU time of each engine, and the engine with the lowest."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .calls import CONCURRENCY, OFFICIAL, OFFICIAL_TARGETS
from .results import Results

PAGE = Path(__file__).parents[1] / "docs" / "concepts" / "transports.md"

ENGINES = ("httpx", *OFFICIAL_TARGETS)
_BEGIN, _END = "<!-- Rendered from benchmarks/results.json by `make bench`: begin -->", "<!-- end -->"

Shares = Mapping[str, Mapping[int, float]]
"""The CPU time of a call with each engine, relative to the official SDK, by the number of concurrent calls."""


def insert(page: str, results: Mapping[str, Results]) -> str:
    """Return the page with the figures between its markers."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{render(shares(results))}\n\n{_END}{after}"


def shares(results: Mapping[str, Results]) -> Shares:
    """Return the medians of saved results."""
    found = results["calls"].results if "calls" in results else ()
    ratios = {
        result.title.partition(";")[0]: figure.ours
        for result in found
        for figure in result.figures
        if figure.name == OFFICIAL
    }
    known = {
        engine: {many: ratios.get(f"{engine}, CPU time per call, {many} at once") for many in CONCURRENCY}
        for engine in ENGINES
    }
    return {
        engine: {many: ratio.median for many, ratio in by_many.items() if ratio} for engine, by_many in known.items()
    }


def render(found: Shares) -> str:
    """Return the table, and the engine with the lowest CPU time for each number of concurrent calls."""
    return "\n".join(
        [
            f"| `transport=` | {' | '.join(f'{many} at once' for many in CONCURRENCY)} |",
            f"| --- |{' ---: |' * len(CONCURRENCY)}",
            *(f'| `"{engine}"` | {" | ".join(_cells(found[engine]))} |' for engine in ENGINES),
            "",
            "CPU time per call, as a multiple of that of the official SDK with as many concurrent calls.",
            f"Lowest: {', '.join(_lowest(found)) or 'not measured yet'}.",
        ]
    )


def _cells(by_many: Mapping[int, float]) -> Iterator[str]:
    for many in CONCURRENCY:
        yield f"{by_many[many]:.2f}" if many in by_many else ""


def _lowest(found: Shares) -> Iterator[str]:
    for many in CONCURRENCY:
        measured = {engine: by_many[many] for engine, by_many in found.items() if many in by_many}
        if measured:
            yield f'`"{min(measured, key=measured.__getitem__)}"` at {many}'
