"""What is the same thing before and after: by its name, else by its structure.

A rename is recognised only where it is the one possibility: exactly one thing that went and exactly one that came have
the same structure. Names count where structures say too little, as with two optional texts.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")

_ALIKE = 0.6
"""How alike two names must be that mean the same: `difflib`'s ratio, of which 0.6 is "a close match" in its manual."""


@attrs.frozen
class Renamed(Generic[T]):
    """Something that has another name now, and how that is known."""

    before: T
    after: T
    because: str


@attrs.frozen
class Pairs(Generic[T]):
    """Two lists of things, sorted out. What kept its name is in `kept`."""

    kept: Sequence[tuple[T, T]]
    renamed: Sequence[Renamed[T]]
    removed: Sequence[T]
    added: Sequence[T]

    def both(self) -> list[tuple[T, T]]:
        """Return all things that are there before and after."""
        return [*self.kept, *((found.before, found.after) for found in self.renamed)]


Clue = tuple[str, Callable[[T], Hashable | None]]
"""How a rename is recognised: what to call it, and what is the same before and after; None gives no clue."""


def pair(
    before: Iterable[T],
    after: Iterable[T],
    name: Callable[[T], str],
    clues: Sequence[Clue[T]],
    alike: Callable[[str, str], bool] = lambda _old, _new: True,
) -> Pairs[T]:
    """Sort out what stayed, what was renamed, what went and what came.

    Args:
        before: the things there were.
        after: the things there are.
        name: what a thing is called.
        clues: how a rename is recognised, the surest clue first.
        alike: whether two names may mean the same.
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
    """Whether two names share most of their letters, or all words of the one are in the other."""
    words = set(old.split("_")), set(new.split("_"))
    return words[0] <= words[1] or words[1] <= words[0] or difflib.SequenceMatcher(None, old, new).ratio() >= _ALIKE
