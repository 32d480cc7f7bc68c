"""The command line: its files, output and exit codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generator.cli import app
from generator.document import yaml12

from .reading import FIXTURES

ROOT = Path(__file__).parents[2]
ZOO = FIXTURES / "render_zoo.yaml"
BROKEN: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/a/{b}": {"get": {"responses": {"204": {"description": ""}}}}},
    "components": {"schemas": {"Pet": {"if": {}}, "Owner": {"type": "integer", "default": "x"}}},
}


ONE_SHAPE = "not supported: the type of a value would depend on another value, which a Python class cannot express"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "package"


def written(folder: Path, name: str, content: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(yaml12.dump(content), encoding="utf-8")
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_generating_writes_the_package_and_says_so(out: Path) -> None:
    result = run("generate", "--spec", ZOO, "--out", out)
    assert result.exit_code == 0
    files = len(snapshot(out))
    assert re.fullmatch(
        rf"{out}: \d+ operations and \d+ models in \d+\.\d s; {files} files written, 0 unchanged, 0 removed\n",
        result.stdout,
    )


def test_generating_again_changes_nothing(out: Path) -> None:
    run("generate", "--spec", ZOO, "--out", out)
    before = snapshot(out)
    assert (
        f"; 0 files written, {len(before)} unchanged, 0 removed" in run("generate", "--spec", ZOO, "--out", out).stdout
    )
    assert snapshot(out) == before


def test_checking_what_was_generated_finds_no_difference(out: Path) -> None:
    run("generate", "--spec", ZOO, "--out", out)
    result = run("check", "--spec", ZOO, "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"{out}: all {len(snapshot(out))} files match {ZOO}\n")


def test_checking_what_was_changed_shows_a_diff_and_ends_with_1(out: Path) -> None:
    run("generate", "--spec", ZOO, "--out", out)
    path = out / "models" / "__init__.py"
    path.write_text(path.read_text() + "import os\n")
    before = snapshot(out)
    result = run("check", "--spec", ZOO, "--out", out)
    assert result.exit_code == 1
    assert result.stdout.startswith("--- a/models/__init__.py\n+++ b/models/__init__.py\n@@ ")
    assert "\n-import os\n" in result.stdout
    assert snapshot(out) == before


def test_stale_files_are_drift_until_they_are_removed(out: Path) -> None:
    run("generate", "--spec", ZOO, "--out", out)
    (out / "models" / "old.py").write_text("# Generated from spec/ long ago.\n")
    assert run("check", "--spec", ZOO, "--out", out).exit_code == 1
    assert run("generate", "--spec", ZOO, "--out", out).stdout.endswith(" 1 removed\n")
    assert run("check", "--spec", ZOO, "--out", out).exit_code == 0


@pytest.mark.parametrize("command", ["generate", "check"])
def test_all_problems_are_reported_at_once_and_nothing_is_written(command: str, out: Path, tmp_path: Path) -> None:
    spec = written(tmp_path, "spec.yaml", BROKEN)
    result = run(command, "--spec", spec, "--out", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"{spec}: /components/schemas/Owner/default: is not of the type integer",
        f"{spec}: /components/schemas/Pet/if: {ONE_SHAPE}",
        f"{spec}: /paths/~1a~1{{b}}/get: the path parameter `b` is not declared",
    ]
    assert not out.exists()


def test_a_document_that_breaks_leaves_the_old_package_as_it_was(out: Path, tmp_path: Path) -> None:
    run("generate", "--spec", ZOO, "--out", out)
    before = snapshot(out)
    assert run("generate", "--spec", written(tmp_path, "spec.yaml", BROKEN), "--out", out).exit_code == 2
    assert snapshot(out) == before


def test_a_file_that_somebody_wrote_stops_the_run(out: Path) -> None:
    (out / "models").mkdir(parents=True)
    (out / "models" / "mine.py").write_text("by hand")
    result = run("generate", "--spec", ZOO, "--out", out)
    assert result.exit_code == 2
    assert result.stderr == f"{out}: /models/mine.py: was not generated: move it to another folder\n"
    assert snapshot(out) == {"models/mine.py": b"by hand"}


OVERLAY = {
    "overlay": "1.0.0",
    "info": {"title": "", "version": ""},
    "actions": [
        {"target": "$.paths['/v1/token'].post", "description": "Why.", "update": {"x-sdk-call-path": "codes.trade"}}
    ],
}
DOCS = {"resources": {"animals": "What the zoo has."}}


def test_an_overlay_and_docs_can_be_given(out: Path, tmp_path: Path) -> None:
    overlay, docs = written(tmp_path, "overlay.yaml", OVERLAY), written(tmp_path, "docs.yaml", DOCS)
    assert run("generate", "--spec", ZOO, "--overlay", overlay, "--docs", docs, "--out", out).exit_code == 0
    assert "def trade(" in (out / "resources" / "codes.py").read_text()
    assert "What the zoo has." in (out / "resources" / "animals.py").read_text()
    assert run("check", "--spec", ZOO, "--overlay", overlay, "--docs", docs, "--out", out).exit_code == 0
    assert run("check", "--spec", ZOO, "--overlay", overlay, "--out", out).exit_code == 1
    assert run("check", "--spec", ZOO, "--docs", docs, "--out", out).exit_code == 1


@pytest.mark.parametrize(
    ("option", "content", "line"),
    [
        ("--overlay", {**OVERLAY, "actions": []}, "/actions: must be a list of actions"),
        (
            "--overlay",
            {**OVERLAY, "actions": [{"target": "$.gone", "description": "Why.", "remove": True}]},
            "/actions/0/target: matches nothing: $.gone",
        ),
        ("--docs", {"resources": {"gone": "Gone."}}, "/resources/gone: is not in the SDK"),
        (
            "--docs",
            {"texts": {}},
            "/texts: unknown key; known keys: client, models, operations, properties, resources",
        ),
    ],
)
def test_an_overlay_or_docs_that_do_not_fit_are_named(
    option: str, content: dict[str, Any], line: str, out: Path, tmp_path: Path
) -> None:
    path = written(tmp_path, "extra.yaml", content)
    result = run("generate", "--spec", ZOO, option, path, "--out", out)
    assert (result.exit_code, result.stderr) == (2, f"{path}: {line}\n")
    assert not out.exists()


@pytest.mark.parametrize("option", ["--spec", "--overlay", "--docs"])
def test_an_input_that_is_not_there_is_named(option: str, out: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.yaml"
    given = ["--spec", ZOO, option, gone] if option != "--spec" else ["--spec", gone]
    result = run("generate", *given, "--out", out)
    assert (result.exit_code, result.stderr) == (2, f"{gone}: /: No such file or directory\n")


def test_a_folder_of_documents_brings_its_overlays_and_docs(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`spec/` is the default folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec/zoo").mkdir(parents=True)
    (tmp_path / "spec/zoo/document.yaml").write_bytes(ZOO.read_bytes())
    written(tmp_path, "spec/documents.yaml", {"documents": [{"name": "zoo"}]})
    written(tmp_path, "spec/zoo/overlay.yaml", OVERLAY)
    written(tmp_path, "spec/zoo/docs.yaml", DOCS)
    assert run("generate", "--out", out).exit_code == 0
    assert (out / "resources" / "codes.py").exists()
    assert "What the zoo has." in (out / "resources" / "animals.py").read_text()
    assert run("generate", "--out", out, "--spec", "spec/zoo/document.yaml").exit_code == 0
    assert not (out / "resources" / "codes.py").exists()
    assert "What the zoo has." not in (out / "resources" / "animals.py").read_text()
    refused = run("generate", "--out", out, "--overlay", "spec/zoo/overlay.yaml")
    assert refused.exit_code == 2
    assert (
        refused.stderr == "spec: /: is a folder; its documents have their own overlays and texts: see documents.yaml\n"
    )


def test_the_reference_is_written_beside_the_pages(tmp_path: Path) -> None:
    (tmp_path / "start.md").write_text("# Start\n\nBegin.\n", encoding="utf-8")
    result = run("reference", tmp_path, "--spec", ZOO)
    pages = {path for path in snapshot(tmp_path) if path != "start.md"}
    assert result.stdout == f"{tmp_path / 'reference'}: {len(pages)} pages\n"
    assert {path.split("/")[0] for path in pages} == {"reference"}
    assert "reference/calls/animals.md" in pages
    assert "[Start](start.html): Begin." in (tmp_path / "reference" / "raw" / "llms.txt").read_text(encoding="utf-8")


def test_vendoring_says_what_it_did(tmp_path: Path) -> None:
    source, target = FIXTURES / "vendor" / "upstream.yaml", tmp_path / "facts.yaml"
    result = run("vendor", source, target)
    assert (result.exit_code, result.stdout) == (0, f"{target}: the facts of {source}\n")
    assert target.exists()


@pytest.mark.parametrize(
    "arguments",
    [["vendor"], ["destroy"], ["generate", "--colour"], ["generate", "--spec"], ["check", "more"]],
    ids=" ".join,
)
def test_a_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["generate", "check", "reference", "vendor"])
def test_every_command_has_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "spec" in result.stdout


def python(*arguments: object, seed: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the generator as a program."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_program_gives_the_same_bytes_whatever_the_seed_of_hashes(out: Path, tmp_path: Path) -> None:
    first = python("generate", "--out", out, seed=1)
    assert (first.returncode, first.stderr) == (0, "")
    second = python("generate", "--out", tmp_path / "second", seed=2)
    assert (second.returncode, second.stderr) == (0, "")
    assert snapshot(out) == snapshot(tmp_path / "second")
    assert len(snapshot(out)) > 50


def test_the_program_ends_with_2_and_lines_without_a_traceback(out: Path, tmp_path: Path) -> None:
    result = python("generate", "--spec", written(tmp_path, "spec.yaml", BROKEN), "--out", out)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 3)
    assert not out.exists()
