"""The OpenAPI Overlay Specification 1.0.0: actions laid over a document before it is read.

    overlay: 1.0.0
    info: {title: …, version: …}
    actions:
      - target: $.paths['/v1/pets'].get   # a JSONPath (RFC 9535)
        description: Why.                   # required here
        update: {x-sdk-call-path: pets.list}   # merged into each object found; appended to each array found
      - target: $.paths['/v1/old']
        description: Why.
        remove: true

An action that finds nothing is an error: the document has changed under it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import attrs
import jsonpath

from .document import Document, load
from .problems import InputError, Problem, pointer

_KEYS = {"overlay", "info", "extends", "actions"}
_ACTION_KEYS = {"target", "description", "update", "remove"}


@attrs.frozen
class Action:
    """One action, checked. `update` is None where it removes."""

    at: str
    target: str
    update: Any
    remove: bool


@attrs.frozen
class Overlay:
    source: str
    actions: tuple[Action, ...]


def read_overlay(path: Path) -> Overlay:
    """Read an overlay file and check its form.

    Raises:
        InputError: it is no Overlay 1.0 document, or an action does not say why it is there.
    """
    source = str(path)
    raw = load(source)
    actions = raw.get("actions")
    problems = list(_form_problems(raw))
    if problems or not isinstance(actions, list):
        raise InputError(source, problems or [Problem("/actions", "must be a list")])
    return Overlay(source, tuple(_action(index, item) for index, item in enumerate(actions)))


def _action(index: int, item: Mapping[str, Any]) -> Action:
    return Action(pointer("actions", index), item["target"], item.get("update"), item.get("remove", False))


def _form_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    if raw.get("overlay") != "1.0.0":
        yield Problem("/overlay", "must be 1.0.0")
    for key in sorted(raw.keys() - _KEYS):
        yield Problem(pointer(key), "is no part of an overlay")
    actions = raw.get("actions")
    for index, item in enumerate(actions if isinstance(actions, list) else []):
        yield from _action_problems(pointer("actions", index), item)


def _action_problems(at: str, item: Any) -> Iterator[Problem]:
    if not isinstance(item, Mapping):
        yield Problem(at, "must be a mapping")
        return
    action = cast("Mapping[str, Any]", item)
    for key in sorted(action.keys() - _ACTION_KEYS):
        yield Problem(at + pointer(key), "is no part of an action")
    if not isinstance(action.get("target"), str):
        yield Problem(f"{at}/target", "must be a JSONPath")
    if not isinstance(action.get("description"), str):
        yield Problem(f"{at}/description", "must say why the action is there")
    if ("update" in action) == (action.get("remove") is True):
        yield Problem(at, "must have either `update` or `remove: true`")


def apply(document: Document, overlay: Overlay) -> Document:
    """Return a document with an overlay's actions carried out in order; the document given does not change.

    Raises:
        InputError: actions that are no JSONPath, find nothing, or find something that cannot be updated; all of them.
    """
    result = copy.deepcopy(document)
    problems: list[Problem] = []
    for action in overlay.actions:
        reason = _carry_out(action, result)
        if reason:
            problems.append(Problem(f"{action.at}/target", reason))
    if problems:
        raise InputError(overlay.source, problems)
    return result


def _carry_out(action: Action, document: Document) -> str:
    """Carry out an action and return what is wrong with it, "" for nothing."""
    try:
        matches = list(jsonpath.finditer(action.target, document))
    except jsonpath.JSONPathError as error:
        return f"is no JSONPath: {error}"
    if not matches:
        return f"finds nothing: {action.target}"
    change = _remove if action.remove else _updater(action.update)
    return next(filter(None, [change(match) for match in reversed(matches)]), "")


def _remove(match: jsonpath.JSONPathMatch) -> str:
    if match.parent is None:
        return "is the whole document, which cannot be removed"
    del cast("Any", match.parent.obj)[match.parts[-1]]
    return ""


def _updater(update: Any) -> Callable[[jsonpath.JSONPathMatch], str]:
    def change(match: jsonpath.JSONPathMatch) -> str:
        target: Any = match.obj
        if isinstance(target, list):
            cast("list[Any]", target).append(copy.deepcopy(update))
        elif isinstance(target, dict) and isinstance(update, dict):
            _merge(cast("Document", target), cast("Document", update))
        else:
            return "finds something that is neither an object, for an object to be merged into, nor an array"
        return ""

    return change


def _merge(target: Document, update: Document) -> None:
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], cast("Document", value))
        elif isinstance(value, list) and isinstance(target.get(key), list):
            target[key].extend(copy.deepcopy(value))
        else:
            target[key] = copy.deepcopy(value)
