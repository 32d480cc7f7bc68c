"""Generation: our generator and openapi-python-client, as commands, on the same document."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from .bench import Bench
from .environments import DEVELOPMENT, ROOT
from .timing import Measurement

SPEC = "spec/b2b/document.yaml"
_OVERLAY = ("--overlay", "spec/b2b/overlay.yaml", "--docs", "spec/b2b/docs.yaml")

# openapi-python-client runs `ruff` from PATH to format its output, and skips that step if it does not find it.
_ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}

_OURS = ("generator", "generate", "--spec", SPEC, *_OVERLAY, "--out")
_PEER = ("openapi_python_client", "generate", "--path", SPEC, "--output-path")


def _wall_time(module: Sequence[str]) -> float:
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", *module, str(Path(folder, "generated"))]
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=_ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def run(bench: Bench) -> Iterator[Measurement]:
    """Compare the wall times of whole commands. Both format their output with ruff."""
    candidates = [
        bench.command("python -m generator generate", DEVELOPMENT, partial(_wall_time, _OURS)),
        bench.command("openapi-python-client generate", DEVELOPMENT, partial(_wall_time, _PEER)),
    ]
    yield bench.measure("Generating the SDK", candidates, rounds=5)
