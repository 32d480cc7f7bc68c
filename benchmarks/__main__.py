"""`python -m benchmarks [--quick] [--only NAME]`."""

import argparse
import os
import platform
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console

from . import calls, decoding, generation, imports
from .table import render

BENCHMARKS = {"generation": generation.run, "imports": imports.run, "decoding": decoding.run, "calls": calls.run}
PEERS = ("openapi-python-client", "httpx", "aiohttp", "orjson", "stytch")
WIDTH = 100


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _machine() -> str:
    """Describe where the figures come from; a load that fills the cores makes absolute times worthless."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = ": busy, so look at the ratios only" if load > cores / 2 else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.machine()}, {cores} cores, load {load:.1f}{busy}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Compares aiostytch with its peers.")
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="a benchmark to run; can be repeated")
    parser.add_argument("--quick", action="store_true", help="one round: shows that it works, not how fast it is")
    arguments = parser.parse_args()

    console = Console(width=WIDTH, highlight=False)
    console.print(_machine())
    console.print(", ".join(f"{name} {_version(name)}" for name in PEERS))
    console.print("'ours ÷ this' is the median (quartiles) of each round's ratio: below 1, aiostytch costs less.\n")
    for name in arguments.only or BENCHMARKS:
        console.print(f"measuring {name} …")
        for measurement in BENCHMARKS[name](quick=arguments.quick):
            console.print(render(measurement))


main()
