"""`python -m benchmarks [--quick] [--here] [--only NAME] [--against REV] [--page]`."""

import argparse
from collections.abc import Mapping

from rich.console import Console

from . import calls, decoding, generation, growth, imports, local_auth, page, recommendation, results, sandbox, webhooks
from .bench import opened
from .environments import Builder, Find, development
from .table import render

BENCHMARKS = {
    "generation": generation.run,
    "imports": imports.run,
    "decoding": decoding.run,
    "calls": calls.run,
    "growth": growth.run,
    "local-auth": local_auth.run,
    "webhooks": webhooks.run,
    "sandbox": sandbox.run,
}
WIDTH = 118


def _run(console: Console, name: str, find: Find, *, quick: bool, against: bool) -> results.Results:
    console.print(f"measuring {name} …")
    with opened(find, quick=quick, against=against) as bench:
        measured = results.results_of(BENCHMARKS[name](bench), bench.environments)
    for result in measured.results:
        console.print(render(result))
    return measured


def _publish(console: Console, found: Mapping[str, results.Results]) -> None:
    """Write the page of the documentation, its plots, and the figures in the page on transports."""
    from . import plots  # takes a second to import, and only this function needs it

    page.PAGE.write_text(page.render(found), encoding="utf-8")
    for name, measured in found.items():
        plots.draw(measured, page.PAGE.with_name(page.plot_name(name)))
    transports = recommendation.PAGE.read_text(encoding="utf-8")
    recommendation.PAGE.write_text(recommendation.insert(transports, found), encoding="utf-8")
    console.print(f"rendered {page.PAGE.relative_to(page.PAGE.parents[1])}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Compare aiostytch with other SDKs and libraries."
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=BENCHMARKS,
        help="run only this benchmark; can be used several times",
    )
    parser.add_argument("--quick", action="store_true", help="run one round as a trial, and do not save the results")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--against", default="", metavar="REV", help="also measure another commit")
    where.add_argument("--here", action="store_true", help="measure in this environment, and do not save the results")
    parser.add_argument("--page", action="store_true", help="only render the saved results")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    console = Console(width=WIDTH, highlight=False)
    on_file = results.read()
    if not arguments.page:
        console.print(results.machine())
        console.print(
            "'ours ÷ this' is the median (quartiles) of the ratios per round; below 1, aiostytch is cheaper.\n"
        )
        find = development if arguments.here else Builder(arguments.against, console.print)
        against = bool(arguments.against)
        for name in arguments.only or BENCHMARKS:
            on_file[name] = _run(console, name, find, quick=arguments.quick, against=against)
    if not (arguments.quick or arguments.here):
        results.write(on_file)
        _publish(console, on_file)


main()
