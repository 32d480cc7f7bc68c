"""The manifest of a folder, `documents.yaml`: the documents of an SDK.

    documents:
    - name: pets            # in the folder `pets`: document.yaml, overlay.yaml and docs.yaml
    - name: shops
      select:               # take only operations with one of the tags, or at or below one of the paths
        tags: [Orders]
        paths: [/v1/carts]

The first document names the package: its title, its version and its servers count.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from generator.problems import InputError, Problem, pointer

from .loading import Document
from .selection import Selection
from .trees import Disk, Tree, load

MANIFEST = "documents.yaml"

_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_FORM: Validator = Draft202012Validator(
    {
        "type": "object",
        "required": ["documents"],
        "additionalProperties": False,
        "properties": {
            "documents": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string", "pattern": r"\A[a-z][a-z0-9_-]*\Z"},
                        "select": {
                            "type": "object",
                            "minProperties": 1,
                            "additionalProperties": False,
                            "properties": {"tags": _TEXTS, "paths": _TEXTS},
                        },
                    },
                },
            }
        },
    }
)


@attrs.frozen(kw_only=True)
class Source:
    """The paths of a document, its overlay and its texts.

    `name` is "" if the document is the only one. `at` is the pointer of the selection in the manifest.
    """

    name: str = ""
    spec: Path
    overlay: Path | None = None
    docs: Path | None = None
    selection: Selection | None = None
    manifest: str = ""
    at: str = ""
    tree: Tree = attrs.field(factory=Disk)


def read_manifest(folder: Path, tree: Tree) -> tuple[Source, ...]:
    """Return the documents of a folder.

    Raises:
        InputError: the manifest cannot be read or is invalid.
    """
    path = folder / MANIFEST
    manifest = load(tree, path)
    problems = sorted(_problems(manifest))
    if problems:
        raise InputError(tree.label(path), problems)
    return tuple(
        Source(
            name=item["name"],
            spec=folder / item["name"] / "document.yaml",
            overlay=folder / item["name"] / "overlay.yaml",
            docs=folder / item["name"] / "docs.yaml",
            selection=_selection(item["select"]) if "select" in item else None,
            manifest=tree.label(path),
            at=pointer("documents", index, "select"),
            tree=tree,
        )
        for index, item in enumerate(manifest["documents"])
    )


def _selection(item: dict[str, list[str]]) -> Selection:
    return Selection(tags=tuple(item.get("tags", ())), paths=tuple(item.get("paths", ())))


def _problems(manifest: Document) -> Iterator[Problem]:
    errors = list(_FORM.iter_errors(manifest))
    yield from (Problem(pointer(*error.absolute_path), error.message) for error in errors)
    if not errors:
        names: list[Any] = [item["name"] for item in manifest["documents"]]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Problem(pointer("documents", index, "name"), f"`{name}` is already the name of a document")
