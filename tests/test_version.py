"""What the package says of itself."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path

import aiostytch
from generator.document import loading
from generator.release.prepare import read_version

ROOT = Path(__file__).parents[1]


def test_the_version_is_the_one_that_a_release_steps() -> None:
    assert str(read_version(ROOT / "src/aiostytch/version.py")) == aiostytch.__version__


def test_the_package_knows_the_document_that_it_was_made_from() -> None:
    provenance = loading.load(str(ROOT / "spec/b2b/document.yaml"))["x-provenance"]
    found = aiostytch.__document__
    assert (found.title, found.version, found.sha256) == tuple(
        provenance[key] for key in ("title", "version", "sha256")
    )
    assert len(found.sha256) == 64


def test_importing_the_package_does_not_read_the_document() -> None:
    code = """
import aiostytch
from aiostytch.version import source_document
assert source_document.cache_info().currsize == 0
aiostytch.__document__
assert source_document.cache_info().currsize == 1
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_the_import_system_keeps_its_own_attribute() -> None:
    """`__spec__` is Python's: with anything else there, `find_spec` and `reload` fail."""
    assert importlib.util.find_spec("aiostytch") is aiostytch.__spec__
    assert isinstance(aiostytch.__spec__, importlib.machinery.ModuleSpec)
