"""Local references: `#/components/<kind>/<name>`, or any other place of the document.

References out of the document are errors: a document that stands on its own can be vendored.
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


def component_name(pointer: str, kind: str) -> str | None:
    """Return the name of the component that stands at a pointer, None where that is no component of the kind."""
    match = _LOCAL.fullmatch(f"#{pointer}")
    return unescape(match["name"]) if match is not None and match["kind"] == kind else None


class References:
    """Finds what references refer to."""

    def __init__(self, document: Node) -> None:
        self._document = document

    def target(self, node: Node) -> Node | None:
        """Return what the `$ref` of a node refers to; None, and a problem, if that is nothing, or elsewhere."""
        reference = node.text("$ref")
        if not reference.startswith("#/"):
            node.problem(f"only references into the document can be followed, not `{reference[:200]}`", "$ref")
            return None
        found: Node | None = self._document
        for token in reference.split("/")[1:]:
            found = None if found is None else found.below(unescaped(token))
        if found is None:
            node.problem(f"refers to nothing: `{reference[:200]}`", "$ref")
        return found

    def follow(self, node: Node) -> Node | None:
        """Return the object itself, where a node may be a reference to it; None, and a problem, if there is none."""
        seen = {node.pointer}
        while "$ref" in node:
            keywords.check(node, "reference")
            target = self.target(node)
            if target is None:
                return None
            if target.pointer in seen:
                node.problem("refers to itself", "$ref")
                return None
            seen.add(target.pointer)
            node = target
        return node
