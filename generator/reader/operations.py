"""Operations: every method of every path.

Retry classes come from `x-sdk-retry`. If no operation of the document has one, they follow from the HTTP method
(RFC 9110, section 9.2): safe methods are `read`, PUT and DELETE are `idempotent`, all others are `creates`.

If parameters of the path, query, headers and body would have the same Python name, the later ones get their location
as a prefix (`body_id`). This applies even if they mean the same: the API expects the value in both places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from generator import ir, names
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References
from generator.document.urls import Template, server, template
from generator.ir import Location

from .bodies import Bodies
from .call_paths import CallPath, call_path
from .pagination import pagination
from .parameters import SESSIONS, Found, Parameters, ordered
from .places import DEFAULT_MODULE, Place
from .schemas import Schemas
from .security import Security

RETRY_CLASSES = frozenset({"consumes_token", "creates", "idempotent", "read", "sends_message"})

_RETRY_BY_METHOD: Mapping[str, str] = {
    "delete": "idempotent",
    "get": "read",
    "head": "read",
    "options": "read",
    "put": "idempotent",
    "trace": "read",
}


@attrs.frozen
class Endpoint:
    """A method of a path in the document."""

    node: Node
    path_item: Node
    method: str
    template: Template


class Operations:
    """Reads the operations of a document."""

    def __init__(self, document: Node, references: References, schemas: Schemas, security: Security) -> None:
        self._document = document
        self._references = references
        self._schemas = schemas
        self._security = security
        self._takes_null = document.flag("x-sdk-nulls")
        self._parameters = Parameters(references, schemas, security.headers())
        self._bodies = Bodies(references, schemas, is_3_0=document.text("openapi").startswith("3.0"))

    def read(self) -> list[ir.Operation]:
        """Return every operation, by path and method."""
        endpoints = list(_endpoints(self._document, self._references))
        _check_ids(endpoints)
        _check_shapes(endpoints)
        declared = any("x-sdk-retry" in endpoint.node for endpoint in endpoints)
        return [self._operation(endpoint, declared) for endpoint in endpoints]

    def _operation(self, endpoint: Endpoint, retry_is_declared: bool) -> ir.Operation:
        node = endpoint.node
        keywords.check(node, "operation")
        path = call_path(node, endpoint.method, endpoint.template.text)
        found = self._parameters.read(endpoint.path_item, node, _place(path, "request"))
        body = self._bodies.request(node, endpoint.method, _place(path, "request"))
        returned = self._bodies.response(node, endpoint.method, _place(path, "response"))
        accepts_session = _accepts_session(found)
        kept = [each for each in found if not (accepts_session and each.session)]
        _check_path_parameters(endpoint, kept)
        found_at = [*(each.parameter for each in kept), *body.parameters]
        parameters = _with_unique_names(ordered(endpoint.template.parameters, found_at))
        return ir.Operation(
            operation_id=node.text("operationId") or f"{endpoint.method.upper()} {endpoint.template.text}",
            pointer=node.pointer,
            method=endpoint.method.upper(),
            path=endpoint.template.text,
            call_path=path,
            parameters=parameters,
            body=body.kind,
            response=returned.response,
            responses=returned.others,
            accept=returned.accept,
            content_type=body.content_type,
            credentials=self._security.credentials(node),
            takes_null=self._takes_null,
            accepts_session=accepts_session,
            retry_class=_retry_class(endpoint, retry_is_declared),
            pagination=pagination(node, parameters, returned.response, self._schemas.classes),
            server=server(endpoint.path_item, node),
            deprecated=node.flag("deprecated"),
            doc=_doc(node),
        )


def _endpoints(document: Node, references: References) -> Iterator[Endpoint]:
    for path, found in keywords.entries(document, "paths"):
        item = references.follow(found)
        if item is None:
            continue
        keywords.check(item, "path item")
        shape = template(path, item)
        for method in keywords.METHODS:
            node = item.get(method)
            if node is not None:
                yield Endpoint(node, item, method, shape)


def _place(path: CallPath, part: str) -> Place:
    """Return the place of an operation's own classes: a module for each resource."""
    return Place("_".join(path[:-1]) or DEFAULT_MODULE, names.pascal(path[-1])).below(part)


def _check_ids(endpoints: list[Endpoint]) -> None:
    first: dict[str, str] = {}
    for endpoint in endpoints:
        identifier = endpoint.node.text("operationId")
        if identifier and identifier in first:
            endpoint.node.problem(f"`{identifier}` is already the id of {first[identifier]}", "operationId")
        first.setdefault(identifier, endpoint.node.pointer)


def _check_shapes(endpoints: list[Endpoint]) -> None:
    first: dict[tuple[str, str], str] = {}
    for endpoint in endpoints:
        shape = (endpoint.method, endpoint.template.shape)
        if shape in first:
            endpoint.node.problem(f"duplicate request: the same as {first[shape]}")
        first.setdefault(shape, endpoint.node.pointer)


def _with_unique_names(parameters: Sequence[ir.Parameter]) -> tuple[ir.Parameter, ...]:
    """Return the parameters with unique names: later ones get their location as a prefix, or a number."""
    found: dict[str, ir.Location] = {}
    for parameter in parameters:
        found.setdefault(parameter.name, parameter.location)
    moved = [
        (
            number,
            each.name if found[each.name] == each.location else f"{each.location}_{each.name}",
        )
        for number, each in enumerate(parameters)
    ]
    named = names.unique(moved)
    return tuple(attrs.evolve(each, name=named[number]) for number, each in enumerate(parameters))


def _check_path_parameters(endpoint: Endpoint, found: list[Found]) -> None:
    declared = {each.parameter.wire_name: each for each in found if each.parameter.location is Location.PATH}
    for name in endpoint.template.parameters:
        if name not in declared:
            endpoint.node.problem(f"the path parameter `{name}` is not declared")
    for name, each in declared.items():
        if name not in endpoint.template.parameters:
            each.node.problem(f"`{name}` is not in the path {endpoint.template.text}")


def _accepts_session(found: list[Found]) -> bool:
    marked = {each.session: each for each in found if each.session}
    if len(marked) == 1:
        next(iter(marked.values())).node.problem(
            "an operation must take both member-session headers or neither", "x-sdk-session"
        )
    return marked.keys() == SESSIONS


def _retry_class(endpoint: Endpoint, declared: bool) -> str:
    if not declared:
        return _RETRY_BY_METHOD.get(endpoint.method, "creates").upper()
    found = endpoint.node.text("x-sdk-retry")
    if found not in RETRY_CLASSES:
        endpoint.node.problem(f"every operation needs an `x-sdk-retry`, one of {', '.join(sorted(RETRY_CLASSES))}")
    return found.upper()


def _doc(node: Node) -> str:
    return "\n\n".join(text for text in (node.text("summary").strip(), node.text("description").strip()) if text)
