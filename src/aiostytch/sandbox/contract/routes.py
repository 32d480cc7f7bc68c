"""Routing of paths to endpoints."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import attrs

from .document import Operation, operations


class Endpoint(Protocol):
    """An endpoint: a method at a path."""

    @property
    def method(self) -> str:
        """The HTTP method."""
        ...

    @property
    def path(self) -> str:
        """The template of the path."""
        ...


E = TypeVar("E", bound=Endpoint)
Placeholders: TypeAlias = tuple[tuple[int, str], ...]


@functools.cache
def routes() -> Routes[Operation]:
    """Return the routes of all operations."""
    return Routes(operations())


class Routes(Generic[E]):
    """The tree of paths. A literal segment wins over a parameter (OpenAPI 3.0.3, Paths Object), the leftmost first."""

    def __init__(self, endpoints: Iterable[E]) -> None:
        self._tree: dict[str, Any] = {}
        for endpoint in endpoints:
            branch = self._tree
            segments = endpoint.path.split("/")[1:]
            for segment in segments:
                branch = branch.setdefault(_PARAMETER if segment.startswith("{") else segment, {})
            branch.setdefault(_HERE, {})[endpoint.method] = endpoint, _placeholders(segments)

    def find(self, segments: Sequence[str]) -> dict[str, Route[E]]:
        """Return the endpoints at a path, by method. The mapping is empty if the path is unknown."""
        found: dict[str, Route[E]] = {}
        for leaf in _leaves(self._tree, segments):
            for method, (endpoint, placeholders) in leaf.items():
                found.setdefault(method, Route(endpoint, {name: segments[place] for place, name in placeholders}))
        return found


@attrs.frozen(eq=False)
class Route(Generic[E]):
    """An endpoint, and the arguments in the path."""

    endpoint: E
    arguments: Mapping[str, str]


# Keys of the tree that are not segments.
_PARAMETER = "{}"
_HERE = ""


def _placeholders(segments: Sequence[str]) -> Placeholders:
    """Return the parameters in a path: the index of the segment, and the name."""
    return tuple((place, segment[1:-1]) for place, segment in enumerate(segments) if segment.startswith("{"))


def _leaves(branch: dict[str, Any], segments: Sequence[str]) -> Iterator[dict[str, tuple[Any, Placeholders]]]:
    if not segments:
        yield branch.get(_HERE, {})
        return
    first, rest = segments[0], segments[1:]
    for key in (first, _PARAMETER):
        if first and key in branch:
            yield from _leaves(branch[key], rest)
