"""Pairing items of two versions by clues and by names."""

from __future__ import annotations

import pytest

from generator.diff.pairs import pair


@pytest.mark.parametrize(
    ("before", "after", "renamed"),
    [
        (["a=1"], ["b=1"], [("a=1", "b=1")]),
        (["a=1"], ["b=2"], []),
        (["a=1", "b=1"], ["c=1"], []),
        (["a=1"], ["odd=1"], []),
    ],
    ids=["one of a value", "another value", "two of a value", "a name that is not alike"],
)
def test_a_unique_pair_is_a_rename(before: list[str], after: list[str], renamed: list[tuple[str, str]]) -> None:
    found = pair(
        before,
        after,
        lambda item: item.partition("=")[0],
        [("the same value", lambda item: item.partition("=")[2])],
        lambda old, new: "odd" not in (old, new),
    )
    assert [(each.before, each.after) for each in found.renamed] == renamed
    assert len(found.removed) == len(before) - len(renamed)
    assert len(found.added) == len(after) - len(renamed)
