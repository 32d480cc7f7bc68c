"""Docstrings keep the form in which documentation and editors render them: paragraphs, sections and code."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
SECTIONS = {"Args:", "Attributes:", "Raises:", "Returns:", "Yields:"}
CODE = ("async ", "await ", "class ", "def ", "from ", "import ", "with ", "@")


def docstrings() -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each docstring, also of attributes."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", inspect.cleandoc(node.value.value)


def blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines between blank lines."""
    for is_blank, lines in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if not is_blank:
            yield list(lines)


def is_torn(block: list[str]) -> bool:
    """Return whether a paragraph has an indented line: it would be rendered as a definition list."""
    first, *others = block
    is_paragraph = first not in SECTIONS and not first.startswith((" ", "* ", "- "))
    return is_paragraph and any(line.startswith(" ") for line in others)


def is_broken(block: list[str]) -> bool:
    """Return whether a block of code is not Python."""
    code = textwrap.dedent("\n".join(block))
    if not block[0].startswith("    ") or not code.startswith(CODE):
        return False
    try:
        ast.parse(f"async def example():\n{textwrap.indent(code, ' ')}")
    except SyntaxError:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "torn", "broken"),
    [
        ("A paragraph\n    with an indented line.", True, False),
        ("Args:\n    name: a name.\n        More of it.", False, False),
        ("Text:\n\n    async with a:\n        await b()", False, False),
        ("Text:\n\n    async with a: await b()\n        c()", False, True),
    ],
)
def test_the_checks_find_what_they_should(text: str, torn: bool, broken: bool) -> None:
    assert [any(map(is_torn, blocks(text))), any(map(is_broken, blocks(text)))] == [torn, broken]


def test_no_paragraph_is_torn_and_all_code_is_python() -> None:
    found = [
        (place, block) for place, text in docstrings() for block in blocks(text) if is_torn(block) or is_broken(block)
    ]
    assert found == []
