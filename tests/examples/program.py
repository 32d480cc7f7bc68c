"""Running an example."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from tests.programs import running

EXAMPLES = Path(__file__).parents[2] / "examples"


@attrs.frozen
class Program:
    """Runs examples in an environment; warnings are errors."""

    environment: Mapping[str, str] = attrs.field(repr=False)

    def running(
        self, *arguments: object, **settings: Any
    ) -> contextlib.AbstractAsyncContextManager[asyncio.subprocess.Process]:
        return running(
            *("-W", "error", *map(str, arguments)), env=dict(self.environment), stderr=subprocess.STDOUT, **settings
        )

    async def run(self, name: str, *arguments: object) -> tuple[int | None, str]:
        """Return the exit code and the output."""
        async with self.running(EXAMPLES / name, *arguments) as process:
            output, _ = await process.communicate()
        return process.returncode, output.decode()
