"""The test suite itself: no test hangs, and programs that tests start can be stopped."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent


PLUGINS = ("pytest_asyncio.plugin", "pytest_timeout", "xdist.plugin")


def run(*arguments: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
    """Run tests in a new process with the settings of this suite, after some lines of Python."""
    code = f"import os, signal, sys, pytest\n{prelude}\nsys.exit(pytest.main(sys.argv[1:]))"
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", *(f"-p{name}" for name in PLUGINS)]
    return subprocess.run(
        [sys.executable, "-c", code, *options, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


EACH_WAY = pytest.mark.parametrize("way", [(), ("-n", "1")], ids=["alone", "in a worker"])
STUCK = """
import asyncio, pytest, subprocess, threading

def for_ever():
    threading.Event().wait()

@pytest.mark.timeout(0.1, func_only=True)
def test_stuck():
    {waits}

def test_after_it():
    pass
"""
WAITS = ["for_ever()", "asyncio.run(asyncio.Event().wait())", "subprocess.run(['sleep', '100'])"]


@pytest.mark.parametrize(("waits", "way"), [*((waits, ()) for waits in WAITS), (WAITS[0], ("-n", "1"))])
def test_a_stuck_test_is_ended_and_named(waits: str, way: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    path.write_text(STUCK.format(waits=waits))
    done = run(*way, str(path))
    assert "::test_stuck - Failed: Timeout (>0.1s)" in done.stdout, done.stdout
    assert "1 failed, 1 passed" in done.stdout


DEAF = """
import threading

def test_deaf():
    while True:
        try:
            threading.Event().wait()
        except BaseException:
            pass
"""


@EACH_WAY
def test_a_stuck_process_is_ended_and_its_test_named(way: tuple[str, ...], tmp_path: Path) -> None:
    """The signal does not interrupt it."""
    path = tmp_path / "test_it.py"
    path.write_text(DEAF)
    done = run("-o", "timeout=0.1", "-o", "faulthandler_timeout=2", *way, str(path))
    assert done.returncode == 1
    assert "test_deaf" in done.stdout + done.stderr


TEST_MODULE = re.compile(r"^ *(?:from|import) .*\btest_\w+", re.MULTILINE)


def test_no_module_of_tests_imports_another() -> None:
    """Shared code is in modules without tests."""
    found = {path: TEST_MODULE.findall(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py")}
    assert {str(path): lines for path, lines in found.items() if lines} == {}


def test_limits_are_set_and_the_second_comes_after_the_first(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getini("timeout_method") == "signal"
    assert 0 < float(pytestconfig.getini("timeout")) < pytestconfig.getini("faulthandler_timeout")
    assert pytestconfig.getini("faulthandler_exit_on_timeout") is True


UNSTABLE = """
import pytest

@pytest.mark.parametrize("value", [object()], ids=repr)
def test_it(value):
    pass
"""


def test_names_that_differ_between_processes_are_refused(tmp_path: Path) -> None:
    """The workers of one run must collect the same tests."""
    path = tmp_path / "test_it.py"
    path.write_text(UNSTABLE)
    done = run("-p", "tests.conftest", str(path))
    assert "these names differ between processes: give `ids`" in done.stderr, done.stdout + done.stderr


def ignored_by_a_child() -> set[str]:
    code = "import json, signal as s; print(json.dumps([n.name for n in s.Signals if s.getsignal(n) == s.SIG_IGN]))"
    return set(json.loads(subprocess.check_output([sys.executable, "-c", code], text=True)))


def test_a_child_process_ignores_no_signal() -> None:
    """Except for the two that every Python ignores."""
    assert ignored_by_a_child() == {"SIGPIPE", "SIGXFSZ"}


@EACH_WAY
def test_a_child_process_ignores_no_signal_of_the_suite(way: tuple[str, ...]) -> None:
    """A shell that starts the suite in the background ignores SIGINT and SIGQUIT for it, nohup SIGHUP."""
    names = ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM")
    prelude = "".join(f"signal.signal(signal.{name}, signal.SIG_IGN)\n" for name in names)
    done = run(*way, f"{__file__}::{test_a_child_process_ignores_no_signal.__name__}", prelude=prelude)
    assert "1 passed" in done.stdout, done.stdout


def test_the_suite_itself_goes_on_ignoring_them(tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    path.write_text("import os, signal\n\ndef test_it(): os.kill(os.getpid(), signal.SIGINT)\n")
    done = run("-p", "tests.conftest", str(path), prelude="signal.signal(signal.SIGINT, signal.SIG_IGN)")
    assert "1 passed" in done.stdout, done.stdout
