"""Type checkers refuse every wrong line. `tests/typing` has code that they must accept."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "typing_errors" / "program.py"
WRONG = {number for number, line in enumerate(PROGRAM.read_text().splitlines(), 1) if "  # error: " in line}

pytestmark = pytest.mark.release


def output(*command: str) -> str:
    arguments = [sys.executable, "-m", *command, str(PROGRAM)]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_mypy_refuses_each_wrong_line_and_no_other() -> None:
    found = output("mypy", "--strict")
    assert {int(number) for number in re.findall(r"program\.py:(\d+): error", found)} == WRONG


def test_pyright_refuses_each_wrong_line_and_no_other() -> None:
    found = json.loads(output("pyright", "--outputjson"))["generalDiagnostics"]
    assert {each["range"]["start"]["line"] + 1 for each in found if each["severity"] == "error"} == WRONG
