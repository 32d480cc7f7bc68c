"""From files to files: the whole way of a specification, in order."""

from __future__ import annotations

from pathlib import Path

import attrs

from .docs import Docs, read_docs
from .document import loading, overlay
from .document.loading import Document
from .document.pruning import prune
from .document.urls import with_braces
from .document.validation import find_problems
from .ir import Package
from .problems import InputError, Problem
from .propose.decisions import Decisions, DecisionsNeededError, actions, find, unreviewed
from .reader import read
from .render.integrity import RenderMismatchError
from .render.rendering import Files, render


@attrs.frozen(kw_only=True)
class Sources:
    """Where the inputs are. `overlay` and `docs` are None where there is none."""

    spec: Path
    overlay: Path | None = None
    docs: Path | None = None


@attrs.frozen
class Generated:
    """What came of them: the package, and its files by their paths in it."""

    package: Package
    files: Files


def generate(sources: Sources) -> Generated:
    """Read the inputs and render the package; nothing is written.

    Raises:
        InputError: an input cannot be used. It names all that is wrong with that input, or all that is to be decided.
    """
    effective, docs = effective_document(sources), _docs(sources.docs)
    package = _decided(effective, docs, str(sources.spec))
    _refuse_guesses(sources, docs)
    try:
        return Generated(package, render(package, prune(with_braces(effective))))
    except RenderMismatchError as error:
        raise InputError(str(sources.spec), [Problem("", f"cannot be rendered: {error}")]) from error


def _decided(effective: Document, docs: Docs, source: str) -> Package:
    """Read a document that leaves nothing to decide."""
    try:
        package = read_valid(effective, docs, source)
    except InputError:
        _refuse_open(find(effective, docs, source), source)
        raise
    _refuse_open(Decisions(actions(effective), ()), source)
    return package


def _refuse_open(needed: Decisions, source: str) -> None:
    if needed:
        raise DecisionsNeededError(source, needed)


def _refuse_guesses(sources: Sources, docs: Docs) -> None:
    """Refuse to make code of what nobody has looked at."""
    guessed = unreviewed(None if sources.overlay is None else overlay.read_overlay(sources.overlay), docs)
    if guessed:
        raise InputError("proposals", guessed)


def needed_decisions(sources: Sources) -> Decisions:
    """Return what a document leaves to decide.

    Raises:
        InputError: an input cannot be used, whatever is decided.
    """
    effective, docs, source = effective_document(sources), _docs(sources.docs), str(sources.spec)
    found = find(effective, docs, source)
    if not found:
        read_valid(effective, docs, source)
    return found


def effective_document(sources: Sources) -> Document:
    """Return the document with its overlay applied.

    Raises:
        InputError: it cannot be read, or the overlay does not fit it.
    """
    loaded = loading.load(str(sources.spec))
    return loaded if sources.overlay is None else overlay.apply(loaded, overlay.read_overlay(sources.overlay))


def read_valid(effective: Document, docs: Docs, source: str) -> Package:
    """Read a document, whether it is valid or not, so that all that is wrong with it comes to light at once.

    Raises:
        InputError: it is not valid, or not one that can be read. Of problems at one place the reader's count.
    """
    invalid = find_problems(effective)
    try:
        package = read(effective, docs, source)
    except InputError as error:
        if error.source != source and not invalid:
            raise
        raise InputError(source, _together(error.problems if error.source == source else (), invalid)) from None
    if invalid:
        raise InputError(source, invalid)
    return package


def _together(unreadable: tuple[Problem, ...], invalid: list[Problem]) -> list[Problem]:
    places = {problem.pointer for problem in unreadable}
    return sorted([*unreadable, *(problem for problem in invalid if problem.pointer not in places)])


def _docs(path: Path | None) -> Docs:
    return Docs() if path is None else read_docs(loading.load(str(path)), str(path))
