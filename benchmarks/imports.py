"""Import and construction of a client, each time in a fresh process."""

import subprocess
import sys
from functools import partial

import attrs

from .timing import Candidate, Measurement, measure, summarize

TARGET = 1.35
BASELINE = "import httpx"

# CPU time leaves out what other programs on the machine do meanwhile. The clock starts after the interpreter has: that
# part is the same for all, and would make every ratio look better.
#
# For its own command line `import httpx` also imports click, pygments and rich where it finds them: the development
# tools bring them, a service has none. Nobody finds them here, or the baseline would cost nearly twice as much.
_CHILD = """
import sys, time
sys.modules.update(click=None, pygments=None, rich=None)
started = time.process_time()
{work}
print(time.process_time() - started)
{after}
"""

_CLIENT = "aiostytch.B2BClient('project-test-0', 'secret', base_url='https://localhost')"
_OURS = f"import aiostytch; client = {_CLIENT}"
_CLOSE = "import asyncio; asyncio.run(client.aclose())"
_OFFICIAL = "import stytch; client = stytch.B2BClient('project-test-0', 'secret', environment='https://localhost/')"


def _cpu_time(work: str, after: str = "") -> float:
    # -I: what PYTHON… variables and the current folder add is no part of an import
    command = [sys.executable, "-I", "-c", _CHILD.format(work=work, after=after)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def verdict(ratio: float) -> str:
    """Say whether the target is met."""
    return f"target: at most {TARGET} x `{BASELINE}`; measured {ratio:.2f}: {'met' if ratio <= TARGET else 'MISSED'}"


def run(*, quick: bool) -> list[Measurement]:
    """Compare the CPU times of imports."""
    candidates = [
        Candidate("import aiostytch, B2BClient", partial(_cpu_time, _OURS, _CLOSE)),
        Candidate(BASELINE, partial(_cpu_time, BASELINE)),
        Candidate("import asyncio, httpx", partial(_cpu_time, "import asyncio, httpx")),
        Candidate("import attrs, msgspec, httpx", partial(_cpu_time, "import attrs, msgspec, httpx")),
        Candidate("import stytch, B2BClient", partial(_cpu_time, _OFFICIAL), needs="stytch"),
        Candidate("aiostytch with preload()", partial(_cpu_time, f"{_OURS}; aiostytch.preload()", _CLOSE)),
    ]
    measured = measure("Import and client, CPU time", candidates, rounds=21, quick=quick)
    return [attrs.evolve(measured, notes=[verdict(summarize(measured.ratios(BASELINE)).median)])]
