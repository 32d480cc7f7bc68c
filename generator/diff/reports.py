"""Changes as text for a terminal, as Markdown for a pull request, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from generator.problems import printable

from .changes import Change, Impact, Kind, worst

MAX_VALUE = 100
"""Maximum characters of a value in text and Markdown; JSON has the whole value."""

_STYLES: Mapping[Impact, str] = {Impact.BREAKING: "bold red", Impact.ADDITION: "green", Impact.DOCUMENTATION: "dim"}
_TITLES: Mapping[Impact, str] = {
    Impact.BREAKING: "Breaking",
    Impact.ADDITION: "Additions",
    Impact.DOCUMENTATION: "Documentation",
}
NOTHING = "Nothing changed for a caller."


def counted(changes: Sequence[Change]) -> str:
    """Return the number of changes of each impact, in words."""
    numbers = {impact: sum(change.impact is impact for change in changes) for impact in Impact}
    words = {Impact.BREAKING: "breaking", Impact.ADDITION: "additions", Impact.DOCUMENTATION: "documentation"}
    return ", ".join(f"{number} {words[impact]}" for impact, number in numbers.items() if number) or NOTHING


def as_text(changes: Sequence[Change]) -> RenderableType:
    """Return changes for a terminal, by group."""
    lines = [line for group, found in groupby(changes, lambda change: change.group) for line in _group(group, found)]
    return Group(*lines, Text(counted(changes), style="bold"))


def _group(group: str, changes: Iterator[Change]) -> Iterator[Text]:
    yield Text(group, style="bold")
    for change in changes:
        mark = Text(f"  {change.impact:<13} ", style=_STYLES[change.impact])
        yield mark.append(f"{change.place}: {change.kind}{_values(change)}", style="default")
        yield Text(f"{'':<16}{change.reason}", style="dim")


def _values(change: Change) -> str:
    """Return the old and the new value on one line, but not for texts, which may be long."""
    if change.kind is Kind.TEXT_CHANGED or not (change.before or change.after):
        return ""
    if change.before and change.after:
        return f", {_short(change.before)} → {_short(change.after)}"
    return f", {_short(change.before or change.after)}"


def _short(text: str) -> str:
    line = printable(" ".join(text.split()))
    return line if len(line) <= MAX_VALUE else f"{line[:MAX_VALUE]}…"


def as_markdown(changes: Sequence[Change]) -> str:
    """Return changes as Markdown, by impact and group: the body of a pull request."""
    sections = [_section(impact, [change for change in changes if change.impact is impact]) for impact in Impact]
    return "\n".join(["## What changes for callers", "", f"{counted(changes)}", *(s for s in sections if s)]) + "\n"


def _section(impact: Impact, changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    lines = [f"\n### {_TITLES[impact]}"]
    for group, found in groupby(changes, lambda change: change.group):
        lines += [f"\n**{_escaped(group)}**\n", *(entry(change) for change in found)]
    return "\n".join(lines)


def entry(change: Change) -> str:
    """Return a change as a Markdown list item."""
    return f"* {code(change.place)}: {change.kind}{_escaped(_values(change))}; {change.reason}"


def code(text: str) -> str:
    """Return a text as code. Backticks are replaced: names of a document are not trusted."""
    return "`" + _short(text).replace("`", "'") + "`"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|~@!" else c for c in text)


def as_json(changes: Sequence[Change]) -> str:
    """Return changes as a JSON object: the worst impact, and each change with its reason."""
    impact = worst(changes)
    return json.dumps({"impact": impact, "changes": [_object(change) for change in changes]}, indent=2) + "\n"


def _object(change: Change) -> Mapping[str, str]:
    return {
        "kind": change.kind.name.lower(),
        "impact": change.impact,
        "group": change.group,
        "place": change.place,
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
    }
