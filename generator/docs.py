"""`docs.yaml`: our prose on what the document names, keyed by the names that the SDK's users see.

    operations: {organizations.create: {summary: …, description: …, details: …, errors: […], example: […],
                                        parameters: {organization_name: …}}}
    properties: {organization_id: …}            # every field and parameter of that name on the wire
    models:     {organizations.Member: {description: …, fields: {status: …}, values: {…}}}
    resources:  {organizations.members: …}
    client:     …                               # the docstring of the client, line by line
    samples:    {organization_name: Acme}       # what examples give for a parameter: any JSON
    complete:   true                            # a text that is missing is an error

Names of parameters, fields and values are those on the wire. A sentence for one parameter or field wins over the
sentence for its name; the value `*` speaks of all values that have none. `details` are for the API reference alone,
`errors` are the error types that a call is known for, `example` the parameters that its example gives besides those
that are required.

Every look-up marks what it finds, so that an entry that names nothing can be told, and what it does not find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from .problems import InputError, Problem, pointer

Path = tuple[str, ...]

T = TypeVar("T")

Shape: TypeAlias = "Mapping[str, Shape] | type[str] | type[list[str]]"
"""What an entry looks like: a text, a list of texts, or a mapping with the keys that it may have (`*`: any)."""

_SHAPE: Mapping[str, Shape] = {
    "client": str,
    "operations": {
        "*": {
            "summary": str,
            "description": str,
            "details": str,
            "errors": list,
            "example": list,
            "parameters": {"*": str},
        }
    },
    "properties": {"*": str},
    "models": {"*": {"description": str, "fields": {"*": str}, "values": {"*": str}}},
    "resources": {"*": str},
}
_COMPLETE = "complete"
_SAMPLES = "samples"
_SETTINGS = frozenset({_COMPLETE, _SAMPLES})
_OTHERS = "*"


@attrs.define
class Docs:
    """The texts by their paths, which of them named something so far, and which were looked for in vain.

    A list is stored as its texts, each below the path of the list. `sources` say where a text stands, where that is not
    in `source`.
    """

    source: str = ""
    texts: Mapping[Path, str] = attrs.field(factory=dict[Path, str])
    samples: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    is_complete: bool = False
    sources: Mapping[Path, str] = attrs.field(factory=dict[Path, str])
    _used: set[Path] = attrs.field(factory=set[Path], init=False)
    _absent: set[Path] = attrs.field(factory=set[Path], init=False)

    def client(self) -> str:
        """Return the docstring of the client, line by line."""
        return self._find("client")

    def operation(self, call_path: str) -> str:
        """Return the summary of a call and, as a paragraph of its own, the description; "" if there is neither."""
        parts = (self._text("operations", call_path, key) for key in ("summary", "description"))
        return "\n\n".join(part for part in parts if part)

    def details(self, call_path: str) -> str:
        """Return what else there is to say of a call."""
        return self._find("operations", call_path, "details")

    def errors(self, call_path: str) -> tuple[str, ...]:
        """Return the error types that a call is known for."""
        return self._list("operations", call_path, "errors")

    def example(self, call_path: str) -> tuple[str, ...]:
        """Return the parameters, by wire name, that the example of a call gives besides those that are required."""
        return self._list("operations", call_path, "example")

    def parameter(self, call_path: str, wire_name: str) -> str:
        """Return the sentence on a parameter of a call."""
        return self._either(("operations", call_path, "parameters", wire_name), ("properties", wire_name))

    def model(self, path: str) -> str:
        """Return the sentence on a model or an enumeration, `module.Class`."""
        return self._text("models", path, "description")

    def field(self, path: str, wire_name: str) -> str:
        """Return the sentence on a field of a model."""
        return self._either(("models", path, "fields", wire_name), ("properties", wire_name))

    def value(self, path: str, value: str) -> str:
        """Return the sentence on a value of an enumeration."""
        found = self._find("models", path, "values", value)
        if not found and ("models", path, "values", _OTHERS) not in self.texts:
            self._absent.add(("models", path, "values", value))
        return found

    def other_values(self, path: str) -> str:
        """Return the sentence on the values of an enumeration that have none of their own."""
        return self._find("models", path, "values", _OTHERS)

    def resource(self, call_path: str) -> str:
        """Return the sentence on a part of the API."""
        return self._text("resources", call_path)

    def problems(self) -> list[Problem]:
        """Return a problem for each entry that was never looked up and, if the docs are complete, each missing one."""
        unused = [self.problem(path, "names nothing in the SDK") for path in self.texts if path not in self._used]
        absent = self.missing() if self.is_complete else []
        return [*unused, *(Problem(pointer(*path), "is missing") for path in absent)]

    def problem(self, path: Path, reason: str) -> Problem:
        """Return a problem of a text, at its place."""
        known = (source for found, source in self.sources.items() if found[: len(path)] == path)
        return Problem(pointer(*path), reason, next(known, ""))

    def missing(self) -> list[Path]:
        """Return where a text was looked for in vain."""
        return sorted(self._absent)

    def _either(self, own: Path, shared: Path) -> str:
        found = self._find(*own), self._find(*shared)
        if not any(found):
            self._absent.add(shared)
        return found[0] or found[1]

    def _text(self, *path: str) -> str:
        if path not in self.texts:
            self._absent.add(path)
        return self._find(*path)

    def _list(self, *above: str) -> tuple[str, ...]:
        found = [path for path in self.texts if path[:-1] == above]
        self._used.update(found)
        return tuple(self.texts[path] for path in found)

    def _find(self, *path: str) -> str:
        if path in self.texts:
            self._used.add(path)
        return self.texts.get(path, "")


def read_docs(raw: Mapping[str, Any], source: str) -> Docs:
    """Return the texts of a docs file.

    Args:
        raw: the content of the file.
        source: what to call it in errors.

    Raises:
        InputError: a key is not one of those above, or what should be a text is none.
    """
    problems: list[Problem] = []
    is_complete = raw.get(_COMPLETE, False)
    if not isinstance(is_complete, bool):
        problems.append(Problem(pointer(_COMPLETE), "must be true or false"))
    samples = raw.get(_SAMPLES, {})
    if not isinstance(samples, Mapping):
        problems.append(Problem(pointer(_SAMPLES), "must be a mapping"))
    texts = dict(_texts({key: raw[key] for key in raw if key not in _SETTINGS}, _SHAPE, (), problems))
    if problems:
        raise InputError(source, problems)
    return Docs(source, texts, cast("Mapping[str, Any]", samples), is_complete is True)


def merge_docs(found: Sequence[Docs]) -> Docs:
    """Return the texts of several documents as one.

    Raises:
        InputError: two of them differ in what both have. Each problem names both places.
    """
    if len(found) == 1:
        return found[0]
    problems: list[Problem] = []
    texts, sources = _joined([(docs.source, docs.texts) for docs in found], problems)
    samples, others = _joined(
        [(docs.source, {(_SAMPLES, name): item for name, item in docs.samples.items()}) for docs in found], problems
    )
    if problems:
        raise InputError(found[0].source, sorted(problems))
    return Docs(
        source=found[0].source,
        texts=texts,
        samples={name: sample for (_, name), sample in samples.items()},
        is_complete=all(docs.is_complete for docs in found),
        sources=sources | others,
    )


def _joined(
    parts: Sequence[tuple[str, Mapping[Path, T]]], problems: list[Problem]
) -> tuple[dict[Path, T], dict[Path, str]]:
    """Return the entries of several sources, and where each of them stands."""
    values: dict[Path, T] = {}
    sources: dict[Path, str] = {}
    for source, entries in parts:
        for path, value in entries.items():
            at, other = pointer(*path), sources.setdefault(path, source)
            if values.setdefault(path, value) != value:
                problems.append(Problem(at, f"both documents have it, and differ: see {other}: {at}", source))
    return values, sources


def _texts(node: Any, shape: Shape, path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if isinstance(shape, Mapping):
        yield from _entries(node, shape, path, problems)
    elif shape is list:
        yield from _listed(node, path, problems)
    elif isinstance(node, str) and node.strip():
        yield path, node.strip()
    else:
        problems.append(Problem(pointer(*path), "must be a text"))


def _entries(node: Any, shape: Mapping[str, Shape], path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if not isinstance(node, Mapping):
        problems.append(Problem(pointer(*path), "must be a mapping"))
        return
    for key, value in cast("Mapping[str, Any]", node).items():
        if key in shape or _OTHERS in shape:
            yield from _texts(value, shape.get(key, shape.get(_OTHERS, str)), (*path, key), problems)
        else:
            problems.append(Problem(pointer(*path, key), f"unknown key; known are {', '.join(sorted(shape))}"))


def _listed(node: Any, path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if not isinstance(node, list):
        problems.append(Problem(pointer(*path), "must be a list"))
        return
    for number, item in enumerate(cast("Sequence[Any]", node)):
        yield from _texts(item, str, (*path, str(number)), problems)
