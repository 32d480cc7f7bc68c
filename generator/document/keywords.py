"""The keywords that the reader understands, by kind of object, and the reasons to refuse others.

The reader fails closed: a keyword in neither table is an error, so no part of a document is dropped by accident. Some
keywords are understood although they do not change the generated code:

* limits of values (`minLength`, `pattern`, `not`, …): the server enforces them, and the Python type is the same;
* callbacks, webhooks and links: a client only makes calls;
* schemas that are defined inside others (`$defs`): they are read when a reference names them;
* prose and samples (`title`, `example`, `externalDocs`, `xml`, `$comment`, …);
* `x-*`, except our own `x-sdk-*`, each of which belongs to one kind of object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .node import Node

METHODS = ("delete", "get", "head", "options", "patch", "post", "put", "trace")

_LIMITS = frozenset(
    [
        "contains",
        "dependentRequired",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxContains",
        "maximum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "minContains",
        "minimum",
        "minItems",
        "minLength",
        "minProperties",
        "multipleOf",
        "not",
        "pattern",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
        "uniqueItems",
    ]
)
_PROSE = frozenset({"description", "example", "examples", "externalDocs", "summary", "title"})

ANNOTATIONS = (
    frozenset({"$comment", "$defs", "contentSchema", "default", "definitions", "deprecated", "nullable"})
    | {"readOnly", "writeOnly", "xml"}
    | _LIMITS
    | _PROSE
) - {"summary"}
"""Keywords that a schema of any form may have."""

STRUCTURE = frozenset(
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "contentEncoding",
        "contentMediaType",
        "discriminator",
        "enum",
        "format",
        "items",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "required",
        "type",
    ]
)
"""Keywords that determine the form of a schema."""

UNDERSTOOD: Mapping[str, frozenset[str]] = {
    "document": frozenset(["components", "externalDocs", "info", "openapi", "paths", "security", "servers", "tags"])
    | {"jsonSchemaDialect", "webhooks", "x-sdk-client", "x-sdk-mixins", "x-sdk-modules", "x-sdk-nulls"},
    "info": frozenset(["contact", "description", "license", "summary", "termsOfService", "title", "version"]),
    "tag": frozenset(["description", "externalDocs", "name"]),
    "server": frozenset(["description", "url", "variables"]),
    "server variable": frozenset(["default", "description", "enum"]),
    "components": frozenset(
        [
            "callbacks",
            "examples",
            "headers",
            "links",
            "parameters",
            "pathItems",
            "requestBodies",
            "responses",
            "schemas",
            "securitySchemes",
        ]
    ),
    "path item": frozenset(["description", "parameters", "servers", "summary"]) | frozenset(METHODS),
    "operation": frozenset(
        [
            "callbacks",
            "deprecated",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "security",
            "servers",
            "summary",
            "tags",
            "x-sdk-call-path",
            "x-sdk-pagination",
            "x-sdk-retry",
        ]
    ),
    "parameter": frozenset(
        [
            "allowEmptyValue",
            "allowReserved",
            "content",
            "deprecated",
            "description",
            "example",
            "examples",
            "explode",
            "in",
            "name",
            "required",
            "schema",
            "style",
            "x-sdk-session",
        ]
    ),
    "request body": frozenset(["content", "description", "required"]),
    "response": frozenset(["content", "description", "headers", "links", "summary"]),
    "media type": frozenset(["encoding", "example", "examples", "schema"]),
    "encoding": frozenset(["allowReserved", "contentType", "explode", "headers", "style"]),
    "security scheme": frozenset(
        ["bearerFormat", "description", "flows", "in", "name", "openIdConnectUrl", "scheme", "type"]
    ),
    "schema": ANNOTATIONS | STRUCTURE | {"x-sdk-class", "x-sdk-keys", "x-sdk-module", "x-sdk-secret", "x-sdk-values"},
    "reference": frozenset(["$ref", "description", "summary"]),
}

_ONE_TYPE = "the type of a value would depend on another value, which a Python class cannot express"

_BY_PLACE = "references must name a place (`#/…`)"

REFUSED: Mapping[str, Mapping[str, str]] = {
    "document": {"swagger": "OpenAPI 3.0 or 3.1 is required"},
    "schema": {
        "$anchor": _BY_PLACE,
        "$dynamicAnchor": _BY_PLACE,
        "$dynamicRef": _BY_PLACE,
        "$id": _BY_PLACE,
        "$recursiveAnchor": _BY_PLACE,
        "$recursiveRef": _BY_PLACE,
        "$schema": "only the OpenAPI dialect of JSON Schema is supported",
        "dependentSchemas": _ONE_TYPE,
        "else": _ONE_TYPE,
        "if": _ONE_TYPE,
        "then": _ONE_TYPE,
    },
}


def check(node: Node, kind: str) -> None:
    """Report the keywords of an object that the reader does not understand."""
    for keyword in node.names():
        if keyword not in UNDERSTOOD[kind] and (keyword.startswith("x-sdk-") or not keyword.startswith("x-")):
            node.problem(_reason(kind, keyword), keyword)


def entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    """Return the entries of a mapping of names, without extensions."""
    for name, entry in node.entries(key):
        if name.startswith("x-sdk-"):
            entry.problem(f"unknown keyword in {key}")
        elif not name.startswith("x-"):
            yield name, entry


def _reason(kind: str, keyword: str) -> str:
    refused = REFUSED.get(kind, {}).get(keyword)
    return f"unknown keyword in this {kind}" if refused is None else f"not supported: {refused}"
