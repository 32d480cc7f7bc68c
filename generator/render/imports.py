"""The imports of a generated file, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from generator.ir import EnumRef, ModelRef

_LIBRARIES = frozenset({"aiostytch", "attrs", "msgspec"})
"""Packages outside the standard library. In this SDK's own files, `aiostytch` is a first-party package instead."""
_STANDARD, _LIBRARY, _OWN, _LOCAL = range(4)
"""isort's sections."""


@attrs.define
class Imports:
    """The imports of one file, collected while the rest of it is rendered.

    `models` is the prefix of the modules of models in imports. `here` is the module of the file itself, if it is one of
    them. `taken` are the names that the file defines: a model with such a name is imported with its module as a prefix.
    `hidden` are builtins that methods shadow, so that annotations cannot use them. `cycle` are the modules that also
    import this one: they are imported as modules, so that their classes are looked up late. `is_own` says that the file
    belongs to this SDK.
    """

    models: str
    here: str = ""
    taken: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    cycle: frozenset[str] = frozenset()
    is_own: bool = True
    _names: dict[str, set[str]] = attrs.field(factory=dict[str, set[str]], init=False)
    _modules: set[str] = attrs.field(factory=set[str], init=False)
    _classes: dict[str, ModelRef | EnumRef] = attrs.field(factory=dict[str, ModelRef | EnumRef], init=False)

    def name(self, module: str, name: str) -> str:
        """Import a name and return it."""
        self._names.setdefault(module, set()).add(name)
        return name

    def module(self, module: str) -> None:
        """Import a module."""
        self._modules.add(module)

    def builtin(self, name: str) -> str:
        """Return the name of a builtin in this file."""
        if name not in self.hidden:
            return name
        self.module("builtins")
        return f"builtins.{name}"

    def model(self, reference: ModelRef | EnumRef) -> str:
        """Import a generated class, unless this file defines it, and return its name in this file."""
        if reference.module == self.here:
            return reference.name
        if reference.module in self.cycle:
            self.name(self.models, f"{reference.module} as _{reference.module}")
            return f"_{reference.module}.{reference.name}"
        name = reference.name
        if name in self.taken or self._classes.setdefault(name, reference) != reference:
            name = _with_module(reference)
            while name in self.taken or self._classes.setdefault(name, reference) != reference:
                name += "_"
        renamed = "" if name == reference.name else f" as {name}"
        self.name(f"{self.models}{reference.module}", f"{reference.name}{renamed}")
        return name

    def sections(self) -> tuple[str, ...]:
        """Return the import statements, one text per section."""
        by_rank: dict[int, list[str]] = {}
        for module in sorted(self._modules):
            by_rank.setdefault(self._rank(module), []).append(f"import {module}")
        for module in sorted(self._names, key=_module_order):
            by_rank.setdefault(self._rank(module), []).append(_from_import(module, self._names[module]))
        return tuple("\n".join(by_rank[rank]) for rank in sorted(by_rank))

    def _rank(self, module: str) -> int:
        if module.startswith("."):
            return _LOCAL
        library = module.partition(".")[0]
        if library == "aiostytch" and self.is_own:
            return _OWN
        return _LIBRARY if library in _LIBRARIES else _STANDARD


def _with_module(reference: ModelRef | EnumRef) -> str:
    return "".join(part.capitalize() for part in reference.module.split("_")) + reference.name


def _module_order(module: str) -> tuple[int, str]:
    dots = len(module) - len(module.lstrip("."))
    return -dots, module


def _from_import(module: str, names: Iterable[str]) -> str:
    return f"from {module} import {', '.join(sorted(names, key=_name_order))}"


def _name_order(name: str) -> tuple[int, list[tuple[int, int | str]], str]:
    """Sort names like isort: constants, classes, the rest; numbers by their value."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    parts: list[tuple[int, int | str]] = [
        (0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"([0-9]+)", name.lower()) if part
    ]
    return kind, parts, name
