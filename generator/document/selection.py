"""The operations that are taken of a document, and what they lead to."""

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
    """Tags, and paths with all that is below them. An operation is taken that has one of either."""

    tags: tuple[str, ...]
    paths: tuple[str, ...]

    def takes(self, path: str, operation: dict[str, Json]) -> bool:
        """Whether an operation of a path is taken."""
        below = f"{path}/"
        return any(below.startswith(f"{start.rstrip('/')}/") for start in self.paths) or not set(self.tags).isdisjoint(
            map(str, elements(operation.get("tags")))
        )


def select(document: Document, selection: Selection) -> Document:
    """Return a document with the operations that are taken, their tags, and the components that they lead to."""
    paths = {path: _taken(path, mapping(item), selection) for path, item in mapping(document.get("paths")).items()}
    selected: dict[str, Any] = {**document, "paths": {path: item for path, item in paths.items() if item}}
    if "tags" in document:
        used = {tag for _, operation in _operations(selected) for tag in map(str, elements(operation.get("tags")))}
        selected["tags"] = [tag for tag in elements(document["tags"]) if mapping(tag).get("name") in used]
    return prune(selected)


def _taken(path: str, item: dict[str, Json], selection: Selection) -> dict[str, Json]:
    """Return what is left of a path item, nothing where none of its operations is taken."""
    left = [method for method in METHODS if method in item and not selection.takes(path, mapping(item[method]))]
    kept = {key: value for key, value in item.items() if key not in left}
    return kept if any(method in kept for method in METHODS) else {}


def unused(document: Document, selection: Selection, at: str) -> Iterator[Problem]:
    """Yield the tags and paths of a selection, which stands `at` a place, that no operation has."""
    operations = list(_operations(document))
    for key, single in (("tags", _by_tag), ("paths", _by_path)):
        for number, name in enumerate(getattr(selection, key)):
            if not any(single(name).takes(path, operation) for path, operation in operations):
                yield Problem(at + pointer(key, number), f"no operation of the document has it: `{name}`")


def _by_tag(name: str) -> Selection:
    return Selection((name,), ())


def _by_path(name: str) -> Selection:
    return Selection((), (name,))


def _operations(document: Document) -> Iterator[tuple[str, dict[str, Json]]]:
    for path, item in mapping(document.get("paths")).items():
        for method in METHODS:
            if method in mapping(item):
                yield path, mapping(mapping(item)[method])
