"""The tree of resources: one class for each common prefix of call paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from generator import ir, names
from generator.document.node import Node, Problems

from .call_paths import CallPath

ROOT_CLASS = "Resources"

_MIXIN = re.compile(r"(?:[a-z][a-z0-9_]*\.)*[a-z][a-z0-9_]*:[A-Z][A-Za-z0-9]*", re.ASCII)


@attrs.define
class _Branch:
    """A resource while its calls are collected."""

    path: CallPath
    operations: dict[str, ir.Operation] = attrs.field(factory=dict[str, ir.Operation])
    children: dict[str, _Branch] = attrs.field(factory=dict[str, "_Branch"])

    @property
    def module(self) -> str:
        return names.module("_".join(self.path))

    @property
    def pointer(self) -> str:
        """The pointer of the first operation of this branch."""
        found = [operation.pointer for operation in self.operations.values()]
        return min([*found, *(child.pointer for child in self.children.values())])


def tree(document: Node, operations: Iterable[ir.Operation]) -> ir.Resource:
    """Return the root of the resources, and report name conflicts."""
    problems = document.problems
    root = _Branch(())
    for operation in operations:
        _add(root, operation, problems)
    branches = list(_branches(root))
    _check_names(branches, problems)
    _check_modules(branches[1:], problems)
    texts = {names.method(tag.text("name")): tag.text("description").strip() for tag in document.elements("tags")}
    return _resource(root, ROOT_CLASS, _mixins(document, branches), texts)


def _add(root: _Branch, operation: ir.Operation, problems: Problems) -> None:
    branch = root
    for part in operation.call_path[:-1]:
        branch = branch.children.setdefault(part, _Branch((*branch.path, part)))
    other = branch.operations.setdefault(operation.name, operation)
    if other is not operation:
        reason = f"has the same call path `{'.'.join(operation.call_path)}` as {other.pointer}"
        problems.add(operation.pointer, f"{reason}; set `x-sdk-call-path` to rename it")


def _branches(root: _Branch) -> Iterator[_Branch]:
    yield root
    for child in root.children.values():
        yield from _branches(child)


def _check_names(branches: Sequence[_Branch], problems: Problems) -> None:
    for branch in branches:
        for name in branch.operations.keys() & branch.children.keys():
            reason = f"`{'.'.join((*branch.path, name))}` would be both a call and a resource"
            problems.add(branch.operations[name].pointer, reason)
        classes: dict[str, str] = {}
        for name, child in sorted(branch.children.items()):
            other = classes.setdefault(names.class_name(name), name)
            if other != name:
                problems.add(child.pointer, f"the resources `{name}` and `{other}` would have the same class name")


def _check_modules(branches: Sequence[_Branch], problems: Problems) -> None:
    modules: dict[str, _Branch] = {}
    for branch in sorted(branches, key=lambda branch: branch.path):
        other = modules.setdefault(branch.module, branch)
        if other is not branch:
            reason = f"the resources `{'.'.join(branch.path)}` and `{'.'.join(other.path)}` would be the same module"
            problems.add(branch.pointer, reason)
        if len(branch.module) > names.MAX_MODULE:
            problems.add(branch.pointer, f"its module's name would be longer than {names.MAX_MODULE} characters")


def _mixins(document: Node, branches: Sequence[_Branch]) -> Mapping[CallPath, str]:
    paths = {".".join(branch.path): branch.path for branch in branches[1:]}
    found: dict[CallPath, str] = {}
    for path, node in document.entries("x-sdk-mixins"):
        if path not in paths:
            node.problem("is not a resource")
        elif not _MIXIN.fullmatch(node.string()):
            node.problem("must be a class, such as `package.module:Class`")
        else:
            found[paths[path]] = node.string()
    return found


def _resource(
    branch: _Branch, class_name: str, mixins: Mapping[CallPath, str], texts: Mapping[str, str]
) -> ir.Resource:
    children = tuple(
        _resource(child, _class_name(name, class_name), mixins, texts)
        for name, child in sorted(branch.children.items())
    )
    return ir.Resource(
        path=branch.path,
        module=branch.module if branch.path else "",
        class_name=class_name,
        operations=tuple(operation for _, operation in sorted(branch.operations.items())),
        children=children,
        mixin=mixins.get(branch.path, ""),
        doc=texts.get(branch.path[0], "") if len(branch.path) == 1 else "",
    )


def _class_name(name: str, parent: str) -> str:
    """Return the class name of a resource: its last part, prefixed with its parent's class if both are the same."""
    found = names.class_name(name)
    return parent + found if found == parent else found
