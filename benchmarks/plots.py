"""Plots of results: bars with quartiles, one panel per result, readable on light and dark pages."""

import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from .results import Result, Results
from .table import quantity, scale

OURS, PEER = "#d9660f", "#7c8a99"
"""The colours of bars, with enough contrast on white and on black; the background is transparent."""
INK = "#010203"
"""A placeholder for the colour of text and lines; in the file it becomes `currentColor`."""
_THEMES = """\
<style>:root { color: #3c4147 } @media (prefers-color-scheme: dark) { :root { color: #d3d7dc } }</style>
"""
_WIDTH, _BAR, _FRAME = 8.0, 0.34, 0.75
"""In inches: the width of a plot, the height of a bar, and the height of a panel without its bars."""
_GAP = 5
"""The distance between a bar and its label, in points."""
# Keep text as text, and give the same bytes for the same figures.
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "aiostytch", "text.color": INK, "font.size": 9})


def draw(results: Results, file: Path) -> None:
    """Draw the results of a benchmark as SVG."""
    heights = [_FRAME + _BAR * len(result.figures) for result in results.results]
    canvas = Canvas(figsize=(_WIDTH, sum(heights)), layout="constrained")
    panels = canvas.subplots(len(heights), 1, squeeze=False, height_ratios=heights)
    for axes, result in zip(panels[:, 0], results.results, strict=True):
        _draw_panel(axes, result)
    drawn = io.StringIO()
    canvas.savefig(drawn, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    file.write_text(_in_both_themes(drawn.getvalue()), encoding="utf-8")


def _in_both_themes(svg: str) -> str:
    head, tag, rest = svg.partition(" <metadata>")
    return f"{head}{_THEMES}{tag}{rest}".replace(INK, "currentColor")


def _draw_panel(axes: Axes, result: Result) -> None:
    size, unit = scale(max(figure.taken.median for figure in result.figures), result.unit)
    medians = [figure.taken.median / size for figure in result.figures]
    below = [(figure.taken.median - figure.taken.low) / size for figure in result.figures]
    above = [(figure.taken.high - figure.taken.median) / size for figure in result.figures]
    colours = [OURS if figure.ours is None else PEER for figure in result.figures]
    axes.barh([figure.name for figure in result.figures], medians, color=colours, height=0.7)
    axes.errorbar(medians, range(len(medians)), xerr=(below, above), fmt="none", ecolor=INK, elinewidth=1, capsize=2)
    for place, figure in enumerate(result.figures):
        label = quantity(figure.taken.median, result.unit)
        end = (figure.taken.high / size, place)
        axes.annotate(label, end, (_GAP, 0), textcoords="offset points", color=INK, verticalalignment="center")
    axes.set_title(f"{result.title} [{unit}]", loc="left", fontsize=9, color=INK)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.tick_params(colors=INK, length=0)
    axes.spines[:].set_visible(False)
