"""JSON pointers followed (RFC 6901): what stands at a place of a document."""

from __future__ import annotations

import re
from urllib.parse import unquote

import attrs

from .grammar import elements, mapping
from .node import Json


@attrs.frozen
class Target:
    """A value, which may be None, and the path of keys and indexes to it."""

    path: tuple[str | int, ...]
    value: Json


_INDEX = re.compile(r"[0-9]{1,9}", re.ASCII)


def resolve(document: Json, reference: str) -> Target | None:
    """Return the target of a reference within the document, `#/…`; None if it does not exist."""
    found: Target | None = Target((), document)
    for token in unquote(reference).split("/")[1:]:
        if found is None:
            return None
        key = unescape(token)
        found = below(found, int(key) if isinstance(found.value, list) and _INDEX.fullmatch(key) else key)
    return found


def below(target: Target, key: str | int) -> Target | None:
    """Return the value at a key or an index; None if it does not exist."""
    path = (*target.path, key)
    if isinstance(key, int):
        items = elements(target.value)
        return Target(path, items[key]) if key < len(items) else None
    return Target(path, mapping(target.value)[key]) if key in mapping(target.value) else None


def unescape(token: str) -> str:
    """Return the key that a token of a pointer encodes (section 4)."""
    return token.replace("~1", "/").replace("~0", "~")
