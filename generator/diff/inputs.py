"""What is compared: documents on this machine, or as some revision of the repository has them.

Documents of a revision (`git:REV:path`) are read with the overlays and the texts beside them in that revision: what
those said then is part of what the SDK was then. So is a folder that has a manifest. A document alone is read with the
overlay and the texts that are given, or none.
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
    """Return what the SDK of a side is.

    A text of the docs that names nothing, or is missing, is no problem here: the diff is about the documents.

    Args:
        side: a path, or `git:REV:path`.
        overlay: the overlay of a document alone.
        docs: its texts.

    Raises:
        InputError: something of it cannot be read.
    """
    inputs = load_inputs(_sources(side, overlay, docs))
    return prose.describe(read_valid(attrs.evolve(inputs, docs=Docs())), inputs.docs)


def _sources(side: str, overlay: Path | None, docs: Path | None) -> Sequence[Source]:
    if side.startswith(_GIT):
        return _sources_of_revision(side)
    if Path(side).is_dir():
        overlay = docs = None  # those given are for the other side, which is one document
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
