"""`documents.yaml`: the documents of an SDK, and the selected parts of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.document import yaml12
from generator.document.manifest import read_manifest
from generator.document.selection import Selection
from generator.document.trees import Disk
from generator.problems import InputError


def written(folder: Path, content: dict[str, Any]) -> Path:
    (folder / "documents.yaml").write_text(yaml12.dump(content), encoding="utf-8")
    return folder


def test_each_document_is_in_a_folder_of_its_name(tmp_path: Path) -> None:
    select = {"tags": ["Orders"], "paths": ["/v1/carts"]}
    folder = written(tmp_path, {"documents": [{"name": "pets"}, {"name": "shops", "select": select}]})
    first, second = read_manifest(folder, Disk())
    assert (first.name, first.spec, first.selection) == ("pets", folder / "pets/document.yaml", None)
    assert (second.overlay, second.docs) == (folder / "shops/overlay.yaml", folder / "shops/docs.yaml")
    assert second.selection == Selection(tags=("Orders",), paths=("/v1/carts",))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({}, "/"),
        ({"documents": []}, "/documents"),
        ({"documents": [{}]}, "/documents/0"),
        ({"documents": [{"name": "../pets"}]}, "/documents/0/name"),
        ({"documents": [{"name": "pets\n"}]}, "/documents/0/name"),
        ({"documents": [{"name": "pets", "paths": []}]}, "/documents/0"),
        ({"documents": [{"name": "pets"}, {"name": "pets"}]}, "/documents/1/name"),
        ({"documents": [{"name": "pets", "select": {}}]}, "/documents/0/select"),
        ({"documents": [{"name": "pets", "select": {"tags": []}}]}, "/documents/0/select/tags"),
        ({"documents": [{"name": "pets", "select": {"tags": [1]}}]}, "/documents/0/select/tags/0"),
        ({"documents": [{"name": "pets", "select": {"operations": ["a"]}}]}, "/documents/0/select"),
    ],
)
def test_another_form_is_refused_with_its_place(content: dict[str, Any], place: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(written(tmp_path, content), Disk())
    assert str(caught.value).startswith(f"{tmp_path / 'documents.yaml'}: {place}: ")


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"documents\.yaml: /: No such file or directory"):
        read_manifest(tmp_path, Disk())
