"""The scripts of the workflows, in a copy of the repository. A stand-in for `gh` records its arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from generator.document import loading, yaml12
from tests.generator.rehearsal.documents import (
    Edit,
    field_added,
    field_removed,
    limit_added,
    operation_added,
    operation_removed,
    parameter_required,
    unsupported,
)
from tests.generator.repository import commit, copied, git

CI = Path(__file__).parents[2] / ".ci"
STAND_IN = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$GH_LOG"
case "$1 $2" in
    "pr list") echo "$GH_OPEN" ;;
    "pr view") printf '%s\\n' question minor needs-decision ;;
    "release create") cat >>"$GH_LOG" ;;
esac
"""


@attrs.frozen
class Copy:
    """A copy of the repository, and the recorded arguments of `gh`."""

    folder: Path
    log: Path

    def run(self, script: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "ROOT": str(self.folder),
            "PYTHON": sys.executable,
            "PYTHONPATH": str(CI.parent),
            "PATH": f"{self.log.parent}:{os.environ['PATH']}",
            "GH_LOG": str(self.log),
            **settings,
        }
        command = [str(CI / script), *arguments]
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    def regenerate(self, *edits: Edit, document: str = "b2b") -> str:
        facts = loading.load(str(self.folder / f"spec/{document}/document.yaml"))
        for edit in edits:
            edit(facts)
        upstream = self.folder.parent / "upstream.yaml"
        upstream.write_text(yaml12.dump(facts), encoding="utf-8")
        done = self.run("regenerate", f"{document}={upstream}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def made(self, name: str) -> str:
        return (self.folder / ".cache" / "regenerate" / name).read_text()

    def changed(self, *paths: str) -> list[str]:
        return git(self.folder, "status", "--porcelain", "--", *paths).split()[1::2]

    def told(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    programs = tmp_path / "programs"
    programs.mkdir()
    gh = programs / "gh"
    gh.write_text(STAND_IN)
    gh.chmod(0o755)
    return Copy(copied(tmp_path / "repository"), programs / "log")


@pytest.mark.release
def test_a_document_without_a_new_fact_opens_no_pull_request(copy: Copy) -> None:
    assert "No fact that the SDK uses changed" in copy.regenerate()
    assert copy.changed("spec", "src", "CHANGELOG.md") == []
    assert list((copy.folder / ".cache" / "regenerate").iterdir()) == []
    assert copy.run("pull-request").returncode == 0
    assert not copy.log.exists()


def fact_of_users_added(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["api_user_v1_User"]["properties"]["nickname"] = {"type": "string"}


def fact_of_machines_added(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["api_m2m_v1_M2MClient"]["properties"]["nickname"] = {"type": "string"}


@pytest.mark.release
def test_a_new_fact_about_what_is_not_selected_opens_no_pull_request(copy: Copy) -> None:
    assert "No fact that the SDK uses changed" in copy.regenerate(fact_of_users_added, document="consumer")
    assert copy.changed("spec", "src", "CHANGELOG.md") == []


@pytest.mark.release
def test_a_new_fact_of_the_second_document_needs_a_text_beside_it(copy: Copy) -> None:
    copy.regenerate(fact_of_machines_added, document="consumer")
    assert "The API changed, and needs decisions:" in copy.made("body.md")
    assert copy.changed("spec") == ["spec/consumer/docs.yaml", "spec/consumer/document.yaml"]


NEWER_SDK = """\
class Cats:
    async def stroke_async(self, cat_id: str) -> None: ...


class B2BClient:
    def __init__(self, project_id: str, secret: str) -> None:
        self.cats = Cats()
"""


@pytest.mark.release
def test_facts_of_a_newer_official_sdk_are_decisions(copy: Copy, tmp_path: Path) -> None:
    official = tmp_path / "official"
    for name, text in {
        "stytch/__init__.py": NEWER_SDK,
        "stytch-99.0.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: stytch\nVersion: 99.0.0\n",
    }.items():
        (official / name).parent.mkdir(parents=True)
        (official / name).write_text(text)
    upstream = copy.folder / "spec/b2b/document.yaml"
    done = copy.run("regenerate", f"b2b={upstream}", OFFICIAL=str(official))
    assert done.returncode == 0, done.stderr
    assert copy.made("label") == "needs-decision\n"
    assert 'names: ["method cats.stroke"]' in copy.made("body.md")
    assert copy.changed("spec", "src") == ["spec/declined.yaml"]


@pytest.mark.release
def test_a_change_becomes_a_pull_request_with_code_version_and_changelog(copy: Copy) -> None:
    copy.regenerate(parameter_required)
    assert copy.made("label") == "minor\n"
    assert "### Breaking\n\n**totps**\n\n* `totps.create(expiration_minutes)`" in copy.made("body.md")
    assert copy.changed("spec", "src", "CHANGELOG.md") == [
        "CHANGELOG.md",
        "spec/b2b/document.yaml",
        "src/aiostytch/resources/document.json",
        "src/aiostytch/resources/totps.py",
        "src/aiostytch/version.py",
    ]


@pytest.mark.release
def test_a_change_that_no_caller_sees_is_not_released(copy: Copy) -> None:
    copy.regenerate(limit_added)
    assert copy.made("label") == "unreleased\n"
    assert "only the checks of the sandbox change" in copy.made("body.md")
    assert copy.changed("spec", "src", "CHANGELOG.md") == [
        "spec/b2b/document.yaml",
        "src/aiostytch/resources/document.json",
    ]


@pytest.mark.release
def test_while_the_version_has_no_tag_it_is_left_alone(copy: Copy) -> None:
    """A prepared but unreleased version has no tag to compare the next one with."""
    git(copy.folder, "tag", "--delete", "v0.1.0")
    copy.regenerate(parameter_required)
    assert copy.made("label") == "untagged\n"
    assert "### Breaking" in copy.made("body.md")
    assert "v0.1.0 does not have a tag" in copy.made("body.md")
    assert copy.changed("CHANGELOG.md", "src/aiostytch/version.py") == []
    assert copy.changed("src/aiostytch/resources/totps.py") != []


@pytest.mark.release
def test_a_change_that_needs_decisions_opens_a_pull_request(copy: Copy) -> None:
    """The pull request has guesses and no code."""
    copy.regenerate(operation_added, field_added, field_removed)
    assert copy.made("label") == "needs-decision\n"
    body = copy.made("body.md")
    assert "    - target: \"$.paths['/v1/b2b/totp/archive'].post\"\n" in body
    assert '      grace_period: "REVIEW: Grace period."\n' in body
    assert "    spec/b2b/docs.yaml: /properties/secondary_auth_initiated: is not in the SDK\n" in body
    assert copy.changed("src", "CHANGELOG.md") == []


@pytest.mark.release
@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (operation_removed, "    spec/b2b/overlay.yaml: "),
        (unsupported, "    spec/b2b/document.yaml: /components/schemas/api_b2b_mfa_v1_MfaRequired/properties/either"),
    ],
    ids=["what it names is gone", "it is not supported"],
)
def test_an_unsupported_change_opens_a_pull_request_that_says_why(edit: Edit, problem: str, copy: Copy) -> None:
    copy.regenerate(edit)
    assert copy.made("label") == "needs-decision\n"
    assert problem in copy.made("body.md")
    assert copy.changed("spec", "src", "CHANGELOG.md") == ["spec/b2b/document.yaml"]


def test_regenerating_from_nothing_says_what_is_missing(copy: Copy) -> None:
    assert copy.run("regenerate").stderr == "usage: .ci/regenerate NAME=SOURCE …\n"


@pytest.mark.parametrize("argument", ["upstream.yaml", "other=upstream.yaml", "=upstream.yaml"])
def test_regenerating_an_unknown_document_is_refused(argument: str, copy: Copy) -> None:
    done = copy.run("regenerate", argument)
    assert (done.returncode, done.stderr) == (2, f"{argument} is not NAME=SOURCE of a document in spec/\n")


@pytest.fixture
def prepared(copy: Copy) -> Callable[[str], Copy]:
    """Set up a prepared pull request in a repository with an upstream."""

    def prepare(label: str) -> Copy:
        origin = copy.folder.parent / "origin.git"
        git(copy.folder, "init", "--quiet", "--bare", str(origin))
        git(copy.folder, "remote", "add", "origin", str(origin))
        (copy.folder / ".gitignore").write_text(".cache/\n")
        commit(copy.folder, "ignore")
        (copy.folder / "CHANGELOG.md").write_text("# New\n")
        (copy.folder / "spec" / "more.yaml").write_text("a: 1\n")
        made = copy.folder / ".cache" / "regenerate"
        made.mkdir(parents=True)
        for name, text in {"title": "Take over", "label": label, "body.md": "What changed"}.items():
            (made / name).write_text(f"{text}\n")
        return copy

    return prepare


def test_a_pull_request_is_opened_of_all_that_changed_and_is_tested(prepared: Callable[[str], Copy]) -> None:
    copy = prepared("patch")
    done = copy.run("pull-request", GH_OPEN="0")
    assert done.returncode == 0, done.stderr
    pushed = git(copy.folder, "ls-remote", "origin", "refs/heads/regenerate").split()[0]
    assert git(copy.folder, "show", "--format=%an: %s", "--name-only", pushed).split("\n") == [
        "github-actions[bot]: Take over",
        "",
        "CHANGELOG.md",
        "spec/more.yaml",
        "",
    ]
    assert copy.told() == [
        "auth setup-git",
        "label create patch --force",
        "pr list --head regenerate --state open --json number --jq length",
        "pr create --head regenerate --label patch --title Take over --body-file .cache/regenerate/body.md",
        "workflow run test.yml --ref regenerate",
    ]


def test_a_pull_request_that_is_open_is_brought_up_to_date_with_one_label(prepared: Callable[[str], Copy]) -> None:
    """Labels that people added stay. Of our own labels, only the current one stays."""
    copy = prepared("minor")
    assert copy.run("pull-request", GH_OPEN="1").returncode == 0
    *_, edit, _ = copy.told()
    assert edit.startswith("pr edit regenerate --remove-label needs-decision --add-label minor --title Take over")


def test_a_pull_request_that_cannot_be_pushed_is_an_error(prepared: Callable[[str], Copy]) -> None:
    copy = prepared("minor")
    git(copy.folder, "remote", "set-url", "origin", str(copy.folder.parent / "nowhere"))
    assert copy.run("pull-request", GH_OPEN="0").returncode != 0
    assert copy.told() == ["auth setup-git"]


@pytest.fixture
def built(copy: Copy) -> Copy:
    """Set up a built wheel and its SBOM for the second of three versions."""
    for name in ("dist/aiostytch-0.2.0-py3-none-any.whl", "sbom/aiostytch.cdx.json"):
        path = copy.folder / name
        path.parent.mkdir()
        path.write_text("")
    entries = (f"## [0.{minor}.0] - 2026-01-02\n\n### Added\n\n* Number {minor}.\n" for minor in (3, 2, 1))
    (copy.folder / "CHANGELOG.md").write_text("# Changelog\n\n" + "\n".join(entries))
    return copy


def test_a_release_has_its_changelog_entry_wheel_and_sbom(built: Copy) -> None:
    done = built.run("github-release", TAG="v0.2.0")
    assert done.returncode == 0, done.stderr
    command, *notes = built.told()
    assert command.endswith("--notes-file - dist/aiostytch-0.2.0-py3-none-any.whl sbom/aiostytch.cdx.json")
    assert [line for line in notes if line] == ["### Added", "* Number 2."]


def test_a_tag_that_the_changelog_does_not_know_is_not_released(built: Copy) -> None:
    done = built.run("github-release", TAG="v0.4.0")
    assert (done.returncode, done.stderr) == (1, "CHANGELOG.md has no entry for v0.4.0\n")
    assert not built.log.exists()
