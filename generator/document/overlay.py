"""The OpenAPI Overlay Specification 1.0: actions that change a document before it is read.

    overlay: 1.0.0
    info: {title: …, version: …}
    actions:
      - target: $.paths['/v1/pets'].get   # a JSONPath (RFC 9535) that matches objects or arrays
        description: The reason.            # required here
        update: {x-sdk-call-path: pets.list}   # merged into each object found; appended to each array found
      - target: $.paths['/v1/old']
        description: The reason.
        remove: true

Objects are merged recursively, arrays are appended, and scalars are replaced. Merging values of different types is an
error. So is an action that matches nothing: the document has changed since the action was written.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import attrs
import jsonpath

from generator.problems import InputError, Problem, pointer

from .grammar import elements, mapping
from .loading import Document, load
from .node import Json

_VERSION = re.compile(r"1\.0\.\d+", re.ASCII)
_KEYS = frozenset({"overlay", "info", "extends", "actions"})
_INFO_KEYS = frozenset({"title", "version"})
_ACTION_KEYS = frozenset({"target", "description", "update", "remove"})


@attrs.frozen
class Action:
    """One action. `update` is ignored if `remove` is set. `marked` means that it is a guess to review (`x-review`)."""

    at: str
    target: str
    update: Json
    remove: bool
    marked: bool = False


@attrs.frozen
class Overlay:
    source: str
    actions: tuple[Action, ...]


def read_overlay(path: Path) -> Overlay:
    """Read an overlay file and check its form.

    Raises:
        InputError: it is not an Overlay 1.0 document, or an action lacks a reason.
    """
    return parse_overlay(load(str(path)), str(path))


def parse_overlay(raw: Document, source: str) -> Overlay:
    """Check the form of an overlay's content.

    Raises:
        InputError: it is not an Overlay 1.0 document, or an action lacks a reason.
    """
    problems = sorted(_form_problems(raw))
    if problems:
        raise InputError(source, problems)
    return Overlay(source, tuple(_action(index, mapping(item)) for index, item in enumerate(elements(raw["actions"]))))


def _action(index: int, item: dict[str, Json]) -> Action:
    at, remove, marked = pointer("actions", index), item.get("remove") is True, item.get("x-review") is True
    return Action(at, str(item["target"]), item.get("update"), remove, marked)


def _form_problems(raw: dict[str, Json]) -> Iterator[Problem]:
    if not _VERSION.fullmatch(str(raw.get("overlay"))):
        yield Problem("/overlay", "must be 1.0.0")
    yield from _stray_keys(raw, "", _KEYS, "an overlay")
    yield from _stray_keys(mapping(raw.get("info")), "/info", _INFO_KEYS, "the info of an overlay")
    for key in sorted(_INFO_KEYS):
        if not isinstance(mapping(raw.get("info")).get(key), str):
            yield Problem(f"/info/{key}", "must be a string")
    if not isinstance(raw.get("extends", ""), str):
        yield Problem("/extends", "must be a string")
    actions = elements(raw.get("actions"))
    if not actions:
        yield Problem("/actions", "must be a list of actions")
    for index, item in enumerate(actions):
        yield from _action_problems(pointer("actions", index), item)


def _action_problems(at: str, item: Json) -> Iterator[Problem]:
    if not isinstance(item, dict):
        yield Problem(at, "must be a mapping")
        return
    yield from _stray_keys(item, at, _ACTION_KEYS, "an action")
    if not isinstance(item.get("target"), str):
        yield Problem(f"{at}/target", "must be a JSONPath")
    description = item.get("description")
    if not isinstance(description, str) or not description.strip():
        yield Problem(f"{at}/description", "must give the reason for the action")
    if not isinstance(item.get("remove", False), bool):
        yield Problem(f"{at}/remove", "must be true or false")
    elif ("update" in item) == (item.get("remove") is True):
        yield Problem(at, "must have either `update` or `remove: true`")


def _stray_keys(item: dict[str, Json], at: str, known: frozenset[str], kind: str) -> Iterator[Problem]:
    for key in item.keys() - known:
        if not key.startswith("x-"):
            yield Problem(at + pointer(key), f"is not a key of {kind}")


def apply(document: Document, overlay: Overlay) -> Document:
    """Return a copy of a document with the actions of an overlay applied in order.

    Raises:
        InputError: targets are not JSONPaths, match nothing, or match values that the action cannot change. The error
            lists all of them.
    """
    result = copy.deepcopy(document)
    problems = [problem for action in overlay.actions for problem in _apply_action(action, result)]
    if problems:
        raise InputError(overlay.source, problems)
    return result


def _apply_action(action: Action, document: Document) -> Iterator[Problem]:
    """Apply an action, and yield its problems."""
    at = f"{action.at}/target"
    try:
        found = {match.parts: match for match in jsonpath.finditer(action.target, document, strict=True)}
    except (jsonpath.JSONPathError, ValueError) as error:  # some syntax errors are a bare ValueError
        reason = " ".join(map(str, error.args))  # `str(error)` fails for an empty target
        yield Problem(at, f"is not a JSONPath: {reason}")
        return
    if not found:
        yield Problem(at, f"matches nothing: {action.target}")
    plain = [place for place, match in found.items() if not isinstance(match.obj, dict | list)]
    yield from (Problem(at, f"matches neither an object nor an array: {pointer(*place)}") for place in plain)
    if not plain and action.remove:
        yield from _remove(found.values(), at)
    elif not plain:
        for place, match in found.items():
            yield from _update(cast("Json", match.obj), action.update, f"{action.at}/update", pointer(*place))


def _remove(matches: Iterable[jsonpath.JSONPathMatch], at: str) -> Iterator[Problem]:
    """Remove the innermost values first and, in an array, the last ones first, so that the other paths stay valid."""
    for match in sorted(matches, key=_from_inside):
        if match.parent is None:
            yield Problem(at, "matches the whole document, which cannot be removed")
        else:
            del cast("Any", match.parent.obj)[match.parts[-1]]


def _from_inside(match: jsonpath.JSONPathMatch) -> tuple[int, int]:
    last = match.parts[-1] if match.parts else 0
    return -len(match.parts), -last if isinstance(last, int) else 0


def _update(target: Json, update: Json, at: str, place: str) -> Iterator[Problem]:
    """Merge into an object or append to an array.

    Args:
        target: the value to update.
        update: the value to merge or append.
        at: the pointer of the update in the overlay.
        place: the pointer of the target in the document.
    """
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
    elif isinstance(target, dict) and isinstance(update, dict):
        yield from _merge(target, update, at, place)
    else:
        yield Problem(at, f"must be an object, like its target {place or '/'}")


def _merge(target: dict[str, Json], update: dict[str, Json], at: str, place: str) -> Iterator[Problem]:
    for key, value in update.items():
        old = target.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            yield from _merge(old, value, at + pointer(key), place + pointer(key))
        elif isinstance(old, list) and isinstance(value, list):
            old.extend(copy.deepcopy(value))
        elif key in target and isinstance(old, dict | list) | isinstance(value, dict | list):
            yield Problem(at + pointer(key), f"must have the same type as its target {place}{pointer(key)}")
        else:
            target[key] = copy.deepcopy(value)
