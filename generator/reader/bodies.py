"""What an operation sends and what it returns.

Of the media types of a body the first that can be written is taken: JSON (`application/json`, `…+json`), then
`application/x-www-form-urlencoded`. The others, if there are any, are other ways to say the same. A content that has
neither is an error.

* The named properties of an object become parameters; they are sent as an object, even an empty one, whether the body
  is required or not: whatever is required in it stays required. Any other body is one parameter, `body`.
* The response is that of the 2xx responses, or of `default` if there is none. Two that differ are an error: which of
  them came would decide the type. A JSON response without a schema may be anything. A response that may be null, or a
  scalar of one of several types, has no class and is an error.
* Other responses are errors of the API, which the runtime knows without the document; what they refer to has to be
  there, but is not read as a response.
"""

from __future__ import annotations

import re

import attrs

from generator import ir
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References
from generator.ir import BodyKind, Primitive

from . import parameters
from .places import Place, component_place
from .schemas import Schemas
from .types import Value, is_scalar

_JSON = re.compile(r"application/(?:[a-z0-9.!#$&^_-]+\+)?json", re.ASCII)
_FORM = "application/x-www-form-urlencoded"
_SUCCESS = re.compile(r"2(?:\d\d|XX)", re.ASCII)


@attrs.frozen
class Content:
    """The media type that was chosen. `schema` is None where it has none."""

    kind: BodyKind
    schema: Node | None


@attrs.frozen
class Body:
    """The kind of a body and the parameters that travel in it."""

    kind: BodyKind = BodyKind.NONE
    parameters: tuple[ir.Parameter, ...] = ()


class Bodies:
    """Reads bodies of requests and responses; those in `components` once."""

    def __init__(self, references: References, schemas: Schemas) -> None:
        self._references = references
        self._schemas = schemas
        self._requests: dict[str, Body] = {}
        self._responses: dict[str, Value | None] = {}

    def request(self, operation: Node, place: Place) -> Body:
        """Return what an operation sends."""
        node = operation.get("requestBody")
        if node is None:
            return Body()
        target = self._references.follow(node, "requestBodies")
        if target is None:
            return Body()
        if target.pointer not in self._requests:
            self._requests[target.pointer] = self._body(target, component_place(target, node, place))
        return self._requests[target.pointer]

    def _body(self, node: Node, place: Place) -> Body:
        keywords.check(node, "request body")
        content = _content(node, (BodyKind.JSON, BodyKind.FORM))
        if content is None:
            return Body()
        read = Value(type=Primitive.ANY) if content.schema is None else self._schemas.body(content.schema, place)
        if content.kind is BodyKind.FORM:
            _check_form(node, read)
        if isinstance(read, Value):
            required, doc = node.flag("required"), node.text("description").strip()
            return Body(BodyKind.JSON_VALUE, (parameters.body_value(read, required=required, doc=doc),))
        return Body(content.kind, parameters.body_parameters(read, nullable=content.kind is BodyKind.JSON))

    def response(self, operation: Node, place: Place) -> ir.Type | None:
        """Return what an operation returns, None if that has no body."""
        responses = [self._response(node, target, place) for node, target in self._successes(operation)]
        types = {None if each is None else each.type for each in responses if each is None or not each.broken}
        if len(types) > 1:
            operation.problem("the responses of a success differ: the call has no one type", "responses")
        return next(iter(types), None)

    def _successes(self, operation: Node) -> list[tuple[Node, Node]]:
        """Return the responses of a success: what the operation says, and what that refers to."""
        nodes = dict(keywords.entries(operation, "responses"))
        targets = {code: self._references.follow(node, "responses") for code, node in nodes.items()}
        wanted = [code for code in nodes if _SUCCESS.fullmatch(code)] or [code for code in nodes if code == "default"]
        if not wanted:
            operation.problem("there is no response of a success: a 2xx, or `default`", "responses")
        for code, target in targets.items():
            if target is not None:
                keywords.check(target, "response")
                self._check_error(target, is_error=code not in wanted)
        found = ((nodes[code], targets[code]) for code in wanted)
        return [(node, target) for node, target in found if target is not None]

    def _check_error(self, node: Node, *, is_error: bool) -> None:
        for _, media_type in node.entries("content") if is_error else ():
            keywords.check(media_type, "media type")
            schema = media_type.get("schema")
            if schema is not None and "$ref" in schema:
                self._references.name(schema, "schemas")

    def _response(self, node: Node, target: Node, place: Place) -> Value | None:
        if target.pointer not in self._responses:
            self._responses[target.pointer] = self._content_value(target, component_place(target, node, place))
        return self._responses[target.pointer]

    def _content_value(self, node: Node, place: Place) -> Value | None:
        content = _content(node, (BodyKind.JSON,))
        if content is None:
            return None
        if content.schema is None:
            return Value(type=Primitive.ANY)
        value = self._schemas.value(content.schema, place)
        if not value.broken and (value.nullable or isinstance(value.type, ir.UnionOf)):
            content.schema.problem("a response of one of several types cannot be expressed")
        return value


def _content(node: Node, writable: tuple[BodyKind, ...]) -> Content | None:
    """Return the first of the writable kinds that `content` offers; None where there is no content."""
    found: dict[BodyKind, Content] = {}
    media_types = dict(node.entries("content"))
    for name, media_type in media_types.items():
        kind = _kind(name)
        if kind in writable:
            keywords.check(media_type, "media type")
            found.setdefault(kind, Content(kind, media_type.get("schema")))
    if media_types and not found:
        node.problem(f"none of {', '.join(media_types)} can be read or written here", "content")
    return next((found[kind] for kind in writable if kind in found), None)


def _kind(media_type: str) -> BodyKind:
    essence = media_type.partition(";")[0].strip().lower()
    if essence == _FORM:
        return BodyKind.FORM
    return BodyKind.JSON if _JSON.fullmatch(essence) else BodyKind.NONE


def _check_form(node: Node, read: Value | tuple[ir.Field, ...]) -> None:
    if isinstance(read, Value):
        if not read.broken:
            node.problem("a form is an object with named properties", "content")
        return
    for field in read:
        item = field.type.item if isinstance(field.type, ir.ListOf) else field.type
        if not is_scalar(item):
            node.problem(f"`{field.wire_name}`: a form holds scalars and lists of scalars", "content")
