"""The values that the template of a file in `resources/` prints, fully formatted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from generator.ir import (
    BodyKind,
    ChoiceOf,
    Location,
    Operation,
    Pagination,
    Parameter,
    Primitive,
    Resource,
    Style,
    Type,
    UnionOf,
)

from .annotations import (
    RUNTIME,
    RUNTIME_MODEL,
    field_annotation,
    parameter_annotation,
    response_annotation,
    returned_alternatives,
)
from .imports import Imports
from .model_view import described
from .retry_notes import retry_note
from .text import Argument, docstring, literal


@attrs.frozen(kw_only=True)
class ChildView:
    """An attribute of a resource for a child resource."""

    name: str
    class_name: str
    module: str
    doc: str


@attrs.frozen(kw_only=True)
class MethodView:
    """A call: the constant for its endpoint, and the method."""

    constant: str
    signature: str
    doc: str
    call: str


@attrs.frozen(kw_only=True)
class ResourceView:
    doc: str
    imports: tuple[str, ...]
    children: tuple[ChildView, ...]
    class_name: str
    bases: str
    class_doc: str
    methods: tuple[MethodView, ...]


def resource_view(resource: Resource, *, is_own: bool = True) -> ResourceView:
    """Return the view of a file in `resources/`. `is_own` says that it belongs to this SDK."""
    imports = Imports(
        models="..models.",
        taken=frozenset({resource.class_name, *(child.class_name for child in resource.children)}),
        hidden=frozenset(operation.name for operation in resource.operations),
        is_own=is_own,
    )
    if resource.children:
        imports.name("functools", "cached_property")
        imports.name("typing", "TYPE_CHECKING")
    path = ".".join(resource.path)
    methods = tuple(_method(operation, imports) for operation in resource.operations)
    bases = [*_mixin(resource, imports), imports.name(RUNTIME, "Resource")]
    return ResourceView(
        doc=docstring(f"The calls of `{path}`." if path else "All calls: one module for each resource.", 0),
        imports=imports.sections(),
        children=tuple(map(_child, resource.children)),
        class_name=resource.class_name,
        bases=", ".join(bases),
        class_doc=docstring(resource.doc or (f"`{path}`" if path else "All calls, by resource."), 4),
        methods=methods,
    )


def _child(child: Resource) -> ChildView:
    return ChildView(
        name=child.path[-1],
        class_name=child.class_name,
        module=child.module,
        doc=docstring(child.doc or f"`{'.'.join(child.path)}`", 8),
    )


def _mixin(resource: Resource, imports: Imports) -> Iterator[str]:
    if resource.mixin:
        module, _, name = resource.mixin.partition(":")
        yield imports.name(module, name)


def _method(operation: Operation, imports: Imports) -> MethodView:
    constant = f"_{operation.name.upper()}"
    return MethodView(
        constant=_constant(constant, operation, imports),
        signature=_signature(operation, imports),
        doc=docstring(_text(operation), 8, _arguments(operation), _errors(operation)),
        call=f"return self.{'_paginate' if operation.pagination else '_call'}({constant}, locals())",
    )


def _constant(name: str, operation: Operation, imports: Imports) -> str:
    kind = imports.name(RUNTIME, "PagedOperation" if operation.pagination else "Operation")
    items = [
        literal(operation.operation_id),
        literal(".".join(operation.call_path)),
        literal(f"{operation.method} {operation.path}"),
        _response(operation, imports),
    ]
    if operation.retry_class != _DEFAULT_RETRIES.get(operation.method, "CREATES"):
        items.append(f"retry={imports.name(RUNTIME, 'RetryClass')}.{operation.retry_class}")
    if operation.accepts_session:
        items.append("session=True")
    for keyword, location in _LISTED.items():
        names = [parameter.name for parameter in _located(operation, location)]
        if names:
            items.append(f"{keyword}={_tuple(names)}")
    for keyword, media_type in (("content_type", operation.content_type), ("accept", operation.accept)):
        if media_type:
            items.append(f"{keyword}={literal(media_type)}")
    if operation.body is not _DEFAULT_BODIES.get(operation.method, BodyKind.NONE):
        items.append(f"body={imports.name(RUNTIME, 'Body')}.{_BODIES[operation.body]}")
    renamed = [f"{literal(p.name)}: {literal(p.wire_name)}" for p in operation.parameters if p.name != p.wire_name]
    if renamed:
        items.append(f"names={{{', '.join(renamed)}}}")
    items += _written(operation, imports)
    if operation.credentials is not True:
        items.append(f"credentials={_credentials(operation.credentials)}")
    if operation.server:
        items.append(f"server={literal(operation.server)}")
    if operation.wire_names:
        items.append("wire_names=True")
    if operation.pagination:
        items.append(_pagination(operation.pagination, imports))
    return f"{name} = {kind}({', '.join(items)})"


def _written(operation: Operation, imports: Imports) -> Iterator[str]:
    """Yield the arguments of a constant that describe the encoding of parameters and responses."""
    if operation.responses:
        others = (f"{literal(code)}: {_response_class(type_, imports)}" for code, type_ in operation.responses)
        yield f"responses={{{', '.join(others)}}}"
    styles = [f"{literal(p.wire_name)}: {_style(p.style, imports)}" for p in operation.parameters if p.style]
    if styles:
        yield f"styles={{{', '.join(styles)}}}"
    parts = [f"{literal(p.wire_name)}: {literal(p.media_type)}" for p in operation.parameters if p.media_type]
    if parts:
        yield f"part_types={{{', '.join(parts)}}}"
    if not operation.takes_null and operation.body is BodyKind.JSON:
        nullable = [p.wire_name for p in _located(operation, Location.BODY) if p.nullable or _is_any(p)]
        yield f"nullable={_tuple(nullable)}"


def _is_any(parameter: Parameter) -> bool:
    return parameter.type in {Primitive.ANY, Primitive.NONE}


def _style(style: Style, imports: Imports) -> str:
    return f"{imports.name(RUNTIME, 'Style')}.{style.value}"


def _credentials(credentials: bool | Sequence[Sequence[str]]) -> str:
    if isinstance(credentials, bool):
        return repr(credentials)
    offers = [_tuple(offer) for offer in credentials]
    return f"({', '.join(offers)}{',' if len(offers) == 1 else ''})"


_LISTED: Mapping[str, Location] = {"query": Location.QUERY, "headers": Location.HEADER}
"""The locations whose parameters a constant lists. All other parameters are in the path or the body."""
_DEFAULT_RETRIES: Mapping[str, str] = {"GET": "READ", "PUT": "IDEMPOTENT", "DELETE": "IDEMPOTENT"}
"""The retry class by method, if the constant does not have `retry` (RFC 9110, section 9.2)."""
_DEFAULT_BODIES: Mapping[str, BodyKind] = dict.fromkeys(("POST", "PUT", "PATCH"), BodyKind.JSON)
"""The kind of body by method, if the constant does not have `body`."""
_BODIES: Mapping[BodyKind, str] = {
    BodyKind.NONE: "NONE",
    BodyKind.JSON: "OBJECT",
    BodyKind.FORM: "FORM",
    BodyKind.JSON_VALUE: "VALUE",
    BodyKind.MULTIPART: "MULTIPART",
    BodyKind.RAW: "RAW",
}
"""The members of the runtime's `Body`."""


