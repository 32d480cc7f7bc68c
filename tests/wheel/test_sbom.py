"""The SBOM that is published with the wheel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import aiostytch

from .environments import ROOT, make

pytestmark = pytest.mark.release


def test_it_lists_what_the_wheel_brings_and_not_what_made_the_list(wheel: Path, tmp_path: Path) -> None:
    make("sbom", ROOT, DIST=wheel.parent, SBOM=tmp_path / "sbom")
    (path,) = (tmp_path / "sbom").iterdir()
    found = json.loads(path.read_text())
    about = found["metadata"]["component"]
    assert (about["name"], about["version"]) == ("aiostytch", aiostytch.__version__)
    names = {component["name"] for component in found["components"]}
    assert {"attrs", "cryptography", "httpcore", "httpx", "msgspec"} <= names
    assert names.isdisjoint({"pip", "setuptools", "cyclonedx-bom", "aiostytch"})
