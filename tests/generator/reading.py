"""Helpers for the tests of the reader: fixtures, and short descriptions of results."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import ir
from generator.docs import Docs, read_docs
from generator.document import loading
from generator.document.manifest import Source
from generator.document.merging import Merged
from generator.inputs import Input, Inputs
from generator.reader import read

FIXTURES = Path(__file__).parent / "fixtures"
ERRORS = sorted((FIXTURES / "errors").glob("*.yaml"))


def inputs(content: dict[str, Any], docs: Docs | None = None, label: str = "spec") -> Inputs:
    """Return the inputs of a run with a single document."""
    found = docs or Docs()
    part = Input(source=Source(spec=Path(label)), label=label, document=content, overlay=None, docs=found)
    return Inputs(parts=[part], merged=Merged(content, {}), docs=found, label=label)


def load(name: str) -> dict[str, Any]:
    return loading.load(str(FIXTURES / f"{name}.yaml"))


def package(name: str, docs: Mapping[str, Any] | None = None) -> ir.Package:
    """Read a fixture."""
    return read(load(name), read_docs(docs or {}, "docs.yaml"), name)


def whole(paths: Mapping[str, Any] | None = None, **components: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with some parts."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": paths or {},
        "components": components,
    }


def read_schemas(**schemas: Any) -> ir.Package:
    return read(whole(schemas=schemas), Docs(), "spec")


def spell(type_: ir.Type) -> str:
    """Return a type as Python code, with the modules of classes."""
    match type_:
        case ir.ModelRef(module, name) | ir.EnumRef(module, name):
            return f"{module}.{name}"
        case ir.ListOf(item):
            return f"list[{spell(item)}]"
        case ir.WordOf(values):
            return "/".join(values)
        case ir.MapOf(value, keys):
            return f"dict[{'/'.join(keys) or 'str'}, {spell(value)}]"
        case ir.UnionOf(members) | ir.ChoiceOf(members):
            return " | ".join(map(spell, members))
        case ir.Primitive() | ir.Raw():
            return type_.value


def signature(items: tuple[ir.Field, ...] | tuple[ir.Parameter, ...]) -> dict[str, str]:
    """Describe fields or parameters: optional ones start with `?`, nullable ones end with `| None`."""
    return {
        item.name: f"{'' if item.required else '?'}{spell(item.type)}{' | None' if item.nullable else ''}"
        for item in items
    }


def classes(found: ir.Package) -> dict[str, ir.Model | ir.Enum]:
    return {f"{module.name}.{item.name}": item for module in found.modules for item in module.classes}


def model(found: ir.Package, path: str) -> ir.Model:
    item = classes(found)[path]
    assert isinstance(item, ir.Model)
    return item


def enum(found: ir.Package, path: str) -> ir.Enum:
    item = classes(found)[path]
    assert isinstance(item, ir.Enum)
    return item


def fields(found: ir.Package, path: str) -> dict[str, str]:
    return signature(model(found, path).fields)


def operations(found: ir.Package) -> dict[str, ir.Operation]:
    return {".".join(operation.call_path): operation for operation in found.operations()}


def parameters(found: ir.Package, call_path: str) -> dict[str, str]:
    return signature(operations(found)[call_path].parameters)
