"""Parameters of an operation, wherever they travel.

Outside of a JSON body a value is plain text, so that parameters are scalars, and in a query or a form also lists of
scalars (the name is repeated: `style: form`, `explode: true`). Other styles are errors. Null cannot be written there:
that a parameter may be null only says that it may be left out, and is read so.

Header parameters called Accept, Content-Type or Authorization are ignored, as OpenAPI demands (Parameter Object,
`name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from generator import ir, names
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References
from generator.ir import Location, Primitive

from .places import Place, component_place
from .schemas import Schemas
from .types import Value, is_scalar

_STYLES: Mapping[Location, str] = {Location.PATH: "simple", Location.QUERY: "form", Location.HEADER: "simple"}
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
"""The name of a header field: RFC 9110, section 5.6.2."""

SESSIONS = frozenset({"jwt", "token"})
"""The two member-session headers, as `x-sdk-session` calls them."""


@attrs.frozen
class Found:
    """A parameter, where it stands, and which member-session header it is, or ""."""

    parameter: ir.Parameter
    node: Node
    session: str = ""


class Parameters:
    """Reads parameters; those in `components` once."""

    def __init__(self, references: References, schemas: Schemas) -> None:
        self._references = references
        self._schemas = schemas
        self._components: dict[str, Found | None] = {}

    def read(self, path_item: Node, operation: Node, place: Place) -> list[Found]:
        """Return the parameters of an operation, and those of its path that it does not have itself."""
        listed = [self._listed(owner, place) for owner in (path_item, operation)]
        return list((listed[0] | listed[1]).values())

    def _listed(self, owner: Node, place: Place) -> dict[tuple[Location, str], Found]:
        found: dict[tuple[Location, str], Found] = {}
        for node in owner.elements("parameters"):
            parameter = self._parameter(node, place)
            if parameter is not None:
                key = (parameter.parameter.location, parameter.parameter.wire_name)
                if key in found:
                    node.problem(f"`{key[1]}` is already a parameter in the {key[0]}")
                found[key] = parameter
        return found

    def _parameter(self, node: Node, place: Place) -> Found | None:
        target = self._references.follow(node, "parameters")
        if target is None:
            return None
        if target.pointer == node.pointer:
            return self._read(node, place.below(node.text("name")))
        if target.pointer not in self._components:
            self._components[target.pointer] = self._read(target, component_place(target, node, place))
        return self._components[target.pointer]

    def _read(self, node: Node, place: Place) -> Found | None:
        keywords.check(node, "parameter")
        location, name, schema = _location(node), node.text("name"), node.get("schema")
        if location is Location.HEADER and name.lower() in _IGNORED_HEADERS:
            return None
        if schema is None:
            node.problem("a parameter needs a schema")
        if location is None or schema is None or not _has_name(node, location, name):
            return None
        value = self._schemas.value(schema, place)
        _check_style(node, location, value)
        _check_plain(schema, location, value)
        return Found(_made(node, name, location, value), node, _session(node, location))


def _location(node: Node) -> Location | None:
    found = node.text("in")
    if found in _STYLES:
        return Location(found)
    node.problem("only parameters in the path, the query or a header can be sent", "in")
    return None


def _has_name(node: Node, location: Location, name: str) -> bool:
    if location is Location.HEADER and not _TOKEN.fullmatch(name):
        node.problem("is no name of a header field", "name")
        return False
    if not name:
        node.problem("must not be empty", "name")
    return bool(name)


def _check_style(node: Node, location: Location, value: Value) -> None:
    style = node.text("style") or _STYLES[location]
    if style != _STYLES[location]:
        node.problem(f"only the style `{_STYLES[location]}` can be written here", "style")
    if "explode" in node and not node.flag("explode") and isinstance(value.type, ir.ListOf):
        node.problem("only one parameter for each item of a list can be written", "explode")
    if node.flag("allowReserved"):
        node.problem("reserved characters are always quoted", "allowReserved")
    if location is Location.PATH and not node.flag("required"):
        node.problem("a parameter in the path must be required", "required")


def _check_plain(node: Node, location: Location, value: Value) -> None:
    plain = location is Location.QUERY and isinstance(value.type, ir.ListOf) and is_scalar(value.type.item)
    if not (plain or is_scalar(value.type) or value.broken):
        allowed = "scalars and lists of scalars" if location is Location.QUERY else "scalars"
        node.problem(f"only {allowed} can be written in a {location}")


def _session(node: Node, location: Location) -> str:
    if "x-sdk-session" not in node:
        return ""
    kind = node.text("x-sdk-session")
    if kind not in SESSIONS or location is not Location.HEADER:
        node.problem("must be `token` or `jwt`, at a header", "x-sdk-session")
    return kind


def _made(node: Node, name: str, location: Location, value: Value) -> ir.Parameter:
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
    )


def body_parameters(fields: Sequence[ir.Field], *, nullable: bool) -> tuple[ir.Parameter, ...]:
    """Return the parameters that the properties of a body are.

    Args:
        fields: the properties.
        nullable: whether null can be written in this kind of body.
    """
    return tuple(
        ir.Parameter(
            name=names.parameter(field.wire_name),
            wire_name=field.wire_name,
            location=Location.BODY,
            type=field.type,
            required=field.required,
            nullable=field.nullable and nullable,
            default=field.default,
            secret=field.secret,
            deprecated=field.deprecated,
            doc=field.doc,
            note=field.note,
        )
        for field in fields
    )


def body_value(value: Value, *, required: bool, doc: str) -> ir.Parameter:
    """Return the one parameter, `body`, that a body which is no object with named properties is."""
    return ir.Parameter(
        name="body",
        wire_name="body",
        location=Location.BODY,
        type=value.type,
        required=required,
        nullable=value.nullable and value.type is not Primitive.ANY,
        default=value.default,
        secret=value.secret,
        doc=doc or value.doc,
        note=value.note,
    )


def ordered(path: Sequence[str], found: Iterable[ir.Parameter]) -> tuple[ir.Parameter, ...]:
    """Return parameters in the order of a signature.

    Those of the path come as in the path. Then those that are required, in the document's order (arrays, which have
    one), then those that are optional, by name; in both, query before headers before body.
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
