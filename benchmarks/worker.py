"""Runs probes in a measured environment, with only its packages: `python -I worker.py`.

A request is a line of JSON with a probe and its arguments. The response is a line with the result or the traceback. The
worker ends when its input ends.
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
    except Exception:  # the caller raises it
        return {"failure": traceback.format_exc()}


def main() -> None:
    """Serve requests until the input ends."""
    sys.path.append(str(Path(__file__).parents[1]))  # last: installed packages take precedence
    responses, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(_respond(**json.loads(line))), file=responses, flush=True)


if __name__ == "__main__":
    main()
