"""Text that is safe in Markdown: prose stays prose, and code stays code, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Container

_CODE = re.compile(r"(`[^`]+`)")
_MEANING = re.compile(r"([\\*_{}\[\]()<>#+!|~$^&:@-])")
"""Characters that mean something in some Markdown, in MyST's or at the start of a line."""


def prose(text: str) -> str:
    """Write paragraphs in which only backticks mean something: what stands between two of them is code."""
    return "\n\n".join(found for found in map(line, re.split(r"\n\s*\n", text)) if found)


def line(text: str) -> str:
    """Write a text as one line of such prose."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts))


def unescaped(text: str) -> str:
    """Write such prose for readers of the source: no character is escaped."""
    return re.sub(rf"\\({_MEANING.pattern[1:-1]})", r"\1", text)


def code(text: str) -> str:
    """Write a text as code, also in a cell of a table; what is no character on a line becomes a space."""
    shown = "".join(each if each.isprintable() else " " for each in text).replace("|", "\\|")
    longest = max((len(found) for found in re.findall("`+", shown)), default=0)
    return f"`{shown}`" if longest == 0 else f"{'`' * (longest + 1)} {shown} {'`' * (longest + 1)}"


def linked(text: str, calls: Container[str]) -> str:
    """Make references of Sphinx of the calls that the code of some prose names."""
    return _CODE.sub(lambda found: f"{{py:meth}}{found[0]}" if found[0].strip("`") in calls else found[0], text)


def cell(text: str) -> str:
    """Write a text as a cell of a table, which has no bars in its code either."""
    return line(text.replace("|", "/"))


def _escaped(text: str) -> str:
    return _MEANING.sub(r"\\\1", text.replace("`", "'"))
