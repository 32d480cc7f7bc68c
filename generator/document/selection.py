"""Selecting operations of a document, and the components that they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from generator.problems import Problem, pointer

from .grammar import elements, mapping
from .keywords import METHODS
from .loading import Document
from .node import Json
from .pruning import prune


@attrs.frozen
class Selection:
    """Tags and path prefixes. An operation is selected if it has one of the tags or one of the prefixes."""

    tags: tuple[str, ...]
    paths: tuple[str, ...]

    def takes(self, path: str, operation: dict[str, Json]) -> bool:
        """Whether an operation of a path is selected."""
        below = f"{path}/"
        return any(below.startswith(f"{start.rstrip('/')}/") for start in self.paths) or not set(self.tags).isdisjoint(
            map(str, elements(operation.get("tags")))
        )


def select(document: Document, selection: Selection) -> Document:
    """Return a document with the selected operations, their tags and the components that they use."""
    paths = {path: _selected(path, mapping(item), selection) for path, item in mapping(document.get("paths")).items()}
    selected: dict[str, Any] = {**document, "paths": {path: item for path, item in paths.items() if item}}
    if "tags" in document:
        used = {tag for _, operation in _operations(selected) for tag in map(str, elements(operation.get("tags")))}
        selected["tags"] = [tag for tag in elements(document["tags"]) if mapping(tag).get("name") in used]
    return prune(selected)


def _selected(path: str, item: dict[str, Json], selection: Selection) -> dict[str, Json]:
    """Return a path item with its selected operations, or an empty one if no operation is selected."""
    dropped = [method for method in METHODS if method in item and not selection.takes(path, mapping(item[method]))]
    kept = {key: value for key, value in item.items() if key not in dropped}
    return kept if any(method in kept for method in METHODS) else {}


def unused(document: Document, selection: Selection, at: str) -> Iterator[Problem]:
    """Yield the tags and paths of a selection that match no operation. `at` is the pointer of the selection."""
    operations = list(_operations(document))
    for key, single in (("tags", _by_tag), ("paths", _by_path)):
        for number, name in enumerate(getattr(selection, key)):
            if not any(single(name).takes(path, operation) for path, operation in operations):
                yield Problem(at + pointer(key, number), f"matches no operation of the document: `{name}`")


def _by_tag(name: str) -> Selection:
    return Selection((name,), ())


def _by_path(name: str) -> Selection:
    return Selection((), (name,))


def _operations(document: Document) -> Iterator[tuple[str, dict[str, Json]]]:
    for path, item in mapping(document.get("paths")).items():
        for method in METHODS:
            if method in mapping(item):
                yield path, mapping(mapping(item)[method])
