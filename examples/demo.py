"""Run two examples with the sandbox, without an account or a network: the quickstart, and a login."""

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from aiostytch.sandbox import PROJECT_ID, SECRET, serve_in_thread

console = Console(highlight=False)


def run(name: str, **settings: str) -> int:
    """Run an example; return its exit code."""
    command = [sys.executable, str(Path(__file__).with_name(name))]
    return subprocess.run(command, env={**os.environ, **settings}, check=False).returncode


def main() -> int:
    with serve_in_thread() as base_url:
        console.rule(f"The sandbox is at {base_url}")
        code = run("quickstart.py", STYTCH_PROJECT_ID=PROJECT_ID, STYTCH_SECRET=SECRET, STYTCH_BASE_URL=base_url)
    console.rule("The sandbox is stopped; another one shows a login")
    code = code or run("login_story.py")
    console.rule("Done" if code == 0 else f"An example ended with exit code {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
