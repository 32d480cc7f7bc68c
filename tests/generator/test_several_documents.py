"""An SDK from two documents: one tree; every message, guess and change names its document."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generator.cli import app
from generator.document import yaml12
from generator.document.trees import Disk
from generator.inputs import find_sources
from generator.pipeline import generate
from tests.generator.repository import commit, git

OVERLAY: dict[str, Any] = {
    "overlay": "1.0.0",
    "info": {"title": "Ours", "version": "1"},
    "actions": [
        {
            "target": "$.components.schemas.Owner.properties.note",
            "description": "Reviewed.",
            "update": {"x-sdk-secret": False},
        },
        {"target": "$.paths.*.*", "description": "All only read.", "update": {"x-sdk-retry": "read"}},
    ],
}


def refer(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def get(path: str, schema: str, *tags: str) -> dict[str, Any]:
    response = {"description": "", "content": {"application/json": {"schema": refer(schema)}}}
    call = {"operationId": path, "x-sdk-call-path": path, "tags": list(tags), "responses": {"200": response}}
    return {"get": call}


def thing(**properties: dict[str, str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


OWNER = thing(note={"type": "string"})
PETS: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "x-provenance": {"source": "pets", "title": "Pets", "version": "1", "sha256": "a" * 64},
    "paths": {"/pets": get("pets.get", "Pet")},
    "components": {"schemas": {"Pet": thing(owner=refer("Owner")), "Owner": OWNER}},
}
SHOPS: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shops", "version": "5"},
    "x-provenance": {"source": "shops", "title": "Shops", "version": "5", "sha256": "b" * 64},
    "paths": {"/shops": get("shops.get", "Shop", "Shops"), "/staff": get("staff.get", "Staff", "Staff")},
    "components": {"schemas": {"Shop": thing(owner=refer("Owner")), "Owner": OWNER, "Staff": thing()}},
}


class Folder:
    """Two documents with overlays and docs, in a repository in the working directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("spec/documents.yaml", {"documents": [{"name": "pets"}, SELECTED]})
        for name, document in {"pets": PETS, "shops": SHOPS}.items():
            self.write(f"spec/{name}/document.yaml", document)
            self.write(f"spec/{name}/overlay.yaml", OVERLAY)
            self.write(f"spec/{name}/docs.yaml", {"resources": {name: f"All {name}."}})

    def write(self, name: str, content: dict[str, Any]) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml12.dump(content), encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, document: dict[str, Any], schema: str, **properties: dict[str, str]) -> dict[str, Any]:
        changed = copy.deepcopy(document)
        changed["components"]["schemas"][schema]["properties"] |= properties
        return changed


