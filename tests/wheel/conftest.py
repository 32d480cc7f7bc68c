"""One wheel for all tests of a process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .environments import ROOT, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the sdist and the wheel: those to be released, in the folder `BUILT`, or new ones."""
    if "BUILT" in os.environ:
        folder = ROOT / os.environ["BUILT"]
        return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def wheel(built: tuple[Path, Path]) -> Path:
    return built[1]
