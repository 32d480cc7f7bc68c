"""The measured environments, each with only the packages that a user would have installed.

They are in `.cache/bench`, apart from the development environment, and are reused until their contents change.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import attrs

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".cache" / "bench"
CONSTRAINTS = ROOT / "constraints.txt"

DEVELOPMENT, BEFORE = "development", "before"
"""The environment that runs this program, and the environment of the commit to compare with."""

NEEDED: Mapping[str, Sequence[str]] = {
    "wheel": ("aiostytch",),
    "aiohttp": ("aiostytch[aiohttp]",),
    "pyreqwest": ("aiostytch[pyreqwest]",),
    "uvloop": ("aiostytch[aiohttp,pyreqwest]", "uvloop"),
    "stytch": ("stytch",),
    "stytch and uvloop": ("stytch", "uvloop"),
    "orjson": ("orjson",),
    "svix": ("svix",),
    BEFORE: ("aiostytch[aiohttp,pyreqwest]",),
}
"""The requirements of each environment. aiostytch is the wheel of this tree, or of the other commit in `before`."""

_REPORTED = ("openapi-python-client", "httpx", "msgspec", "cryptography", "starlette", "ruff")
"""The packages of the development environment that affect the benchmarks there."""

# The same files give the same wheel, so that an environment is rebuilt only after a change.
_EPOCH = {"SOURCE_DATE_EPOCH": "1577836800"}


@attrs.frozen(kw_only=True)
class Environment:
    """An interpreter and its packages. `missing` is the name of a required module that is not installed, or ""."""

    name: str
    python: str
    packages: Sequence[str]
    missing: str = ""


Find: TypeAlias = Callable[[str], Environment]
"""Returns an environment by name."""


def development(name: str) -> Environment:
    """Use the development environment in place of another, and report a module that it lacks."""
    modules = [needed.partition("[")[0] for needed in NEEDED.get(name, ())]
    extras = [extra for extra in (name,) if extra in {"aiohttp", "pyreqwest"}]
    missing = next((module for module in [*modules, *extras] if find_spec(module) is None), "")
    packages = [_installed(each) for each in _REPORTED]
    return Environment(name=DEVELOPMENT, python=sys.executable, packages=packages, missing=missing)


def _installed(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} not installed"


@attrs.frozen
class Builder:
    """Builds environments on first use. `against` is the commit of `before`."""

    against: str
    say: Callable[[str], None]
    _wheels: dict[str, Path] = attrs.field(factory=dict, init=False)

    def __call__(self, name: str) -> Environment:
        """Return an environment, and build it if it is missing or outdated."""
        if name == DEVELOPMENT:
            return development(name)
        folder = FOLDER / name.replace(" ", "-")
        requirements = [self._requirement(needed, name) for needed in NEEDED[name]]
        stamp = folder / "stamp.json"
        wanted = json.dumps([sys.version, requirements, _digest(CONSTRAINTS), self._wheels_of(name)])
        if not stamp.exists() or stamp.read_text() != wanted:
            self.say(f"building the environment '{name}' …")
            _make(folder, requirements)
            stamp.write_text(wanted)
        return Environment(name=name, python=str(folder / "bin" / "python"), packages=_packages(folder))

    def _requirement(self, needed: str, name: str) -> str:
        if not needed.startswith("aiostytch"):
            return needed
        return needed.replace("aiostytch", str(self._wheel(name)))

    def _wheels_of(self, name: str) -> list[str]:
        return [_digest(self._wheel(name)) for needed in NEEDED[name] if needed.startswith("aiostytch")]

    def _wheel(self, name: str) -> Path:
        """Return the wheel of an environment, which is built once per run."""
        tree = self.against if name == BEFORE else ""
        if tree not in self._wheels:
            self.say(f"building the wheel of {tree or 'this tree'} …")
            self._wheels[tree] = _build_commit(tree) if tree else _build(ROOT, FOLDER / "dist")
        return self._wheels[tree]


def _build_commit(commit: str) -> Path:
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
        return _build(Path(folder), FOLDER / "dist-before")


def _build(source: Path, out: Path) -> Path:
    shutil.rmtree(out, ignore_errors=True)
    _run("build", "--wheel", "--no-isolation", "--outdir", str(out), str(source))
    (wheel,) = out.glob("*.whl")
    return wheel


def _make(folder: Path, requirements: Sequence[str]) -> None:
    _run("venv", "--clear", "--without-pip", str(folder))
    _run("pip", "--python", str(folder), "install", "--constraint", str(CONSTRAINTS), *requirements)


def _packages(folder: Path) -> list[str]:
    frozen = json.loads(_run("pip", "--python", str(folder), "list", "--format", "json"))
    return [f"{package['name']} {package['version']}" for package in frozen]


def _run(module: str, *arguments: str) -> str:
    """Run a module in the development environment, and return its output."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env={**os.environ, **_EPOCH}, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
