"""Programs that tests start."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from subprocess import PIPE
from typing import Any


@contextlib.asynccontextmanager
async def running(*arguments: str, **settings: Any) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Python with some arguments; what still runs in the end, since a test failed, is killed."""
    program = await asyncio.create_subprocess_exec(sys.executable, *arguments, **{"stdout": PIPE, **settings})
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
            await program.communicate()
