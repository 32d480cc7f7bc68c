"""The files of the package: their paths and their text."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, assert_never, cast

import attrs

from generator.ir import (
    ChoiceOf,
    EnumRef,
    ListOf,
    MapOf,
    ModelRef,
    Operation,
    Package,
    Primitive,
    Raw,
    Resource,
    Type,
    UnionOf,
    WordOf,
)

from . import integrity
from .client_view import ClientView, PackageView, client_view, package_view
from .model_view import ModuleView, module_view
from .resource_view import ResourceView, resource_view
from .templates import TEMPLATES
from .text import LINE_LENGTH

HEADER = "# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.\n"
"""The first line of all generated code files of this SDK."""
OTHER_HEADER = (
    "# Generated from an OpenAPI document. Do not edit: change the document, and generate the package again.\n"
)
"""The first line of all generated code files of other packages."""

Files = Mapping[PurePosixPath, str]

_MODELS = PurePosixPath("models")
_RESOURCES = PurePosixPath("resources")
_INIT = "__init__.py"
_CLIENT = PurePosixPath("client.py")
_TYPED = PurePosixPath("py.typed")
_DOCUMENT = _RESOURCES / "document.json"


@attrs.frozen
class File:
    """A file to render. Its template prints `view`, and the result must have the outline `outline`."""

    path: PurePosixPath
    template: str
    view: ModuleView | ResourceView | ClientView | PackageView | None
    outline: integrity.Outline


def render(package: Package, document: Mapping[str, Any]) -> Files:
    """Return the text of every file by its path in the package. `document` is stored next to the resources.

    Raises:
        RenderMismatchError: a rendered file does not match `package`.
    """
    formatted = formatted_files(rendered_files(package))
    marks = {} if package.client.base else {_TYPED: ""}
    return {**formatted, _DOCUMENT: _lines(document) + "\n", **marks}


def _lines(value: Any, depth: int = 3) -> str:
    """Write JSON with one line per schema and per method of a path, so that a diff shows which one changed."""
    if depth == 0 or not isinstance(value, dict) or not value:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    items = cast("dict[str, Any]", value).items()
    return "{\n" + ",\n".join(f"{json.dumps(key)}:{_lines(item, depth - 1)}" for key, item in sorted(items)) + "\n}"


def rendered_files(package: Package) -> Files:
    """Render the templates, and check the outline of every file."""
    texts: dict[PurePosixPath, str] = {}
    header = (HEADER if package.client.base else OTHER_HEADER).rstrip()
    for file in _files(package):
        texts[file.path] = TEMPLATES.get_template(file.template).render(file=file.view, header=header)
        integrity.check(file.path, texts[file.path], file.outline)
    return texts


def formatted_files(files: Files) -> Files:
    """Format the files with `ruff format`, independent of the ruff configuration of the working directory."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        subprocess.run([sys.executable, "-P", "-m", "ruff", "format", *_FORMAT, folder], check=True)
        return {path: (root / path).read_bytes().decode() for path in files}


_FORMAT = ("--isolated", "--no-cache", "--quiet", "--line-length", str(LINE_LENGTH), "--target-version", "py311")


def _files(package: Package) -> Iterator[File]:
    """Yield all code files. A template that renders a single file has the path of that file.

    If the client has a hand-written base class, the top level of the package is hand-written, except the client.
    """
    client, is_own = client_view(package), bool(package.client.base)
    yield File(_CLIENT, "client.py.jinja", client, integrity.client_outline(package.client))
    if not package.client.base:
        yield File(PurePosixPath(_INIT), "__init__.py.jinja", package_view(package), integrity.package_outline(package))
    yield File(_MODELS / _INIT, "models/__init__.py.jinja", None, ("docstring",))
    for module in package.modules:
        path = _path(_MODELS, module.name)
        yield File(path, "models/module.py.jinja", module_view(module, is_own=is_own), integrity.models_outline(module))
    yield _resource_file(_RESOURCES / _INIT, "resources/__init__.py.jinja", package.root, is_own=is_own)
    for resource in package.resources():
        yield _resource_file(_path(_RESOURCES, resource.module), "resources/resource.py.jinja", resource, is_own=is_own)


def _resource_file(path: PurePosixPath, template: str, resource: Resource, *, is_own: bool) -> File:
    mentioned = {ref.module for operation in resource.operations for ref in _references(_types(operation))}
    return File(path, template, resource_view(resource, is_own=is_own), integrity.resource_outline(resource, mentioned))


def _types(operation: Operation) -> Iterator[Type]:
    yield from (parameter.type for parameter in operation.parameters)
    if operation.response is not None:
        yield operation.response
    yield from (type_ for _, type_ in operation.responses)
    if operation.pagination is not None:
        yield operation.pagination.item_type


def _references(types: Iterable[Type]) -> Iterator[ModelRef | EnumRef]:
    for type_ in types:
        match type_:
            case ModelRef() | EnumRef():
                yield type_
            case ListOf(item) | MapOf(item):
                yield from _references([item])
            case UnionOf(members) | ChoiceOf(members):
                yield from _references(members)
            case Primitive() | WordOf() | Raw():
                pass
            case _ as never:
                assert_never(never)


def _path(folder: PurePosixPath, module: str) -> PurePosixPath:
    """Return the path of a module. Its name must be an identifier, so that the file stays inside the folder."""
    if not (module.isidentifier() and module.isascii()):
        raise integrity.RenderMismatchError(f"{module!r} is not a module name")
    return folder / f"{module}.py"
