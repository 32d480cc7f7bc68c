"""The code of the documentation: every Python block in the README and in the hand-written pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_GENERATED = frozenset({"_build", "reference"})


@attrs.frozen
class Block:
    """A block of code that begins at `line`. `mark` is "pytest" and its options for a test file."""

    line: int
    code: str
    mark: str


def pages() -> list[Path]:
    """Return the README and all hand-written pages."""
    found = sorted(path for path in DOCS.rglob("*.md") if path.relative_to(DOCS).parts[0] not in _GENERATED)
    return [ROOT / "README.md", *found]


def blocks(page: Path) -> Iterator[Block]:
    """Yield the Python blocks of a page in order: ```` ```python ````, with its mark, if any."""
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        language, *marks = token.info.split() or [""]
        if token.type == "fence" and language == "python" and token.map is not None:
            yield Block(token.map[0] + 2, token.content, " ".join(marks))


def prose(page: Path) -> str:
    """Return a page without its code."""
    return re.sub(r"^ {0,3}```.*?^ {0,3}```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
