"""The intermediate representation: what a package says, before it is text.

Everything here is a frozen value. The reader makes it, the renderer prints it, and nothing in between decides anything:
a name, an order or a type in this tree is the one that appears in the generated code.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs


class Primitive(StrEnum):
    """A type that needs no import from a generated module. The values are Python's names."""

    STR = "str"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    BYTES = "bytes"
    """Base64 in JSON."""
    BINARY = "bytes | File"
    """Bytes as they are, outside of JSON."""
    TIMESTAMP = "Timestamp"
    DATE = "datetime.date"
    UUID = "uuid.UUID"
    ANY = "Any"
    NONE = "None"
    """Stands only in a `UnionOf` inside a list or a map: an item that may be null."""


@attrs.frozen
class ModelRef:
    """A class of `models/<module>.py`, with fields."""

    module: str
    name: str


@attrs.frozen
class EnumRef:
    """A class of `models/<module>.py`, an open enumeration, and the values that it lists."""

    module: str
    name: str
    values: tuple[str, ...] = attrs.field(default=(), eq=False)


@attrs.frozen
class WordOf:
    """A string for which the API accepts these values only. In responses it is any string: a newer API has more."""

    values: tuple[str, ...]


@attrs.frozen
class ListOf:
    item: Type


@attrs.frozen
class MapOf:
    """A JSON object with free keys; with `keys`, the API accepts these only."""

    value: Type
    keys: tuple[str, ...] = ()


@attrs.frozen
class UnionOf:
    """One of several types whose values differ in their JSON type; `Primitive.NONE` among them is null."""

    members: tuple[Type, ...]


@attrs.frozen
class ChoiceOf:
    """One of several objects. Another object, which is none of them, stays the JSON that it is.

    `tag` is the property that says which, "" where the properties do that are required; `values` are the values of the
    tag with the number of the member that each stands for.
    """

    members: tuple[Type, ...]
    tag: str = ""
    values: tuple[tuple[str, int], ...] = ()


class Raw(StrEnum):
    """A response that is not JSON; the values are the runtime's names."""

    TEXT = "TEXT"
    BINARY = "BINARY"
    NOTHING = "NOTHING"


Type = Primitive | ModelRef | EnumRef | WordOf | ListOf | MapOf | UnionOf | ChoiceOf | Raw

Literal = str | int | float | bool | None
"""A JSON scalar that reaches the code as a literal."""


@attrs.frozen(kw_only=True)
class Field:
    """A property of a model.

    `name` is the Python attribute, `wire_name` the JSON name, `default` the document's default (`None`: it has none).
    `note` is what the document says of the value and the type cannot; `doc` ends with it. `sent` and `received` say
    whether the property belongs to requests and to responses.
    """

    name: str
    wire_name: str
    type: Type
    required: bool
    nullable: bool
    default: Literal = None
    secret: bool = False
    deprecated: bool = False
    doc: str = ""
    note: str = ""
    sent: bool = True
    received: bool = True


@attrs.frozen(kw_only=True)
class Model:
    """An object schema. `pointer` is where the document defines it.

    `is_input` says that some request carries it: a field not given is then left out (`UNSET`), not sent as null.
    `is_response` says that it is the whole body of some response, so that it carries what came over the wire.
    `takes_null` says that any optional field may be null in a request.
    """

    module: str
    name: str
    pointer: str
    fields: tuple[Field, ...]
    is_input: bool
    is_response: bool
    takes_null: bool = False
    deprecated: bool = False
    doc: str = ""


@attrs.frozen(kw_only=True)
class EnumMember:
    name: str
    value: str
    doc: str = ""


@attrs.frozen(kw_only=True)
class Enum:
    """A string enumeration, open: a value that is not listed is kept as it came."""

    module: str
    name: str
    pointer: str
    members: tuple[EnumMember, ...]
    deprecated: bool = False
    doc: str = ""


@attrs.frozen(kw_only=True)
class ModelModule:
    """One file of `models/`. `classes` stand in dependency order; `imports` are the modules they refer to.

    `circle` are those of the imports that lead back to this module.
    """

    name: str
    classes: tuple[Model | Enum, ...]
    imports: tuple[str, ...]
    circle: tuple[str, ...] = ()


