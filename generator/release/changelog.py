"""The changelog, in the format of Keep a Changelog 1.1.0: the changes that the diff found, and news fragments.

Every hand-written change that users notice adds a fragment `news/NAME.KIND.md` that describes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import attrs

from generator.diff.changes import Change, Impact, Kind
from generator.diff.reports import entry


class Section(StrEnum):
    """The sections of an entry, in their order."""

    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"
    FIXED = "Fixed"
    SECURITY = "Security"


@attrs.frozen
class NewsKind:
    """The section of a news fragment, and its impact on the version."""

    section: Section
    impact: Impact


NEWS: Mapping[str, NewsKind] = {
    "added": NewsKind(Section.ADDED, Impact.ADDITION),
    "breaking": NewsKind(Section.CHANGED, Impact.BREAKING),
    "changed": NewsKind(Section.CHANGED, Impact.ADDITION),
    "deprecated": NewsKind(Section.DEPRECATED, Impact.ADDITION),
    "removed": NewsKind(Section.REMOVED, Impact.BREAKING),
    "fixed": NewsKind(Section.FIXED, Impact.DOCUMENTATION),
    "security": NewsKind(Section.SECURITY, Impact.DOCUMENTATION),
}
"""The kinds of news fragments, `NAME.KIND.md`. A fix needs only a patch release."""

_BREAKING = "**Breaking:** "


@attrs.frozen
class News:
    """A news fragment: its kind, a key of `NEWS`, and its text in Markdown."""

    kind: str
    text: str


@attrs.frozen
class Line:
    """An item of a section."""

    section: Section
    text: str


def lines(changes: Sequence[Change], news: Sequence[News]) -> list[Line]:
    """Return all items of an entry, hand-written changes first."""
    written = [Line(NEWS[item.kind].section, _written(item)) for item in news]
    counted = [change for change in changes if change.impact is Impact.DOCUMENTATION and change.kind not in _LISTED]
    generated = [Line(_section(change), _generated(change)) for change in changes if change not in counted]
    texts = [Line(Section.CHANGED, f"* Texts and defaults in {len(counted)} places.")] if counted else []
    return [*written, *generated, *texts]


_LISTED = frozenset({Kind.DEPRECATED, Kind.DOCUMENT_ADDED, Kind.DOCUMENT_CHANGED, Kind.DOCUMENT_REMOVED})
"""Documentation changes that the changelog lists one by one. All others are only counted."""


def _written(item: News) -> str:
    mark = _BREAKING if NEWS[item.kind].impact is Impact.BREAKING else ""
    return "* " + mark + item.text.strip().replace("\n", "\n  ")


def _generated(change: Change) -> str:
    text = entry(change)
    return text.replace("* ", f"* {_BREAKING}", 1) if change.impact is Impact.BREAKING else text


def _section(change: Change) -> Section:
    if change.kind is Kind.DEPRECATED:
        return Section.DEPRECATED
    if change.kind.endswith("removed"):
        return Section.REMOVED
    return Section.ADDED if change.kind.endswith("added") and change.impact is not Impact.BREAKING else Section.CHANGED


def format_entry(version: str, date: str, items: Sequence[Line]) -> str:
    """Return the entry of a version. `date` is an ISO 8601 date."""
    return "\n".join([f"## [{version}] - {date}", *_sections(items)]) + "\n"


def _sections(items: Sequence[Line]) -> Iterator[str]:
    for section in Section:
        found = [item.text for item in items if item.section is section]
        if found:
            yield f"\n### {section}\n\n" + "\n".join(found)


def with_entry(changelog: str, text: str) -> str:
    """Return a changelog with a new entry above the others."""
    first = re.search(r"^## ", changelog, re.MULTILINE)
    if first is None:
        return f"{changelog.rstrip()}\n\n{text}"
    return f"{changelog[: first.start()]}{text}\n{changelog[first.start() :]}"
