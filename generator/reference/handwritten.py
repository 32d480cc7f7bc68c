"""Hand-written calls: the public methods of mix-ins and of the client's base class, by inspection."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from . import markdown


@attrs.frozen(kw_only=True)
class HandWritten:
    """A call: its signature, and the first paragraph of its docstring. `target` is its fully qualified name."""

    name: str
    target: str
    signature: str
    text: str
    is_awaited: bool


def read_calls(class_path: str) -> tuple[HandWritten, ...]:
    """Return the calls of a class.

    Args:
        class_path: `package.module:Class`, or "" for no class.
    """
    if not class_path:
        return ()
    module, _, name = class_path.partition(":")
    written_by_hand = getattr(importlib.import_module(module), name)
    return tuple(_call(found, class_path.replace(":", "."), method) for found, method in _methods(written_by_hand))


def _methods(owner: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, member in inspect.getmembers(owner, inspect.isfunction):
        if not name.startswith("_") and not getattr(member, "__isabstractmethod__", False):
            yield name, member


def _call(name: str, owner: str, method: Callable[..., Any]) -> HandWritten:
    found = inspect.signature(method)
    returned = _Text(found.return_annotation)
    return HandWritten(
        name=name,
        target=f"{owner}.{name}",
        signature=str(found.replace(parameters=[*_parameters(found)], return_annotation=returned)),
        text=markdown.cell((inspect.getdoc(method) or "").partition("\n\n")[0]),
        is_awaited=inspect.iscoroutinefunction(method) or "Awaitable" in repr(returned),
    )


def _parameters(signature: inspect.Signature) -> Iterator[inspect.Parameter]:
    for name, parameter in signature.parameters.items():
        if name != "self":
            default = parameter.default
            shown = default if default is parameter.empty else _Text(_value(default))
            yield parameter.replace(annotation=_Text(parameter.annotation), default=shown)


def _value(value: object) -> str:
    return value.__name__ if inspect.isfunction(value) else re.sub(r"\btyping\.", "", repr(value))


@attrs.frozen(repr=False)
class _Text:
    """Text that a signature shows without quotes."""

    shown: str

    def __repr__(self) -> str:
        return self.shown
