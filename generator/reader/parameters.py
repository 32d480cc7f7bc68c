"""Parameters of an operation, in the path, the query, a header or the body.

Outside a JSON body, values are plain text. A list in a query sends its name once per item (`style: form`,
`explode: true`); a list in a path or a header is joined with commas (`style: simple`). The other styles of OpenAPI are
a `Style`. Values that no style defines, such as a list in an object, are an error. Text cannot express null: a nullable
parameter is read as one that may be omitted.

Header parameters called Accept, Content-Type or Authorization are ignored, as OpenAPI requires (Parameter Object,
`name`). So are the headers that the runtime sets (`SET_BY_RUNTIME`) and the headers of API keys, which are credentials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from generator import ir, names
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References
from generator.ir import Location, Primitive, Style

from . import media_types
from .headers import is_header
from .places import Place, component_place
from .schemas import Schemas
from .types import Value, in_text, is_scalar

_STYLES: Mapping[Location, str] = {Location.PATH: "simple", Location.QUERY: "form", Location.HEADER: "simple"}
SET_BY_RUNTIME = frozenset(
    {"accept-encoding", "connection", "content-length", "host", "transfer-encoding", "user-agent"}
)
"""Headers, in lower case, that a caller cannot set."""
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"}) | SET_BY_RUNTIME


@attrs.frozen
class Part:
    """The style and the media type of a property of a form or a multipart body."""

    style: Style | None = None
    media_type: str = ""


_PLAIN = Part()
NO_PARTS: Mapping[str, Part] = {}

SESSIONS = frozenset({"jwt", "token"})
"""The two member-session headers, as `x-sdk-session` calls them."""


@attrs.frozen
class Found:
    """A parameter, its node, and the member-session header that it is, or ""."""

    parameter: ir.Parameter
    node: Node
    session: str = ""


class Parameters:
    """Reads parameters. Parameters in `components` are read once."""

    def __init__(self, references: References, schemas: Schemas, keys: Iterable[str]) -> None:
        """`keys` are the headers of API keys."""
        self._references = references
        self._schemas = schemas
        self._ignored = _IGNORED_HEADERS | {key.lower() for key in keys}
        self._components: dict[str, Found | None] = {}

    def read(self, path_item: Node, operation: Node, place: Place) -> list[Found]:
        """Return the parameters of an operation, and those of its path item that it does not override."""
        listed = [self._listed(owner, place) for owner in (path_item, operation)]
        return list((listed[0] | listed[1]).values())

    def _listed(self, owner: Node, place: Place) -> dict[tuple[Location, str], Found]:
        found: dict[tuple[Location, str], Found] = {}
        for node in owner.elements("parameters"):
            parameter = self._parameter(node, place)
            if parameter is not None:
                location, name = parameter.parameter.location, parameter.parameter.wire_name
                key = (location, name.lower() if location is Location.HEADER else name)
                if key in found:
                    node.problem(f"`{name}` is already a parameter in the {location}")
                found[key] = parameter
        return found

    def _parameter(self, node: Node, place: Place) -> Found | None:
        target = self._references.follow(node)
        if target is None:
            return None
        if target.pointer == node.pointer:
            return self._read(node, place.below(node.text("name")))
        if target.pointer not in self._components:
            self._components[target.pointer] = self._read(target, component_place(target, node, place))
        return self._components[target.pointer]

    def _read(self, node: Node, place: Place) -> Found | None:
        keywords.check(node, "parameter")
        location, name = _location(node), node.text("name")
        if location is Location.HEADER and name.lower() in self._ignored:
            return None
        schema, is_json = _schema(node)
        if schema is None:
            node.problem("a parameter needs a schema")
        if location is None or schema is None or not _has_name(node, location, name):
            return None
        read = self._schemas.value(schema, place)
        value = attrs.evolve(read, type=in_text(read.type))
        style = Style.JSON if is_json else _style(node, location, value)
        return Found(_made(node, name, location, value, style), node, _session(node, location))


def _location(node: Node) -> Location | None:
    found = node.text("in")
    if found in _STYLES:
        return Location(found)
    node.problem("only parameters in the path, the query or a header are supported", "in")
    return None


def _has_name(node: Node, location: Location, name: str) -> bool:
    if location is Location.HEADER and not is_header(name):
        node.problem("is not a header field name", "name")
        return False
    if not name:
        node.problem("must not be empty", "name")
    return bool(name)


def _schema(node: Node) -> tuple[Node | None, bool]:
    """Return the schema of a parameter, and whether the parameter is sent as JSON."""
    for name, media_type in node.entries("content"):
        keywords.check(media_type, "media type")
        if media_types.kind(name) is not media_types.Kind.JSON:
            node.problem(f"a parameter of the media type {name} is not supported", "content")
        return media_type.get("schema"), True
    return node.get("schema"), False


def _style(node: Node, location: Location, value: Value) -> Style | None:
    """Return the style of a parameter, None for plain text, and report styles that are not supported."""
    style = node.text("style") or _STYLES[location]
    explode = node.flag("explode") if "explode" in node else style == "form"
    if node.flag("allowReserved"):
        node.problem("is not supported: reserved characters are always percent-encoded", "allowReserved")
    if location is Location.PATH and not node.flag("required"):
        node.problem("a parameter in the path must be required", "required")
    form = _form(value.type)
    if value.broken or form is None:
        if form is None:
            node.problem(f"a {location} can contain only scalars, lists of scalars and flat objects")
        return None
    found = _WRITTEN.get((location, form, style, explode))
    if (location, form, style, explode) not in _WRITTEN:
        exploded = ", exploded," if explode else ""
        node.problem(f"the style `{style}`{exploded} is not supported in a {location}", "style")
    return found


def _form(type_: ir.Type) -> str | None:
    if is_scalar(type_):
        return "scalar"
    if isinstance(type_, ir.ListOf) and (is_scalar(type_.item) or type_.item is Primitive.ANY):
        return "list"
    if isinstance(type_, ir.UnionOf) and all(_form(member) in {"scalar", "list"} for member in type_.members):
        return "list"
    if isinstance(type_, ir.ModelRef | ir.MapOf | ir.ChoiceOf):
        return "object"
    return "any" if type_ is Primitive.ANY else None


_QUERY, _PATH, _HEADER = Location.QUERY, Location.PATH, Location.HEADER
_WRITTEN: Mapping[tuple[Location, str, str, bool], Style | None] = {
    (_QUERY, "scalar", "form", True): None,
    (_QUERY, "scalar", "form", False): None,
    (_QUERY, "any", "form", True): None,
    (_QUERY, "any", "form", False): Style.COMMA,
    (_QUERY, "list", "form", True): None,
    (_QUERY, "list", "spaceDelimited", True): None,
    (_QUERY, "list", "pipeDelimited", True): None,
    (_QUERY, "list", "form", False): Style.COMMA,
    (_QUERY, "list", "spaceDelimited", False): Style.SPACE,
    (_QUERY, "list", "pipeDelimited", False): Style.PIPE,
    (_QUERY, "object", "form", True): Style.SPREAD,
    (_QUERY, "object", "form", False): Style.PAIRS,
    (_QUERY, "object", "deepObject", True): Style.DEEP,
    (_QUERY, "object", "deepObject", False): Style.DEEP,
    (_PATH, "scalar", "simple", False): None,
    (_PATH, "scalar", "simple", True): None,
    (_PATH, "list", "simple", False): Style.COMMA,
    (_PATH, "list", "simple", True): Style.COMMA,
    (_HEADER, "scalar", "simple", False): None,
    (_HEADER, "scalar", "simple", True): None,
    (_HEADER, "list", "simple", False): Style.COMMA,
    (_HEADER, "list", "simple", True): Style.COMMA,
}
"""The style by location, form of the value, `style` and `explode` (Parameter Object, Style Examples)."""


def _session(node: Node, location: Location) -> str:
    if "x-sdk-session" not in node:
        return ""
    kind = node.text("x-sdk-session")
    if kind not in SESSIONS or location is not Location.HEADER:
        node.problem("must be `token` or `jwt`, and belongs to a header", "x-sdk-session")
    return kind


def _made(node: Node, name: str, location: Location, value: Value, style: Style | None) -> ir.Parameter:
    return ir.Parameter(
        name=names.parameter(name),
        wire_name=name,
        location=location,
        type=value.type,
        required=node.flag("required"),
        nullable=False,
        default=value.default,
        secret=value.secret,
        deprecated=node.flag("deprecated") or value.deprecated,
        doc=node.text("description").strip() or value.doc,
        note=value.note,
        style=style,
    )


def body_parameters(
    fields: Sequence[ir.Field], *, nullable: bool, parts: Mapping[str, Part] = NO_PARTS
) -> tuple[ir.Parameter, ...]:
    """Return the parameters for the properties of a request body, without read-only properties.

    Args:
        fields: the properties.
        nullable: whether this kind of body can contain null.
        parts: the styles of properties that are not plain text, by wire name.
    """
    return tuple(
        ir.Parameter(
            name=names.parameter(field.wire_name),
            wire_name=field.wire_name,
            location=Location.BODY,
            type=field.type if parts.get(field.wire_name, _PLAIN).style is Style.FILE else in_text(field.type),
            required=field.required,
            nullable=field.nullable and nullable,
            default=field.default,
            secret=field.secret,
            deprecated=field.deprecated,
            doc=field.doc,
            note=field.note,
            style=parts.get(field.wire_name, _PLAIN).style,
            media_type=parts.get(field.wire_name, _PLAIN).media_type,
        )
        for field in fields
        if field.sent
    )


def body_value(value: Value, *, required: bool, doc: str) -> ir.Parameter:
    """Return the parameter `body`, for a body that is not an object with named properties."""
    return ir.Parameter(
        name="body",
        wire_name="body",
        location=Location.BODY,
        type=in_text(value.type),
        required=required,
        nullable=value.nullable and value.type is not Primitive.ANY,
        default=value.default,
        secret=value.secret,
        doc=doc or value.doc,
        note=value.note,
    )


def ordered(path: Sequence[str], found: Iterable[ir.Parameter]) -> tuple[ir.Parameter, ...]:
    """Return parameters in the order of a signature.

    Path parameters come first, in the order of the path. Then the required ones, in the order of the document, then the
    optional ones, by name; in both groups, query comes before headers before body.
    """
    parameters = list(found)
    by_name = {parameter.wire_name: parameter for parameter in parameters if parameter.location is Location.PATH}
    rest = [p for place in (Location.QUERY, Location.HEADER, Location.BODY) for p in parameters if p.location is place]
    optional = (parameter for parameter in rest if not parameter.required)
    return (
        *(by_name[name] for name in path if name in by_name),
        *(parameter for parameter in rest if parameter.required),
        *sorted(optional, key=lambda parameter: (_RANKS[parameter.location], parameter.wire_name)),
    )


_RANKS: Mapping[Location, int] = {location: rank for rank, location in enumerate(Location)}
