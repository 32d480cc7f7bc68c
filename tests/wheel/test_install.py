"""Installing the wheel on every available Python, with the lowest versions, and with each extra alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.programs import exported

from .environments import ROOT, VERSIONS, Environment, environment, interpreter

pytestmark = pytest.mark.release

EXTRAS = {
    "aiohttp": "aiostytch.transports.aiohttp",
    "fastapi": "aiostytch.integrations.fastapi",
    "httpx2": "aiostytch.transports.httpx2",
    "mcp": "aiostytch.integrations.mcp",
    "opentelemetry": "aiostytch.integrations.opentelemetry",
    "playwright": "aiostytch.sandbox.playwright",
    "pyreqwest": "aiostytch.transports.pyreqwest",
    "redis": "aiostytch.store.redis",
    "sandbox": "aiostytch.sandbox.app",
}
"""The import that each extra provides."""

IMPORT_ALL = """
import importlib, pkgutil, sys
import aiostytch
missing = set(sys.argv[1:])
for module in pkgutil.walk_packages(aiostytch.__path__, "aiostytch."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            absent = error if isinstance(error, ModuleNotFoundError) else error.__cause__
            if absent.name.partition(".")[0] not in missing:
                raise
print(aiostytch.__version__, aiostytch.__documents__[0].title, aiostytch.__file__)
"""
OPTIONAL = (
    "aiohttp",
    "fastapi",
    "fastmcp",
    "httpcore2",
    "httpx2",
    "litestar",
    "mcp",
    "opentelemetry",
    "playwright",
    "pyreqwest",
    "redis",
    "starlette",
)
SANDBOX_OPTIONAL = (
    "argon2",
    "bcrypt",
    "jinja2",
    "jsonschema",
    "jwt",
    "segno",
    "uvicorn",
    "yaml",
    "zxcvbn_rs_py",
    "anyio",
)


def requirements(wheel: Path) -> Iterator[Requirement]:
    """Yield the requirements of the wheel and of its extras."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = HeaderParser().parsestr(archive.read(name).decode())
    yield from map(Requirement, metadata.get_all("Requires-Dist", []))


def lowest(requirement: Requirement) -> str:
    (least,) = [each.version for each in requirement.specifier if each.operator == ">="]
    return f"{requirement.name}=={least}"


def python_or_skip(version: str) -> Path:
    found = interpreter(version)
    if found is None:
        pytest.skip(f"Python {version} is neither on the path nor below ~/.pyenv/versions")
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_it_works_on_every_python_at_hand(version: str, wheel: Path, tmp_path: Path) -> None:
    """All modules can be imported, the quickstart runs, and a user's program passes both type checkers."""
    installed = environment(python_or_skip(version), tmp_path / "env")
    installed.install(f"{wheel}[sandbox]", "rich")
    printed = installed.run("-c", IMPORT_ALL, *OPTIONAL, "pytest")
    assert str(installed.folder) in printed
    run_quickstart(installed)
    check_types(installed)


def run_quickstart(installed: Environment) -> None:
    quickstart = installed.folder / "quickstart.py"
    shutil.copyfile(ROOT / "examples" / "quickstart.py", quickstart)
    command = [str(installed.folder / "bin" / "aiostytch-sandbox"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=installed.folder) as process:
        try:
            assert process.stdout is not None
            settings = exported(process.stdout.readline() for _ in range(3))
            installed.run(str(quickstart), **settings)
        finally:
            process.terminate()


def check_types(installed: Environment) -> None:
    """Check the typed contract as a user's program, with nothing but the installed package."""
    program = installed.folder / "program" / "contract.py"
    program.parent.mkdir()
    shutil.copyfile(ROOT / "tests" / "typing" / "contract.py", program)
    (program.parent / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    python = str(installed.python)
    for command in (
        ["mypy", "--strict", "--config-file=", "--cache-dir=/dev/null", "--python-executable", python, program.name],
        ["pyright", "--pythonpath", python],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=program.parent, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_it_works_with_the_lowest_versions_of_what_it_asks_for(wheel: Path, tmp_path: Path) -> None:
    needed = [each for each in requirements(wheel) if each.marker is None]
    installed = environment(python_or_skip(VERSIONS[0]), tmp_path / "env")
    installed.install(str(wheel), constraints=map(lowest, needed))
    installed.run("-c", IMPORT_ALL, *OPTIONAL, *SANDBOX_OPTIONAL, "pytest")


@pytest.mark.parametrize("extra", EXTRAS)
def test_each_extra_is_enough_for_what_it_is_for(extra: str, wheel: Path, tmp_path: Path) -> None:
    installed = environment(Path(sys.executable), tmp_path / "env")
    installed.install(f"{wheel}[{extra}]")
    installed.run("-c", f"import aiostytch; aiostytch.preload(); import {EXTRAS[extra]}")


def test_every_extra_is_tried(wheel: Path) -> None:
    extras = {
        part.split('"')[1] for each in requirements(wheel) if (part := str(each.marker or "")).startswith("extra")
    }
    assert extras == EXTRAS.keys()
