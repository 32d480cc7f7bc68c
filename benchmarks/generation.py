"""Generation: our generator and openapi-python-client, as commands, on the same document."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from .timing import Candidate, Measurement, measure

ROOT = Path(__file__).parents[1]
SPEC = "spec/b2b/document.yaml"
_LAID_OVER = ("--overlay", "spec/b2b/overlay.yaml", "--docs", "spec/b2b/docs.yaml")

# openapi-python-client starts `ruff` by its name to format what it wrote, and goes without when there is none.
_ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}

_OURS = ("generator", "generate", "--spec", SPEC, *_LAID_OVER, "--out")
_PEER = ("openapi_python_client", "generate", "--path", SPEC, "--output-path")


def _wall_time(module: Sequence[str]) -> float:
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", *module, str(Path(folder, "generated"))]
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=_ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def run(*, quick: bool) -> list[Measurement]:
    """Compare wall times of whole commands; both format what they write with ruff."""
    candidates = [
        Candidate("python -m generator generate", partial(_wall_time, _OURS)),
        Candidate("openapi-python-client generate", partial(_wall_time, _PEER)),
    ]
    return [measure("Generating the SDK", candidates, rounds=5, quick=quick)]