def _response(operation: Operation, imports: Imports) -> str:
    """Return the type that a response is decoded into, cast to the type that the call returns."""
    found = _response_class(operation.response, imports)
    if not (operation.responses or isinstance(operation.response, UnionOf | ChoiceOf)):
        return found
    returned = literal(f"type[{_returned(operation, imports)}]")
    return f"{imports.name('typing', 'cast')}({returned}, {found})"


def _response_class(type_: Type | None, imports: Imports) -> str:
    return imports.name(RUNTIME_MODEL, "Response") if type_ is None else response_annotation(type_, imports)


def _returned(operation: Operation, imports: Imports) -> str:
    """Return the annotation of the value that a call returns."""
    if operation.response is None:
        return imports.name(RUNTIME_MODEL, "Response")
    types = [operation.response, *(type_ for _, type_ in operation.responses)]
    found = dict.fromkeys(part for type_ in types for part in returned_alternatives(type_, imports))
    return "object" if "object" in found else " | ".join(found)


def _pagination(pagination: Pagination, imports: Imports) -> str:
    cursor, next_cursor, items = literal(pagination.parameter), _tuple(pagination.next_cursor), _tuple(pagination.items)
    kind = imports.name(RUNTIME, "Pagination")
    return f"pagination={kind}(cursor={cursor}, next_cursor={next_cursor}, items={items})"


