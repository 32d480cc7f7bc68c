"""The whole pipeline, from the files of a specification to the files of the package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from .document.manifest import Source
from .document.pruning import prune
from .document.urls import with_braces
from .document.validation import find_problems
from .inputs import Inputs, load_inputs
from .ir import Package
from .problems import InputError, Problem
from .propose.decisions import Decisions, DecisionsNeededError, find, find_actions, unreviewed
from .reader import read
from .render.integrity import RenderMismatchError
from .render.rendering import Files, render


@attrs.frozen
class Generated:
    """The package, and its files by their paths in it."""

    package: Package
    files: Files


def generate(sources: Sequence[Source]) -> Generated:
    """Read the inputs and render the package. Nothing is written.

    Raises:
        InputError: an input is invalid. The error lists all problems, or all decisions that are open.
    """
    inputs = load_inputs(sources)
    package = _read_decided(inputs)
    _refuse_guesses(inputs)
    try:
        return Generated(package, render(package, _embedded_document(inputs)))
    except RenderMismatchError as error:
        raise InputError(inputs.label, [Problem("", f"cannot be rendered: {error}")]) from error


def _embedded_document(inputs: Inputs) -> dict[str, Any]:
    """Return the document that the package embeds: the parts that its operations use, and its provenance."""
    parts = [(part.source.name, part.document.get("x-provenance")) for part in inputs.parts]
    provenance = [{"name": name, **found} for name, found in parts if found is not None]
    document = {key: value for key, value in inputs.merged.document.items() if key != "x-provenance"}
    return {**prune(with_braces(document)), **({"x-provenance": provenance} if provenance else {})}


def _read_decided(inputs: Inputs) -> Package:
    """Read documents, and refuse them if decisions are open."""
    _refuse_faults(inputs)
    try:
        package = read_valid(inputs)
    except InputError:
        _refuse_open(find(inputs), inputs)
        raise
    _refuse_open(Decisions(find_actions(inputs.merged.document), ()), inputs)
    return package


def _refuse_faults(inputs: Inputs) -> None:
    """Refuse documents with YAML faults before asking for decisions, and report all their other problems too."""
    if any(part.faults for part in inputs.parts):
        read_valid(inputs)


def _refuse_open(needed: Decisions, inputs: Inputs) -> None:
    if needed:
        raise DecisionsNeededError(inputs, needed)


def _refuse_guesses(inputs: Inputs) -> None:
    """Refuse to generate code from guesses that nobody has reviewed."""
    guessed = [problem for part in inputs.parts for problem in unreviewed(part)]
    if guessed:
        raise InputError("proposals", guessed)


def needed_decisions(inputs: Inputs) -> Decisions:
    """Return the decisions that the documents leave open.

    Raises:
        InputError: an input is invalid, and no decision would change that.
    """
    _refuse_faults(inputs)
    found = find(inputs)
    if not found:
        read_valid(inputs)
    return found


def read_valid(inputs: Inputs) -> Package:
    """Validate and read documents. Invalid documents are read too, so that one error reports every problem.

    Raises:
        InputError: a document is invalid or cannot be read. If validation and the reader report the same place, the
            reader's reason counts.
    """
    invalid = _invalid(inputs)
    try:
        package = read(inputs.merged.document, inputs.docs, inputs.label)
    except InputError as error:
        if error.source != inputs.label and not invalid:
            raise
        unreadable = error.problems if error.source == inputs.label else ()
        raise InputError(inputs.label, _without_duplicates(map(inputs.located, unreadable), invalid)) from None
    if invalid:
        raise InputError(inputs.label, invalid)
    return inputs.named(package)


def _invalid(inputs: Inputs) -> list[Problem]:
    return [
        problem if len(inputs.parts) == 1 else attrs.evolve(problem, source=part.label)
        for part in inputs.parts
        for problem in [*part.faults, *find_problems(part.document)]
    ]


def _without_duplicates(unreadable: Iterable[Problem], invalid: Sequence[Problem]) -> list[Problem]:
    found = list(unreadable)
    places = {(problem.source, problem.pointer) for problem in found}
    return sorted([*found, *(problem for problem in invalid if (problem.source, problem.pointer) not in places)])
