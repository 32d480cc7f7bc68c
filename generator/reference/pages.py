"""The API reference: pages in MyST Markdown for Sphinx, from the same representation as the code.

index.md              every call on one page
calls/<path>.md       a resource: its calls with parameters, errors, retries and an example
models.md, models/<module>.md   the classes of a module
error-types.md        the meaning of each `error_type`, and the calls that return it
raw/api.md, llms.txt  the whole API as plain text, for tools and language models
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import attrs

from generator.ir import (
    Enum,
    EnumRef,
    Field,
    Location,
    Model,
    ModelModule,
    ModelRef,
    Operation,
    Package,
    Parameter,
    Resource,
)
from generator.render.annotations import field_annotation, parameter_annotation
from generator.render.imports import Imports
from generator.render.model_view import described
from generator.render.retry_notes import retry_note
from generator.render.templates import TEMPLATES
from generator.render.text import literal

from . import markdown
from .examples import example
from .guides import Summary
from .handwritten import HandWritten, read_calls

Pages = Mapping[PurePosixPath, str]

_PACKAGE = "aiostytch"


@attrs.define
class FullNames(Imports):
    """Annotations with fully qualified names of models, so that pages can link to them. Imports nothing."""

    models: str = f"{_PACKAGE}.models."

    def builtin(self, name: str) -> str:
        """Return the name of a builtin."""
        return name

    def model(self, reference: ModelRef | EnumRef) -> str:
        """Return the fully qualified name of a model."""
        return f"{self.models}{reference.module}.{reference.name}"


_NAMES = FullNames()


@attrs.frozen(kw_only=True)
class Described:
    """A parameter, a field, a value or an error type, with its text in Markdown."""

    name: str
    text: str
    type: str = ""
    calls: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class CallPage:
    """A call. `signature` has fully qualified names; `endpoint` is the method and the path."""

    path: str
    signature: str
    summary: str
    text: str
    details: str
    parameters: tuple[Described, ...]
    errors: tuple[Described, ...]
    endpoint: str
    retries: str
    retry_class: str
    accepts_session: bool
    example: str


@attrs.frozen(kw_only=True)
class PartPage:
    """A resource. `mixin` is the class of its hand-written calls (`handwritten`), or ""."""

    path: str
    text: str
    calls: tuple[CallPage, ...]
    children: tuple[str, ...]
    mixin: str
    handwritten: tuple[HandWritten, ...]


@attrs.frozen(kw_only=True)
class ClassPage:
    """A class of a module: its fields, or the values of an enumeration."""

    name: str
    text: str
    fields: tuple[Described, ...]
    values: tuple[Described, ...]


@attrs.frozen(kw_only=True)
class ModulePage:
    name: str
    classes: tuple[ClassPage, ...]


def render_pages(package: Package, written: Iterable[Summary] = ()) -> Pages:
    """Return the pages by their paths in the folder of the reference.

    Args:
        package: the package to document.
        written: the hand-written pages, for `llms.txt`.
    """
    parts = [_part(resource, package) for resource in package.resources()]
    modules = [_module(module) for module in package.modules]
    errors = _error_types(package)
    documents = markdown.line(", ".join(f"{each.title} {each.version}" for each in package.documents))
    pages: dict[str, tuple[str, Mapping[str, Any]]] = {
        **{f"calls/{part.path}.md": ("calls.md.jinja", {"part": part}) for part in parts},
        **{f"models/{module.name}.md": ("models.md.jinja", {"module": module}) for module in modules},
        "index.md": (
            "index.md.jinja",
            {"parts": parts, "modules": modules, "roots": _roots(package), "documents": documents},
        ),
        "models.md": ("modules.md.jinja", {"modules": modules}),
        "error-types.md": ("error-types.md.jinja", {"errors": errors}),
        "raw/api.md": (
            "api.md.jinja",
            {
                "parts": parts,
                "modules": modules,
                "client": read_calls(package.client.base),
                "name": package.client.name,
            },
        ),
        "raw/llms.txt": (
            "llms.txt.jinja",
            {"parts": parts, "written": tuple(written), "count": len(package.operations()), "documents": documents},
        ),
    }
    return {PurePosixPath(path): _rendered(path, template, values) for path, (template, values) in pages.items()}


def _rendered(path: str, template: str, values: Mapping[str, Any]) -> str:
    text = TEMPLATES.get_template(f"reference/{template}").render(values)
    return markdown.unescaped(text) if path.startswith("raw/") else text


def _roots(package: Package) -> tuple[str, ...]:
    return tuple(child.path[-1] for child in package.root.children)


def _part(resource: Resource, package: Package) -> PartPage:
    return PartPage(
        path=".".join(resource.path),
        text=markdown.prose(resource.doc),
        calls=tuple(_call(operation, package) for operation in resource.operations),
        children=tuple(".".join(child.path) for child in resource.children),
        mixin=resource.mixin.replace(":", "."),
        handwritten=read_calls(resource.mixin),
    )


def _call(operation: Operation, package: Package) -> CallPage:
    head, _, text = operation.doc.partition("\n\n")
    types, calls = package.error_types(), _calls(package)
    return CallPage(
        path=".".join(operation.call_path),
        signature=f"({', '.join(_parameters(operation))}) -> {_returns(operation)}",
        summary=markdown.line(head),
        text=markdown.linked(markdown.prose(text), calls),
        details=markdown.linked(markdown.prose(operation.details), calls),
        parameters=tuple(
            Described(name=each.name, text=markdown.line(described(each))) for each in operation.parameters
        ),
        errors=tuple(
            Described(
                name=markdown.code(name),
                text=markdown.linked(markdown.cell(types[name].doc if name in types else ""), calls),
            )
            for name in operation.errors
        ),
        endpoint=markdown.code(f"{operation.method} {operation.path}"),
        retries=retry_note(operation),
        retry_class=operation.retry_class.lower(),
        accepts_session=operation.accepts_session,
        example=example(operation, package.samples),
    )


def _calls(package: Package) -> frozenset[str]:
    return frozenset(".".join(operation.call_path) for operation in package.operations())


def _parameters(operation: Operation) -> Iterator[str]:
    positional = [each for each in operation.parameters if each.location is Location.PATH]
    yield from map(_parameter, positional)
    yield "*"
    yield from (_parameter(each) for each in operation.parameters if each not in positional)
    if operation.accepts_session:
        yield f"session: {_PACKAGE}.SessionToken | {_PACKAGE}.SessionJWT | None = None"
    yield f"options: {_PACKAGE}.RequestOptions | None = None"


def _parameter(parameter: Parameter) -> str:
    kind = parameter_annotation(parameter.type, _NAMES)
    null = " | None" if parameter.nullable else ""
    return f"{parameter.name}: {kind}{null}" if parameter.required else f"{parameter.name}: {kind}{null} = UNSET"


def _returns(operation: Operation) -> str:
    response = "None" if operation.response is None else field_annotation(operation.response, _NAMES)
    if operation.pagination is None:
        return response
    return f"{_PACKAGE}.Pager[{response}, {field_annotation(operation.pagination.item_type, _NAMES)}]"


def _module(module: ModelModule) -> ModulePage:
    classes = sorted(module.classes, key=lambda item: item.name)
    return ModulePage(name=module.name, classes=tuple(map(_class, classes)))


def _class(item: Model | Enum) -> ClassPage:
    return ClassPage(
        name=item.name,
        text=markdown.prose(described(item)),
        fields=tuple(map(_field, item.fields)) if isinstance(item, Model) else (),
        values=_values(item) if isinstance(item, Enum) else (),
    )


def _field(field: Field) -> Described:
    null = "" if field.required and not field.nullable else " | None"
    kind = _TIMESTAMP.sub("datetime.datetime", field_annotation(field.type, _NAMES)) + null
    return Described(name=field.name, type=kind, text=markdown.prose(described(field)))


_TIMESTAMP = re.compile(r"(?<![\w.])Timestamp\b")
"""The runtime's type for an aware time that the API may leave empty."""


def _values(item: Enum) -> tuple[Described, ...]:
    return tuple(
        Described(name=m.name, type=markdown.code(literal(m.value)), text=markdown.cell(m.doc)) for m in item.members
    )


def _error_types(package: Package) -> tuple[Described, ...]:
    calls: dict[str, list[str]] = {}
    for operation in package.operations():
        for name in operation.errors:
            calls.setdefault(name, []).append(".".join(operation.call_path))
    return tuple(
        Described(
            name=markdown.code(value),
            text=markdown.linked(markdown.cell(member.doc), _calls(package)),
            calls=tuple(sorted(calls.get(value, ()))),
        )
        for value, member in package.error_types().items()
    )
