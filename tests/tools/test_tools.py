"""The table of what tools see is correct, and the documentation shows it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from .matrix import OBSERVING, REPLACING, WAYS, row, table

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/how-to/observability.md"


@pytest.mark.tools
@pytest.mark.skipif(importlib.util.find_spec("newrelic") is None, reason="`make test-tools` installs the tools")
@pytest.mark.parametrize("tool", [*OBSERVING, *REPLACING])
def test_the_table_shows_what_a_tool_sees(tool: str) -> None:
    command = [sys.executable, "-W", "ignore", str(HERE / "probe.py"), tool, *WAYS]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout.splitlines()[-1])
    assert {way: told(tool, *looks) for way, looks in seen.items()} == row(tool)


def told(tool: str, is_seen: bool, are_headers_out: bool) -> str:
    if tool in REPLACING or is_seen == are_headers_out:
        return "yes" if is_seen else "no"
    return "calls" if is_seen else "headers"


@pytest.mark.parametrize("tools", [OBSERVING, REPLACING], ids=["observing", "replacing"])
def test_the_page_shows_the_table(tools: dict[str, str]) -> None:
    assert table(tools) in PAGE.read_text(encoding="utf-8")
