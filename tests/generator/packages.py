"""Packages of small documents: generated, written, imported and called."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from aiostytch import B2BClient
from generator import output
from generator.document.manifest import Source
from generator.pipeline import generate
from tests.fakes import Script

_NUMBERS = itertools.count()


@attrs.frozen
class Imported:
    """A package by its name, and its folder."""

    name: str
    folder: Path

    def module(self, path: str) -> Any:
        """Return a module of the package, such as `models.schemas`."""
        return importlib.import_module(f"{self.name}.{path}")

    def resources(self, transport: Script, **settings: Any) -> Any:
        """Return the tree of calls of a client with a transport."""
        settings = {"base_url": "https://pets.example", "strict_decoding": True, **settings}
        client = B2BClient("project-test-1", "secret", transport=transport, **settings)
        return self.module("resources").Resources(client._runner)


@contextmanager
def imported(document: Mapping[str, Any], folder: Path) -> Iterator[Imported]:
    """Generate the package of a document in a folder. It can be imported while the context is open."""
    name = f"package_{next(_NUMBERS)}"
    spec = folder / f"{name}.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    output.write(generate([Source(spec=spec)]).files, folder / name)
    sys.path.insert(0, str(folder))
    try:
        yield Imported(name, folder)
    finally:
        sys.path.remove(str(folder))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]


def document(
    paths: Mapping[str, Any] | None = None, schemas: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Return a document with paths and schemas. `more` adds or replaces top-level keys."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas or {}},
        **more,
    }


def operation(call_path: str, response: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return an operation. `response` is the schema of its 200 response; without it, the response is a 204."""
    found = (
        {"200": json_content(response, description="Done.")}
        if response is not None
        else {"204": {"description": "Done."}}
    )
    return {"operationId": call_path, "responses": found, **more}


def json_content(schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}, **more}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
