"""The bodies of requests and responses.

A body has one media type, the first available one of: `application/json`, other JSON (`…+json`), a form, multipart,
text, bytes. The request has this `Content-Type`, or this `Accept` for a response. The other media types are ignored:
they are alternative encodings of the same content.

* The named properties of an object become parameters. They are sent as an object, even if it is empty and the body is
  optional; required properties stay required. Any other body is one parameter, `body`.
* In forms and multipart bodies, scalars are plain text, a list sends its name once per item, and objects are JSON,
  unless the encoding says otherwise. A binary part is a file.
* The response type comes from the 2xx responses, or from `default` if there are none. If they differ, the status
  decides; a success without a body is then None. A JSON response without a schema may be any JSON.
* All other responses are API errors. The runtime decodes those without the document, so the generator only checks that
  their references resolve.
* OpenAPI 3.0 ignores the request body of methods for which HTTP does not define one (Operation Object, `requestBody`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import attrs

from generator import ir
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References
from generator.ir import BodyKind, Primitive, Raw, Style

from . import media_types, parameters
from .media_types import Kind
from .parameters import Part
from .places import Place, component_place
from .schemas import Schemas
from .types import Value, is_scalar, item_type

_SUCCESS = re.compile(r"2(?:\d\d|XX)", re.ASCII)
_WITHOUT_BODY = frozenset({"delete", "get", "head", "options", "trace"})
_NO_CONTENT = frozenset({"204", "205"})


@attrs.frozen
class Content:
    """The chosen media type. `schema` is None if it does not have one."""

    name: str
    media_type: Node

    @property
    def kind(self) -> Kind:
        return media_types.kind(self.name)

    @property
    def schema(self) -> Node | None:
        return self.media_type.get("schema")


@attrs.frozen
class Body:
    """The kind of a body, its parameters, and its media type, "" for the default of its kind."""

    kind: BodyKind = BodyKind.NONE
    parameters: tuple[ir.Parameter, ...] = ()
    content_type: str = ""


@attrs.frozen
class ResponseBody:
    """The type of a response body, and its media type, "" for JSON or no body."""

    type: ir.Type | None
    accept: str = ""
    broken: bool = False


@attrs.frozen
class Returned:
    """The response type of an operation, the types of other statuses, and the `Accept` header."""

    response: ir.Type | None
    others: tuple[tuple[str, ir.Type], ...] = ()
    accept: str = ""


class Bodies:
    """Reads request and response bodies. Bodies in `components` are read once."""

    def __init__(self, references: References, schemas: Schemas, *, is_3_0: bool) -> None:
        self._references = references
        self._schemas = schemas
        self._is_3_0 = is_3_0
        self._requests: dict[str, Body] = {}
        self._responses: dict[str, ResponseBody] = {}

    def request(self, operation: Node, method: str, place: Place) -> Body:
        """Return the request body of an operation."""
        node = operation.get("requestBody")
        if node is None:
            return Body()
        target = self._references.follow(node)
        if target is None or (self._is_3_0 and method in _WITHOUT_BODY):
            return Body()
        if target.pointer not in self._requests:
            self._requests[target.pointer] = self._body(target, component_place(target, node, place))
        return self._requests[target.pointer]

    def _body(self, node: Node, place: Place) -> Body:
        keywords.check(node, "request body")
        content = self._content(node)
        if content is None:
            return Body()
        if media_types.is_range(content.name) and content.kind is not Kind.JSON:
            node.problem(f"the body can be any {content.name}; name one media type", "content")
        return _BODIES[content.kind](self._schemas, node, content, place)

    def response(self, operation: Node, method: str, place: Place) -> Returned:
        """Return the response types of an operation."""
        if method == "head":
            return Returned(None)
        found = [(code, self._response(node, target, place)) for code, node, target in self._successes(operation)]
        found = [(code, body) for code, body in found if not body.broken]
        accept = ", ".join(dict.fromkeys(body.accept or "application/json" for _, body in found if _has_content(body)))
        types = dict.fromkeys(body.type for _, body in found)
        if len(types) < 2:
            return Returned(next(iter(types), None), accept="" if accept == "application/json" else accept)
        first = next((body.type for _, body in found if body.type is not None), None)
        others = [(code, Raw.NOTHING if body.type is None else body.type) for code, body in found]
        rest = tuple((code, type_) for code, type_ in others if type_ != first)
        return Returned(first, rest, "" if accept == "application/json" else accept)

    def _successes(self, operation: Node) -> Iterator[tuple[str, Node, Node]]:
        """Yield the success responses: the status, the node in the operation, and the node that it refers to."""
        nodes = dict(keywords.entries(operation, "responses"))
        targets = {code: self._references.follow(node) for code, node in nodes.items()}
        wanted = [code for code in nodes if _SUCCESS.fullmatch(code)] or [code for code in nodes if code == "default"]
        if not wanted and (nodes or self._is_3_0):
            operation.problem("has no success response: a 2xx status, or `default`", "responses")
        for code, target in targets.items():
            if target is not None:
                keywords.check(target, "response")
                self._check_error(target, is_error=code not in wanted)
        found = ((code, nodes[code], targets[code]) for code in wanted)
        return ((code, node, target) for code, node, target in found if target is not None)

    def _check_error(self, node: Node, *, is_error: bool) -> None:
        for _, media_type in node.entries("content") if is_error else ():
            keywords.check(media_type, "media type")
            schema = media_type.get("schema")
            if schema is not None and "$ref" in schema:
                self._references.target(schema)

    def _response(self, node: Node, target: Node, place: Place) -> ResponseBody:
        if target.pointer not in self._responses:
            is_empty = node.pointer.rpartition("/")[2] in _NO_CONTENT
            own = component_place(target, node, place)
            self._responses[target.pointer] = ResponseBody(None) if is_empty else self._response_body(target, own)
        return self._responses[target.pointer]

    def _response_body(self, node: Node, place: Place) -> ResponseBody:
        content = self._content(node)
        if content is None:
            return ResponseBody(None)
        accept = "" if content.name == "application/json" else content.name
        if content.kind is Kind.JSON:
            if content.schema is None:
                return ResponseBody(Primitive.ANY, accept)
            value = self._schemas.value(content.schema, place)
            if media_types.is_range(content.name) and value.type is Primitive.BINARY:
                return ResponseBody(Raw.BINARY, accept)
            return ResponseBody(item_type(value), accept, value.broken)
        return ResponseBody(Raw.TEXT if content.kind in {Kind.TEXT, Kind.FORM} else Raw.BINARY, accept)

    def _content(self, node: Node) -> Content | None:
        """Return the chosen media type; None if there is no content."""
        found = [Content(name, media_type) for name, media_type in node.entries("content")]
        for content in found:
            if not media_types.is_valid(content.name):
                node.problem(f"`{content.name[:100]}` is not a media type", "content")
                return None
        chosen = min(found, key=lambda content: media_types.rank(content.name), default=None)
        if chosen is not None:
            keywords.check(chosen.media_type, "media type")
        return chosen


def _has_content(body: ResponseBody) -> bool:
    return body.type not in {None, Raw.NOTHING}


def _json(schemas: Schemas, node: Node, content: Content, place: Place) -> Body:
    read = Value(type=Primitive.ANY) if content.schema is None else schemas.body(content.schema, place)
    name = "" if content.name == "application/json" or media_types.is_range(content.name) else content.name
    if isinstance(read, Value):
        return Body(BodyKind.JSON_VALUE, (_whole(node, read),), name)
    return Body(BodyKind.JSON, parameters.body_parameters(read, nullable=True), name)


def _form(schemas: Schemas, node: Node, content: Content, place: Place) -> Body:
    read = () if content.schema is None else schemas.body(content.schema, place)
    kind = BodyKind.FORM if content.kind is Kind.FORM else BodyKind.MULTIPART
    if isinstance(read, Value):
        if not read.broken:
            node.problem("a form must be an object with named properties", "content")
        return Body(kind)
    style = _form_style if kind is BodyKind.FORM else _part_style
    encodings = dict(content.media_type.entries("encoding"))
    parts = {field.wire_name: _part(node, field, encodings.get(field.wire_name), style) for field in read}
    for name, encoding in encodings.items():
        keywords.check(encoding, "encoding")
        if name not in parts:
            encoding.problem("is not a property of the body")
    name = "" if kind is BodyKind.MULTIPART or content.name == "application/x-www-form-urlencoded" else content.name
    return Body(kind, parameters.body_parameters(read, nullable=False, parts=parts), name)


def _part(
    node: Node, field: ir.Field, encoding: Node | None, style: Callable[[ir.Field, Node | None], Style | str | None]
) -> Part:
    found = style(field, encoding)
    if found is not None and not isinstance(found, Style):
        node.problem(f"`{field.wire_name}`: {found}", "content")
        return Part()
    media_type = "" if encoding is None else encoding.text("contentType")
    single = media_type if "," not in media_type and not media_types.is_range(media_type) else ""
    return Part(found, single if found is Style.FILE or media_type else "")


def _form_style(field: ir.Field, encoding: Node | None) -> Style | str | None:
    """Return the style of a form property, or the reason why it cannot be sent."""
    item = field.type.item if isinstance(field.type, ir.ListOf) else field.type
    is_list, style = isinstance(field.type, ir.ListOf), "" if encoding is None else encoding.text("style")
    if style == "deepObject":
        return Style.DEEP if not is_list else "a list as `deepObject` is not defined"
    if is_scalar(item):
        return Style.COMMA if is_list and encoding is not None and _is_joined(encoding) else None
    if is_list:
        return "a form can contain only scalars, objects and lists of scalars"
    return Style.ANY if field.type is Primitive.ANY else Style.JSON


def _is_joined(encoding: Node) -> bool:
    return "explode" in encoding and not encoding.flag("explode")


def _part_style(field: ir.Field, encoding: Node | None) -> Style | str | None:
    """Return the style of a property of a multipart body."""
    item = field.type.item if isinstance(field.type, ir.ListOf) else field.type
    if item is Primitive.BINARY:
        return Style.FILE
    if encoding is not None and media_types.kind(encoding.text("contentType") or "text/plain") is Kind.JSON:
        return Style.JSON
    if is_scalar(item):
        return None
    return Style.ANY if item is Primitive.ANY or isinstance(item, ir.UnionOf) else Style.JSON


def _raw(_schemas: Schemas, node: Node, content: Content, _place: Place) -> Body:
    type_ = Primitive.STR if content.kind is Kind.TEXT else Primitive.BYTES
    return Body(BodyKind.RAW, (_whole(node, Value(type=type_)),), content.name)


def _whole(node: Node, value: Value) -> ir.Parameter:
    return parameters.body_value(value, required=node.flag("required"), doc=node.text("description").strip())


_BODIES: Mapping[Kind, Callable[[Schemas, Node, Content, Place], Body]] = {
    Kind.JSON: _json,
    Kind.FORM: _form,
    Kind.MULTIPART: _form,
    Kind.TEXT: _raw,
    Kind.BINARY: _raw,
}