class Location(StrEnum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"


class BodyKind(StrEnum):
    """How the parameters located in the body are written."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    JSON_VALUE = "json_value"
    """The body is one JSON value that is no object with named properties: one parameter, `body`, holds all of it."""
    MULTIPART = "multipart"
    RAW = "raw"
    """The body is text or bytes: one parameter, `body`, holds all of it."""


class Style(StrEnum):
    """How a parameter is written that is not plain text; the members of `aiostytch.styles.Style`, by name."""

    ANY = "ANY"
    COMMA = "COMMA"
    DEEP = "DEEP"
    FILE = "FILE"
    JSON = "JSON"
    PAIRS = "PAIRS"
    PIPE = "PIPE"
    SPACE = "SPACE"
    SPREAD = "SPREAD"


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter of a method: `name` in Python, `wire_name` on the wire.

    `style` says how it is written where that is not plain text, `media_type` what a part of a body is.
    """

    name: str
    wire_name: str
    location: Location
    type: Type
    required: bool
    nullable: bool
    default: Literal = None
    secret: bool = False
    deprecated: bool = False
    doc: str = ""
    note: str = ""
    style: Style | None = None
    media_type: str = ""


@attrs.frozen(kw_only=True)
class Pagination:
    """How the next page is found. The tuples are attribute paths in the response model.

    `parameter` is the Python name of the parameter that takes the cursor.
    """

    parameter: str
    location: Location
    next_cursor: tuple[str, ...]
    items: tuple[str, ...]
    item_type: Type


@attrs.frozen(kw_only=True)
class Operation:
    """One method of the SDK.

    `call_path` is the whole path a caller writes, `("organizations", "members", "search")`; its last part is the
    method's name. Parameters stand in the order of the signature: path parameters as in the path, then required, then
    optional. `response` is `None` where a success has no body; `responses` are those of single statuses that differ
    from it. `credentials` are whether credentials are sent, or the sets of security schemes that one is taken of.
    `content_type` and `accept` are media types, "" for the usual ones. `takes_null` says that any optional property of
    the body may be null. `path` is the template with the wire names of its
    parameters. `wire_names` says that a model in the request or the response has a field whose JSON name is not its
    Python name. `retry_class` is the name of a member of `aiostytch.retry.RetryClass`. `doc` is for docstring and
    API reference, `details` for the reference alone; `errors` are the error types that the call is known for, `example`
    the wire names of the parameters that its example gives besides those that are required.
    """

    operation_id: str
    pointer: str
    method: str
    path: str
    call_path: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: BodyKind
    response: Type | None
    accepts_session: bool
    retry_class: str
    credentials: bool | tuple[tuple[str, ...], ...] = True
    content_type: str = ""
    accept: str = ""
    responses: tuple[tuple[str, Type], ...] = ()
    takes_null: bool = True
    pagination: Pagination | None = None
    server: str = ""
    wire_names: bool = False
    deprecated: bool = False
    doc: str = ""
    details: str = ""
    errors: tuple[str, ...] = ()
    example: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.call_path[-1]


@attrs.frozen(kw_only=True)
class Resource:
    """One class of `resources/`: the calls below one call path. `module` is its file's name.

    `mixin` is a hand-written base class, `package.module:Class`, or empty. `children` are the next parts of the path.
    The root has an empty path and is rendered as `resources/__init__.py`.
    """

    path: tuple[str, ...]
    module: str
    class_name: str
    operations: tuple[Operation, ...]
    children: tuple[Resource, ...]
    mixin: str = ""
    doc: str = ""


ERROR_TYPES = "errors.ErrorType"
"""Where a package lists the error types of its API, if it does: module and class of an enumeration."""


@attrs.frozen(kw_only=True)
class SourceDocument:
    """A document that a package is made of. `name` is "" where it is the only one."""

    name: str = ""
    title: str
    version: str


class SchemeKind(StrEnum):
    """How a credential is sent; the values are the functions of `aiostytch.credentials`."""

    BASIC = "basic_credential"
    BEARER = "bearer_credential"
    API_KEY = "key_credential"


@attrs.frozen(kw_only=True)
class Scheme:
    """A security scheme. `parameter` is what the client calls its credential, `header` where a key is sent."""

    name: str
    parameter: str
    kind: SchemeKind
    header: str = ""
    doc: str = ""


@attrs.frozen(kw_only=True)
class Client:
    """The class of the client. `base` is a hand-written class, `package.module:Class`, or "".

    `servers` are the base URLs that the document names, the usual one first. `doc` is the docstring, "" for one that is
    made of the rest.
    """

    name: str
    base: str = ""
    doc: str = ""
    servers: tuple[str, ...] = ()
    schemes: tuple[Scheme, ...] = ()


@attrs.frozen(kw_only=True)
class Package:
    """All that is rendered. `samples` are what examples give for parameters, by wire name."""

    documents: tuple[SourceDocument, ...]
    client: Client
    modules: tuple[ModelModule, ...]
    root: Resource
    samples: Mapping[str, Any] = attrs.field(factory=dict[str, Any], hash=False)

    def resources(self) -> tuple[Resource, ...]:
        """Every resource below the root, parents first, by path."""
        found: list[Resource] = []
        pending = list(self.root.children)
        while pending:
            resource = pending.pop()
            found.append(resource)
            pending.extend(resource.children)
        return tuple(sorted(found, key=lambda resource: resource.path))

    def operations(self) -> tuple[Operation, ...]:
        """Every operation, by call path."""
        return tuple(operation for resource in (self.root, *self.resources()) for operation in resource.operations)

    def error_types(self) -> Mapping[str, EnumMember]:
        """Every error type of the API by its value; empty where the package lists none."""
        module, _, name = ERROR_TYPES.partition(".")
        found = (item for each in self.modules if each.name == module for item in each.classes if item.name == name)
        return {member.value: member for item in found if isinstance(item, Enum) for member in item.members}
