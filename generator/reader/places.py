"""Where classes go, and what they are called.

A component's name may hold a namespace: `api_sso_v1_X509Certificate` is the class `X509Certificate` of the namespace
`api_sso_v1`. The class begins at the first part, between underscores or dots, that starts with a capital letter; a
name without such a part is all class, and has no namespace. `x-sdk-modules` maps namespaces to modules; a namespace
that it does not mention is a module of its own name, and what has no namespace is in `schemas`. `x-sdk-module` and
`x-sdk-class` in a schema win over both. A class that the document does not name is called by its place: `Pet` with an
inline object `owner` gives `PetOwner`, in the same module; items of a list and values of a map add `Item` and `Value`.
"""

from __future__ import annotations

import re

import attrs

from generator import names
from generator.document.node import Node
from generator.document.pointers import unescape

DEFAULT_MODULE = "schemas"

_COMPONENT = re.compile(r"(?:(?P<namespace>.*?)[._])?(?P<name>[A-Z].*)", re.ASCII | re.DOTALL)


@attrs.frozen
class Place:
    """The module and the name that a class gets if one is needed here."""

    module: str
    name: str

    def below(self, part: str) -> Place:
        """Return the place of a part of this."""
        return Place(self.module, self.name + names.pascal(part))

    @property
    def class_name(self) -> str:
        return names.class_name(self.name)


def component_place(target: Node, node: Node, place: Place) -> Place:
    """Return the place of a parameter, body or response: its own if it is a component, else that of where it is used.

    Args:
        target: what a node is or refers to.
        node: the node.
        place: that of the operation.
    """
    if target.pointer == node.pointer:
        return place
    return Place(DEFAULT_MODULE, names.pascal(target.pointer.rpartition("/")[2]))


_SILENT = frozenset(
    ["allOf", "components", "content", "definitions", "$defs", "paths", "properties", "schema", "schemas"]
)
"""Keys on the way to a schema that say nothing of it."""
_SPOKEN = {"additionalProperties": "value", "items": "item"}
"""What other keys are called in the names of classes."""


class Namespaces:
    """The modules of namespaces, as `x-sdk-modules` has them. Knows which of its entries were of use."""

    def __init__(self, document: Node) -> None:
        self._entries = dict(document.entries("x-sdk-modules"))
        self._used: set[str] = set()

    def place(self, component: str) -> Place:
        """Return the place of a component, by its name."""
        match = _COMPONENT.fullmatch(component)
        namespace, name = (match["namespace"] or "", match["name"]) if match else ("", component)
        return Place(self._module(namespace), names.pascal(name))

    def inside(self, pointer: str) -> Place:
        """Return the place of what stands at a pointer, and is no component: that of the component that it is in."""
        tokens = [unescape(token) for token in pointer.split("/")[1:]]
        if tokens[:2] == ["components", "schemas"] and len(tokens) > 2:
            place, tokens = self.place(tokens[2]), tokens[3:]
        else:
            place = Place(DEFAULT_MODULE, "")
        for token in tokens:
            if token not in _SILENT:
                place = place.below(_SPOKEN.get(token, token))
        return place

    def _module(self, namespace: str) -> str:
        entry = self._entries.get(namespace)
        if entry is not None:
            self._used.add(namespace)
            return module_name(entry)
        return names.module(namespace) if namespace else DEFAULT_MODULE

    def check(self) -> None:
        """Report the entries that no component's name begins with."""
        for namespace, entry in self._entries.items():
            if namespace not in self._used:
                entry.problem("no schema is in this namespace")


def override(node: Node, place: Place) -> Place:
    """Return the place that a schema asks for with `x-sdk-module` and `x-sdk-class`."""
    module, name = node.get("x-sdk-module"), node.get("x-sdk-class")
    return Place(place.module if module is None else module_name(module), place.name if name is None else _class(name))


def module_name(node: Node) -> str:
    """Return a module's name that the document gives; it has to be one as it stands."""
    text = node.string()
    if not names.is_module(text):
        node.problem("must be the name of a module: lower case, no keyword")
    return names.module(text)


def _class(node: Node) -> str:
    text = node.string()
    if not names.is_class(text):
        node.problem("must be the name of a class: capitalized, not one that generated code imports")
    return names.pascal(text)
