"""Docstrings: the texts of `spec/docs.yaml`, and the document's own where that has none."""

from __future__ import annotations

from typing import TypeVar

import attrs

from generator import ir
from generator.docs import Docs
from generator.problems import InputError

F = TypeVar("F", ir.Field, ir.Parameter)


def document(package: ir.Package, docs: Docs) -> ir.Package:
    """Return the package with its docstrings.

    Raises:
        InputError: a text of the docs names nothing.
    """
    modules = tuple(_module(module, docs) for module in package.modules)
    documented = attrs.evolve(package, modules=modules, root=_resource(package.root, docs))
    unused = docs.unused()
    if unused:
        raise InputError(docs.source, sorted(unused))
    return documented


def _module(module: ir.ModelModule, docs: Docs) -> ir.ModelModule:
    return attrs.evolve(module, classes=tuple(_class(found, docs) for found in module.classes))


def _class(found: ir.Model | ir.Enum, docs: Docs) -> ir.Model | ir.Enum:
    path = f"{found.module}.{found.name}"
    doc = docs.model(path) or found.doc
    if isinstance(found, ir.Model):
        fields = tuple(_described(field, docs.field(path, field.wire_name)) for field in found.fields)
        return attrs.evolve(found, doc=doc, fields=fields)
    members = tuple(attrs.evolve(m, doc=docs.value(path, m.value) or m.doc) for m in found.members)
    return attrs.evolve(found, doc=doc, members=members)


def _resource(resource: ir.Resource, docs: Docs) -> ir.Resource:
    return attrs.evolve(
        resource,
        doc=docs.resource(".".join(resource.path)) or resource.doc,
        operations=tuple(_operation(operation, docs) for operation in resource.operations),
        children=tuple(_resource(child, docs) for child in resource.children),
    )


def _operation(operation: ir.Operation, docs: Docs) -> ir.Operation:
    path = ".".join(operation.call_path)
    parameters = (_described(p, docs.parameter(path, p.wire_name)) for p in operation.parameters)
    return attrs.evolve(operation, doc=docs.operation(path) or operation.doc, parameters=tuple(parameters))


def _described(item: F, text: str) -> F:
    """Add the text, or else the document's own, and what the type cannot say."""
    return attrs.evolve(item, doc=" ".join(part for part in (text or item.doc, item.note) if part))
