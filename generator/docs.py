"""`spec/docs.yaml`: our prose on what the document names, keyed by the names that the SDK's users see.

    operations: {organizations.create: {summary: …, description: …, parameters: {organization_name: …}}}
    properties: {organization_id: …}            # every field and parameter of that name on the wire
    models:     {organizations.Member: {description: …, fields: {status: …}, values: {…}}}
    resources:  {organizations.members: …}

Names of parameters, fields and values are those on the wire. A sentence for one parameter or field wins over the
sentence for its name. Every look-up marks what it finds, so that an entry that names nothing can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

import attrs

from .problems import InputError, Problem, pointer

Path = tuple[str, ...]

Shape: TypeAlias = "Mapping[str, Shape] | None"
"""What an entry looks like: None is a text, a mapping says which keys it may have (`*`: any)."""

_SHAPE: Shape = {
    "operations": {"*": {"summary": None, "description": None, "parameters": {"*": None}}},
    "properties": {"*": None},
    "models": {"*": {"description": None, "fields": {"*": None}, "values": {"*": None}}},
    "resources": {"*": None},
}


@attrs.define
class Docs:
    """The texts by their paths, and which of them named something so far."""

    source: str = ""
    texts: Mapping[Path, str] = attrs.field(factory=dict[Path, str])
    _used: set[Path] = attrs.field(factory=set[Path], init=False)

    def operation(self, call_path: str) -> str:
        """Return the summary of a call and, as a paragraph of its own, the description; "" if there is neither."""
        parts = (self._text("operations", call_path, key) for key in ("summary", "description"))
        return "\n\n".join(part for part in parts if part)

    def parameter(self, call_path: str, wire_name: str) -> str:
        """Return the sentence on a parameter of a call."""
        shared = self._text("properties", wire_name)
        return self._text("operations", call_path, "parameters", wire_name) or shared

    def model(self, path: str) -> str:
        """Return the sentence on a model or an enumeration, `module.Class`."""
        return self._text("models", path, "description")

    def field(self, path: str, wire_name: str) -> str:
        """Return the sentence on a field of a model."""
        shared = self._text("properties", wire_name)
        return self._text("models", path, "fields", wire_name) or shared

    def value(self, path: str, value: str) -> str:
        """Return the sentence on a value of an enumeration."""
        return self._text("models", path, "values", value)

    def resource(self, call_path: str) -> str:
        """Return the sentence on a part of the API."""
        return self._text("resources", call_path)

    def unused(self) -> list[Problem]:
        """Return a problem for each entry that was never looked up."""
        return [Problem(pointer(*path), "names nothing in the SDK") for path in self.texts if path not in self._used]

    def _text(self, *path: str) -> str:
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
    texts = dict(_texts(raw, _SHAPE, (), problems))
    if problems:
        raise InputError(source, problems)
    return Docs(source, texts)


def _texts(node: Any, shape: Shape, path: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    if shape is None:
        if isinstance(node, str) and node.strip():
            yield path, node.strip()
        else:
            problems.append(Problem(pointer(*path), "must be a text"))
    elif isinstance(node, Mapping):
        for key, value in cast("Mapping[str, Any]", node).items():
            if key in shape or "*" in shape:
                yield from _texts(value, shape.get(key, shape.get("*")), (*path, key), problems)
            else:
                problems.append(Problem(pointer(*path, key), f"unknown key; known are {', '.join(sorted(shape))}"))
    else:
        problems.append(Problem(pointer(*path), "must be a mapping"))
