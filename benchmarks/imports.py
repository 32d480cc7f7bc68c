"""Time and memory of the import, of creating a client, and of the first call, in new processes."""

import subprocess
from collections.abc import Iterator

import attrs

from .bench import Bench
from .environments import BEFORE
from .timing import Candidate, Measurement

TO_HTTPX, TO_OFFICIAL_MEMORY, PRELOAD, FIRST_CALL = 1.2, 0.33, 0.6, 10e-3
"""The targets: three ratios (the third is to `preload()` at commit f5aedb0), and seconds."""

HTTPX, OFFICIAL, PRELOADED = "import httpx", "import stytch, B2BClient", "preload(), everything at once"

# CPU time excludes other programs on the machine. It also excludes the start of the interpreter, which is the same for
# all candidates and would bring every ratio closer to 1.
#
# The peak comes from /proc: the one of getrusage() is at least the memory of the parent when it started the process.
_CHILD = """
import time
{before}
started = time.process_time()
{work}
print(time.process_time() - started)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
{after}
"""

_CLIENT = "import aiostytch; client = aiostytch.B2BClient('project-test-0', 'secret', base_url='https://localhost')"
_CLOSE = "import asyncio; asyncio.run(client.aclose())"
_OFFICIAL = "import stytch; client = stytch.B2BClient('project-test-0', 'secret', environment='https://localhost/')"


@attrs.frozen
class Programs:
    """Candidates that are programs, measured by CPU time or peak memory, each in a new process."""

    bench: Bench

    def time(self, name: str, environment: str, work: str, *, before: str = "", after: str = "") -> Candidate:
        """Return a candidate that measures the CPU time of a program, in seconds."""
        return self._candidate(name, environment, 0, 1.0, (work, before, after))

    def memory(self, name: str, environment: str, work: str, *, after: str = "") -> Candidate:
        """Return a candidate that measures the peak memory of a program, in bytes."""
        return self._candidate(name, environment, 1, 1024.0, (work, "", after))

    def _candidate(self, name: str, environment: str, line: int, unit: float, parts: tuple[str, str, str]) -> Candidate:
        work, before, after = parts
        python, program = (
            self.bench.environment(environment).python,
            _CHILD.format(work=work, before=before, after=after),
        )
        # -I: ignores PYTHON… variables and the current folder, which are not part of an import
        command = [python, "-I", "-c", program]

        def sample() -> float:
            printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            return float(printed.splitlines()[line]) * unit

        return self.bench.command(name, environment, sample)


def run(bench: Bench) -> Iterator[Measurement]:
    """Compare the CPU times of imports."""
    programs = Programs(bench)
    yield _imports(programs).compared(HTTPX, TO_HTTPX)
    yield _first_calls(programs).limited(FIRST_CALL, "ms")
    yield _preload(programs).compared(f"{PRELOADED}, {BEFORE}", PRELOAD)
    yield _memory(programs).compared(OFFICIAL, TO_OFFICIAL_MEMORY)


def _imports(programs: Programs) -> Measurement:
    candidates = [
        programs.time("import aiostytch, B2BClient", "wheel", _CLIENT, after=_CLOSE),
        programs.time(HTTPX, "wheel", HTTPX),
        programs.time("import asyncio, httpx", "wheel", "import asyncio, httpx"),
        programs.time("import attrs, msgspec, httpx", "wheel", "import attrs, msgspec, httpx"),
        programs.time(OFFICIAL, "stytch", _OFFICIAL),
        *_before(programs, "import aiostytch, B2BClient", _CLIENT, after=_CLOSE),
    ]
    return programs.bench.measure("Import and client, CPU time", candidates, rounds=21)


def _first_calls(programs: Programs) -> Measurement:
    """Measure the one-time work of the first call of a resource on the event loop."""
    first = "client.organizations; from aiostytch import codec; codec.decoder(GetResponse)"
    work, name = (
        f"from aiostytch.models.organizations import GetResponse; {first}",
        "first call of client.organizations",
    )
    candidates = [
        programs.time(name, "wheel", work, before=_CLIENT),
        programs.time("its HTTP library: import httpx", "wheel", HTTPX, before=_CLIENT),
        *_before(programs, name, work, before=_CLIENT),
    ]
    return programs.bench.measure("One-time work of the first call, CPU time", candidates, rounds=11)


def _preload(programs: Programs) -> Measurement:
    work = "aiostytch.preload()"
    candidates = [
        programs.time(PRELOADED, "wheel", work, before=_CLIENT),
        *_before(programs, PRELOADED, work, before=_CLIENT),
    ]
    return programs.bench.measure("preload(), CPU time", candidates, rounds=11)


def _before(programs: Programs, name: str, work: str, *, before: str = "", after: str = "") -> Iterator[Candidate]:
    """Yield the same candidate at the commit to compare with, if there is one."""
    if programs.bench.against:
        yield programs.time(f"{name}, {BEFORE}", BEFORE, work, before=before, after=after)


def _memory(programs: Programs) -> Measurement:
    candidates = [
        programs.memory("import aiostytch, B2BClient", "wheel", _CLIENT, after=_CLOSE),
        programs.memory("aiostytch with preload()", "wheel", f"{_CLIENT}; aiostytch.preload()", after=_CLOSE),
        programs.memory(HTTPX, "wheel", HTTPX),
        programs.memory(OFFICIAL, "stytch", _OFFICIAL),
    ]
    return attrs.evolve(programs.bench.measure("Peak memory of the process", candidates, rounds=5), unit="B")
