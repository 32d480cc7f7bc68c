"""Documents with another order of keys, and with a wrong value somewhere."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container of a document, with each of its keys."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else range(len(value))
    return [place for key in keys for place in ((value, key), *places(value[key]))]


def shuffled(value: Any, source: random.Random) -> Any:
    """Return the same document with the entries of every mapping in another order."""
    if isinstance(value, list):
        return [shuffled(item, source) for item in value]
    if not isinstance(value, dict):
        return value
    entries = [(key, shuffled(item, source)) for key, item in value.items()]
    source.shuffle(entries)
    return dict(entries)
