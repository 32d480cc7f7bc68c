"""Preparing a release in a repository with a small document. The rehearsals prepare a real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generator.cli import app
from generator.document import yaml12
from generator.problems import InputError
from generator.release.prepare import Places, read_version
from tests.generator.diff.pets import PETS
from tests.generator.repository import commit, git, tagged

FILES = {
    "spec/documents.yaml": "documents: [{name: b2b}]",
    "spec/b2b/document.yaml": yaml12.dump(PETS),
    "spec/b2b/overlay.yaml": """
        overlay: 1.0.0
        info: {title: Ours, version: "1"}
        actions:
        - {target: "$.paths['/pets/{pet_id}'].delete", description: Why., update: {x-sdk-retry: idempotent}}
    """,
    "spec/b2b/docs.yaml": "{}",
    "src/aiostytch/version.py": '__version__ = "0.1.0"\n',
    "CHANGELOG.md": "# Changelog\n",
    "news/README.md": "# News\n",
}


def generator(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def run(*arguments: str) -> Result:
    return generator("release", *arguments)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert generator("generate").exit_code == 0
    return tagged(tmp_path)


def news(repository: Path, name: str, text: str = "Something is new.\n") -> Path:
    path = repository / "news" / name
    path.write_text(text)
    return path


def snapshot(repository: Path) -> str:
    return git(repository, "status", "--porcelain")


def test_a_release_writes_version_and_changelog_and_takes_the_news(repository: Path) -> None:
    path = news(repository, "x.breaking.md")
    assert run("--date", "2026-01-02").stdout == "minor: 0.1.0 -> 0.2.0\n"
    assert read_version(Places().version) == read_version(repository / "src/aiostytch/version.py")
    assert str(read_version(Places().version)) == "0.2.0"
    assert (
        "## [0.2.0] - 2026-01-02\n\n### Changed\n\n* **Breaking:** Something is new.\n"
        in (repository / "CHANGELOG.md").read_text()
    )
    assert not path.exists()


def test_a_change_of_the_document_is_in_the_changelog_and_in_the_step(repository: Path) -> None:
    overlay = repository / "spec/b2b/overlay.yaml"
    overlay.write_text(overlay.read_text().replace("idempotent", "creates"))
    assert generator("generate").exit_code == 0
    assert run().stdout == "minor: 0.1.0 -> 0.2.0\n"
    changelog = (repository / "CHANGELOG.md").read_text()
    assert "* **Breaking:** `pets.delete`: retried less often, IDEMPOTENT → CREATES;" in changelog


def test_the_last_release_can_be_given(repository: Path) -> None:
    git(repository, "tag", "--delete", "v0.1.0")
    news(repository, "x.fixed.md")
    assert run("--since", "HEAD").stdout == "patch: 0.1.0 -> 0.1.1\n"


def test_the_first_release_is_the_version_that_is_stated(repository: Path) -> None:
    git(repository, "tag", "--delete", "v0.1.0")
    news(repository, "x.added.md")
    assert run("--first").stdout == "first: 0.1.0 -> 0.1.0\n"
    assert "## [0.1.0] - " in (repository / "CHANGELOG.md").read_text()


def test_a_dry_run_prints_the_entry_and_writes_nothing(repository: Path) -> None:
    news(repository, "x.added.md")
    commit(repository, "news")
    result = run("--dry-run", "--date", "2026-01-02")
    assert result.stdout == "## [0.1.1] - 2026-01-02\n\n### Added\n\n* Something is new.\n"
    assert snapshot(repository) == ""


def test_a_tree_that_drifts_from_the_document_is_not_released(repository: Path) -> None:
    news(repository, "x.added.md")
    commit(repository, "news")
    (repository / "src/aiostytch/models/pets.py").write_text("# Generated from spec/\n")
    before = snapshot(repository)
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "does not match spec: run `make generate`" in result.stderr
    assert snapshot(repository) == before


def test_without_a_change_and_news_there_is_nothing_to_release(repository: Path) -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (2, "release: /: nothing changed: there is nothing to release\n")


def test_without_the_tag_of_the_version_there_is_nothing_to_compare_with(repository: Path) -> None:
    git(repository, "tag", "--delete", "v0.1.0")
    result = run()
    assert result.exit_code == 2
    assert "release: /: the tag v0.1.0 does not exist: push it first, or pass --since, or --first" in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("x.md", "x", "x.md must be named NAME.KIND.md, where KIND is one of added, breaking, changed"),
        ("x.improved.md", "x", "x.improved.md must be named NAME.KIND.md"),
        ("x.added.md", " \n", "x.added.md is empty"),
    ],
)
def test_news_that_cannot_be_told_are_refused(repository: Path, name: str, text: str, reason: str) -> None:
    news(repository, name, text)
    result = run()
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_missing_changelog_ends_a_release_before_it_writes(repository: Path) -> None:
    news(repository, "x.added.md")
    (repository / "CHANGELOG.md").unlink()
    commit(repository, "no changelog")
    assert "CHANGELOG.md: /: cannot be read" in run().stderr
    assert snapshot(repository) == ""


def test_a_folder_that_cannot_be_written_ends_a_release(repository: Path) -> None:
    """A folder is in the place of the new text."""
    news(repository, "x.added.md")
    (repository / ".CHANGELOG.md.new").mkdir()
    result = run()
    assert result.exit_code == 2
    assert "release: /: cannot be written" in result.stderr
    assert str(read_version(Places().version)) == "0.1.0"


def test_a_version_file_without_a_version_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "version.py"
    path.write_text("")
    with pytest.raises(InputError, match="is not a version of three numbers"):
        read_version(path)
