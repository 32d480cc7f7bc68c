"""What the official SDK has and we leave out on purpose: a file of names, each group with its reason."""

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
    """Names of facts, where `*` stands for any text, and why they are left out."""

    names: tuple[str, ...]
    reason: str


def read_declined(path: Path) -> list[Declined]:
    """Return the entries of a file.

    Raises:
        InputError: the file cannot be read, or has another form.
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
    """Write what no overlay can add at the end of the file, as if it were declined, with the mark of a guess.

    The section of the official SDK is the last one of the file.
    """
    if missing:
        reason = f"{MARK}stytch {version} has it, and no document does. Take it over, or say why it is left out."
        lines = [f"- names: {json.dumps(list(missing))}", f"  reason: {json.dumps(reason)}"]
        replace({path: "\n".join([read_text(path).rstrip("\n"), *lines, ""]).encode()})
