"""A place in a document: a value, where it stands, and where to report what is wrong with it.

The document was checked against the OpenAPI schema before it gets here, but nothing in the reader relies on that: a
value of the wrong shape is reported where it is found, and read as if it were empty, so that reading goes on and all
problems of a document come out together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from generator.problems import InputError, Problem, pointer

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


MAX_INDEX = 9
"""Digits of the number of an element."""


class Problems:
    """Gathers problems; the same one found twice counts once."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, at: str, reason: str) -> None:
        self._found.add(Problem(at, reason))

    def raise_any(self, source: str) -> None:
        """Raise all that was gathered, by place.

        Raises:
            InputError: there is a problem.
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
        """Report what is wrong here, or at a place below."""
        self.problems.add(self.pointer + pointer(*below), reason)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str) -> Node | None:
        """Return the value of a key, None where there is no such key."""
        if isinstance(self.value, dict) and key in self.value:
            return Node(self.value[key], self.pointer + pointer(key), self.problems)
        return None

    def below(self, token: str) -> Node | None:
        """Return the value of a key, or the element of an array by its number; None where there is no such thing."""
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
        """Return the keys of a mapping, none of anything else."""
        return frozenset(self.value) if isinstance(self.value, dict) else frozenset()

    def names(self) -> list[str]:
        """Return the keys of a mapping, sorted."""
        return sorted(self.mapping())

    def items(self) -> Iterator[tuple[str, Node]]:
        """Return the entries of a mapping by key: the order in which they are written has no meaning."""
        mapping = self.mapping()
        return ((key, Node(mapping[key], self.pointer + pointer(key), self.problems)) for key in sorted(mapping))

    def entries(self, *path: str) -> Iterator[tuple[str, Node]]:
        """Return the entries of the mapping at the end of a path of keys, none where the path leads nowhere."""
        node = self
        for key in path:
            below = node.get(key)
            if below is None:
                return iter(())
            node = below
        return node.items()

    def elements(self, key: str) -> list[Node]:
        """Return the elements of the array below a key, none where there is no such key."""
        below = self.get(key)
        if below is None:
            return []
        if not isinstance(below.value, list):
            below.problem("must be an array")
            return []
        return [Node(value, below.pointer + pointer(n), self.problems) for n, value in enumerate(below.value)]

    def text(self, key: str) -> str:
        """Return the string below a key, "" where there is no such key."""
        below = self.get(key)
        return "" if below is None else below.string()

    def string(self) -> str:
        """Return the value, which must be a string."""
        if isinstance(self.value, str):
            return self.value
        self.problem("must be a string")
        return ""

    def flag(self, key: str) -> bool:
        """Return the boolean below a key, False where there is no such key."""
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
