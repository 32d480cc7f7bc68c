"""What the README tells people to run does what it says."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture
async def settings() -> AsyncIterator[dict[str, str]]:
    """The environment that leads a client to a sandbox."""
    async with serve(Sandbox()) as base_url:
        yield {**os.environ, "STYTCH_PROJECT_ID": PROJECT_ID, "STYTCH_SECRET": SECRET, "STYTCH_BASE_URL": base_url}


async def run(arguments: list[str], settings: dict[str, str]) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


def test_there_is_a_first_program() -> None:
    assert len(PROGRAMS) == 1


async def test_the_first_program_runs(settings: dict[str, str]) -> None:
    code, output = await run(["-W", "error", "-c", PROGRAMS[0]], settings)
    assert code == 0, output
    lines = output.splitlines()
    assert lines[:2] == ["ada@acme.example active", "grace@acme.example active"]
    assert lines[2].startswith("organization_not_found request-id-")


def test_the_credentials_of_the_readme_are_those_of_the_sandbox() -> None:
    assert f"STYTCH_PROJECT_ID={PROJECT_ID}\n" in README
    assert f"STYTCH_SECRET={SECRET}\n" in README


def test_the_demo_runs_to_its_end() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "demo.py")], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip("─ \n").endswith("The end")


@pytest.mark.parametrize("target", re.findall(r"^    make (\w+)", README, re.MULTILINE))
def test_every_task_that_the_readme_names_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
