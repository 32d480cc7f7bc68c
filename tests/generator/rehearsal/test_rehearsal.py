"""The whole process for a changed document: vendor, propose, review, generate, check, diff, release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generator.cli import app
from generator.diff.changes import Impact, Kind
from generator.document import loading, yaml12
from tests.generator.repository import ROOT, commit, copied, git

from .documents import REHEARSALS, Edit, Rehearsal, unsupported

pytestmark = pytest.mark.release

PACKAGE = Path("src/aiostytch")
CODES = {Impact.ADDITION: 1, Impact.BREAKING: 2}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the runtime: one for all rehearsals, so that mypy checks only what changed."""
    folder = tmp_path_factory.mktemp("rehearsal")
    shutil.copytree(
        ROOT / PACKAGE, folder / PACKAGE, ignore=shutil.ignore_patterns("__pycache__", "models", "resources")
    )
    shutil.copyfile(ROOT / "src/pytest_aiostytch.py", folder / "src/pytest_aiostytch.py")
    (folder / ".gitignore").write_text("__pycache__/\n.mypy_cache/\n")
    return copied(folder)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference before any change."""
    folder = tmp_path_factory.mktemp("reference")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert run("reference", str(folder)).exit_code == 0
    return folder


@pytest.fixture
def repository(original: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    monkeypatch.chdir(original)
    yield original
    git(original, "reset", "--quiet", "--hard")
    git(original, "clean", "--quiet", "--force", "-d")


def vendored(repository: Path, edit: Edit) -> None:
    """Vendor a changed document as if it came from upstream."""
    facts = loading.load("spec/b2b/document.yaml")
    edit(facts)
    upstream = repository / "upstream.yaml"
    upstream.write_text(yaml12.dump(facts), encoding="utf-8")
    assert run("vendor", "upstream.yaml", "spec/b2b/document.yaml").exit_code == 0
    upstream.unlink()


def review(rehearsal: Rehearsal) -> None:
    """Do the work of a person: remove unused entries, correct guesses, and remove the marks."""
    for old, new in rehearsal.replace.items():
        _replace(old, new)


def _replace(old: str, new: str) -> None:
    for path in (Path("spec/b2b/overlay.yaml"), Path("spec/b2b/docs.yaml")):
        text = path.read_text()
        path.write_text(text.replace(old, new) if new else _without(text, old))


def _without(text: str, start: str) -> str:
    """Remove entries whose first line contains a text, with the deeper indented lines below."""
    kept: list[str] = []
    inside: int | None = None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and line.strip() and (indent > inside):
            continue
        inside = indent if (start.strip() in line and (not start.endswith(":") or line.startswith(start))) else None
        if inside is None:
            kept.append(line)
    return "\n".join(kept)


def accept() -> None:
    for path in (Path("spec/b2b/overlay.yaml"), Path("spec/b2b/docs.yaml")):
        lines = [line for line in path.read_text().splitlines() if line.strip() != "x-review: true"]
        path.write_text("\n".join(lines).replace("REVIEW: ", "") + "\n")


def changed_files(repository: Path) -> tuple[str, ...]:
    found = git(repository, "status", "--porcelain", "--untracked-files=all", "--", str(PACKAGE)).splitlines()
    paths = (Path(line[3:]).relative_to(PACKAGE).as_posix() for line in found)
    return tuple(sorted(path for path in paths if path != "version.py"))


@pytest.mark.parametrize("rehearsal", REHEARSALS, ids=lambda each: each.edit.__name__)
def test_a_changed_document_becomes_a_release(
    rehearsal: Rehearsal, repository: Path, reference: Path, tmp_path: Path
) -> None:
    """The release itself checks for drift."""
    vendored(repository, rehearsal.edit)
    review(rehearsal)
    assert run("propose").exit_code == 0
    review(rehearsal)
    accept()
    generated = run("generate")
    assert generated.exit_code == 0, generated.stderr
    found = run("diff", "git:HEAD:spec", "--format", "json")
    assert found.exit_code == CODES[rehearsal.impact]
    told = [change for change in json.loads(found.stdout)["changes"] if change["impact"] != "documentation"]
    assert sorted(f"{Kind[each['kind'].upper()]} {each['place']}" for each in told) == sorted(rehearsal.kinds)

    assert changed_files(repository) == rehearsal.files
    assert changed_pages(reference, tmp_path) == rehearsal.pages
    if rehearsal.lines is not None:
        assert changed_lines(repository) <= rehearsal.lines
    assert run("release").stdout.endswith(f"0.1.0 -> {rehearsal.version}\n")
    assert_usable(repository)


def changed_pages(before: Path, after: Path) -> tuple[str, ...]:
    assert run("reference", str(after)).exit_code == 0
    old, new = (
        {path.relative_to(folder / "reference").as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (before, after)
    )
    return tuple(sorted(page for page in old.keys() | new.keys() if old.get(page) != new.get(page)))


def changed_lines(repository: Path) -> int:
    """Count the added and removed lines of code."""
    diff = git(repository, "diff", "--numstat", "--", str(PACKAGE / "models"), str(PACKAGE / "resources"))
    counts = [line.split("\t") for line in diff.splitlines() if not line.endswith(".json")]
    return sum(int(added) + int(removed) for added, removed, _ in counts)


def assert_usable(repository: Path) -> None:
    """The package is imported completely, and passes the strict type checks."""
    code = "import aiostytch; aiostytch.preload(); print(aiostytch.__version__)"
    paths = {"PYTHONPATH": str(repository / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, env=paths, capture_output=True)
    folders = [str(PACKAGE / "models"), str(PACKAGE / "resources")]
    mypy = ["mypy", "--strict", "--python-version", "3.11", "--cache-dir", ".mypy_cache", *folders]
    done = subprocess.run(
        [sys.executable, "-m", *mypy], check=False, env={"MYPYPATH": "src"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_a_construct_that_is_not_supported_changes_nothing(repository: Path) -> None:
    vendored(repository, unsupported)
    commit(repository, "vendored")
    try:
        result = run("generate")
        assert result.exit_code == 2
        assert "MfaRequired/properties/either" in result.stderr
        assert changed_files(repository) == ()
        assert run("diff", "git:HEAD~1:spec").exit_code == 3
    finally:
        git(repository, "reset", "--quiet", "--hard", "v0.1.0")
