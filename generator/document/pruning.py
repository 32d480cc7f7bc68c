"""Removing components that no operation uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from .grammar import mapping
from .loading import Document
from .node import Json
from .references import unescaped

_COMPONENT = re.compile(r"#/components/(?P<section>[^/]+)/(?P<name>[^/]+)")
_KEPT = frozenset({"securitySchemes"})
"""Sections that are not used through a `$ref`."""


def prune(document: Document) -> Document:
    """Return a document without unused components, in its order."""
    components = mapping(document.get("components"))
    if not components:
        return document
    reached = _reached(document, components)
    kept = {section: _kept(section, items, reached) for section, items in components.items()}
    return {**document, "components": kept}


def _reached(document: Document, components: Mapping[str, Json]) -> set[tuple[str, str]]:
    reached: set[tuple[str, str]] = set()
    pending = [*_references({key: value for key, value in document.items() if key != "components"})]
    while pending:
        section, name = pending.pop()
        items = mapping(components.get(section))
        if name in items and (section, name) not in reached:
            reached.add((section, name))
            pending.extend(_references(items[name]))
    return reached


def _kept(section: str, items: Json, reached: set[tuple[str, str]]) -> Json:
    if section in _KEPT or not isinstance(items, dict):
        return items
    return {name: item for name, item in items.items() if (section, name) in reached}


def _references(value: object) -> Iterator[tuple[str, str]]:
    """Yield section and name of the components that a value refers to. Not recursive: a value may be nested deeply."""
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, dict):
            item = cast("dict[str, object]", found)
            pending.extend(item.values())
            match = _COMPONENT.match(target) if isinstance(target := item.get("$ref"), str) else None
            if match:
                yield match["section"], unescaped(match["name"])
        elif isinstance(found, list):
            pending.extend(cast("list[object]", found))
