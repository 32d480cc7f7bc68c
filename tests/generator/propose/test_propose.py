"""A changed document that needs decisions: one message, the lines to add, and no generated code with guesses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generator.cli import app
from generator.document import loading, overlay, yaml12
from generator.propose import decisions
from generator.propose.decisions import Text
from generator.propose.writing import with_texts
from tests.generator.diff.pets import PETS, edited

DELETE = "/paths/~1pets~1{pet_id}/delete"
TOY = "/components/schemas/Toy/properties"
OVERLAY: dict[str, Any] = {
    "overlay": "1.0.0",
    "info": {"title": "Ours", "version": "1"},
    "actions": [
        {
            "target": "$.components.schemas.Toy.properties.toy_id",
            "description": "Reviewed.",
            "update": {"x-sdk-secret": False},
        }
    ],
}
OPEN: dict[str, Any] = {
    f"{DELETE}/x-sdk-call-path": "pets.delete",
    "/paths/~1pets~1{pet_id}~1walks": {
        "post": {
            "operationId": "api_pets_v1_Start",
            "parameters": [{"name": "pet_id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"204": {"description": ""}},
        }
    },
    f"{TOY}/unlock_code": {"type": "string"},
    f'{TOY}/it\'s "odd" keys': {"type": "array", "items": {"type": "string"}},
    f"{TOY}/key": {"type": "integer"},
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


class Folder:
    """A document with its overlay and its docs."""

    def __init__(self, root: Path) -> None:
        self.spec, self.overlay, self.docs = (root / name for name in ("spec.yaml", "overlay.yaml", "docs.yaml"))
        self.out = root / "out"
        self.write(self.spec, PETS)
        self.write(self.overlay, OVERLAY)
        self.write(self.docs, {"complete": True})
        self.run("propose")
        self.accept()

    def write(self, path: Path, content: dict[str, Any]) -> None:
        path.write_text(yaml12.dump(content), encoding="utf-8")

    def run(self, command: str) -> Result:
        inputs = ["--spec", self.spec, "--overlay", self.overlay, "--docs", self.docs]
        return run(command, *inputs, *(["--out", self.out] if command == "generate" else []))

    def accept(self) -> None:
        """Accept every guess, like a reviewer."""
        for path in (self.overlay, self.docs):
            kept = [line for line in path.read_text().splitlines() if line.strip() != "x-review: true"]
            path.write_text("\n".join(kept).replace("REVIEW: ", "") + "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_document_that_was_decided_on_is_generated(folder: Folder) -> None:
    result = folder.run("generate")
    assert result.exit_code == 0, result.stderr
    assert folder.run("propose").stdout.count(": 0 proposals") == 2


def test_one_message_lists_every_decision_and_the_lines_to_add(folder: Folder) -> None:
    folder.write(folder.spec, edited(OPEN))
    result = folder.run("generate")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"{folder.spec}: 9 decisions are needed.",
        "`python -m generator propose` writes these lines. Check each line, and remove its mark.",
        "",
        f"Under `actions` of {folder.overlay}:",
        "- target: \"$.paths['/pets/{pet_id}/walks'].post\"",
        '  description: "REVIEW: Decide the call path and the retry class."',
        '  update: {x-sdk-call-path: "pets.walks.start", x-sdk-retry: "creates"}',
        "  x-review: true",
        "- target: \"$.components.schemas['Toy'].properties['it\\\\'s \\\"odd\\\" keys']\"",
        '  description: "REVIEW: Decide whether it is a secret; its name suggests it."',
        "  update: {x-sdk-secret: true}",
        "  x-review: true",
        "- target: \"$.components.schemas['Toy'].properties['unlock_code']\"",
        '  description: "REVIEW: Decide whether it is a secret; its name suggests it."',
        "  update: {x-sdk-secret: true}",
        "  x-review: true",
        "",
        f"In {folder.docs}:",
        "operations > pets.walks.start > description: REVIEW: Start.",
        "operations > pets.walks.start > summary: REVIEW: Start.",
        'properties > it\'s "odd" keys: REVIEW: It s odd keys.',
        "properties > key: REVIEW: Key.",
        "properties > unlock_code: REVIEW: Unlock code.",
        "resources > pets.walks: REVIEW: Walks.",
    ]
    assert not folder.out.exists()


def test_a_text_alone_is_asked_for_where_nothing_else_is_open(folder: Folder) -> None:
    folder.write(folder.spec, edited({f"{TOY}/height": {"type": "integer"}}))
    lines = folder.run("generate").stderr.splitlines()
    assert lines[2:] == ["", f"In {folder.docs}:", "properties > height: REVIEW: Height."]


INLINE = {
    "type": "object",
    "properties": {"properties": {"type": "object", "properties": {"api_key": {"type": "string"}}}},
}


RESPONSE = {"description": "", "content": {"application/json": {"schema": INLINE}}}


@pytest.mark.parametrize(
    ("edits", "schema"),
    [
        ({f"{TOY}/inner": INLINE}, "$.components.schemas['Toy'].properties['inner']"),
        ({f"{TOY}/inner": {"allOf": [INLINE]}}, "$.components.schemas['Toy'].properties['inner'].allOf[0]"),
        (
            {f"{DELETE}/responses/200": RESPONSE},
            "$.paths['/pets/{pet_id}'].delete.responses['200'].content['application/json'].schema",
        ),
    ],
    ids=["in a property", "in a part of a property", "in a response"],
)
def test_a_secret_is_seen_wherever_its_schema_stands(edits: dict[str, Any], schema: str) -> None:
    changed = edited({f"{TOY}/toy_id/x-sdk-secret": False, **edits})
    (found,) = [action for action in decisions.find_actions(changed) if "api_key" in action.target]
    assert found.target == f"{schema}.properties['properties']['properties']['api_key']"
    accepted = overlay.Action("", found.target, dict(found.update), remove=False)
    assert found not in decisions.find_actions(overlay.apply(changed, overlay.Overlay("", (accepted,))))


def test_proposals_are_not_generated_until_reviewed(folder: Folder) -> None:
    folder.write(folder.spec, edited(OPEN))
    result = folder.run("propose")
    assert result.stdout == f"{folder.overlay}: 3 proposals; {folder.docs}: 6 proposals\n"
    refused = folder.run("generate")
    assert refused.exit_code == 2
    assert refused.stderr.count("is a guess: check it, and remove its mark") == 9
    folder.accept()
    assert folder.run("generate").exit_code == 0
    assert '"unlock_code"' not in (folder.out / "resources/pets_walks.py").read_text()
    assert "repr=False" in (folder.out / "models/schemas.py").read_text().partition("unlock_code")[2]


def test_proposing_changes_no_line_that_was_there(folder: Folder) -> None:
    before = {path: path.read_text().splitlines() for path in (folder.overlay, folder.docs)}
    folder.write(folder.spec, edited(OPEN))
    folder.run("propose")
    for path, lines in before.items():
        after = iter(path.read_text().splitlines())
        assert all(line in after for line in lines), path


def test_a_retry_class_alone_is_asked_for_where_the_call_path_is_there(folder: Folder) -> None:
    document_ = edited({})
    del document_["paths"]["/pets/{pet_id}"]["delete"]["x-sdk-retry"]
    folder.write(folder.spec, document_)
    assert 'update: {x-sdk-retry: "idempotent"}' in folder.run("generate").stderr


def test_unreadable_documents_are_reported_before_decisions(folder: Folder) -> None:
    folder.write(folder.spec, edited({**OPEN, f"{TOY}/bad": {"if": {}}}))
    for command in ("generate", "propose"):
        result = folder.run(command)
        assert result.exit_code == 2
        assert "/components/schemas/Toy/properties/bad" in result.stderr
        assert "decisions are needed" not in result.stderr


def test_a_document_that_declares_nothing_needs_no_decision(tmp_path: Path) -> None:
    plain = edited({})
    for item in plain["paths"].values():
        for node in item.values():
            del node["x-sdk-call-path"], node["x-sdk-retry"]
    path = tmp_path / "plain.yaml"
    path.write_text(yaml12.dump(plain))
    assert run("generate", "--spec", path, "--out", tmp_path / "out").exit_code == 0


def test_files_that_cannot_be_written_are_named(folder: Folder) -> None:
    folder.write(folder.spec, edited(OPEN))
    (folder.docs.parent / ".docs.yaml.new").mkdir()
    result = folder.run("propose")
    assert result.exit_code == 2
    assert "docs.yaml" in result.stderr


def test_a_document_without_an_overlay_or_docs_has_no_place_for_guesses(folder: Folder) -> None:
    for given in ([], ["--overlay", folder.overlay], ["--docs", folder.docs]):
        result = run("propose", "--spec", folder.spec, *given)
        assert result.exit_code == 2
        assert f"{folder.spec}: /: needs an overlay and docs for the guesses" in result.stderr


DOCS = """\
# About.
complete: true
models:
  pets.Cat:
    description: >-
      A cat: it
      purrs.
    values:
      "on": Yes.
