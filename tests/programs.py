"""Programs that tests start."""

from __future__ import annotations

import asyncio
import contextlib
import shlex
import sys
from collections.abc import AsyncIterator, Iterable
from subprocess import PIPE
from typing import Any


def exported(lines: Iterable[str]) -> dict[str, str]:
    """Return the environment variables that shell lines export."""
    words = [shlex.split(line) for line in lines]
    assert all(command == "export" for command, _ in words)
    return dict(assignment.split("=", 1) for _, assignment in words)


@contextlib.asynccontextmanager
async def running(*arguments: str, **settings: Any) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Python with arguments. A process that still runs after a failed test is killed."""
    program = await asyncio.create_subprocess_exec(sys.executable, *arguments, **{"stdout": PIPE, **settings})
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
            await program.communicate()
