"""The wheel: reproducible bytes, and only the files that belong in it."""

from __future__ import annotations

import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

import aiostytch

from .environments import ROOT, build

pytestmark = pytest.mark.release

MAX_BYTES = 800_000


def test_built_twice_it_is_the_same(built: tuple[Path, Path], tmp_path: Path) -> None:
    assert [path.read_bytes() for path in build(ROOT, tmp_path)] == [path.read_bytes() for path in built]


def test_built_from_a_clone_it_is_the_same(tmp_path: Path) -> None:
    """Two clones, because a working tree may have uncommitted files."""
    found = []
    for name in ("one", "two"):
        clone = tmp_path / name
        subprocess.run(["git", "clone", "--quiet", "--no-local", str(ROOT), str(clone)], check=True)
        found.append([path.read_bytes() for path in build(clone, tmp_path / f"{name}-dist")])
    assert found[0] == found[1]


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_contents_of_the_wheel(wheel: Path) -> None:
    """The package, its plug-in, `py.typed` and the licence."""
    info = f"aiostytch-{aiostytch.__version__}.dist-info"
    found = names(wheel)
    assert {name.partition("/")[0] for name in found} == {"aiostytch", "pytest_aiostytch.py", info}
    assert {"aiostytch/py.typed", f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"} <= set(found)
    assert not [name for name in found if "__pycache__" in name or "/tests/" in name or name.endswith(".pyc")]


def test_every_file_of_the_package_is_in_it(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--", "src"], check=True, capture_output=True, text=True
    ).stdout
    files = {name.removeprefix("src/") for name in listed.splitlines()}
    assert files <= set(names(wheel))


def test_it_is_the_version_that_is_tagged(wheel: Path) -> None:
    if "TAG" not in os.environ:
        pytest.skip("TAG names what is to be released")
    assert wheel.name.startswith(f"aiostytch-{os.environ['TAG'].removeprefix('v')}-")


def test_it_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < MAX_BYTES


def test_the_sdist_can_be_built_from(built: tuple[Path, Path], tmp_path: Path) -> None:
    sdist, wheel = built
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert {"src", "spec", "generator", "templates", "tests", "CHANGELOG.md"} <= {
        path.name for path in source.iterdir()
    }
    assert zipfile.ZipFile(build(source, tmp_path / "dist")[1]).namelist() == zipfile.ZipFile(wheel).namelist()
