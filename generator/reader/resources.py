"""The tree of resources: one class for each part that the call paths have in common."""

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
    """A resource while its calls are being gathered. `pointer` is that of the first."""

    path: CallPath
    operations: dict[str, ir.Operation] = attrs.field(factory=dict[str, ir.Operation])
    children: dict[str, _Branch] = attrs.field(factory=dict[str, "_Branch"])

    @property
    def module(self) -> str:
        return names.module("_".join(self.path))

    @property
    def pointer(self) -> str:
        """Where the first operation of this branch stands."""
        found = [operation.pointer for operation in self.operations.values()]
        return min([*found, *(child.pointer for child in self.children.values())])


def tree(document: Node, operations: Iterable[ir.Operation]) -> ir.Resource:
    """Return the root of the resources; report names that two of its parts would share."""
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
        reason = f"is called `{'.'.join(operation.call_path)}`, and so is {other.pointer}"
        problems.add(operation.pointer, f"{reason}; `x-sdk-call-path` can give it another name")


def _branches(root: _Branch) -> Iterator[_Branch]:
    yield root
    for child in root.children.values():
        yield from _branches(child)


def _check_names(branches: Sequence[_Branch], problems: Problems) -> None:
    for branch in branches:
        for name in branch.operations.keys() & branch.children.keys():
            reason = f"`{'.'.join((*branch.path, name))}` would be both a call and a resource with calls"
            problems.add(branch.operations[name].pointer, reason)
        classes: dict[str, str] = {}
        for name, child in sorted(branch.children.items()):
            other = classes.setdefault(names.class_name(name), name)
            if other != name:
                problems.add(child.pointer, f"the resources `{name}` and `{other}` would both be one class")


def _check_modules(branches: Sequence[_Branch], problems: Problems) -> None:
    modules: dict[str, _Branch] = {}
    for branch in sorted(branches, key=lambda branch: branch.path):
        other = modules.setdefault(branch.module, branch)
        if other is not branch:
            reason = f"the resources `{'.'.join(branch.path)}` and `{'.'.join(other.path)}` would be one module"
            problems.add(branch.pointer, reason)
        if len(branch.module) > names.MAX_MODULE:
            problems.add(
                branch.pointer, f"the resource's module would have a name of over {names.MAX_MODULE} characters"
            )


def _mixins(document: Node, branches: Sequence[_Branch]) -> Mapping[CallPath, str]:
    paths = {".".join(branch.path): branch.path for branch in branches[1:]}
    found: dict[CallPath, str] = {}
    for path, node in document.entries("x-sdk-mixins"):
        if path not in paths:
            node.problem("is no resource")
        elif not _MIXIN.fullmatch(node.string()):
            node.problem("must be a class, as `package.module:Class`")
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
    """Return the class of a resource: that of its last part, behind its parent's where the two are the same."""
    found = names.class_name(name)
    return parent + found if found == parent else found
