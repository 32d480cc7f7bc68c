"""Directed graphs: cycles, and an order in which every node follows the nodes that it points to.

Nodes are tuples of strings. They have an order, so the same graph always gives the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=tuple[str, ...])


def components(graph: Mapping[Key, Iterable[Key]]) -> list[list[Key]]:
    """Return the strongly connected components, each sorted, and each after the components that it points to.

    Tarjan's algorithm with an explicit stack: a document may have a chain longer than the interpreter's stack. Nodes
    are visited in order, so independent nodes stay in order. Linear, apart from the sorting.
    """
    return list(_Search(graph).components())


def cycles(graph: Mapping[Key, Iterable[Key]]) -> list[list[Key]]:
    """Return the components in which a node can reach itself."""
    return [found for found in components(graph) if len(found) > 1 or found[0] in graph[found[0]]]


def reachable(graph: Mapping[Key, Iterable[Key]], start: Iterable[Key]) -> set[Key]:
    """Return the reachable nodes, including the start."""
    found: set[Key] = set()
    pending = list(start)
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending.extend(graph[node])
    return found


def reversed_graph(graph: Mapping[Key, Iterable[Key]]) -> dict[Key, list[Key]]:
    """Return the graph with its edges reversed."""
    turned: dict[Key, list[Key]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            turned[target].append(node)
    return turned


class _Search(Generic[Key]):
    """One run of Tarjan's algorithm.

    `_numbers` has the order in which nodes were first seen, `_lowest` the number of the earliest node on the stack that
    each node can reach.
    """

    def __init__(self, graph: Mapping[Key, Iterable[Key]]) -> None:
        self._graph = graph
        self._numbers: dict[Key, int] = {}
        self._lowest: dict[Key, int] = {}
        self._stack: list[Key] = []
        self._on_stack: set[Key] = set()

    def components(self) -> Iterator[list[Key]]:
        for start in sorted(self._graph):
            if start not in self._numbers:
                yield from self._from(start)

    def _from(self, start: Key) -> Iterator[list[Key]]:
        path = [(start, self._enter(start))]
        while path:
            node, targets = path[-1]
            target = next(targets, None)
            if target is None:
                path.pop()
                if path:
                    self._lower(path[-1][0], self._lowest[node])
                if self._lowest[node] == self._numbers[node]:
                    yield self._leave(node)
            elif target not in self._numbers:
                path.append((target, self._enter(target)))
            elif target in self._on_stack:
                self._lower(node, self._numbers[target])

    def _enter(self, node: Key) -> Iterator[Key]:
        self._numbers[node] = self._lowest[node] = len(self._numbers)
        self._stack.append(node)
        self._on_stack.add(node)
        return iter(sorted(self._graph[node]))

    def _lower(self, node: Key, number: int) -> None:
        self._lowest[node] = min(self._lowest[node], number)

    def _leave(self, node: Key) -> list[Key]:
        found: list[Key] = []
        while not found or found[-1] != node:
            found.append(self._stack.pop())
        self._on_stack.difference_update(found)
        return sorted(found)
