"""The memory of this process, for programs that tests run in new processes."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The working directory of such a program, so that it can import this module."""


def peak() -> int:
    """Return the peak memory of the process in bytes. The value of getrusage would include that of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024
