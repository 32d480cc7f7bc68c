"""Text that is safe in Markdown: prose cannot become markup, and code cannot end its backticks."""

from __future__ import annotations

import re
from collections.abc import Container

_CODE = re.compile(r"(`[^`]+`)")
_MEANING = re.compile(r"([\\*_{}\[\]()<>#+!|~$^&:@-])")
"""Characters with a meaning in Markdown, in MyST, or at the start of a line."""


def prose(text: str) -> str:
    """Write paragraphs in which only backticks are markup: text between them is code."""
    return "\n\n".join(found for found in map(line, re.split(r"\n\s*\n", text)) if found)


def line(text: str) -> str:
    """Write a text as prose on one line."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts))


def unescaped(text: str) -> str:
    """Remove the escapes of prose, for pages that are read as source."""
    return re.sub(rf"\\({_MEANING.pattern[1:-1]})", r"\1", text)


def code(text: str) -> str:
    """Write a text as code that also works in a table cell. Characters that are not printable become spaces."""
    shown = "".join(each if each.isprintable() else " " for each in text).replace("|", "\\|")
    longest = max((len(found) for found in re.findall("`+", shown)), default=0)
    return f"`{shown}`" if longest == 0 else f"{'`' * (longest + 1)} {shown} {'`' * (longest + 1)}"


def linked(text: str, calls: Container[str]) -> str:
    """Turn the names of calls in code into Sphinx references."""
    return _CODE.sub(lambda found: f"{{py:meth}}{found[0]}" if found[0].strip("`") in calls else found[0], text)


def cell(text: str) -> str:
    """Write a text as a table cell, without `|`, which would end the cell even in code."""
    return line(text.replace("|", "/"))


def _escaped(text: str) -> str:
    return _MEANING.sub(r"\\\1", text.replace("`", "'"))
