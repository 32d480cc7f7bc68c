"""Preparing a release: plan it, then write the files that it changes.

The version is in one file, `src/aiostytch/version.py`; the build and the package read it from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import attrs

from generator.diff.changes import Change, Impact
from generator.files import read_text, replace
from generator.problems import InputError, Problem

from .changelog import NEWS, News, format_entry, lines, with_entry
from .versions import Step, Version, step

_STATED = re.compile(r'^__version__ = "([^"]*)"$', re.MULTILINE)
_NEWS_NAME = re.compile(r"[^.].*\.(?P<kind>[a-z]+)\.md")


@attrs.frozen(kw_only=True)
class Places:
    """The paths of the files that a release changes."""

    version: Path = Path("src/aiostytch/version.py")
    changelog: Path = Path("CHANGELOG.md")
    news: Path = Path("news")


@attrs.frozen(kw_only=True)
class Release:
    """A planned release. `entry` is its changelog entry; `step` is None for the first release."""

    before: Version
    after: Version
    step: Step | None
    entry: str
    files: Sequence[Path]
    """The news fragments in the entry."""


def read_version(path: Path) -> Version:
    """Return the version of the package.

    Raises:
        InputError: the file does not have a version of three numbers.
    """
    found = _STATED.search(read_text(path))
    try:
        return Version.parse(found[1] if found else "")
    except ValueError as error:
        raise InputError(str(path), [Problem("", str(error))]) from None


def plan(changes: Sequence[Change] | None, places: Places, date: str) -> Release:
    """Return the release for changes and news fragments.

    Args:
        changes: the changes since the last release; None for the first release, which keeps the version of the package.
        places: the paths of the files.
        date: the date of the release, in ISO 8601.

    Raises:
        InputError: a news fragment has an invalid name or no text, or there is nothing to release.
    """
    news = _news(places.news)
    impacts = {*(change.impact for change in changes or ()), *(NEWS[item.kind].impact for item in news.values())}
    if not impacts:
        raise InputError("release", [Problem("", "nothing changed: there is nothing to release")])
    before = read_version(places.version)
    found = None if changes is None else step(before, min(impacts, key=tuple(Impact).index))
    after = before if found is None else before.after(found)
    entry = format_entry(str(after), date, lines(changes or (), list(news.values())))
    return Release(before=before, after=after, step=found, entry=entry, files=list(news))


def write_release(release: Release, places: Places) -> None:
    """Write the version and the changelog, and remove the news fragments.

    Raises:
        InputError: a file cannot be read or written.
    """
    version = _STATED.sub(f'__version__ = "{release.after}"', read_text(places.version))
    changelog = with_entry(read_text(places.changelog), release.entry)
    try:
        replace({places.version: version.encode(), places.changelog: changelog.encode()})
        for path in release.files:
            path.unlink()
    except OSError as error:
        raise InputError("release", [Problem("", f"cannot be written: {error.strerror or error}")]) from None


def _news(folder: Path) -> dict[Path, News]:
    paths = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    kinds = {path: _kind(path) for path in paths}
    problems = [
        Problem("", f"{path.name} must be named NAME.KIND.md, where KIND is one of {', '.join(NEWS)}")
        for path, kind in kinds.items()
        if kind not in NEWS
    ]
    problems += [Problem("", f"{path.name} is empty") for path in paths if not read_text(path).strip()]
    if problems:
        raise InputError(str(folder), problems)
    return {path: News(kind, read_text(path)) for path, kind in kinds.items()}


def _kind(path: Path) -> str:
    found = _NEWS_NAME.fullmatch(path.name)
    return found["kind"] if found else ""
