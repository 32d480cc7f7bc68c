"""The intermediate representation of a package.

All classes are frozen values. The reader creates them and the renderer prints them. Every name, order and type in this
tree appears unchanged in the generated code.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs


class Primitive(StrEnum):
    """A type that does not belong to a generated module. The values are its Python names."""

    STR = "str"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    BYTES = "bytes"
    """Base64 in JSON."""
    BINARY = "bytes | File"
    """Raw bytes, outside JSON."""
    TIMESTAMP = "Timestamp"
    DATE = "datetime.date"
    UUID = "uuid.UUID"
    ANY = "Any"
    NONE = "None"
    """Only in a `UnionOf` in a list or a map: an item that may be null."""


@attrs.frozen
class ModelRef:
    """A class with fields in `models/<module>.py`."""

    module: str
    name: str


@attrs.frozen
class EnumRef:
    """An open enumeration in `models/<module>.py`, and its known values."""

    module: str
    name: str
    values: tuple[str, ...] = attrs.field(default=(), eq=False)


@attrs.frozen
class WordOf:
    """A string that the API restricts to these values. In responses it is any string: a newer API may have more."""

    values: tuple[str, ...]


@attrs.frozen
class ListOf:
    item: Type


@attrs.frozen
class MapOf:
    """A JSON object with free keys. If `keys` are given, the API accepts only these."""

    value: Type
    keys: tuple[str, ...] = ()


@attrs.frozen
class UnionOf:
    """One of several types that differ in their JSON type; `Primitive.NONE` is null."""

    members: tuple[Type, ...]


@attrs.frozen
class ChoiceOf:
    """One of several objects. An object that matches no member is a plain mapping.

    `tag` is the property that identifies the member, "" if the required properties do. `values` maps the values of the
    tag to the numbers of the members.
    """

    members: tuple[Type, ...]
    tag: str = ""
    values: tuple[tuple[str, int], ...] = ()


class Raw(StrEnum):
    """A response that is not JSON. The values are names in the runtime."""

    TEXT = "TEXT"
    BINARY = "BINARY"
    NOTHING = "NOTHING"


Type = Primitive | ModelRef | EnumRef | WordOf | ListOf | MapOf | UnionOf | ChoiceOf | Raw

Literal = str | int | float | bool | None
"""A JSON scalar that becomes a Python literal."""


@attrs.frozen(kw_only=True)
class Field:
    """A property of a model.

    `name` is the Python attribute, `wire_name` the JSON name, `default` the default in the document, or None. `note`
    has what the type cannot express; `doc` ends with it. `sent` and `received` say whether the property belongs to
    requests and to responses.
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
    """An object schema. `pointer` is its place in the document.

    `is_input` says that requests contain it: a field without a value is then omitted (`UNSET`), not sent as null.
    `is_response` says that it is a complete response body, so that it has `raw`, the HTTP response. `takes_null` says
    that any optional field may be null in a request.
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
    """An open string enumeration: an unknown value is kept as a string."""

    module: str
    name: str
    pointer: str
    members: tuple[EnumMember, ...]
    deprecated: bool = False
    doc: str = ""


@attrs.frozen(kw_only=True)
class ModelModule:
    """A file in `models/`. `classes` are in dependency order; `imports` are the modules that they refer to.

    `cycle` are the imports that import this module in turn.
    """

    name: str
    classes: tuple[Model | Enum, ...]
    imports: tuple[str, ...]
    cycle: tuple[str, ...] = ()


class Location(StrEnum):
    """The location of a parameter in a request."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"


