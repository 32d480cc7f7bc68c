"""The path of a new user: README, start page and guides, block by block, with the wheel in an empty environment."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, blocks
from tests.programs import exported

from .environments import Environment, environment

pytestmark = pytest.mark.release

GUIDES = ("how-to/magic-links", "how-to/oauth", "how-to/fastapi", "operate/outages")
LIMIT = 60
"""The timeout of a page in seconds."""


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    made = environment(Path(sys.executable), tmp_path_factory.mktemp("user") / "env")
    made.install(f"{wheel}[sandbox,fastapi,httpx2]")
    return made


@contextlib.contextmanager
def served(installed: Environment, *command: str) -> Iterator[dict[str, str]]:
    """Start the sandbox as on the start page, on a free port, and yield the settings that it prints."""
    with subprocess.Popen(
        [str(installed.python), *command], stdout=subprocess.PIPE, text=True, cwd=installed.folder
    ) as process:
        try:
            assert process.stdout is not None
            yield exported(process.stdout.readline() for _ in range(3))
        finally:
            process.terminate()


def commands(page: Path) -> list[str]:
    """Return the shell commands of a page."""
    return [line.strip() for line in re.findall(r"^    (\S.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)]


def test_the_program_of_the_readme_runs(installed: Environment) -> None:
    program, *_ = blocks(ROOT / "README.md")
    path = installed.folder / "readme.py"
    path.write_text(program.code, encoding="utf-8")
    assert installed.run(str(path)).startswith("acme (")


def test_the_start_page_leads_to_the_first_calls(installed: Environment) -> None:
    """Its command starts the sandbox. Its blocks run in `python -m asyncio` and as a program."""
    page = DOCS / "start.md"
    (serve,) = [line for line in commands(page) if line.startswith("python -m aiostytch.sandbox")]
    prompt, program, *_ = blocks(page)
    path = installed.folder / "program.py"
    path.write_text(program.code, encoding="utf-8")
    with served(installed, *serve.replace("--port 8080", "--port 0").split()[1:]) as settings:
        typed = subprocess.run(
            [str(installed.python), "-m", "asyncio"],
            input=prompt.code,
            env=settings,
            cwd=installed.folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT,
        )
        assert "active" in typed.stdout or "invited" in typed.stdout, typed.stderr
        assert installed.run(str(path), **settings) == "Acme\n"


RUNNER = Path(__file__).with_name("guide.py")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_blocks_of_a_guide_run_one_after_the_other(installed: Environment, guide: str, tmp_path: Path) -> None:
    folder = tmp_path / "blocks"
    folder.mkdir()
    for number, block in enumerate(blocks(DOCS / f"{guide}.md")):
        if not block.mark:
            (folder / f"{number:03}.py").write_text(block.code, encoding="utf-8")
    installed.run(str(RUNNER), str(folder))
