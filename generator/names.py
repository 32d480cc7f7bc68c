"""Python names from the names of a document.

A document may have any text where code needs an identifier. All names in generated code come from this module. Each is
an ASCII identifier that starts with a letter, is not a keyword, and does not shadow a name that generated code uses.
The rules:

* A JSON name that is a valid Python name stays as it is (`organization_id`, `x5tS256`), so that readers find the API's
  names. It is valid if it is ASCII and starts with a lower-case letter. All other names become snake case.
* Accents are dropped. Any other non-ASCII letter becomes its code point (`u430` for a Cyrillic `a`), so that names that
  only look alike stay different. All other characters separate words.
* A leading sign becomes a word (`+1` and `-1` are `plus_1` and `minus_1`). Text without a letter or digit is spelled
  with Unicode names (`<=` is the enumeration member `LESS_THAN_SIGN_EQUALS_SIGN`).
* A name that would start with a digit gets the prefix `value_`; a reserved name gets the suffix `_`.

Characters are looked up in Unicode 3.2, which every Python version includes, so names do not depend on the version. If
two names of a document become the same, `unique` numbers the second; for classes, calls and modules, which callers
import, the reader reports an error instead.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar
from unicodedata import ucd_3_2_0 as unicode

Key = TypeVar("Key", bound=Hashable)

# `tests/generator/test_reserved.py` derives the reserved names from the generated code and its base classes.

RESERVED_FIELDS = frozenset(
    {
        "bool",
        "bytes",
        "datetime",
        "dict",
        "float",
        "int",
        "light_attrs",
        "list",
        "raw",
        "received",
        "self",
        "str",
        "uuid",
    }
)
"""Names in the annotations of models, inherited names, and the first parameter of `__init__`."""

RESERVED_PARAMETERS = frozenset({"locals", "options", "self", "session"})
"""Parameters and names that every generated method uses."""

RESERVED_METHODS = frozenset(
    {"bool", "builtins", "bytes", "cached_property", "datetime", "dict", "float", "int", "object", "str", "uuid"}
)
"""Names that the body of a resource class uses. `list` is not reserved: it is too good a name for a method."""

RESERVED_ROOT = frozenset(
    {
        "aclose",
        "as_member",
        "authenticate",
        "health",
        "learn",
        "project_id",
        "request",
        "store",
        "with_options",
    }
)
"""Names of the client, which is the root of the resources."""

RESERVED_CLASSES = frozenset(
    {
        "Annotated",
        "Any",
        "BINARY",
        "BaseClient",
        "Body",
        "ClassVar",
        "ClientSettings",
        "Coroutine",
        "File",
        "JSONMap",
        "Literal",
        "Mapping",
        "Maybe",
        "Model",
        "NOTHING",
        "OneOf",
        "OpenEnum",
        "Operation",
        "PagedOperation",
        "Pager",
        "Pagination",
        "RequestOptions",
        "Resource",
        "Resources",
        "Response",
        "RetryClass",
        "Sequence",
        "SessionJWT",
        "SessionToken",
        "Style",
        "TEXT",
        "Timestamp",
        "UNSET",
        "Unpack",
        "UnsetType",
    }
)
"""Names that generated modules import. A generated class of the same name would shadow the import."""

RESERVED_MODULES = frozenset(
    {"aux", "con", "nul", "prn"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
"""File names that Windows reserves for devices."""

MAX_MODULE = 100
"""Characters in a module name: well below the limit of 255 bytes that file systems have for file names."""

_VALID = re.compile(r"[a-z][A-Za-z0-9_]*", re.ASCII)
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_SEPARATOR = re.compile(r"[^A-Za-z0-9]+", re.ASCII)
_CASE_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", re.ASCII)
_SIGNS = {"+": "plus_", "-": "minus_"}


def unique(found: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """Return the names by their keys, in the same order. A duplicate gets a number at the end."""
    pairs = list(found)
    taken = {name for _, name in pairs}
    used: set[str] = set()
    numbers: Counter[str] = Counter()
    result: dict[Key, str] = {}
    for key, name in pairs:
        free = name
        while free in used:
            numbers[name] += 1
            candidate = f"{name.rstrip('_')}_{numbers[name] + 1}"
            free = name if candidate in taken else candidate
        used.add(free)
        result[key] = free
    return result


def snake(text: str) -> str:
    """Return the words of the text in lower case, joined by underscores; "" if it does not contain a word."""
    return "_".join(word for part in _words(text) for word in _CASE_CHANGE.split(part)).lower()


def pascal(text: str) -> str:
    """Return the words of the text, joined, each with its first letter capitalized."""
    return "".join(word[0].upper() + word[1:] for word in _words(text))


def field(wire_name: str) -> str:
    """Return the attribute of a model for a JSON name."""
    return _free(_member(wire_name), RESERVED_FIELDS)


def parameter(wire_name: str) -> str:
    """Return the parameter of a method for a name on the wire."""
    return _free(_member(wire_name), RESERVED_PARAMETERS)


def enum_member(value: str) -> str:
    """Return the enumeration member for a value. The empty string is `EMPTY`; a name in capitals is kept."""
    return value if _CONSTANT.fullmatch(value) else _start(snake(_spell_signs(value)) if value else "empty").upper()


def class_name(text: str) -> str:
    """Return the name of a class. A valid class name is kept."""
    return _free(pascal(_start(pascal(text))), RESERVED_CLASSES)


def method(text: str) -> str:
    """Return the name of a method or of a resource attribute."""
    return _free(_start(snake(text)), RESERVED_METHODS)


def module(text: str) -> str:
    """Return the name of a module, which is also the name of its file."""
    return _free(_start(snake(text)), RESERVED_MODULES)


def is_class(text: str) -> bool:
    """Whether the text is a valid name of a generated class."""
    return bool(_CLASS.fullmatch(text)) and _free(text, RESERVED_CLASSES) == text


def is_module(text: str) -> bool:
    """Whether the text is a valid name of a generated module."""
    return bool(_IDENTIFIER.fullmatch(text)) and _free(text, RESERVED_MODULES) == text and len(text) <= MAX_MODULE


def is_method(text: str) -> bool:
    """Whether the text is a valid name of a generated method."""
    return bool(_IDENTIFIER.fullmatch(text)) and _free(text, RESERVED_METHODS) == text


def _member(wire_name: str) -> str:
    return wire_name if _VALID.fullmatch(wire_name) else _start(snake(_spell_signs(wire_name)))


def _spell_signs(text: str) -> str:
    """Spell out a leading sign, or a text of punctuation only: both would be lost."""
    if not _words(text):
        return " ".join(unicode.name(character, f"u{ord(character):x}") for character in text)
    return _SIGNS[text[0]] + text[1:] if text[0] in _SIGNS else text


def _words(text: str) -> list[str]:
    return [word for word in _SEPARATOR.split(text if text.isascii() else _ascii(text)) if word]


def _ascii(text: str) -> str:
    decomposed = unicode.normalize("NFKD", text)
    return "".join(map(_ascii_character, (c for c in decomposed if not unicode.combining(c))))


def _ascii_character(character: str) -> str:
    if character.isascii():
        return character
    return "_" if unicode.category(character)[0] in "MPSZ" else f"_u{ord(character):x}_"


def _start(name: str) -> str:
    """Return a name that starts with a letter."""
    if not name:
        return "value"
    return name if name[0].isalpha() else f"value_{name}"


def _free(name: str, taken: frozenset[str]) -> str:
    return f"{name}_" if name in taken or keyword.iskeyword(name) else name
