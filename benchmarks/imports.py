"""Import and construction of a client, and what comes with the first call: time and memory, in fresh processes."""

import subprocess
import sys
from functools import partial

import attrs

from .timing import Candidate, Measurement, measure, summarize, verdict

TARGET = 1.35
BASELINE = "import httpx"

# CPU time leaves out what other programs on the machine do meanwhile. The clock starts after the interpreter has: that
# part is the same for all, and would make every ratio look better.
#
# The peak is asked of /proc: that of getrusage() is never below what the parent had when it started the process.
#
# For its own command line `import httpx` also imports click, pygments and rich where it finds them: the development
# tools bring them, a service has none. Nobody finds them here, or the baseline would cost nearly twice as much.
_CHILD = """
import sys, time
sys.modules.update(click=None, pygments=None, rich=None)
{before}
started = time.process_time()
{work}
print(time.process_time() - started)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
{after}
"""

_CLIENT = "aiostytch.B2BClient('project-test-0', 'secret', base_url='https://localhost')"
_OURS = f"import aiostytch; client = {_CLIENT}"
_CLOSE = "import asyncio; asyncio.run(client.aclose())"
_OFFICIAL = "import stytch; client = stytch.B2BClient('project-test-0', 'secret', environment='https://localhost/')"


def _run(work: str, before: str, after: str) -> list[str]:
    # -I: what PYTHON… variables and the current folder add is no part of an import
    command = [sys.executable, "-I", "-c", _CHILD.format(work=work, before=before, after=after)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


def _cpu_time(work: str, before: str = "", after: str = "") -> float:
    return float(_run(work, before, after)[0])


def _peak_memory(work: str, after: str = "") -> float:
    return float(_run(work, "", after)[1]) * 1024


def run(*, quick: bool) -> list[Measurement]:
    """Compare the CPU times of imports."""
    candidates = [
        Candidate("import aiostytch, B2BClient", partial(_cpu_time, _OURS, after=_CLOSE)),
        Candidate(BASELINE, partial(_cpu_time, BASELINE)),
        Candidate("import asyncio, httpx", partial(_cpu_time, "import asyncio, httpx")),
        Candidate("import attrs, msgspec, httpx", partial(_cpu_time, "import attrs, msgspec, httpx")),
        Candidate("import stytch, B2BClient", partial(_cpu_time, _OFFICIAL), needs="stytch"),
        Candidate("aiostytch with preload()", partial(_cpu_time, f"{_OURS}; aiostytch.preload()", after=_CLOSE)),
    ]
    measured = measure("Import and client, CPU time", candidates, rounds=21, quick=quick)
    imports = attrs.evolve(
        measured, notes=[verdict(summarize(measured.ratios(BASELINE)).median, TARGET, f"x {BASELINE}")]
    )
    return [imports, _first_calls(quick=quick), _memory(quick=quick)]


def _first_calls(*, quick: bool) -> Measurement:
    """Measure what the first call of a resource does on the event loop besides the call, and `preload()` at once."""
    first = "client.organizations; from aiostytch import codec; codec.decoder(GetResponse)"
    model = "from aiostytch.models.organizations import GetResponse"
    candidates = [
        Candidate("first call of client.organizations", partial(_cpu_time, f"{model}; {first}", before=_OURS)),
        Candidate("its HTTP library: import httpx", partial(_cpu_time, BASELINE, before=_OURS)),
        Candidate("preload(), everything at once", partial(_cpu_time, "aiostytch.preload()", before=_OURS)),
    ]
    return measure("What comes with the first call, CPU time", candidates, rounds=11, quick=quick)


def _memory(*, quick: bool) -> Measurement:
    candidates = [
        Candidate("aiostytch, B2BClient", partial(_peak_memory, _OURS, _CLOSE)),
        Candidate("aiostytch with preload()", partial(_peak_memory, f"{_OURS}; aiostytch.preload()", _CLOSE)),
        Candidate(BASELINE, partial(_peak_memory, BASELINE)),
        Candidate("stytch, B2BClient", partial(_peak_memory, _OFFICIAL), needs="stytch"),
    ]
    return attrs.evolve(measure("Peak memory of the process", candidates, rounds=5, quick=quick), unit="B")
