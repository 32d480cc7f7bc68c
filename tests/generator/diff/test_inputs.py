"""The command `diff`: files, revisions with their own overlays and texts, and its exit codes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generator.cli import app
from generator.document import yaml12

from .pets import PETS, edited

OVERLAY: dict[str, Any] = {
    "overlay": "1.0.0",
    "info": {"title": "Ours", "version": "1"},
    "actions": [
        {"target": "$.paths['/pets/{pet_id}'].delete", "description": "Why.", "update": {"x-sdk-retry": "creates"}}
    ],
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["diff", *map(str, arguments)], catch_exceptions=False)


def write(path: Path, content: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml12.dump(content), encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "old.yaml", PETS)


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ({}, 0),
        ({"/components/schemas/Toy/properties/given_by/description": "Who."}, 0),
        ({"/components/schemas/Kind/enum/2": "bird"}, 1),
        ({"/components/schemas/Pet/required/1": "kind"}, 2),
    ],
)
def test_the_exit_code_tells_the_class(old: Path, tmp_path: Path, edits: dict[str, Any], code: int) -> None:
    assert run(old, write(tmp_path / "new.yaml", edited(edits))).exit_code == code


def test_a_side_that_cannot_be_read_is_neither(old: Path, tmp_path: Path) -> None:
    result = run(old, tmp_path / "none.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "none.yaml: /: No such file or directory" in result.stderr


def test_the_formats_are_text_json_and_markdown(old: Path, tmp_path: Path) -> None:
    new = write(tmp_path / "new.yaml", edited({"/components/schemas/Kind/enum/2": "bird"}))
    assert "addition      models.schemas.Kind.BIRD" in run(old, new).stdout
    assert json.loads(run(old, new, "--format", "json").stdout)["impact"] == "addition"
    assert run(old, new, "--format", "markdown").stdout.startswith("## What changes for callers\n")


def test_files_are_read_with_the_overlay_and_the_docs_given(old: Path, tmp_path: Path) -> None:
    """Docs may have texts for only one side: the diff is about the documents."""
    new = write(tmp_path / "new.yaml", edited({"/components/schemas/Kind/enum/2": "bird"}))
    overlay = write(tmp_path / "overlay.yaml", OVERLAY)
    docs = write(tmp_path / "docs.yaml", {"complete": True, "models": {"schemas.Kind": {"values": {"bird": "Sings."}}}})
    assert "BIRD" in run(old, new, "--overlay", overlay, "--docs", docs).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in the working directory, whose first commit has a document, an overlay and docs."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "spec" / "pets.yaml", PETS)
    write(tmp_path / "spec" / "overlay.yaml", OVERLAY)
    write(tmp_path / "spec" / "docs.yaml", {"resources": {"pets": "Animals."}})
    git("init", "--quiet")
    commit("first")
    return tmp_path


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def commit(message: str) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", message)


def test_a_revision_is_read_with_its_own_overlay_and_docs(repository: Path) -> None:
    write(repository / "spec" / "overlay.yaml", {**OVERLAY, "actions": [{**OVERLAY["actions"][0], "update": {}}]})
    write(repository / "spec" / "docs.yaml", {"resources": {"pets": "Cats and dogs."}})
    commit("second")
    found = json.loads(run("git:HEAD~1:spec/pets.yaml", "git:HEAD:spec/pets.yaml", "--format", "json").stdout)
    assert [(change["kind"], change["place"]) for change in found["changes"]] == [
        ("more_retries", "pets.delete"),
        ("text_changed", "pets"),
    ]


def test_a_revision_without_overlay_and_docs_is_read_as_it_is(repository: Path) -> None:
    (repository / "spec" / "overlay.yaml").unlink()
    (repository / "spec" / "docs.yaml").unlink()
    commit("second")
    assert run("git:HEAD:spec/pets.yaml", "git:HEAD:spec/pets.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("side", "reason"),
    [
        ("git:HEAD:none.yaml", "path 'none.yaml' does not exist in 'HEAD'"),
        ("git:nowhere:spec/pets.yaml", "nvalid object name 'nowhere'"),
        ("git:--help:spec/pets.yaml", "must be git:REV:path"),
        ("git:HEAD", "must be git:REV:path"),
    ],
)
def test_invalid_revisions_are_refused(repository: Path, side: str, reason: str) -> None:
    result = run(side, repository / "spec" / "pets.yaml")
    assert result.exit_code == 3
    assert reason in result.stderr


def test_revisions_need_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("git:HEAD:spec/pets.yaml", repository / "spec" / "pets.yaml")
    assert (result.exit_code, result.stderr) == (3, "git: /: is not installed\n")