class BodyKind(StrEnum):
    """The encoding of the parameters in the body."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    JSON_VALUE = "json_value"
    """Any JSON value that is not an object with named properties. The parameter `body` is the whole body."""
    MULTIPART = "multipart"
    RAW = "raw"
    """Text or bytes. The parameter `body` is the whole body."""


class Style(StrEnum):
    """The encoding of a parameter that is not plain text: the members of `aiostytch.styles.Style`, by name."""

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

    `style` is its encoding, None for plain text. `media_type` is that of a part of a multipart body or a form.
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
    """The cursors of a paginated call. The tuples are attribute paths in the response model.

    `parameter` is the Python name of the parameter that takes the cursor.
    """

    parameter: str
    location: Location
    next_cursor: tuple[str, ...]
    items: tuple[str, ...]
    item_type: Type


@attrs.frozen(kw_only=True)
class Operation:
    """A method of the SDK.

    Attributes:
        path: the URL template, with the wire names of its parameters.
        call_path: the full path that a caller writes, `("organizations", "members", "search")`; the method is last.
        parameters: in the order of the signature: path parameters, then required, then optional ones.
        response: None if a success response does not have a body.
        responses: the types of single statuses that differ from `response`.
        credentials: whether credentials are sent, or the sets of security schemes of which one is sent.
        content_type: the media type of the request, "" for the default.
        accept: the media types of the response, "" for the default.
        takes_null: any optional property of the body may be null.
        wire_names: a model in the request or the response has a field with another name in JSON, or a choice.
        retry_class: the name of a member of `aiostytch.retry.RetryClass`.
        doc: the text for the docstring and the API reference.
        details: the text for the API reference only.
        errors: the error types that the call is known to return.
        example: the wire names of the optional parameters that the example uses.
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
    """A class in `resources/` with the calls of one path. `module` is the name of its file.

    `mixin` is a hand-written base class, `package.module:Class`, or "". `children` are the resources below it. The root
    has an empty path and becomes `resources/__init__.py`.
    """

    path: tuple[str, ...]
    module: str
    class_name: str
    operations: tuple[Operation, ...]
    children: tuple[Resource, ...]
    mixin: str = ""
    doc: str = ""


ERROR_TYPES = "errors.ErrorType"
"""The module and class of the enumeration of error types, which a package may have."""


@attrs.frozen(kw_only=True)
class SourceDocument:
    """A source document of a package. `name` is "" if it is the only one."""

    name: str = ""
    title: str
    version: str


class SchemeKind(StrEnum):
    """The kinds of credentials. The values are functions of `aiostytch.credentials`."""

    BASIC = "basic_credential"
    BEARER = "bearer_credential"
    API_KEY = "key_credential"


@attrs.frozen(kw_only=True)
class Scheme:
    """A security scheme. `parameter` is the client's parameter for the credential, `header` that of an API key."""

    name: str
    parameter: str
    kind: SchemeKind
    header: str = ""
    doc: str = ""


@attrs.frozen(kw_only=True)
class Client:
    """The class of the client. `base` is a hand-written class, `package.module:Class`, or "".

    `servers` are the base URLs in the document, the default first. `doc` is the docstring, "" to derive one.
    """

    name: str
    base: str = ""
    doc: str = ""
    servers: tuple[str, ...] = ()
    schemes: tuple[Scheme, ...] = ()


@attrs.frozen(kw_only=True)
class Package:
    """Everything to render. `samples` are the arguments in examples, by wire name."""

    documents: tuple[SourceDocument, ...]
    client: Client
    modules: tuple[ModelModule, ...]
    root: Resource
    samples: Mapping[str, Any] = attrs.field(factory=dict[str, Any], hash=False)

    def resources(self) -> tuple[Resource, ...]:
        """Return every resource below the root, sorted by path, so parents come first."""
        found: list[Resource] = []
        pending = list(self.root.children)
        while pending:
            resource = pending.pop()
            found.append(resource)
            pending.extend(resource.children)
        return tuple(sorted(found, key=lambda resource: resource.path))

    def operations(self) -> tuple[Operation, ...]:
        """Return every operation, by resource."""
        return tuple(operation for resource in (self.root, *self.resources()) for operation in resource.operations)

    def error_types(self) -> Mapping[str, EnumMember]:
        """Return the error types of the API by value; empty if the package does not list them."""
        module, _, name = ERROR_TYPES.partition(".")
        found = (item for each in self.modules if each.name == module for item in each.classes if item.name == name)
        return {member.value: member for item in found if isinstance(item, Enum) for member in item.members}
