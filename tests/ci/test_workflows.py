"""The workflows: pinned actions, minimal permissions, and only steps that also run locally."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.document import loading

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"- uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = loading.load(str(path))["jobs"]
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(path).values():
        yield from job["steps"]


def test_there_are_four_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["frontend", "regenerate", "release", "test"]


@pytest.mark.parametrize("tool", [("actionlint", "-no-color"), ("zizmor", "--offline", "--quiet")], ids=" ".join)
@each_workflow
def test_linters_find_nothing(path: Path, tool: tuple[str, ...]) -> None:
    """actionlint checks the syntax, zizmor the security."""
    program, *options = tool
    command = [Path(sys.executable).with_name(program), *options, path]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@each_workflow
def test_actions_are_pinned_by_commit_and_say_their_version(path: Path) -> None:
    lines = [line.strip() for line in path.read_text().splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


@each_workflow
def test_a_job_may_do_nothing_that_it_does_not_name(path: Path) -> None:
    assert loading.load(str(path))["permissions"] == {}
    granted = {
        (name, scope)
        for name, job in jobs(path).items()
        for scope, level in job["permissions"].items()
        if level == "write"
    }
    allowed = {
        "regenerate": {("regenerate", "actions"), ("regenerate", "contents"), ("regenerate", "pull-requests")},
        "release": {("publish", "id-token"), ("announce", "contents")},
    }
    assert granted == allowed.get(path.stem, set())


@each_workflow
def test_a_checkout_leaves_no_credentials_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def called(path: Path) -> set[str]:
    return {step["run"] for step in steps(path) if "run" in step}


def targets() -> set[str]:
    return {f"make {name}" for name in re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)}


@each_workflow
def test_steps_call_targets_of_make_and_nothing_else(path: Path) -> None:
    assert called(path) <= targets()


TEST = WORKFLOWS[-1]


def test_pre_commit_corrects_and_then_runs_the_checks_of_the_workflows() -> None:
    config = ROOT / ".pre-commit-config.yaml"
    subprocess.run([Path(sys.executable).with_name("pre-commit"), "validate-config", config], check=True)
    (local,) = loading.load(str(config))["repos"]
    first, *others = (hook["entry"] for hook in local["hooks"])
    assert first == "make fix"
    assert set(others) <= called(TEST) & targets()


def test_the_script_runs_all_that_the_workflow_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    words = {word for line in script.splitlines() if "make " in line for word in line.split()}
    assert {command.removeprefix("make ") for command in called(TEST)} <= words


def test_each_python_tests_the_wheel_and_not_the_working_tree() -> None:
    job = jobs(TEST)["test"]
    assert (job["needs"], job["env"]["BUILT"]) == ("wheel", "dist")
    classifiers = re.findall(r'Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text())
    assert job["strategy"]["matrix"]["python"] == classifiers


@pytest.mark.parametrize(
    ("settings", "installed"),
    [(["BUILT="], "--editable '.[sandbox]'"), (["BUILT=DIST"], "DIST/aiostytch-1-py3-none-any.whl[sandbox]")],
    ids=["the working tree", "a wheel"],
)
def test_setup_installs_the_package(settings: list[str], installed: str, tmp_path: Path) -> None:
    """Uses the dry run of make."""
    (tmp_path / "aiostytch-1-py3-none-any.whl").touch()
    given = [text.replace("DIST", str(tmp_path)) for text in settings]
    command = ["make", "--dry-run", "--always-make", "setup", f"READY={tmp_path / 'ready'}", *given]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert f"--group dev {installed.replace('DIST', str(tmp_path))}\n" in done.stdout
