"""Running an example."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs

EXAMPLES = Path(__file__).parents[2] / "examples"


@attrs.frozen
class Program:
    """Runs examples in an environment; warnings are errors."""

    environment: Mapping[str, str] = attrs.field(repr=False)

    async def start(self, name: str, *arguments: object) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error", str(EXAMPLES / name), *map(str, arguments)),
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    async def run(self, name: str, *arguments: object) -> tuple[int | None, str]:
        """Return the exit code and everything that was printed."""
        process = await self.start(name, *arguments)
        output, _ = await process.communicate()
        return process.returncode, output.decode()
