"""The changelog, in the form of Keep a Changelog 1.1.0: what the diff found, and the news of hand-written changes.

A hand-written change that users notice brings a file `news/NAME.KIND.md` with a sentence or more about it.
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
    """Where a piece of news stands, and which step of the version it asks for."""

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
"""What a file of news may be called, `NAME.KIND.md`. A repair asks for no more than a patch."""

_BREAKING = "**Breaking:** "


@attrs.frozen
class News:
    """A piece of news: its kind, a key of `NEWS`, and its text in Markdown."""

    kind: str
    text: str


@attrs.frozen
class Line:
    """An item of a section."""

    section: Section
    text: str


def lines(changes: Sequence[Change], news: Sequence[News]) -> list[Line]:
    """Return all items of an entry, those about hand-written changes first."""
    written = [Line(NEWS[item.kind].section, _written(item)) for item in news]
    told = [change for change in changes if change.impact is Impact.DOCUMENTATION and change.kind not in _NAMED]
    generated = [Line(_section(change), _generated(change)) for change in changes if change not in told]
    texts = [Line(Section.CHANGED, f"* Texts, defaults and marks of {len(told)} places.")] if told else []
    return [*written, *generated, *texts]


_NAMED = frozenset({Kind.DEPRECATED, Kind.DOCUMENT_ADDED, Kind.DOCUMENT_CHANGED, Kind.DOCUMENT_REMOVED})
"""Changes that break nothing and add nothing, and that the changelog tells one by one all the same."""


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
    """Return the entry of a version. `date` is written as ISO 8601 has it."""
    return "\n".join([f"## [{version}] - {date}", *_sections(items)]) + "\n"


def _sections(items: Sequence[Line]) -> Iterator[str]:
    for section in Section:
        found = [item.text for item in items if item.section is section]
        if found:
            yield f"\n### {section}\n\n" + "\n".join(found)


def with_entry(changelog: str, text: str) -> str:
    """Return a changelog with one more entry, above those that are there."""
    first = re.search(r"^## ", changelog, re.MULTILINE)
    if first is None:
        return f"{changelog.rstrip()}\n\n{text}"
    return f"{changelog[: first.start()]}{text}\n{changelog[first.start() :]}"