def _tuple(names: Sequence[str]) -> str:
    return f"({', '.join(map(literal, names))}{',' if len(names) == 1 else ''})"


def _signature(operation: Operation, imports: Imports) -> str:
    positional = _located(operation, Location.PATH)
    named = [parameter for parameter in operation.parameters if parameter.location is not Location.PATH]
    items = ["self", *(_parameter(p, operation, imports) for p in positional), "*"]
    items += (_parameter(p, operation, imports) for p in named)
    if operation.accepts_session:
        token, jwt = (imports.name(RUNTIME, name) for name in ("SessionToken", "SessionJWT"))
        items.append(f"session: {token} | {jwt} | None = None")
    items.append(f"options: {imports.name(RUNTIME, 'RequestOptions')} | None = None")
    return f"def {operation.name}({', '.join(items)}) -> {_returns(operation, imports)}:"


def _located(operation: Operation, location: Location) -> list[Parameter]:
    return [parameter for parameter in operation.parameters if parameter.location is location]


def _returns(operation: Operation, imports: Imports) -> str:
    response = _returned(operation, imports)
    if operation.pagination:
        item = field_annotation(operation.pagination.item_type, imports)
        return f"{imports.name(RUNTIME, 'Pager')}[{response}, {item}]"
    return f"{imports.name('collections.abc', 'Coroutine')}[{imports.name('typing', 'Any')}, Any, {response}]"


def _parameter(parameter: Parameter, operation: Operation, imports: Imports) -> str:
    annotation = parameter_annotation(parameter.type, imports)
    if parameter.required:
        return f"{parameter.name}: {annotation}{' | None' if parameter.nullable else ''}"
    unset = imports.name(RUNTIME, "UNSET")
    if _takes_none(parameter, operation):
        return f"{parameter.name}: {imports.name(RUNTIME, 'Maybe')}[{annotation}] = {unset}"
    return f"{parameter.name}: {annotation} | {imports.name(RUNTIME, 'UnsetType')} = {unset}"


def _takes_none(parameter: Parameter, operation: Operation) -> bool:
    """Whether None has a meaning: null in a JSON body, or the first page for a cursor."""
    if operation.pagination and parameter.name == operation.pagination.parameter:
        return True
    anything = operation.takes_null and operation.body is not BodyKind.FORM
    return parameter.nullable or (anything and parameter.location is Location.BODY)


def _text(operation: Operation) -> str:
    text = f"{operation.doc or f'`{operation.method} {operation.path}`'} {retry_note(operation)}"
    return f"{text}\n\nDeprecated." if operation.deprecated else text


def _errors(operation: Operation) -> Iterator[Argument]:
    if operation.errors:
        yield Argument("APIError", f"{', '.join(f'`{name}`' for name in operation.errors)}.")


def _arguments(operation: Operation) -> Iterator[Argument]:
    for parameter in operation.parameters:
        text = described(parameter)
        if text:
            yield Argument(parameter.name, text)
