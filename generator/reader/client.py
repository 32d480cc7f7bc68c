"""The class of the client: its name, its servers and its credentials.

`x-sdk-client` names the class and a hand-written base class that decides where to send calls. It is allowed in an
overlay only, because it loads code. Without it, the title of the document names the class, and calls go to the first
server of the document. Relative URLs and URLs without https are ignored; if no server is left, the caller must pass the
base URL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import ir, names
from generator.document.node import Node
from generator.document.urls import usable_url

_BASE = re.compile(r"(?:[a-z][a-z0-9_]*\.)*[a-z][a-z0-9_]*:[A-Z][A-Za-z0-9]*", re.ASCII)
_KEYS = ["base", "class"]


def client(document: Node, schemes: Sequence[ir.Scheme]) -> ir.Client:
    """Return the class of the client."""
    declared = document.get("x-sdk-client")
    if declared is not None:
        return _declared(declared)
    title = document.get("info") or document
    name = names.pascal(title.text("title")).removesuffix("API").removesuffix("Api")
    urls = [usable_url(node) for node in document.elements("servers")]
    return ir.Client(
        name=names.class_name(f"{name}Client"),
        servers=tuple(dict.fromkeys(url for url in urls if url)),
        schemes=tuple(schemes),
    )


def _declared(node: Node) -> ir.Client:
    if node.names() != _KEYS:
        node.problem(f"must have the keys {', '.join(_KEYS)}, and no others")
    base, name = node.text("base"), node.text("class")
    if not _BASE.fullmatch(base):
        node.problem("must be a class, such as `package.module:Class`", "base")
    if not names.is_class(name):
        node.problem("must be the name of a class", "class")
    return ir.Client(name=name, base=base)
