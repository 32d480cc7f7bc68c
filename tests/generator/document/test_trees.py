"""Reading inputs from the disk and from a revision."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.document.trees import Disk, Revision, is_revision
from generator.problems import InputError


def test_a_folder_is_told_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.touch()
    tree = Disk()
    assert (tree.is_folder(tmp_path), tree.is_folder(path)) == (True, False)


def test_a_revision_needs_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    for ask in (lambda: Revision("HEAD").read(Path("a.yaml")), lambda: is_revision("HEAD")):
        with pytest.raises(InputError, match="git: /: is not installed"):
            ask()
