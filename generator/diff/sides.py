"""What is compared: a document in a file, or as some revision of the repository has it.

A document of a revision (`git:REV:path`) is read with the overlay and the docs beside it in that revision: what they
said then is part of what the SDK was then. So is our own document with our own overlay and docs. Any other file is read
with those that are given, or none.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import PurePosixPath

from generator.docs import Docs, read_docs
from generator.document import loading, overlay
from generator.document.loading import Document
from generator.document.validation import validate
from generator.ir import Package
from generator.pipeline import Sources
from generator.problems import InputError, Problem
from generator.reader import prose, read

_GIT = "git:"
_REVISION = re.compile(r"git:(?P<revision>[^:-][^:]*):(?P<path>.+)", re.DOTALL)


def package(side: str, sources: Sources) -> Package:
    """Return what the SDK of a side is.

    A text of the docs that names nothing, or is missing, is no problem here: the diff is about the documents.

    Args:
        side: a path, or `git:REV:path`.
        sources: how a path is read.

    Raises:
        InputError: something of it cannot be read.
    """
    if side.startswith(_GIT):
        found = _REVISION.fullmatch(side)
        if found is None:
            raise InputError(side, [Problem("", "must be git:REV:path")])
        return _of_revision(found["revision"], PurePosixPath(found["path"]))
    effective = loading.load(str(sources.spec))
    if sources.overlay is not None:
        effective = overlay.apply(effective, overlay.read_overlay(sources.overlay))
    texts = Docs() if sources.docs is None else read_docs(loading.load(str(sources.docs)), str(sources.docs))
    return _package(effective, texts, side)


def is_known(revision: str) -> bool:
    """Whether the repository has a revision."""
    return _git("rev-parse", "--quiet", "--verify", f"{revision}^{{commit}}").returncode == 0


def _package(effective: Document, texts: Docs, source: str) -> Package:
    validate(effective, source)
    return prose.describe(read(effective, Docs(), source), texts)


def _of_revision(revision: str, path: PurePosixPath) -> Package:
    effective = _loaded(revision, path)
    if _exists(revision, path.with_name("overlay.yaml")):
        beside = path.with_name("overlay.yaml")
        actions = overlay.parse_overlay(_loaded(revision, beside), f"git:{revision}:{beside}")
        effective = overlay.apply(effective, actions)
    texts = Docs()
    if _exists(revision, path.with_name("docs.yaml")):
        beside = path.with_name("docs.yaml")
        texts = read_docs(_loaded(revision, beside), f"git:{revision}:{beside}")
    return _package(effective, texts, f"git:{revision}:{path}")


def _loaded(revision: str, path: PurePosixPath) -> Document:
    source = f"git:{revision}:{path}"
    found = _git("cat-file", "blob", f"{revision}:{path}")
    if found.returncode != 0:
        raise InputError(source, [Problem("", found.stderr.decode(errors="replace").strip() or "cannot be read")])
    return loading.parse(found.stdout, source)


def _exists(revision: str, path: PurePosixPath) -> bool:
    return _git("cat-file", "-e", f"{revision}:{path}").returncode == 0


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise InputError("git", [Problem("", "is not installed")])
    return subprocess.run([git, *arguments], capture_output=True, check=False)
