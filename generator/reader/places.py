"""The modules and names of classes.

The name of a component may include a namespace: `api_sso_v1_X509Certificate` is the class `X509Certificate` in the
namespace `api_sso_v1`. Underscores and dots separate parts; the class begins at the first part that starts with a
capital letter. A name without such a part does not have a namespace.

`x-sdk-modules` maps namespaces to modules. Any other namespace is a module of the same name, and classes without a
namespace are in `schemas`. `x-sdk-module` and `x-sdk-class` in a schema override both.

A class without a name in the document is named by its place, in the same module: an inline object `owner` in `Pet` is
`PetOwner`. Items of a list and values of a mapping add `Item` and `Value`.
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
    """The module and the name of a class, if one is needed here."""

    module: str
    name: str

    def below(self, part: str) -> Place:
        """Return the place of a part of this value."""
        return Place(self.module, self.name + names.pascal(part))

    @property
    def class_name(self) -> str:
        return names.class_name(self.name)


def component_place(target: Node, node: Node, place: Place) -> Place:
    """Return the place of a parameter, body or response: its own if it is a component, else that of its operation.

    Args:
        target: the node itself, or the node that it refers to.
        node: the node.
        place: the place in the operation.
    """
    if target.pointer == node.pointer:
        return place
    return Place(DEFAULT_MODULE, names.pascal(target.pointer.rpartition("/")[2]))


_UNNAMED = frozenset(
    ["allOf", "components", "content", "definitions", "$defs", "paths", "properties", "schema", "schemas"]
)
"""Keys in the path of a schema that do not become part of a class name."""
_NAMED = {"additionalProperties": "value", "items": "item"}
"""Keys that become another word in a class name."""


class Namespaces:
    """The modules of namespaces in `x-sdk-modules`. Tracks which of its entries were used."""

    def __init__(self, document: Node) -> None:
        self._entries = dict(document.entries("x-sdk-modules"))
        self._used: set[str] = set()

    def place(self, component: str) -> Place:
        """Return the place of a component, by its name."""
        match = _COMPONENT.fullmatch(component)
        namespace, name = (match["namespace"] or "", match["name"]) if match else ("", component)
        return Place(self._module(namespace), names.pascal(name))

    def inside(self, pointer: str) -> Place:
        """Return the place of a schema that is not a component, named by the component that contains it."""
        tokens = [unescape(token) for token in pointer.split("/")[1:]]
        if tokens[:2] == ["components", "schemas"] and len(tokens) > 2:
            place, tokens = self.place(tokens[2]), tokens[3:]
        else:
            place = Place(DEFAULT_MODULE, "")
        for token in tokens:
            if token not in _UNNAMED:
                place = place.below(_NAMED.get(token, token))
        return place

    def _module(self, namespace: str) -> str:
        entry = self._entries.get(namespace)
        if entry is not None:
            self._used.add(namespace)
            return module_name(entry)
        return names.module(namespace) if namespace else DEFAULT_MODULE

    def check(self) -> None:
        """Report the entries that no component used."""
        for namespace, entry in self._entries.items():
            if namespace not in self._used:
                entry.problem("no schema is in this namespace")


def override(node: Node, place: Place) -> Place:
    """Return the place with the `x-sdk-module` and `x-sdk-class` of a schema applied."""
    module, name = node.get("x-sdk-module"), node.get("x-sdk-class")
    return Place(place.module if module is None else module_name(module), place.name if name is None else _class(name))


def module_name(node: Node) -> str:
    """Return a module name of the document, and report an invalid one."""
    text = node.string()
    if not names.is_module(text):
        node.problem("must be the name of a module: in lower case, and not a keyword")
    return names.module(text)


def _class(node: Node) -> str:
    text = node.string()
    if not names.is_class(text):
        node.problem("must be the name of a class: capitalized, and not a name that generated code imports")
    return names.pascal(text)
