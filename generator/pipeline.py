"""From files to files: the whole way of a specification, in order."""

from __future__ import annotations

from pathlib import Path

import attrs

from . import document, overlay
from .docs import Docs, read_docs
from .ir import Package
from .reader import read
from .render import Files, render


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
        InputError: an input cannot be used. It names all problems that the step has found that found any.
    """
    effective = effective_document(sources)
    package = read(effective, _docs(sources.docs), str(sources.spec))
    return Generated(package, render(package, effective))


def effective_document(sources: Sources) -> document.Document:
    """Return the document with its overlay applied, valid OpenAPI.

    Raises:
        InputError: it cannot be read, the overlay does not fit it, or what comes of both is not valid.
    """
    loaded = document.load(str(sources.spec))
    if sources.overlay is not None:
        loaded = overlay.apply(loaded, overlay.read_overlay(sources.overlay))
    document.validate(loaded, str(sources.spec))
    return loaded


def _docs(path: Path | None) -> Docs:
    return Docs() if path is None else read_docs(document.load(str(path)), str(path))
