"""The metadata of the package."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path

import aiostytch
from generator.document import loading
from generator.release.prepare import read_version
from tests.generator import ours

ROOT = Path(__file__).parents[1]


def test_the_version_is_the_one_that_a_release_steps() -> None:
    assert str(read_version(ROOT / "src/aiostytch/version.py")) == aiostytch.__version__


def test_the_package_knows_the_documents_that_it_was_made_from() -> None:
    said = {source.name: loading.load(str(source.spec))["x-provenance"] for source in ours.SOURCES}
    found = {each.name: {"title": each.title, "version": each.version} for each in aiostytch.__documents__}
    assert found == {name: {key: each[key] for key in ("title", "version")} for name, each in said.items()}
    assert [each.sha256 for each in aiostytch.__documents__] == [each["sha256"] for each in said.values()]


def test_importing_the_package_does_not_read_the_document() -> None:
    code = """
import aiostytch
from aiostytch.version import source_documents
assert source_documents.cache_info().currsize == 0
aiostytch.__documents__
assert source_documents.cache_info().currsize == 1
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_the_import_system_keeps_its_own_attribute() -> None:
    """`__spec__` belongs to Python: with another value, `find_spec` and `reload` fail."""
    assert importlib.util.find_spec("aiostytch") is aiostytch.__spec__
    assert isinstance(aiostytch.__spec__, importlib.machinery.ModuleSpec)
