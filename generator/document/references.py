"""Local references: `#/components/<kind>/<name>`, or any other place of the document.

References to other documents are errors: a document must be complete so that it can be vendored.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from . import keywords
from .node import Node
from .pointers import unescape

_LOCAL = re.compile(r"#/components/(?P<kind>[A-Za-z]+)/(?P<name>[^/]+)", re.ASCII)


def unescaped(token: str) -> str:
    """Return the name that a token of a reference encodes (RFC 6901, sections 3 and 6)."""
    return unescape(unquote(token))


def component_name(pointer: str, kind: str) -> str | None:
    """Return the name of the component at a pointer; None if the pointer is not that of a component of the kind."""
    match = _LOCAL.fullmatch(f"#{pointer}")
    return unescape(match["name"]) if match is not None and match["kind"] == kind else None


class References:
    """Resolves references."""

    def __init__(self, document: Node) -> None:
        self._document = document

    def target(self, node: Node) -> Node | None:
        """Return the target of the `$ref` of a node. Report a problem and return None if it is not in the document."""
        reference = node.text("$ref")
        if not reference.startswith("#/"):
            node.problem(f"must refer to a place in the document, not `{reference[:200]}`", "$ref")
            return None
        found: Node | None = self._document
        for token in reference.split("/")[1:]:
            found = None if found is None else found.below(unescaped(token))
        if found is None:
            node.problem(f"unresolved reference: `{reference[:200]}`", "$ref")
        return found

    def follow(self, node: Node) -> Node | None:
        """Follow references to the object itself. Report a problem and return None if a target does not exist."""
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
