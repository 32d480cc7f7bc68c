"""The inputs of a comparison: documents on disk, or in a revision of the repository.

Documents of a revision (`git:REV:path`) are read with the overlays and texts of that revision: they are part of the SDK
at that time. A folder with a manifest is read with its own overlays and texts, and a single document with the overlay
and texts that are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import attrs

from generator.docs import Docs
from generator.document.manifest import Source
from generator.document.trees import Disk, Revision
from generator.inputs import find_sources, load_inputs
from generator.ir import Package
from generator.pipeline import read_valid
from generator.problems import InputError, Problem
from generator.reader import prose

_GIT = "git:"
_REVISION = re.compile(r"git:(?P<revision>[^:-][^:]*):(?P<path>.+)", re.DOTALL)


def read_package(side: str, overlay: Path | None = None, docs: Path | None = None) -> Package:
    """Return the package of one side of a comparison.

    Unused and missing texts of the docs are ignored: the comparison is about the documents.

    Args:
        side: a path, or `git:REV:path`.
        overlay: the overlay of a single document.
        docs: the texts of a single document.

    Raises:
        InputError: an input is invalid.
    """
    inputs = load_inputs(_sources(side, overlay, docs))
    return prose.describe(read_valid(attrs.evolve(inputs, docs=Docs())), inputs.docs)


def _sources(side: str, overlay: Path | None, docs: Path | None) -> Sequence[Source]:
    if side.startswith(_GIT):
        return _sources_of_revision(side)
    if Path(side).is_dir():
        overlay = docs = None  # the options belong to the other side, which is a single document
    return find_sources(Path(side), overlay, docs, Disk())


def _sources_of_revision(side: str) -> Sequence[Source]:
    found = _REVISION.fullmatch(side)
    if found is None:
        raise InputError(side, [Problem("", "must be git:REV:path")])
    tree, path = Revision(found["revision"]), Path(found["path"])
    if tree.is_folder(path):
        return find_sources(path, None, None, tree)
    overlay, docs = (path.with_name(name) for name in ("overlay.yaml", "docs.yaml"))
    return find_sources(path, overlay if tree.has(overlay) else None, docs if tree.has(docs) else None, tree)
