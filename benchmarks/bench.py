"""Running probes in the environments, in worker processes."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import Any, Self

from .environments import Environment, Find
from .timing import Candidate, Measurement, measure

WORKER = str(Path(__file__).with_name("worker.py"))


class ProbeError(Exception):
    """A probe failed; the message is its traceback."""


class Worker:
    """A process in an environment that runs probes, one at a time."""

    def __init__(self, python: str) -> None:
        self._process = Popen([python, "-I", WORKER], stdin=PIPE, stdout=PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.__exit__(None, None, None)  # closes its input, which ends the process

    def ask(self, probe: str, **arguments: Any) -> Any:
        """Run a probe, and return its result."""
        print(json.dumps({"probe": probe, "arguments": arguments}), file=self._process.stdin, flush=True)
        response = json.loads(self._process.stdout.readline() or '{"failure": "the process ended"}')
        if "failure" in response:
            raise ProbeError(f"{probe}: {response['failure']}")
        return response["result"]


class Bench:
    """The environments, a worker process for each, and the input files of probes.

    Args:
        find: returns an environment by name.
        folder: the folder for input files.
        quick: run only one round.
        against: also measure the environment `before`.
    """

    def __init__(self, find: Find, folder: Path, *, quick: bool, against: bool) -> None:
        self.quick = quick
        self.against = against
        self._environments: dict[str, Environment] = {}
        self._find = find
        self._folder = folder
        self._workers: dict[str, Worker] = {}

    def environment(self, name: str) -> Environment:
        """Return an environment."""
        if name not in self._environments:
            self._environments[name] = self._find(name)
        return self._environments[name]

    @property
    def environments(self) -> Collection[Environment]:
        """The environments in use."""
        return self._environments.values()

    def candidate(self, name: str, environment: str, probe: str, **arguments: Any) -> Candidate:
        """Return a candidate that a probe measures in the worker of the environment."""
        return self.command(name, environment, partial(self._ask, environment, probe, arguments))

    def fresh(self, name: str, environment: str, probe: str, **arguments: Any) -> Candidate:
        """Return a candidate that a probe measures in a new process for each sample."""
        return self.command(name, environment, partial(self.ask_fresh, environment, probe, **arguments))

    def command(self, name: str, environment: str, sample: Callable[[], float]) -> Candidate:
        """Return a candidate in an environment, with its own way to take a sample."""
        where = self.environment(environment)
        return Candidate(name, sample, where.name, where.missing)

    def measure(self, title: str, candidates: Sequence[Candidate], *, rounds: int) -> Measurement:
        """Sample the candidates in turns; only once for a quick run."""
        return measure(title, candidates, rounds=rounds, quick=self.quick)

    def file(self, name: str, content: bytes) -> str:
        """Write a file for probes, and return its path."""
        path = self._folder / name
        path.write_bytes(content)
        return str(path)

    def ask_fresh(self, environment: str, probe: str, **arguments: Any) -> Any:
        """Run a probe in a new process."""
        with Worker(self.environment(environment).python) as worker:
            return worker.ask(probe, **arguments)

    def _ask(self, environment: str, probe: str, arguments: dict[str, Any]) -> Any:
        if environment not in self._workers:
            self._workers[environment] = Worker(self.environment(environment).python)
        return self._workers[environment].ask(probe, **arguments)

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers.values():
            worker.__exit__()


@contextmanager
def opened(find: Find, *, quick: bool, against: bool) -> Iterator[Bench]:
    """Open a bench. On exit, its workers end and its files are removed."""
    with TemporaryDirectory() as folder:
        bench = Bench(find, Path(folder), quick=quick, against=against)
        try:
            yield bench
        finally:
            bench.close()
