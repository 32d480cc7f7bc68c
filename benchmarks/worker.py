"""Runs probes in an environment that is measured: `python -I worker.py`, with nothing but what is installed there.

A line of JSON names a probe and its arguments; the line of the response has its result, or the traceback of its
failure. The worker ends when its input does.
"""

import json
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any


def _respond(probe: str, arguments: dict[str, Any]) -> dict[str, Any]:
    module, _, function = probe.partition(".")
    try:
        return {"result": getattr(import_module(f"benchmarks.probes.{module}"), function)(**arguments)}
    except Exception:  # reported to the caller
        return {"failure": traceback.format_exc()}


def main() -> None:
    """Run requests until the input ends."""
    sys.path.append(str(Path(__file__).parents[1]))  # last: what is installed counts
    responses, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(_respond(**json.loads(line))), file=responses, flush=True)


if __name__ == "__main__":
    main()
