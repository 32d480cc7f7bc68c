"""Code fits into the column of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from .pages import DOCS, pages

COLUMN = 88
"""Characters; docs/_static/aiostytch.css makes room for them."""


@pytest.mark.parametrize("page", [each for each in pages() if each.is_relative_to(DOCS)], ids=lambda page: page.stem)
def test_code_fits_the_column(page: Path) -> None:
    code = [
        line
        for token in MarkdownIt().parse(page.read_text(encoding="utf-8"))
        if token.type in {"fence", "code_block"} and not token.info.startswith("{")
        for line in token.content.splitlines()
    ]
    assert [line for line in code if len(line) > COLUMN] == []
