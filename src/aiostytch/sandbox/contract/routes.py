"""Which operation a path leads to."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from .document import Operation, operations


@functools.cache
def routes() -> Routes:
    """Return the tree of all paths."""
    return Routes(operations())


class Routes:
    """The tree of paths. A literal segment wins over a parameter (OpenAPI 3.0.3, Paths Object), the leftmost first."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._tree: dict[str, Any] = {}
        for operation in operations:
            branch = self._tree
            for segment in operation.segments:
                branch = branch.setdefault(_PARAMETER if segment.startswith("{") else segment, {})
            branch.setdefault(_HERE, {})[operation.method] = operation

    def find(self, segments: Sequence[str]) -> dict[str, Route]:
        """Return the operations at a path, by method; none if the path is unknown."""
        found: dict[str, Route] = {}
        for leaf in _leaves(self._tree, segments):
            for method, operation in leaf.items():
                found.setdefault(method, Route(operation, _arguments(operation, segments)))
        return found


@attrs.frozen(eq=False)
class Route:
    """An operation, and the arguments in the path."""

    operation: Operation
    arguments: Mapping[str, str]


# Keys of the tree besides segments.
_PARAMETER = "{}"
_HERE = ""


def _leaves(branch: dict[str, Any], segments: Sequence[str]) -> Iterator[dict[str, Operation]]:
    if not segments:
        yield branch.get(_HERE, {})
        return
    first, rest = segments[0], segments[1:]
    for key in (first, _PARAMETER):
        if first and key in branch:
            yield from _leaves(branch[key], rest)


def _arguments(operation: Operation, segments: Sequence[str]) -> dict[str, str]:
    return {name: segments[place] for place, name in operation.placeholders}
