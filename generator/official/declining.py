"""The file of facts that we decline on purpose: groups of names, each with its reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import attrs

from generator.document import loading
from generator.document.grammar import elements, mapping
from generator.files import read_text, replace
from generator.problems import InputError, Problem, pointer
from generator.propose.decisions import MARK

_SECTION = "official"


@attrs.frozen
class Declined:
    """Names of facts, in which `*` matches any text, and the reason to decline them."""

    names: tuple[str, ...]
    reason: str


def read_declined(path: Path) -> list[Declined]:
    """Return the entries of a file.

    Raises:
        InputError: the file cannot be read or is invalid.
    """
    entries = elements(loading.load(str(path)).get(_SECTION))
    found: list[Declined] = []
    for number, entry in enumerate(entries):
        listed, reason = elements(mapping(entry).get("names")), mapping(entry).get("reason")
        if not listed or not isinstance(reason, str) or not all(isinstance(name, str) for name in listed):
            problem = Problem(pointer(_SECTION, number), "needs `names`, a list of strings, and `reason`, a string")
            raise InputError(str(path), [problem])
        found.append(Declined(tuple(map(str, listed)), reason))
    return found


def names(entries: Sequence[Declined]) -> list[str]:
    """Return the names of all entries."""
    return [name for entry in entries for name in entry.names]


def add_for_review(path: Path, missing: Sequence[str], version: str) -> None:
    """Append facts that an overlay cannot add, as declined and marked for review.

    The section for the official SDK must be the last one in the file.
    """
    if missing:
        reason = f"{MARK}stytch {version} has it, and the documents do not. Add it, or give the reason to decline it."
        lines = [f"- names: {json.dumps(list(missing))}", f"  reason: {json.dumps(reason)}"]
        replace({path: "\n".join([read_text(path).rstrip("\n"), *lines, ""]).encode()})
