"""How much memory this process has taken: for programs that a test runs in processes of their own."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""Where such a program has to be run, to import this module."""


def peak() -> int:
    """Return the most bytes that the process has had; what getrusage tells includes those of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024
