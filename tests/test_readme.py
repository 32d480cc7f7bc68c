"""The commands and code in the README work as described."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_program_of_the_readme_runs() -> None:
    (program,) = PROGRAMS
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "acme ('stytch_member',)\n"), done.stderr


def test_every_figure_of_the_readme_is_one_of_the_benchmarks() -> None:
    figures = re.findall(r"\*\*([\d.,]+[^*]*)\*\*", README)
    assert len(figures) >= 5
    measured = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert [figure for figure in figures if figure not in measured] == []


def test_every_file_that_the_readme_leads_to_is_there() -> None:
    paths = re.findall(r"\]\(([^):]+)\)", README)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_demo_runs_to_its_end() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "demo.py")], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip("─ \n").endswith("Done")


@pytest.mark.parametrize("target", re.findall(r"^    make (\w+)", README, re.MULTILINE))
def test_every_task_that_the_readme_names_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