SELECTED = {"name": "shops", "select": {"tags": ["Shops"]}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.mark.usefixtures("folder")
def test_one_tree_is_made_of_what_is_selected() -> None:
    found = generate(find_sources(Path("spec"), None, None, Disk()))
    assert [".".join(each.call_path) for each in found.package.operations()] == ["pets.get", "shops.get"]
    assert [item.name for module in found.package.modules for item in module.classes] == ["Owner", "Pet", "Shop"]
    assert [resource.doc for resource in found.package.resources()] == ["All pets.", "All shops."]
    assert [(each.name, each.title, each.version) for each in found.package.documents] == [
        ("pets", "Pets", "1"),
        ("shops", "Shops", "5"),
    ]


@pytest.mark.usefixtures("folder")
def test_the_stored_document_says_where_each_part_is_from(tmp_path: Path) -> None:
    assert run("generate", "--out", "out").exit_code == 0
    stored = json.loads((tmp_path / "out/resources/document.json").read_text())
    assert list(stored["paths"]) == ["/pets", "/shops"]
    assert [(each["name"], each["sha256"][0]) for each in stored["x-provenance"]] == [("pets", "a"), ("shops", "b")]


@pytest.mark.usefixtures("folder")
def test_the_reference_names_the_documents(tmp_path: Path) -> None:
    assert run("reference", "pages").exit_code == 0
    for page in ("index.md", "raw/llms.txt"):
        assert "Pets 1, Shops 5" in " ".join((tmp_path / "pages/reference" / page).read_text().split())


def test_problems_are_reported_with_their_documents_and_all_at_once(folder: Folder) -> None:
    folder.write("spec/pets/document.yaml", folder.change(PETS, "Pet", age={"if": {}}))
    folder.write("spec/shops/document.yaml", folder.change(SHOPS, "Shop", size={"type": "integer", "default": "x"}))
    lines = run("generate", "--out", "out").stderr.splitlines()
    assert [line.rpartition(": ")[0] for line in lines] == [
        "spec/pets/document.yaml: /components/schemas/Pet/properties/age/if: not supported",
        "spec/shops/document.yaml: /components/schemas/Shop/properties/size/default",
    ]


def test_inputs_that_cannot_be_read_are_reported_together(folder: Folder) -> None:
    folder.write("spec/pets/overlay.yaml", {**OVERLAY, "actions": []})
    folder.write("spec/documents.yaml", {"documents": [{"name": "pets"}, {"name": "shops", "select": {"tags": ["x"]}}]})
    assert run("generate", "--out", "out").stderr.splitlines() == [
        "spec/pets/overlay.yaml: /actions: must be a list of actions",
        "spec/documents.yaml: /documents/1/select/tags/0: matches no operation of the document: `x`",
    ]


def test_conflicting_entries_are_refused_with_both_places(folder: Folder) -> None:
    folder.write("spec/shops/document.yaml", folder.change(SHOPS, "Owner", name={"type": "string"}))
    assert run("generate", "--out", "out").stderr == (
        "spec/shops/document.yaml: /components/schemas/Owner/properties/name: "
        "differs from the same entry of another document: "
        "see spec/pets/document.yaml: /components/schemas/Owner/properties/name\n"
    )


def test_unselected_parts_may_differ(folder: Folder) -> None:
    changed = folder.change(SHOPS, "Staff", name={"type": "string"})
    changed["components"]["schemas"]["Pet"] = thing(other={"type": "string"})
    folder.write("spec/shops/document.yaml", changed)
    assert run("generate", "--out", "out").exit_code == 0


def test_a_text_that_is_in_both_has_to_be_the_same(folder: Folder) -> None:
    folder.write("spec/pets/docs.yaml", {"properties": {"note": "A note."}, "samples": {}})
    folder.write("spec/shops/docs.yaml", {"properties": {"note": "A note."}})
    assert run("generate", "--out", "out").exit_code == 0
    folder.write("spec/shops/docs.yaml", {"properties": {"note": "Another."}})
    assert run("generate", "--out", "out").stderr == (
        "spec/shops/docs.yaml: /properties/note: "
        "differs from the same entry of another file: see spec/pets/docs.yaml: /properties/note\n"
    )


def test_a_text_that_names_nothing_is_reported_where_it_stands(folder: Folder) -> None:
    folder.write("spec/shops/docs.yaml", {"properties": {"gone": "Gone."}, "samples": {"none": 1}})
    assert run("generate", "--out", "out").stderr.splitlines() == [
        "spec/shops/docs.yaml: /properties/gone: is not in the SDK",
        "spec/shops/docs.yaml: /samples/none: is not a parameter of any call",
    ]


def test_guesses_are_written_beside_their_document(folder: Folder) -> None:
    """They are requested for and written next to their document."""
    for name in ("pets", "shops"):
        folder.write(f"spec/{name}/docs.yaml", {"complete": True})
    folder.write("spec/pets/document.yaml", folder.change(PETS, "Owner", token={"type": "string"}))
    shops = folder.change(folder.change(SHOPS, "Owner", token={"type": "string"}), "Shop", key={"type": "string"})
    folder.write("spec/shops/document.yaml", shops)
    asked = run("generate", "--out", "out").stderr
    assert asked.startswith("spec/documents.yaml: 15 decisions are needed.\n")
    pets, shops_lines = asked.split("Under `actions` of spec/shops/overlay.yaml:")
    assert "Under `actions` of spec/pets/overlay.yaml:" in pets
    assert (pets.count("['token']"), pets.count("['key']")) == (1, 0)
    assert (shops_lines.count("['token']"), shops_lines.count("['key']")) == (1, 1)

    assert run("propose").stdout == (
        "spec/pets/overlay.yaml: 1 proposals; spec/pets/docs.yaml: 8 proposals\n"
        "spec/shops/overlay.yaml: 2 proposals; spec/shops/docs.yaml: 5 proposals\n"
    )
    assert ("token: " in folder.read("spec/pets/docs.yaml"), "shops.get:" in folder.read("spec/pets/docs.yaml")) == (
        True,
        False,
    )
    assert "  shops.get:" in folder.read("spec/shops/docs.yaml")
    marked = run("generate", "--out", "out").stderr.splitlines()
    assert {line.split(": ")[0] for line in marked} == {
        "spec/pets/overlay.yaml",
        "spec/pets/docs.yaml",
        "spec/shops/overlay.yaml",
        "spec/shops/docs.yaml",
    }
    for name in ("pets", "shops"):
        for file in ("overlay", "docs"):
            text = folder.read(f"spec/{name}/{file}.yaml").replace("REVIEW: ", "").replace("  x-review: true\n", "")
            (folder.root / f"spec/{name}/{file}.yaml").write_text(text)
    assert run("generate", "--out", "out").exit_code == 0


def test_a_folder_is_compared_with_what_a_revision_of_it_had(folder: Folder, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "first")
    changed = folder.change(SHOPS, "Shop", size={"type": "integer"})
    changed["info"] = {"title": "Shops", "version": "6"}
    folder.write("spec/shops/document.yaml", changed)
    found = json.loads(run("diff", "git:HEAD:spec", "--format", "json").stdout)["changes"]
    assert [(each["kind"], each["place"], each["after"]) for each in found] == [
        ("document_changed", "shops", "Shops 6"),
        ("field_added", "models.schemas.Shop.size", "size: int"),
    ]


def test_documents_that_come_and_go_are_changes(folder: Folder, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    folder.write("spec/documents.yaml", {"documents": [{"name": "pets"}]})
    commit(tmp_path, "first")
    folder.write("spec/documents.yaml", {"documents": [SELECTED]})
    found = json.loads(run("diff", "git:HEAD:spec", "--format", "json").stdout)["changes"]
    kinds = {(each["kind"], each["place"]) for each in found if each["group"] == "document"}
    assert kinds == {("document_changed", "shops")}
    folder.write("spec/documents.yaml", {"documents": [{"name": "pets"}, SELECTED]})
    found = json.loads(run("diff", "git:HEAD:spec", "--format", "json").stdout)["changes"]
    assert ("document_added", "shops") in {(each["kind"], each["place"]) for each in found}
    assert ("operation_added", "shops.get") in {(each["kind"], each["place"]) for each in found}
