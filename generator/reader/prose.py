"""Docstrings: the texts of `docs.yaml`, or else those of the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import attrs

from generator import ir
from generator.docs import Docs
from generator.problems import InputError, Problem

F = TypeVar("F", ir.Field, ir.Parameter)


def add_docstrings(package: ir.Package, docs: Docs) -> ir.Package:
    """Return the package with its docstrings.

    Raises:
        InputError: a text of the docs belongs to nothing, or one is missing in docs that are marked complete.
    """
    documented = describe(package, docs)
    problems = [*docs.problems(), *_unknown_errors(documented, docs), *_unknown_examples(documented, docs)]
    if problems:
        raise InputError(docs.source, sorted(problems))
    return documented


def describe(package: ir.Package, docs: Docs) -> ir.Package:
    """Return the package with the docstrings that the docs have for it."""
    modules = tuple(_module(module, docs) for module in package.modules)
    client = attrs.evolve(package.client, doc=docs.client())
    return attrs.evolve(
        package, client=client, modules=modules, root=_resource(package.root, docs), samples=docs.samples
    )


def _unknown_errors(package: ir.Package, docs: Docs) -> Iterator[Problem]:
    """Yield unknown error types, if the package lists the known ones."""
    known = package.error_types()
    for operation in package.operations() if known else ():
        for name in operation.errors:
            if name not in known:
                place = ("operations", ".".join(operation.call_path), "errors")
                yield docs.problem(place, f"`{name}` is not a value of `{ir.ERROR_TYPES}`")


def _unknown_examples(package: ir.Package, docs: Docs) -> Iterator[Problem]:
    """Yield the arguments of examples, and samples, that are not parameters."""
    known = {parameter.wire_name for operation in package.operations() for parameter in operation.parameters}
    for name in sorted(package.samples.keys() - known):
        yield docs.problem(("samples", name), "is not a parameter of any call")
    for operation in package.operations():
        for name in sorted({*operation.example} - {parameter.wire_name for parameter in operation.parameters}):
            place = ("operations", ".".join(operation.call_path), "example")
            yield docs.problem(place, f"`{name}` is not a parameter of the call")


def _module(module: ir.ModelModule, docs: Docs) -> ir.ModelModule:
    return attrs.evolve(module, classes=tuple(_class(found, docs) for found in module.classes))


def _class(found: ir.Model | ir.Enum, docs: Docs) -> ir.Model | ir.Enum:
    path = f"{found.module}.{found.name}"
    doc = docs.model(path) or found.doc
    if isinstance(found, ir.Model):
        fields = tuple(_described(field, docs.field(path, field.wire_name)) for field in found.fields)
        return attrs.evolve(found, doc=doc, fields=fields)
    members = tuple(attrs.evolve(m, doc=docs.value(path, m.value) or m.doc) for m in found.members)
    return attrs.evolve(found, doc=_joined(doc, docs.other_values(path)), members=members)


def _resource(resource: ir.Resource, docs: Docs) -> ir.Resource:
    return attrs.evolve(
        resource,
        doc=(docs.resource(".".join(resource.path)) if resource.path else "") or resource.doc,
        operations=tuple(_operation(operation, docs) for operation in resource.operations),
        children=tuple(_resource(child, docs) for child in resource.children),
    )


def _operation(operation: ir.Operation, docs: Docs) -> ir.Operation:
    path = ".".join(operation.call_path)
    parameters = (_described(p, docs.parameter(path, p.wire_name)) for p in operation.parameters)
    return attrs.evolve(
        operation,
        doc=docs.operation(path) or operation.doc,
        details=docs.details(path),
        errors=docs.errors(path),
        example=docs.example(path),
        parameters=tuple(parameters),
    )


def _described(item: F, text: str) -> F:
    """Add the text, or else that of the document, and the note on what the type cannot express."""
    return attrs.evolve(item, doc=_joined(text or item.doc, item.note))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
