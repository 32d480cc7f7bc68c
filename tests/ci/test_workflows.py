"""The workflows: pinned, with the least permissions, and nothing in them that cannot be run here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import document, yaml12
from tests.generator.rehearsal.documents import field_added, operation_added, parameter_required
from tests.generator.repository import copied, git

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"- uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = document.load(str(path))["jobs"]
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(path).values():
        yield from job["steps"]


def test_there_are_three_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["regenerate", "release", "test"]


@each_workflow
def test_actionlint_finds_nothing(path: Path) -> None:
    actionlint = Path(sys.executable).with_name("actionlint")
    done = subprocess.run([actionlint, "-no-color", path], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@each_workflow
def test_actions_are_pinned_by_commit_and_say_their_version(path: Path) -> None:
    lines = [line.strip() for line in path.read_text().splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


@each_workflow
def test_a_job_may_do_nothing_that_it_does_not_name(path: Path) -> None:
    assert document.load(str(path))["permissions"] == {}
    granted = {
        (name, scope)
        for name, job in jobs(path).items()
        for scope, level in job["permissions"].items()
        if level == "write"
    }
    allowed = {
        "regenerate": {("regenerate", "contents"), ("regenerate", "pull-requests")},
        "release": {("publish", "id-token")},
    }
    assert granted == allowed.get(path.stem, set())


@each_workflow
def test_a_checkout_leaves_no_credentials_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@each_workflow
def test_steps_call_targets_of_make_and_nothing_else(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = [step["run"] for step in steps(path) if "run" in step]
    assert all(command.startswith("make ") and command.removeprefix("make ") in targets for command in commands)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return copied(tmp_path / "repository")


def upstream(repository: Path, *edits: Any) -> Path:
    facts = document.load(str(repository / "spec/stytch-b2b.yaml"))
    for edit in edits:
        edit(facts)
    path = repository.parent / "upstream.yaml"
    path.write_text(yaml12.dump(facts), encoding="utf-8")
    return path


def regenerate(repository: Path, source: Path) -> str:
    """Run what the workflow runs."""
    settings = {"ROOT": str(repository), "PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    command = [str(ROOT / ".ci" / "regenerate"), str(source)]
    done = subprocess.run(command, env=settings, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def made(repository: Path, name: str) -> str:
    return (repository / ".cache" / "regenerate" / name).read_text()


@pytest.mark.release
def test_a_document_without_a_new_fact_opens_no_pull_request(repository: Path) -> None:
    assert "No fact of" in regenerate(repository, upstream(repository))
    assert git(repository, "status", "--porcelain", "--", "spec", "src", "CHANGELOG.md") == ""
    assert list((repository / ".cache" / "regenerate").iterdir()) == []


@pytest.mark.release
def test_a_change_becomes_a_pull_request_with_code_version_and_changelog(repository: Path) -> None:
    regenerate(repository, upstream(repository, parameter_required))
    assert made(repository, "label") == "minor\n"
    assert "### Breaking\n\n**totps**\n\n* `totps.create(expiration_minutes)`" in made(repository, "body.md")
    changed = git(repository, "status", "--porcelain", "--", "spec", "src", "CHANGELOG.md").split()[1::2]
    assert changed == [
        "CHANGELOG.md",
        "spec/stytch-b2b.yaml",
        "src/aiostytch/resources/document.json",
        "src/aiostytch/resources/totps.py",
        "src/aiostytch/version.py",
    ]


@pytest.mark.release
def test_a_change_that_needs_decisions_becomes_a_pull_request_with_guesses_and_no_code(repository: Path) -> None:
    regenerate(repository, upstream(repository, operation_added, field_added))
    assert made(repository, "label") == "needs-decision\n"
    body = made(repository, "body.md")
    assert "    - target: \"$.paths['/v1/b2b/totp/archive'].post\"\n" in body
    assert '      grace_period: "REVIEW: Grace period."\n' in body
    assert git(repository, "status", "--porcelain", "--", "src", "CHANGELOG.md") == ""
