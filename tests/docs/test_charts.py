"""The labels of charts do not overlap and stay inside the chart."""

from __future__ import annotations

from tests.browser import browsing, needs_chromium

from .pages import DOCS

OVERLAPS = """() => {
  const frame = document.documentElement.getBoundingClientRect();
  const labels = [...document.querySelectorAll("text")].map((each) => [each.textContent, each.getBoundingClientRect()]);
  const outside = labels.filter(([, box]) => box.left < frame.left || box.right > frame.right).map(([text]) => text);
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom;
  const pairs = labels.flatMap(([text, box], index) =>
    labels.slice(index + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${text} / ${other}`));
  return [...outside, ...pairs];
}"""
"""A box is as high as its font: 2 pixels more than the letters."""


@needs_chromium
async def test_labels_of_charts_do_not_overlap() -> None:
    charts = sorted(DOCS.glob("*.svg"))
    assert charts
    async with browsing(viewport={"width": 900, "height": 1400}) as page:
        for chart in charts:
            await page.goto(chart.as_uri())
            assert await page.evaluate(OVERLAPS) == [], chart.name
