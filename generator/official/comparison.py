"""Comparing the official SDK with the documents: facts that only the SDK has, except those declined on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, assert_never

import attrs

from generator.document import keywords
from generator.document.grammar import elements, mapping
from generator.document.loading import Document
from generator.document.pointers import Target, below, resolve
from generator.problems import pointer
from generator.propose.decisions import Action, json_path

from .introspection import Fact, Kind


@attrs.frozen
class Lag:
    """The facts that only the official SDK has.

    Attributes:
        missing: names of facts that an overlay cannot add, such as a method.
        actions: actions for the overlay that add the other facts.
        unused: declined names that match no missing fact.
    """

    missing: tuple[str, ...]
    actions: tuple[Action, ...]
    unused: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.actions or self.unused)

    def __str__(self) -> str:
        """Return a line for each fact, the actions, and the unused names."""
        lines = [*(f"only the official SDK has: {name}" for name in self.missing)]
        lines += [line for action in self.actions for line in action.lines()]
        return "\n".join([*lines, *(f"no longer needs to be declined: {name}" for name in self.unused)])


def find_lag(facts: Iterable[Fact], document: Document, declined: Sequence[str], version: str) -> Lag:
    """Compare the facts of the official SDK with the documents.

    Args:
        facts: the facts of the official SDK.
        document: the merged document with its overlays applied.
        declined: names of facts that are left out on purpose; `*` matches any text.
        version: the version of the official SDK, for the reasons of the actions.
    """
    described = _Described(document)
    lacking = [fact for fact in facts if not described.has(fact)]
    wanted = [fact for fact in lacking if not any(fnmatchcase(fact.name, pattern) for pattern in declined)]
    actions = {fact.name: described.action(fact, version) for fact in wanted}
    return Lag(
        missing=tuple(name for name, action in actions.items() if action is None),
        actions=tuple({action.target + str(action.update): action for action in actions.values() if action}.values()),
        unused=tuple(name for name in declined if not any(fnmatchcase(fact.name, name) for fact in lacking)),
    )


class _Described:
    """The facts of the documents, by call path."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._operations = {
            str(mapping(item[method])["x-sdk-call-path"]): Target(("paths", path, method), item[method])
            for path, item in ((path, mapping(item)) for path, item in mapping(document.get("paths")).items())
            for method in keywords.METHODS
            if "x-sdk-call-path" in mapping(item.get(method))
        }

    def has(self, fact: Fact) -> bool:
        """Whether the documents have a fact. The parts of a missing method count as present: the method is reported."""
        operation = self._operations.get(fact.call_path)
        if operation is None:
            return fact.kind is not Kind.METHOD
        match fact.kind:
            case Kind.METHOD:
                return True
            case Kind.PARAMETER:
                return self._parameter(operation, fact.path[0]) is not None
            case Kind.VALUE:
                parameter = self._parameter(operation, fact.path[0])
                return parameter is None or fact.path[1] in _values(parameter)
            case Kind.FIELD:
                *above, _ = fact.path
                return self._field(operation, tuple(above)) is None or self._field(operation, fact.path) is not None
            case _ as never:
                assert_never(never)

    def action(self, fact: Fact, version: str) -> Action | None:
        """Return the action that adds a fact; None if the documents do not have a schema to add it to."""
        operation = self._operations.get(fact.call_path)
        owner = None if operation is None else self._owner(operation, fact)
        if owner is None:
            return None
        update: Mapping[str, Any] = {"properties": {fact.path[-1]: fact.schema}}
        if fact.kind is Kind.VALUE:
            update = {"enum" if "enum" in mapping(owner.value) else "x-sdk-values": [fact.path[1]]}
        reason = f"The official SDK, stytch {version}, has it: {fact.name}."
        return Action(pointer(*owner.path), json_path(*owner.path), reason, update)

    def _owner(self, operation: Target, fact: Fact) -> Target | None:
        match fact.kind:
            case Kind.METHOD:
                return None
            case Kind.PARAMETER:
                return self._body(operation)
            case Kind.VALUE:
                return self._parameter(operation, fact.path[0])
            case Kind.FIELD:
                return self._field(operation, fact.path[:-1])
            case _ as never:
                assert_never(never)

    def _parameter(self, operation: Target, name: str) -> Target | None:
        """Return the schema of a parameter of an operation, or of a property of its body."""
        listed = below(operation, "parameters")
        for number in range(len(elements(listed.value)) if listed else 0):
            parameter = self._follow(below(listed, number)) if listed else None
            if parameter is not None and mapping(parameter.value).get("name") == name:
                return self._follow(below(parameter, "schema"))
        return self._property(self._body(operation), name)

    def _body(self, operation: Target) -> Target | None:
        return self._schema(self._follow(below(operation, "requestBody")))

    def _field(self, operation: Target, path: tuple[str, ...]) -> Target | None:
        """Return the schema of a response field, or of the whole response for an empty path."""
        responses = below(operation, "responses")
        found = self._schema(self._follow(below(responses, "200")) if responses else None)
        for name in path:
            found = self._property(found, name)
        return found

    def _schema(self, owner: Target | None) -> Target | None:
        for key in ("content", "application/json", "schema"):
            owner = None if owner is None else below(owner, key)
        return self._follow(owner)

    def _property(self, owner: Target | None, name: str) -> Target | None:
        """Return a property of an object, or of the objects in a list or a map."""
        while owner is not None and "properties" not in mapping(owner.value):
            inner = next((key for key in ("items", "additionalProperties") if key in mapping(owner.value)), None)
            owner = None if inner is None else self._follow(below(owner, inner))
        properties = None if owner is None else below(owner, "properties")
        return None if properties is None else self._follow(below(properties, name))

    def _follow(self, target: Target | None) -> Target | None:
        """Follow references from a target."""
        while target is not None and isinstance(reference := mapping(target.value).get("$ref"), str):
            target = resolve(self._document, reference)
        return target


def _values(schema: Target) -> list[Any]:
    """Return the values that a schema, or the item schema of a list, allows."""
    found = mapping(schema.value)
    inner = mapping(found.get("items")) or found
    return [*elements(inner.get("enum")), *elements(inner.get("x-sdk-values"))]
