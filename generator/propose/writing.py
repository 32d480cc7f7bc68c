"""Writing guesses into the overlay and the docs, without changing their other lines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from generator.files import read_text, replace
from generator.inputs import Inputs
from generator.problems import InputError, Problem

from .decisions import MARK, Action, Decisions, Text

_PLAIN = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_LINE = re.compile(r"(?P<indent> *)(?P<key>[^\s#:][^:]*|\"(?:[^\"\\]|\\.)*\"):(?:\s|$)")


def write(needed: Decisions, inputs: Inputs) -> list[str]:
    """Write each guess to the overlay and the docs of its document. Return a line for each document.

    Raises:
        InputError: a file cannot be read or written, or a document does not have an overlay and docs.
    """
    lines: list[str] = []
    files: dict[Path, bytes] = {}
    for number, part in enumerate(inputs.parts):
        overlay, docs = part.source.overlay, part.source.docs
        if overlay is None or docs is None:
            raise InputError(part.label, [Problem("", "needs an overlay and docs for the guesses")])
        own = needed.of_document(number, inputs.merged)
        files[overlay] = with_actions(read_text(overlay), own.actions).encode()
        files[docs] = with_texts(read_text(docs), own.texts).encode()
        lines.append(f"{overlay}: {len(own.actions)} proposals; {docs}: {len(own.texts)} proposals")
    try:
        replace(files)
    except OSError as error:
        raise InputError(str(error.filename), [Problem("", error.strerror or "cannot be written")]) from None
    return lines


def with_actions(overlay: str, actions: Sequence[Action]) -> str:
    """Return the text of an overlay with actions appended."""
    return "\n".join([overlay.rstrip("\n"), *(line for action in actions for line in action.lines())]) + "\n"


def with_texts(docs: str, texts: Sequence[Text]) -> str:
    """Return the text of docs with texts inserted in alphabetical order."""
    lines = docs.splitlines()
    for text in texts:
        _insert(lines, text)
    return "\n".join(lines) + "\n"


def _insert(lines: list[str], text: Text) -> None:
    """Follow the path as far as it exists, and insert the rest."""
    start, end = 0, len(lines)
    for depth, key in enumerate(text.path):
        at = _find(lines, key, depth, start, end)
        if at is None:
            place = _place(lines, key, depth, start, end)
            lines[place:place] = _block(text, depth)
            return
        start, end = at + 1, _end(lines, depth, at + 1, end)


def _keys(lines: list[str], depth: int, start: int, end: int) -> list[tuple[int, str]]:
    """Return the lines of a block that have its keys."""
    found = [(number, _LINE.match(lines[number])) for number in range(start, end)]
    return [(number, _unquoted(m["key"])) for number, m in found if m and len(m["indent"]) == 2 * depth]


def _find(lines: list[str], key: str, depth: int, start: int, end: int) -> int | None:
    return next((number for number, name in _keys(lines, depth, start, end) if name == key), None)


def _place(lines: list[str], key: str, depth: int, start: int, end: int) -> int:
    later = (number for number, name in _keys(lines, depth, start, end) if name > key)
    return next(later, end)


def _end(lines: list[str], depth: int, start: int, end: int) -> int:
    """Return the end of the block of a key: the next line that is not indented deeper."""
    for number in range(start, end):
        if lines[number].strip() and len(lines[number]) - len(lines[number].lstrip(" ")) <= 2 * depth:
            return number
    return end


def _block(text: Text, depth: int) -> list[str]:
    *above, last = text.path[depth:]
    block = [f"{'  ' * (depth + number)}{_key(key)}:" for number, key in enumerate(above)]
    indent = "  " * (depth + len(above))
    return [*block, f"{indent}{_key(last)}: {json.dumps(MARK + text.guess, ensure_ascii=False)}"]


def _key(name: str) -> str:
    is_plain = _PLAIN.fullmatch(name) and name.lower() not in _WORDS_OF_YAML
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def _unquoted(key: str) -> str:
    return str(json.loads(key)) if key.startswith('"') else key.strip("'")
