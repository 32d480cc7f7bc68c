"""The inputs of a run: the documents of an SDK with their overlays and texts, one by one and merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from .docs import Docs, merge_docs, read_docs
from .document.loading import Document, parse_part
from .document.manifest import MANIFEST, Source, read_manifest
from .document.merging import Merged, Part, merge
from .document.overlay import Overlay, apply, parse_overlay
from .document.selection import select, unused
from .document.trees import Tree, load
from .document.trust import code_loading
from .ir import Package, SourceDocument
from .problems import InputError, Problem, combine


@attrs.frozen(kw_only=True)
class Input:
    """A document with its selection and overlay applied. Error messages call it `label`.

    `faults` are its YAML faults. A document with faults is read without its overlay, only to find more problems.
    """

    source: Source
    label: str
    document: Document
    overlay: Overlay | None
    docs: Docs
    faults: Sequence[Problem] = ()


@attrs.frozen(kw_only=True)
class Inputs:
    """All documents of an SDK, one by one and merged. Error messages call the merged document `label`."""

    parts: Sequence[Input]
    merged: Merged
    docs: Docs
    label: str

    def located(self, problem: Problem) -> Problem:
        """Return a problem of the merged document with the document that it comes from."""
        if len(self.parts) == 1:
            return problem
        number, *_ = self.merged.documents_of(problem.pointer)
        return attrs.evolve(problem, source=self.parts[number].label)

    def named(self, package: Package) -> Package:
        """Return the package with the names of all its documents."""
        infos = [(part.source.name, part.document["info"]) for part in self.parts]
        documents = [SourceDocument(name=name, title=info["title"], version=info["version"]) for name, info in infos]
        return attrs.evolve(package, documents=tuple(documents))


def find_sources(spec: Path, overlay: Path | None, docs: Path | None, tree: Tree) -> Sequence[Source]:
    """Return the documents that a folder's manifest lists, or the one document with its overlay and texts.

    Raises:
        InputError: the manifest is invalid, or an overlay or texts are given for a folder.
    """
    if not tree.is_folder(spec):
        return [Source(spec=spec, overlay=overlay, docs=docs, tree=tree)]
    if overlay or docs:
        reason = f"is a folder; its documents have their own overlays and texts: see {MANIFEST}"
        raise InputError(tree.label(spec), [Problem("", reason)])
    return read_manifest(spec, tree)


def load_inputs(sources: Sequence[Source]) -> Inputs:
    """Read documents, overlays and texts.

    Raises:
        InputError: a file cannot be read, an overlay does not fit, or two documents define the same entry differently.
    """
    parts: list[Input] = []
    errors: list[InputError] = []
    for source in sources:
        try:
            parts.append(_load(source))
        except InputError as error:
            errors.append(error)
    if errors:
        raise combine(errors)
    return Inputs(
        parts=parts,
        merged=merge([Part(part.label, part.document) for part in parts]),
        docs=merge_docs([part.docs for part in parts]),
        label=parts[0].label if len(parts) == 1 else sources[0].manifest,
    )


def _load(source: Source) -> Input:
    tree = source.tree
    label = tree.label(source.spec)
    document, faults = parse_part(tree.read(source.spec), label)
    problems = list(code_loading(document))
    if problems:
        raise InputError(label, [*faults, *problems])
    if source.selection is not None:
        problems = list(unused(document, source.selection, source.at))
        if problems:
            raise InputError(source.manifest, problems)
        document = select(document, source.selection)
    overlay = None if source.overlay is None else parse_overlay(load(tree, source.overlay), tree.label(source.overlay))
    docs = Docs() if source.docs is None else read_docs(load(tree, source.docs), tree.label(source.docs))
    return Input(
        source=source,
        label=label,
        document=document if overlay is None or faults else apply(document, overlay),
        faults=faults,
        overlay=overlay,
        docs=docs,
    )
