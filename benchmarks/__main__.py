"""`python -m benchmarks [--quick] [--only NAME] [--page]`."""

import argparse
from collections.abc import Mapping

from rich.console import Console

from . import calls, decoding, generation, imports, local_auth, page, results, sandbox
from .table import render

BENCHMARKS = {
    "generation": generation.run,
    "imports": imports.run,
    "decoding": decoding.run,
    "calls": calls.run,
    "local-auth": local_auth.run,
    "sandbox": sandbox.run,
}
WIDTH = 100


def _run(console: Console, name: str, *, quick: bool) -> results.Results:
    console.print(f"measuring {name} …")
    measured = results.results_of(BENCHMARKS[name](quick=quick))
    for result in measured.results:
        console.print(render(result))
    return measured


def _publish(console: Console, found: Mapping[str, results.Results]) -> None:
    """Write the page of the documentation, and the plots beside it."""
    from . import plots  # takes a second to import, and a run that publishes nothing can do without

    page.PAGE.write_text(page.render(found), encoding="utf-8")
    for name, measured in found.items():
        plots.draw(measured, page.PAGE.with_name(page.plot_name(name)))
    console.print(f"the figures on file are in {page.PAGE.relative_to(page.PAGE.parents[1])}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Compares aiostytch with its peers.")
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="a benchmark to run; can be repeated")
    parser.add_argument("--quick", action="store_true", help="one round: shows that it works, and is not kept")
    parser.add_argument("--page", action="store_true", help="measure nothing, and render the figures on file")
    arguments = parser.parse_args()

    console = Console(width=WIDTH, highlight=False)
    on_file = results.read()
    if not arguments.page:
        console.print(results.machine())
        console.print("'ours ÷ this' is the median (quartiles) of each round's ratio: below 1, aiostytch costs less.\n")
        chosen = arguments.only or BENCHMARKS
        on_file |= {name: _run(console, name, quick=arguments.quick) for name in chosen}
    if not arguments.quick:
        results.write(on_file)
        _publish(console, on_file)


main()
