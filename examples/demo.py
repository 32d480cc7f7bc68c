"""Run the quickstart against the embedded server: no account, no network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from aiostytch.sandbox import PROJECT_ID, SECRET

QUICKSTART = Path(__file__).with_name("quickstart.py")

console = Console(highlight=False)


@contextmanager
def sandbox() -> Generator[str]:
    """Start the sandbox on a free loopback port, yield its address, and stop it."""
    command = [sys.executable, "-m", "aiostytch.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                raise SystemExit("the sandbox did not start")
            yield address
        finally:
            process.terminate()


def run_quickstart(base_url: str, environment: Mapping[str, str]) -> int:
    settings = {"STYTCH_PROJECT_ID": PROJECT_ID, "STYTCH_SECRET": SECRET, "STYTCH_BASE_URL": base_url}
    return subprocess.run([sys.executable, str(QUICKSTART)], env={**environment, **settings}, check=False).returncode


def main() -> int:
    with sandbox() as base_url:
        console.rule(f"The sandbox is at {base_url}")
        code = run_quickstart(base_url, os.environ)
    console.rule("The sandbox is stopped" if code == 0 else f"The quickstart ended with exit code {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
