"""`docs.yaml`: our texts on the parts of a document, keyed by the names that users of the SDK see.

    operations: {organizations.create: {summary: …, description: …, details: …, errors: […], example: […],
                                        parameters: {organization_name: …}}}
    properties: {organization_id: …}            # every field and parameter with this wire name
    models:     {organizations.Member: {description: …, fields: {status: …}, values: {…}}}
    resources:  {organizations.members: …}
    client:     …                               # the docstring of the client, line by line
    samples:    {organization_name: Acme}       # arguments in examples: any JSON
    complete:   true                            # a missing text is an error

Parameters, fields and values have their wire names. A text for one parameter or field overrides the text for its name.
The value `*` describes all values without a text. `details` are only in the API reference. `errors` are the error types
that a call is known to return. `example` lists the optional parameters that its example uses.

Every look-up is recorded, whether it finds a text or not, so that unused entries and missing texts can be reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from .problems import InputError, Problem, pointer

Path = tuple[str, ...]

T = TypeVar("T")

Shape: TypeAlias = "Mapping[str, Shape] | type[str] | type[list[str]]"
"""The shape of an entry: a text, a list of texts, or a mapping with its allowed keys (`*`: any)."""

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
    """The texts by path. `_used` are the paths of texts that were found, `_absent` of those that were missing.

    A list is stored as its texts, each below the path of the list. `sources` has the files of texts that are not from
    `source`.
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
        """Return the summary and the description of a call as paragraphs; "" if there is neither."""
        parts = (self._text("operations", call_path, key) for key in ("summary", "description"))
        return "\n\n".join(part for part in parts if part)

    def details(self, call_path: str) -> str:
        """Return the details of a call."""
        return self._find("operations", call_path, "details")

    def errors(self, call_path: str) -> tuple[str, ...]:
        """Return the error types that a call is known to return."""
        return self._list("operations", call_path, "errors")

    def example(self, call_path: str) -> tuple[str, ...]:
        """Return the wire names of the optional parameters that the example of a call uses."""
        return self._list("operations", call_path, "example")

    def parameter(self, call_path: str, wire_name: str) -> str:
        """Return the text for a parameter of a call."""
        return self._either(("operations", call_path, "parameters", wire_name), ("properties", wire_name))

    def model(self, path: str) -> str:
        """Return the text for a model or an enumeration, `module.Class`."""
        return self._text("models", path, "description")

    def field(self, path: str, wire_name: str) -> str:
        """Return the text for a field of a model."""
        return self._either(("models", path, "fields", wire_name), ("properties", wire_name))

    def value(self, path: str, value: str) -> str:
        """Return the text for a value of an enumeration."""
        found = self._find("models", path, "values", value)
        if not found and ("models", path, "values", _OTHERS) not in self.texts:
            self._absent.add(("models", path, "values", value))
        return found

    def other_values(self, path: str) -> str:
        """Return the text for the values of an enumeration without a text."""
        return self._find("models", path, "values", _OTHERS)

    def resource(self, call_path: str) -> str:
        """Return the text for a resource."""
        return self._text("resources", call_path)

    def problems(self) -> list[Problem]:
        """Return a problem for each unused text and, if the docs are complete, for each missing one."""
        unused = [self.problem(path, "is not in the SDK") for path in self.texts if path not in self._used]
        absent = self.missing() if self.is_complete else []
        return [*unused, *(Problem(pointer(*path), "is missing") for path in absent)]

    def problem(self, path: Path, reason: str) -> Problem:
        """Return a problem of a text, with its file."""
        known = (source for found, source in self.sources.items() if found[: len(path)] == path)
        return Problem(pointer(*path), reason, next(known, ""))

    def missing(self) -> list[Path]:
        """Return the paths of missing texts."""
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
        source: the name of the file in error messages.

    Raises:
        InputError: a key is unknown, or a value has the wrong type.
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
    """Merge the texts of several documents.

    Raises:
        InputError: two files have different texts for the same entry. Each problem names both places.
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
    """Return the entries of several sources, and the source of each."""
    values: dict[Path, T] = {}
    sources: dict[Path, str] = {}
    for source, entries in parts:
        for path, value in entries.items():
            at, other = pointer(*path), sources.setdefault(path, source)
            if values.setdefault(path, value) != value:
                problems.append(Problem(at, f"differs from the same entry of another file: see {other}: {at}", source))
    return values, sources


def _texts(node: Any, shape: Shape, path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if isinstance(shape, Mapping):
        yield from _entries(node, shape, path, problems)
    elif shape is list:
        yield from _listed(node, path, problems)
    elif isinstance(node, str) and node.strip():
        yield path, node.strip()
    else:
        problems.append(Problem(pointer(*path), "must be a string"))


def _entries(node: Any, shape: Mapping[str, Shape], path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if not isinstance(node, Mapping):
        problems.append(Problem(pointer(*path), "must be a mapping"))
        return
    for key, value in cast("Mapping[str, Any]", node).items():
        if key in shape or _OTHERS in shape:
            yield from _texts(value, shape.get(key, shape.get(_OTHERS, str)), (*path, key), problems)
        else:
            problems.append(Problem(pointer(*path, key), f"unknown key; known keys: {', '.join(sorted(shape))}"))


def _listed(node: Any, path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if not isinstance(node, list):
        problems.append(Problem(pointer(*path), "must be a list"))
        return
    for number, item in enumerate(cast("Sequence[Any]", node)):
        yield from _texts(item, str, (*path, str(number)), problems)
