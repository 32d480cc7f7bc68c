"""The start page lists each page by task."""

from __future__ import annotations

import re

from .pages import DOCS, pages

ROW = re.compile(r"^\| ([^|]+) \| \[[^]]+\]\(([\w/-]+)\.md\) \|$", re.MULTILINE)


def test_each_page_is_linked_by_task_once() -> None:
    linked = [path for _, path in ROW.findall((DOCS / "index.md").read_text(encoding="utf-8"))]
    written = [str(page.relative_to(DOCS).with_suffix("")) for page in pages() if page.is_relative_to(DOCS)]
    assert sorted(linked) == sorted({*written, "reference/index"} - {"index"})
