"""The open decisions of a document.

If a document declares the retry class of one operation, it must declare the retry classes and call paths of all. If it
declares only call paths, the others are derived. If it marks one secret, it must mark all. If the docs are marked
complete, every missing text is a decision, too.
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
from generator.document.merging import Merged
from generator.inputs import Input, Inputs
from generator.ir import Model, Package
from generator.problems import InputError, Problem, pointer, printable
from generator.reader import prose, read

from . import guesses

MARK = "REVIEW: "
"""The prefix of a text that nobody has reviewed yet."""

MARKED = "x-review"
"""The key of an overlay action that nobody has reviewed yet."""


@attrs.frozen
class Action:
    """An action for the overlay. `reason` is the question to decide, `place` a pointer into the document."""

    place: str
    target: str
    reason: str
    update: Mapping[str, Any]

    def lines(self) -> tuple[str, ...]:
        """Return the action as YAML."""
        update = ", ".join(f"{key}: {json.dumps(value)}" for key, value in self.update.items())
        return (
            f"- target: {json.dumps(self.target, ensure_ascii=False)}",
            f"  description: {json.dumps(MARK + self.reason, ensure_ascii=False)}",
            f"  update: {{{update}}}",
            f"  {MARKED}: true",
        )


@attrs.frozen
class Text:
    """A text for the docs: its path there, a guess, and the pointer of its subject in the document."""

    path: Path
    guess: str
    place: str = ""


@attrs.frozen
class Decisions:
    """The open decisions."""

    actions: tuple[Action, ...]
    texts: tuple[Text, ...]

    def __len__(self) -> int:
        return len(self.actions) + len(self.texts)

    def of_document(self, number: int, merged: Merged) -> Decisions:
        """Return the decisions of one document. An action for several documents belongs to each of them."""
        return Decisions(
            tuple(action for action in self.actions if number in merged.documents_of(action.place)),
            tuple(text for text in self.texts if number == merged.documents_of(text.place)[0]),
        )


class DecisionsNeededError(InputError):
    """Decisions are open. The message lists all of them, with the lines to add."""

    def __init__(self, inputs: Inputs, needed: Decisions) -> None:
        problems = [Problem(action.target, action.reason) for action in needed.actions]
        texts = [Problem(pointer(*text.path), "has no text") for text in needed.texts]
        super().__init__(inputs.label, [*problems, *texts])
        self.inputs = inputs
        self.needed = needed

    def __str__(self) -> str:
        """Return every decision with the lines that record it."""
        lines = [
            f"{printable(self.source)}: {len(self.needed)} decisions are needed.",
            "`python -m generator propose` writes these lines. Check each line, and remove its mark.",
        ]
        for number, part in enumerate(self.inputs.parts):
            lines += _lines(part, self.needed.of_document(number, self.inputs.merged))
        return "\n".join(lines)


def _lines(part: Input, needed: Decisions) -> Iterator[str]:
    if needed.actions:
        yield from ["", f"Under `actions` of {part.overlay.source if part.overlay else 'the overlay'}:"]
        yield from (printable(line) for action in needed.actions for line in action.lines())
    if needed.texts:
        yield from ["", f"In {part.docs.source or 'the docs'}:"]
        yield from (printable(f"{' > '.join(text.path)}: {MARK}{text.guess}") for text in needed.texts)


def find(inputs: Inputs) -> Decisions:
    """Return the open decisions of documents.

    Return nothing if the documents cannot be read even with all decisions made: those errors must be fixed first.
    """
    actions = find_actions(inputs.merged.document)
    try:
        return Decisions(actions, _texts(inputs, actions) if inputs.docs.is_complete else ())
    except InputError:
        return Decisions((), ())


def find_actions(effective: Document) -> tuple[Action, ...]:
    """Return the decisions that the overlay lacks. `effective` is the document with its overlay applied."""
    return (*_operations(effective), *_secrets(effective))


def _with_guesses(effective: Document, found: tuple[Action, ...]) -> Document:
    """Return the document with all guesses accepted."""
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
            guessed = {"x-sdk-call-path": named, "x-sdk-retry": guesses.retry_class(method, named)}
            words = {"x-sdk-call-path": "the call path", "x-sdk-retry": "the retry class"}
            reason = f"Decide {' and '.join(words[key] for key in missing)}."
            place = ("paths", path, method)
            yield Action(pointer(*place), json_path(*place), reason, {key: guessed[key] for key in missing})


def _secrets(effective: Document) -> Iterator[Action]:
    """Yield properties of all schemas, inline ones included, that look like unmarked secrets."""
    found = sorted(
        (pointer(*item.path), name, (*item.path, "properties", name), mapping(value))
        for item in objects(effective)
        for name, value in mapping(item.value.get("properties")).items()
    )
    if any("x-sdk-secret" in value for *_, value in found):
        for _, name, path, value in found:
            if "x-sdk-secret" not in value and _is_text(value) and guesses.looks_secret(name):
                reason = "Decide whether it is a secret; its name suggests it."
                yield Action(pointer(*path), json_path(*path), reason, {"x-sdk-secret": True})


def _is_text(schema: Mapping[str, Any]) -> bool:
    kinds = elements(schema.get("type")) or [schema.get("type")]
    return "string" in kinds or ("array" in kinds and _is_text(mapping(schema.get("items"))))


def json_path(*path: str | int) -> str:
    """Return the JSONPath of a place, with names in quotes and keywords without."""
    parts = zip(("", *path), path, strict=False)
    return "$" + "".join(_step(above, part) for above, part in parts)


def _step(above: str | int, part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f"[{_quoted(part)}]" if above in NAMES else f".{part}"


def _quoted(name: str) -> str:
    """Quote a name as JSONPath does (RFC 9535, section 2.3.1.1)."""
    return "'" + json.dumps(name)[1:-1].replace("'", "\\'").replace('\\"', '"') + "'"


def _texts(inputs: Inputs, actions: tuple[Action, ...]) -> tuple[Text, ...]:
    package = read(_with_guesses(inputs.merged.document, actions), Docs(), inputs.label)
    prose.describe(package, inputs.docs)
    places = _places(package)
    return tuple(Text(path, guesses.sentence(path), places.get(path[:2], "")) for path in inputs.docs.missing())


def _places(package: Package) -> dict[Path, str]:
    """Return the pointers of the subjects of texts, by the first two parts of a text's path."""
    places: dict[Path, str] = {}
    for operation in package.operations():
        *above, _ = operation.call_path
        places["operations", ".".join(operation.call_path)] = operation.pointer
        for length in range(1, len(above) + 1):
            places.setdefault(("resources", ".".join(above[:length])), operation.pointer)
        for parameter in operation.parameters:
            places.setdefault(("properties", parameter.wire_name), operation.pointer)
    for item in (item for module in package.modules for item in module.classes):
        places["models", f"{item.module}.{item.name}"] = item.pointer
        for field in item.fields if isinstance(item, Model) else ():
            places.setdefault(("properties", field.wire_name), item.pointer)
    return places


def unreviewed(part: Input) -> list[Problem]:
    """Return a problem for each guess of a document that still has its mark."""
    reason = "is a guess: check it, and remove its mark"
    marked = (
        [Problem(each.at, reason, part.overlay.source) for each in part.overlay.actions if each.marked]
        if part.overlay
        else []
    )
    texts = [path for path, text in part.docs.texts.items() if text.startswith(MARK)]
    return [*marked, *(Problem(pointer(*path), reason, part.docs.source) for path in texts)]
