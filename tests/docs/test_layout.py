"""Pages fit narrow and wide windows, light and dark: Chromium shows a small site with the settings of the real one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import Page

from ..browser import browsing, needs_chromium
from .pages import DOCS

pytestmark = [pytest.mark.browser, needs_chromium]

COPIED = ("concepts/transports", "concepts/retries", "how-to/observability")
"""Pages with long code, text-heavy tables, and a table of eight columns."""

CALL = "organizations.members.oauth_providers.hubspot"
PAGES = ("table", *COPIED)
TABLE = f"""# Calls

:::{{table}}
:class: wide

| call | what it does | what it leaves out |
| --- | --- | --- |
| `{CALL}()` | {"Return the tokens of a member. " * 9} | {"It has no other tokens. " * 9} |
:::
"""
INDEX = "# Site\n\n```{toctree}\n" + "\n".join(PAGES) + "\n```\n"

WIDTHS = (390, 1280)
OVERFLOW = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = element => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const inScroller = element => element !== null && (scrolls(element) || inScroller(element.parentElement));
  return [...document.querySelectorAll("article pre, article table, article .table-wrapper, article div.highlight")]
    .filter(element => element.getBoundingClientRect().right > edge && !inScroller(element.parentElement))
    .map(element => element.textContent.trim().slice(0, 60));
}"""
LINES = """code => {
  const parts = new Map();
  const range = document.createRange();
  for (const span of code.querySelectorAll("span.pre")) {
    range.selectNodeContents(span);
    for (const box of range.getClientRects())
      parts.set(Math.round(box.top), (parts.get(Math.round(box.top)) ?? "") + span.textContent);
  }
  return [...parts.values()];
}"""
SIDEBAR = """() => {
  const current = document.querySelector(".sidebar-tree .current-page > .reference").getBoundingClientRect();
  return current.top >= 0 && current.bottom <= innerHeight;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    (source / "index.md").write_text(INDEX, encoding="utf-8")
    (source / "table.md").write_text(TABLE, encoding="utf-8")
    for name in COPIED:
        (source / name).parent.mkdir(exist_ok=True)
        shutil.copy(DOCS / f"{name}.md", source / f"{name}.md")
    options = ["--quiet", "--quiet", "--builder", "html", "--conf-dir", str(DOCS), "--define", "nitpicky=0"]
    command = [sys.executable, "-m", "sphinx", *options, str(source), str(target)]
    subprocess.run(command, cwd=DOCS.parent, check=True, capture_output=True, timeout=100)
    return target


async def show(page: Page, site: Path, name: str) -> None:
    await page.goto((site / f"{name}.html").as_uri())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
async def test_code_and_tables_fit_the_window(site: Path, width: int, scheme: str) -> None:
    """They scroll in their boxes if they are wider, and the page does not."""
    async with browsing(viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        for name in PAGES:
            await show(page, site, name)
            assert await page.evaluate(OVERFLOW) == [], name
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("width", WIDTHS)
async def test_long_name_in_a_table_breaks_between_words(site: Path, width: int) -> None:
    async with browsing(viewport={"width": width, "height": 900}) as page:
        await show(page, site, "table")
        lines = await page.locator("td code").first.evaluate(LINES)
        assert "".join(lines) == f"{CALL}()"
        assert [line for line in lines[:-1] if line[-1] not in "._"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_code_stands_in_a_box(site: Path, scheme: str) -> None:
    async with browsing(viewport={"width": 1280, "height": 900}, color_scheme=scheme) as page:
        await show(page, site, "concepts/transports")
        box = page.locator("article div.highlight").first
        assert await box.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
        assert await box.evaluate(
            "e => getComputedStyle(e).borderTopColor !== getComputedStyle(document.body).backgroundColor"
        )


async def test_sidebar_shows_the_current_page(site: Path) -> None:
    """It scrolls there, even in a low window."""
    async with browsing(viewport={"width": 1280, "height": 200}) as page:
        await show(page, site, PAGES[-1])
        assert await page.evaluate(SIDEBAR)


async def test_contents_list_stands_beside_the_text(site: Path) -> None:
    async with browsing(viewport={"width": 1280, "height": 900}) as page:
        await show(page, site, "concepts/retries")
        assert await page.locator(".toc-drawer").get_by_text("Backoff").is_visible()
