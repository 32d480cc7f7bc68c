"""Media types: the kind of body that each gives, and the preference among several."""

from __future__ import annotations

import re
from enum import Enum


class Kind(Enum):
    """The kinds of a body, the preferred ones first."""

    JSON = 1
    FORM = 2
    MULTIPART = 3
    TEXT = 4
    BINARY = 5


_JSON = re.compile(r"(?:application|text)/(?:[a-z0-9.!#$&^_-]+\+)?json", re.ASCII)
_TEXT = re.compile(
    r"text/.+|application/(?:[a-z0-9.!#$&^_-]+\+)?(?:xml|yaml|x-yaml|javascript|x-ndjson|ndjson|jsonl|csv|graphql|sql)"
    r"|image/svg\+xml",
    re.ASCII,
)
_NAME = r"[A-Za-z0-9!#$&^_.+*-]+"
_PARAMETER = rf"""[ \t]*;[ \t]*{_NAME}=(?:{_NAME}|"[A-Za-z0-9 !#$&'()*+,./:;<=>?@\[\]^_`{{|}}~-]*")"""
_PART = r"(?:\*|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*)"
_VALID = re.compile(rf"{_PART}/{_PART}(?:{_PARAMETER})*", re.ASCII)
"""A media type or range: RFC 6838, section 4.2, and RFC 9110, section 8.3.1, without escapes in quoted strings."""
_ANY = frozenset({"*/*", "application/*"})


def is_valid(name: str) -> bool:
    """Whether a text is a media type or a media range, and valid in a header."""
    return bool(_VALID.fullmatch(name))


def is_range(name: str) -> bool:
    """Whether a text is a media range."""
    return "*" in essence(name)


def essence(name: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return name.partition(";")[0].strip().lower()


def kind(name: str) -> Kind:
    """Return the kind of body that a media type gives. A range that includes JSON is JSON."""
    found = essence(name)
    if _JSON.fullmatch(found) or found in _ANY:
        return Kind.JSON
    if found == "application/x-www-form-urlencoded":
        return Kind.FORM
    if found == "multipart/form-data":
        return Kind.MULTIPART
    return Kind.TEXT if _TEXT.fullmatch(found) else Kind.BINARY


def rank(name: str) -> tuple[int, bool, bool, str]:
    """Return the sort key of a media type: plain JSON first, ranges after names."""
    return kind(name).value, is_range(name), essence(name) != "application/json", name
