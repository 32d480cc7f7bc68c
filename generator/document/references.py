"""Local references: `#/components/<kind>/<name>`.

Other references are errors. A document that stands on its own can be vendored, and a reference into the middle of
another object gives no name for what it refers to.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from . import keywords
from .node import Node
from .pointers import unescape

_LOCAL = re.compile(r"#/components/(?P<kind>[A-Za-z]+)/(?P<name>[^/]+)", re.ASCII)


def unescaped(token: str) -> str:
    """Return the name that a token of a reference stands for (RFC 6901, sections 3 and 6)."""
    return unescape(unquote(token))


class References:
    """Finds what references refer to."""

    def __init__(self, document: Node) -> None:
        self._components = document.get("components")

    def name(self, node: Node, kind: str) -> str | None:
        """Return the name of the component that the `$ref` of a node refers to; None, and a problem, if there is none.

        Args:
            node: what holds the `$ref`.
            kind: the section of `components` that it has to be in.
        """
        target = node.text("$ref")
        match = _LOCAL.fullmatch(target)
        if match is None or match["kind"] != kind:
            node.problem(f"only references to `#/components/{kind}/…` can be followed, not `{target[:200]}`", "$ref")
            return None
        name = unescaped(match["name"])
        if self.component(kind, name) is None:
            node.problem(f"refers to nothing: `{target[:200]}`", "$ref")
            return None
        return name

    def component(self, kind: str, name: str) -> Node | None:
        section = self._components.get(kind) if self._components else None
        return section.get(name) if section else None

    def follow(self, node: Node, kind: str) -> Node | None:
        """Return the object itself, where a node may be a reference to it; None, and a problem, if there is none."""
        seen = {node.pointer}
        while "$ref" in node:
            keywords.check(node, "reference")
            name = self.name(node, kind)
            target = self.component(kind, name) if name is not None else None
            if target is None:
                return None
            if target.pointer in seen:
                node.problem("refers to itself", "$ref")
                return None
            seen.add(target.pointer)
            node = target
        return node