operations:
  pets.get:
    summary: Get.

properties:
  age: The age.
  name: The name.
"""


def test_texts_are_inserted_at_their_place_in_the_alphabet() -> None:
    texts = [
        Text(("properties", "birth"), "Birth."),
        Text(("properties", "zip"), "Zip."),
        Text(("properties", "off"), "Off."),
        Text(("models", "pets.Cat", "values", "off"), "Off."),
        Text(("models", "pets.Bird", "description"), "Bird."),
        Text(("resources", "pets"), 'Say "pets".'),
        Text(("operations", "pets.get", "description"), "More."),
    ]
    written = with_texts(DOCS, texts)
    assert loading.parse(written.encode(), "docs") == {
        "complete": True,
        "models": {
            "pets.Bird": {"description": "REVIEW: Bird."},
            "pets.Cat": {"description": "A cat: it purrs.", "values": {"off": "REVIEW: Off.", "on": "Yes."}},
        },
        "operations": {"pets.get": {"description": "REVIEW: More.", "summary": "Get."}},
        "properties": {
            "age": "The age.",
            "birth": "REVIEW: Birth.",
            "name": "The name.",
            "off": "REVIEW: Off.",
            "zip": "REVIEW: Zip.",
        },
        "resources": {"pets": 'REVIEW: Say "pets".'},
    }
    assert with_texts(written, texts) == written
    lines = written.splitlines()
    assert lines.index('  birth: "REVIEW: Birth."') == lines.index("  age: The age.") + 1
    assert lines[lines.index('      "off": "REVIEW: Off."') + 1] == '      "on": Yes.'
