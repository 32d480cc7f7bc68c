"""Wheels, and empty environments to install them into, away from the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def make(target: str, source: Path, **settings: Path) -> None:
    """Run a make target like a release, with the environment that runs the tests."""
    known = {"READY": "", "BIN": BIN, "BUILDER_READY": "", "BUILDER": BIN.parent, **settings}
    command = ["make", "--silent", target, *(f"{key}={value}" for key, value in known.items())]
    subprocess.run(command, cwd=source, check=True, capture_output=True)


def build(source: Path, out: Path) -> tuple[Path, Path]:
    """Build with `make wheel`, like a release. Return the sdist and the wheel."""
    make("wheel", source, DIST=out)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


def interpreter(version: str) -> Path | None:
    """Find a Python: the one that runs the tests, or one from the path or pyenv."""
    installed = Path.home() / ".pyenv" / "versions"
    candidates = [
        *([sys.executable] if sys.version.startswith(f"{version}.") else []),
        *filter(None, [shutil.which(f"python{version}")]),
        *sorted(map(str, installed.glob(f"{version}.*/bin/python"))),
    ]
    return next((Path(found) for found in candidates if _is(found, version)), None)


def _is(candidate: str, version: str) -> bool:
    """Whether it runs and has the version of its name: pyenv has shims for versions that are not installed."""
    code = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    done = subprocess.run([candidate, "-c", code], check=False, capture_output=True, text=True)
    return done.stdout.strip() == version


@attrs.frozen
class Environment:
    """A virtual environment. Programs in it do not see settings or files of the source tree."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def install(self, *requirements: str, constraints: Iterable[str] = ()) -> None:
        limits = self.folder / "constraints.txt"
        limits.write_text("\n".join(constraints) + "\n")
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, "--constraint", str(limits), *requirements], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    def run(self, *arguments: str, **settings: str) -> str:
        """Run Python in the folder of the environment, and return its output."""
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        done = subprocess.run(
            [str(self.python), "-I" if not settings else "-P", "-W", "error", *arguments],
            cwd=self.folder,
            env={**kept, **settings},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout


def environment(python: Path, folder: Path) -> Environment:
    """Create an empty environment."""
    subprocess.run([str(python), "-m", "venv", str(folder)], check=True)
    return Environment(folder)
