"""Merging several documents into one. An entry that two documents share must be the same in both.

Entries are the methods of a path, a component, a tag, an entry of an `x-sdk-*` extension, and any other top-level key.
Title, version and provenance are not compared; those of the first document count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from generator.problems import InputError, Problem, pointer

from .grammar import elements, mapping
from .loading import Document
from .node import Json

Place = tuple[str, ...]

_OWN = ("openapi", "info", "x-provenance")
"""Keys that describe the document itself."""
_DEPTHS: Mapping[str, int] = {
    "components": 2,
    "paths": 2,
    "tags": 1,
    "webhooks": 1,
    "x-sdk-mixins": 1,
    "x-sdk-modules": 1,
}
"""The number of levels of names above the entries of each top-level key. All other keys are entries themselves."""
_SHARED = ("parameters", "servers")
"""Keys of a path that apply to all its methods. One document cannot add them to the methods of another."""


@attrs.frozen
class Part:
    """A document to merge. Error messages call it `source`."""

    source: str
    document: Document


@attrs.frozen
class Merged:
    """The merged document. `origins` maps the pointer of each entry and its parents to the numbers of its documents."""

    document: Document
    origins: Mapping[str, Sequence[int]]

    def documents_of(self, place: str) -> Sequence[int]:
        """Return the numbers of the documents that have a place."""
        while place and place not in self.origins:
            place = place.rpartition("/")[0]
        return self.origins.get(place, (0,))


def merge(parts: Sequence[Part]) -> Merged:
    """Merge several documents into one.

    Raises:
        InputError: two documents define the same entry differently. Each problem names both places.
    """
    if len(parts) == 1:
        return Merged(parts[0].document, {})
    entries: dict[Place, Json] = {}
    owners: dict[Place, list[int]] = {}
    problems: list[Problem] = []
    for number, part in enumerate(parts):
        for place, value in _entries(part.document):
            where = difference(entries.setdefault(place, value), value)
            first = owners.setdefault(place, [])
            if where is not None:
                problems.append(_problem(pointer(*place, *where), part, parts[first[0]]))
            first.append(number)
    if problems:
        raise InputError(parts[0].source, sorted(problems))
    return _merged(parts[0].document, entries, owners)


def _problem(at: str, part: Part, other: Part) -> Problem:
    return Problem(at, f"differs from the same entry of another document: see {other.source}: {at}", part.source)


def difference(one: Json, other: Json) -> tuple[str | int, ...] | None:
    """Return the path to the first difference between two values; None if they are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted(one.keys() | other.keys())
        return _first((key, one[key], other[key]) if key in one and key in other else (key, 0, 1) for key in keys)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return _first((index, *pair) for index, pair in enumerate(zip(one, other, strict=True)))
    return None if one == other and isinstance(one, bool) == isinstance(other, bool) else ()


def _first(pairs: Iterator[tuple[str | int, Json, Json]]) -> tuple[str | int, ...] | None:
    found = ((key, difference(one, other)) for key, one, other in pairs)
    return next(((key, *below) for key, below in found if below is not None), None)


def _entries(document: Document) -> Iterator[tuple[Place, Json]]:
    """Yield the entries to compare.

    Settings that apply to all calls of a document or a path are None if it lacks them: the other documents must lack
    them too.
    """
    paths = {path: {**dict.fromkeys(_SHARED), **mapping(item)} for path, item in mapping(document.get("paths")).items()}
    tags = {str(mapping(tag).get("name")): tag for tag in elements(document.get("tags"))}
    version = str(document["openapi"]).rpartition(".")[0]
    compared: dict[str, Any] = {"security": None, **document, "openapi": version, "paths": paths, "tags": tags}
    for key, value in compared.items():
        if key not in _OWN or key == "openapi":
            yield from _below((key,), value, _DEPTHS.get(key, 0))


def _below(place: Place, value: Json, depth: int) -> Iterator[tuple[Place, Json]]:
    if depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _below((*place, key), item, depth - 1)
    else:
        yield place, value


def _merged(first: Document, entries: Mapping[Place, Json], owners: Mapping[Place, Sequence[int]]) -> Merged:
    whole: dict[str, Any] = {"paths": {}}
    for (*above, last), value in entries.items():
        if value is not None:
            container = whole
            for key in above:
                container = container.setdefault(key, {})
            container[last] = value
    tags = [place for place in owners if place[0] == "tags"]
    origins = {pointer("tags", index): owners[place] for index, place in enumerate(tags)}
    for place, numbers in owners.items():
        for length in range(len(place), 0, -1):
            at = pointer(*place[:length])
            origins[at] = sorted({*origins.get(at, ()), *numbers})
    own = {key: first[key] for key in _OWN if key in first}
    return Merged({**whole, "tags": list(whole.get("tags", {}).values()), **own}, origins)
