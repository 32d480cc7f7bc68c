"""Which keywords the reader understands, by kind of object, and why it refuses others.

Fail closed: a keyword that stands in neither table is an error as well, so that nothing of a document is dropped
because nobody thought of it. Keywords that are understood but change nothing are in the list on purpose:

* limits of values (`minLength`, `pattern`, `not`, …): the server enforces them, the Python type is the same;
* callbacks, webhooks and links: a client makes calls, and calls are all that it is made of;
* schemas that are defined inside of others (`$defs`): they are read where something refers to them;
* prose and samples (`title`, `example`, `externalDocs`, `xml`, `$comment`, …);
* `x-*`, except for our own `x-sdk-*`, of which each belongs to one kind of object.
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
"""Keywords that may stand in any schema, whatever its form."""

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
"""Keywords that give a schema its form."""

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

_ONE_TYPE = "a class has one shape: what a value is would depend on another value"

REFUSED: Mapping[str, Mapping[str, str]] = {
    "document": {"swagger": "OpenAPI 3.0 or 3.1 is needed"},
    "schema": {
        "$anchor": "references lead to a place, not to a name",
        "$dynamicAnchor": "references lead to a place, not to a name",
        "$dynamicRef": "references lead to a place, not to a name",
        "$id": "references lead to a place, not to a name",
        "$recursiveAnchor": "references lead to a place, not to a name",
        "$recursiveRef": "references lead to a place, not to a name",
        "$schema": "schemas are read in the dialect of OpenAPI only",
        "dependentSchemas": _ONE_TYPE,
        "else": _ONE_TYPE,
        "if": _ONE_TYPE,
        "then": _ONE_TYPE,
    },
}


def check(node: Node, kind: str) -> None:
    """Report every keyword of an object that the reader does not understand."""
    for keyword in node.names():
        if keyword not in UNDERSTOOD[kind] and (keyword.startswith("x-sdk-") or not keyword.startswith("x-")):
            node.problem(_reason(kind, keyword), keyword)


def entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    """Return the entries of a mapping of names that may hold extensions as well, without those."""
    for name, entry in node.entries(key):
        if name.startswith("x-sdk-"):
            entry.problem(f"unknown keyword of these {key}")
        elif not name.startswith("x-"):
            yield name, entry


def _reason(kind: str, keyword: str) -> str:
    refused = REFUSED.get(kind, {}).get(keyword)
    return f"unknown keyword of this {kind}" if refused is None else f"not supported: {refused}"
