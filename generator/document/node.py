"""A place in a document: its value, its pointer, and the collector of its problems.

The reader does not rely on validation: it reports a value of the wrong type, reads it as empty, and goes on. So one
run reports all problems of a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from generator.problems import InputError, Problem, pointer

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


MAX_INDEX = 9
"""Maximum number of digits of an index."""


class Problems:
    """Collects problems, without duplicates."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, at: str, reason: str) -> None:
        self._found.add(Problem(at, reason))

    def raise_any(self, source: str) -> None:
        """Raise an error with all problems, sorted by place.

        Raises:
            InputError: there are problems.
        """
        if self._found:
            raise InputError(source, sorted(self._found))


@attrs.frozen(eq=False)
class Node:
    """A value at `pointer`."""

    value: Json
    pointer: str
    problems: Problems = attrs.field(repr=False)

    def problem(self, reason: str, *below: str | int) -> None:
        """Report a problem here, or at a place below."""
        self.problems.add(self.pointer + pointer(*below), reason)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str) -> Node | None:
        """Return the value of a key, None if there is no such key."""
        if isinstance(self.value, dict) and key in self.value:
            return Node(self.value[key], self.pointer + pointer(key), self.problems)
        return None

    def below(self, token: str) -> Node | None:
        """Return the value of a key, or an array element by its index; None if it does not exist."""
        if not isinstance(self.value, list):
            return self.get(token)
        if not token.isdecimal() or not token.isascii() or len(token) > MAX_INDEX or int(token) >= len(self.value):
            return None
        return Node(self.value[int(token)], self.pointer + pointer(token), self.problems)

    def without(self, *keys: str) -> Node:
        """Return a mapping at the same place without some of its keys."""
        return attrs.evolve(self, value={key: value for key, value in self.mapping().items() if key not in keys})

    def only(self, *keys: str) -> Node:
        """Return a mapping at the same place with some of its keys."""
        return attrs.evolve(self, value={key: value for key, value in self.mapping().items() if key in keys})

    def keys(self) -> frozenset[str]:
        """Return the keys of a mapping; empty for any other value."""
        return frozenset(self.value) if isinstance(self.value, dict) else frozenset()

    def names(self) -> list[str]:
        """Return the keys of a mapping, sorted."""
        return sorted(self.mapping())

    def items(self) -> Iterator[tuple[str, Node]]:
        """Return the entries of a mapping sorted by key: their order in the document has no meaning."""
        mapping = self.mapping()
        return ((key, Node(mapping[key], self.pointer + pointer(key), self.problems)) for key in sorted(mapping))

    def entries(self, *path: str) -> Iterator[tuple[str, Node]]:
        """Return the entries of the mapping at a path of keys; empty if the path does not exist."""
        node = self
        for key in path:
            below = node.get(key)
            if below is None:
                return iter(())
            node = below
        return node.items()

    def elements(self, key: str) -> list[Node]:
        """Return the elements of the array at a key; empty if there is no such key."""
        below = self.get(key)
        if below is None:
            return []
        if not isinstance(below.value, list):
            below.problem("must be an array")
            return []
        return [Node(value, below.pointer + pointer(n), self.problems) for n, value in enumerate(below.value)]

    def text(self, key: str) -> str:
        """Return the string at a key, "" if there is no such key."""
        below = self.get(key)
        return "" if below is None else below.string()

    def string(self) -> str:
        """Return the value, which must be a string."""
        if isinstance(self.value, str):
            return self.value
        self.problem("must be a string")
        return ""

    def flag(self, key: str) -> bool:
        """Return the boolean at a key, False if there is no such key."""
        below = self.get(key)
        if below is None:
            return False
        if not isinstance(below.value, bool):
            below.problem("must be true or false")
        return below.value is True

    def mapping(self) -> dict[str, Json]:
        """Return the value, which must be a mapping."""
        if isinstance(self.value, dict):
            return self.value
        self.problem("must be a mapping")
        return {}
