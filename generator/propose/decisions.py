"""Which decisions a document still needs.

A document that declares the retry class of one operation declares those of all, and their call paths; one that only
moves some calls leaves the others where they are derived to be. One that marks a secret marks all. Where the docs call
themselves complete, every text that is missing is a decision, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from generator.docs import Docs, Path
from generator.document import keywords, overlay
from generator.document.grammar import NAMES, elements, mapping, objects
from generator.document.loading import Document
from generator.problems import InputError, Problem, pointer, printable
from generator.reader import prose, read

from . import guesses

MARK = "REVIEW: "
"""What a text begins with that nobody has looked at yet."""

MARKED = "x-review"
"""The key of an action of the overlay that nobody has looked at yet."""


@attrs.frozen
class Action:
    """An action for the overlay. `reason` is what is to be decided."""

    target: str
    reason: str
    update: Mapping[str, str | bool]

    def lines(self) -> tuple[str, ...]:
        """Write it as the overlay has it."""
        update = ", ".join(f"{key}: {json.dumps(value)}" for key, value in self.update.items())
        return (
            f"- target: {json.dumps(self.target, ensure_ascii=False)}",
            f"  description: {json.dumps(MARK + self.reason, ensure_ascii=False)}",
            f"  update: {{{update}}}",
            f"  {MARKED}: true",
        )


@attrs.frozen
class Text:
    """A text for the docs: its path there, and a guess."""

    path: Path
    guess: str


@attrs.frozen
class Decisions:
    """All that is to be decided."""

    actions: tuple[Action, ...]
    texts: tuple[Text, ...]

    def __len__(self) -> int:
        return len(self.actions) + len(self.texts)


class DecisionsNeededError(InputError):
    """Decisions are needed: its text lists all of them, and the lines to add."""

    def __init__(self, source: str, needed: Decisions) -> None:
        problems = [Problem(action.target, action.reason) for action in needed.actions]
        super().__init__(source, [*problems, *(Problem(pointer(*text.path), "has no text") for text in needed.texts)])
        self.needed = needed

    def __str__(self) -> str:
        """Return every decision with the lines that record it."""
        return "\n".join(
            [
                f"{printable(self.source)}: {len(self.needed)} decisions are needed.",
                "`python -m generator propose` writes these lines; check each, and take its mark away.",
                *(["", "Under `actions` of the overlay:"] if self.needed.actions else []),
                *(printable(line) for action in self.needed.actions for line in action.lines()),
                *(["", "In the docs:"] if self.needed.texts else []),
                *(printable(f"{' > '.join(text.path)}: {MARK}{text.guess}") for text in self.needed.texts),
            ]
        )


def find(effective: Document, docs: Docs, source: str) -> Decisions:
    """Return what is to be decided of a document with its overlay applied.

    Nothing, if it cannot be read whatever is decided: that has to be said first.
    """
    found = actions(effective)
    try:
        return Decisions(found, _texts(_decided(effective, found), docs, source) if docs.is_complete else ())
    except InputError:
        return Decisions((), ())


def actions(effective: Document) -> tuple[Action, ...]:
    """Return what the overlay has to decide."""
    return (*_operations(effective), *_secrets(effective))


def _decided(effective: Document, found: tuple[Action, ...]) -> Document:
    """Return the document as it would be, had all guesses been accepted."""
    proposed = (overlay.Action("", action.target, dict(action.update), remove=False) for action in found)
    return overlay.apply(effective, overlay.Overlay("the proposals", tuple(proposed)))


def _operations(effective: Document) -> Iterator[Action]:
    found = [
        (path, method, mapping(mapping(item)[method]))
        for path, item in sorted(mapping(effective.get("paths")).items())
        for method in keywords.METHODS
        if method in mapping(item)
    ]
    if not any("x-sdk-retry" in node for _, _, node in found):
        return
    for path, method, node in found:
        missing = [key for key in ("x-sdk-call-path", "x-sdk-retry") if key not in node]
        if missing:
            named = str(node.get("x-sdk-call-path") or guesses.call_path(str(node.get("operationId", "")), path))
            said = {"x-sdk-call-path": named, "x-sdk-retry": guesses.retry_class(method, named)}
            words = {"x-sdk-call-path": "where it stands in the SDK", "x-sdk-retry": "what a second execution does"}
            reason = f"Decide {' and '.join(words[key] for key in missing)}."
            yield Action(_json_path("paths", path, method), reason, {key: said[key] for key in missing})


def _secrets(effective: Document) -> Iterator[Action]:
    """Look at the properties of all schemas, wherever they stand."""
    found = sorted(
        (pointer(*item.path), name, (*item.path, "properties", name), mapping(value))
        for item in objects(effective)
        for name, value in mapping(item.value.get("properties")).items()
    )
    if any("x-sdk-secret" in value for *_, value in found):
        for _, name, path, value in found:
            if "x-sdk-secret" not in value and _is_text(value) and guesses.looks_secret(name):
                reason = "Decide whether it is a secret; it is called like one."
                yield Action(_json_path(*path), reason, {"x-sdk-secret": True})


def _is_text(schema: Mapping[str, Any]) -> bool:
    kinds = elements(schema.get("type")) or [schema.get("type")]
    return "string" in kinds or ("array" in kinds and _is_text(mapping(schema.get("items"))))


def _json_path(*path: str | int) -> str:
    """Return the JSONPath of a place: what a map names is quoted, keywords are not."""
    parts = zip(("", *path), path, strict=False)
    return "$" + "".join(_step(above, part) for above, part in parts)


def _step(above: str | int, part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f"[{_quoted(part)}]" if above in NAMES else f".{part}"


def _quoted(name: str) -> str:
    """Quote a name as JSONPath does (RFC 9535, section 2.3.1.1)."""
    return "'" + json.dumps(name)[1:-1].replace("'", "\\'").replace('\\"', '"') + "'"


def _texts(decided: Document, docs: Docs, source: str) -> tuple[Text, ...]:
    prose.describe(read(decided, Docs(), source), docs)
    return tuple(Text(path, guesses.sentence(path)) for path in docs.missing())


def unreviewed(ours: overlay.Overlay | None, docs: Docs) -> list[Problem]:
    """Return a problem for each guess that still has its mark."""
    reason = "is a guess: check it, and take its mark away"
    marked = [Problem(action.at, reason) for action in ours.actions if action.marked] if ours else []
    return [*marked, *(Problem(pointer(*path), reason) for path, text in docs.texts.items() if text.startswith(MARK))]
