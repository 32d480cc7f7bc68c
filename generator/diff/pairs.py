"""Pairing items before and after a change: by name, or else by structure.

A rename is detected only if it is unambiguous: exactly one removed item and exactly one added item have the same
structure. If a structure is too common, such as an optional string, the names must also be similar.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")

_ALIKE = 0.6
"""The minimum similarity of two names, as the ratio of `difflib`, whose manual calls 0.6 "a close match"."""


@attrs.frozen
class Renamed(Generic[T]):
    """A renamed item, and the clue that identified it."""

    before: T
    after: T
    because: str


@attrs.frozen
class Pairs(Generic[T]):
    """The items of two lists. `kept` are those with the same name in both."""

    kept: Sequence[tuple[T, T]]
    renamed: Sequence[Renamed[T]]
    removed: Sequence[T]
    added: Sequence[T]

    def both(self) -> list[tuple[T, T]]:
        """Return the pairs of all items that are in both lists."""
        return [*self.kept, *((found.before, found.after) for found in self.renamed)]


Clue = tuple[str, Callable[[T], Hashable | None]]
"""A way to detect renames: its name for reports, and a function whose result must be the same (None: no clue)."""


def pair(
    before: Iterable[T],
    after: Iterable[T],
    name: Callable[[T], str],
    clues: Sequence[Clue[T]],
    alike: Callable[[str, str], bool] = lambda _old, _new: True,
) -> Pairs[T]:
    """Find the items that were kept, renamed, removed and added.

    Args:
        before: the old items.
        after: the new items.
        name: returns the name of an item.
        clues: the ways to detect a rename, the most reliable first.
        alike: whether two names are similar enough for a rename.
    """
    old, new = {name(item): item for item in before}, {name(item): item for item in after}
    kept = [(item, new[key]) for key, item in old.items() if key in new]
    removed = {key: item for key, item in old.items() if key not in new}
    added = {key: item for key, item in new.items() if key not in old}
    renamed: list[Renamed[T]] = []
    for because, clue in clues:
        for gone, came in _only_pairs(removed, added, clue):
            if alike(gone, came):
                renamed.append(Renamed(removed.pop(gone), added.pop(came), because))
    return Pairs(kept, renamed, list(removed.values()), list(added.values()))


def _only_pairs(
    removed: Mapping[str, T], added: Mapping[str, T], clue: Callable[[T], Hashable | None]
) -> list[tuple[str, str]]:
    gone, came = _by(removed, clue), _by(added, clue)
    return [(gone[key][0], came[key][0]) for key in gone if len(gone[key]) == 1 == len(came.get(key, ()))]


def _by(items: Mapping[str, T], clue: Callable[[T], Hashable | None]) -> Mapping[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for name, item in items.items():
        key = clue(item)
        if key is not None:
            found[key].append(name)
    return found


def names_are_alike(old: str, new: str) -> bool:
    """Whether two names have most letters in common, or all words of one are in the other."""
    words = set(old.split("_")), set(new.split("_"))
    return words[0] <= words[1] or words[1] <= words[0] or difflib.SequenceMatcher(None, old, new).ratio() >= _ALIKE
