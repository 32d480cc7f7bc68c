"""Settings for every test. No test depends on timing: other programs share the machine."""

from __future__ import annotations

import gc
import signal
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def _ignore_signals_here_only() -> None:
    """Give programs that tests start the default signal handling.

    A shell that starts a command in the background ignores SIGINT for it, and a program inherits what is ignored, but
    not what has a handler. Python itself resets for a child what Python ignores.
    """
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


_ignore_signals_here_only()


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    unstable = [item.nodeid for item in items if " at 0x" in item.nodeid]
    if unstable:
        raise pytest.UsageError("\n".join(["these names differ between processes: give `ids`", *unstable]))
    for item in items:
        if item.get_closest_marker("volume"):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection, which many tests trigger: 10,000 tests are many objects."""
    gc.collect()
    gc.freeze()
