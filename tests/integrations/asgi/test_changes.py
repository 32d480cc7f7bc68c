"""The memory of recent changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aiostytch.integrations.asgi.changes import RecentChanges

KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=3)


def test_a_change_is_known_by_each_of_its_keys() -> None:
    changes = RecentChanges()
    before = changes.moment
    changes.record(["a", "b"])
    assert changes.any_since(before, ["a"])
    assert changes.any_since(before, ["c", "b"])
    assert not changes.any_since(before, ["c"])
    assert not changes.any_since(before, [])


def test_a_change_counts_for_what_began_before_it() -> None:
    changes = RecentChanges()
    changes.record(["a"])
    assert not changes.any_since(changes.moment, ["a"])
    before = changes.moment
    changes.record(["a"])
    assert changes.any_since(before, ["a"])


def test_a_forgotten_entry_may_have_been_a_change() -> None:
    changes = RecentChanges(size=2)
    before = changes.moment
    changes.record(["a", "b"])
    between = changes.moment
    changes.record(["c"])
    assert changes.any_since(before, ["x"])
    assert not changes.any_since(between, ["x"])
    assert changes.any_since(between, ["c"])


@given(st.lists(KEYS, max_size=20), st.integers(0, 20), KEYS, st.integers(1, 8))
def test_no_change_is_missed_however_little_is_kept(
    noted: list[list[str]], begin: int, asked: list[str], size: int
) -> None:
    """It behaves like an unlimited memory, except that forgotten entries may count as changes."""
    changes = RecentChanges(size)
    began = 0
    for number, keys in enumerate(noted):
        if number == begin:
            began = changes.moment
        changes.record(keys)
    if begin >= len(noted):
        began = changes.moment
    really = any(set(keys) & set(asked) for keys in noted[begin:])
    assert changes.any_since(began, asked) or not really
    if size == 8:
        assert changes.any_since(began, asked) is really
