"""Which keywords the reader understands, by kind of object, and why it refuses others.

Fail closed: a keyword that stands in neither table is an error as well, so that nothing of a document is dropped
because nobody thought of it. Keywords that are understood but change nothing are in the list on purpose:

* limits of values (`minLength`, `pattern`, `maximum`, …): the server enforces them, the Python type is the same;
* `readOnly` and `writeOnly`: the same class is sent and received, and the server ignores or leaves out what it must;
* prose and samples (`title`, `example`, `externalDocs`, `xml`, `$comment`, …);
* `x-*`, except for our own `x-sdk-*`, of which each belongs to one kind of object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .node import Node

METHODS = ("delete", "get", "head", "options", "patch", "post", "put", "trace")

_LIMITS = frozenset(
    [
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maximum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "minimum",
        "minItems",
        "minLength",
        "minProperties",
        "multipleOf",
        "pattern",
        "uniqueItems",
    ]
)
_PROSE = frozenset({"description", "example", "examples", "externalDocs", "summary", "title"})

ANNOTATIONS = (
    frozenset({"$comment", "default", "deprecated", "nullable", "readOnly", "writeOnly", "xml"}) | _LIMITS | _PROSE
) - {"summary"}
"""Keywords that may stand in any schema, whatever its form."""

STRUCTURE = frozenset(
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "format",
        "items",
        "oneOf",
        "properties",
        "required",
        "type",
    ]
)
"""Keywords that give a schema its form."""

UNDERSTOOD: Mapping[str, frozenset[str]] = {
    "document": frozenset(["components", "externalDocs", "info", "openapi", "paths", "security", "servers", "tags"])
    | {"x-sdk-mixins", "x-sdk-modules"},
    "info": frozenset(["contact", "description", "license", "summary", "termsOfService", "title", "version"]),
    "tag": frozenset(["description", "externalDocs", "name"]),
    "server": frozenset(["description", "url", "variables"]),
    "server variable": frozenset(["default", "description", "enum"]),
    "components": frozenset(
        ["examples", "headers", "parameters", "requestBodies", "responses", "schemas", "securitySchemes"]
    ),
    "path item": frozenset(["description", "parameters", "servers", "summary"]) | frozenset(METHODS),
    "operation": frozenset(
        [
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
    "response": frozenset(["content", "description", "headers", "summary"]),
    "media type": frozenset(["example", "examples", "schema"]),
    "schema": ANNOTATIONS | STRUCTURE | {"x-sdk-class", "x-sdk-keys", "x-sdk-module", "x-sdk-secret", "x-sdk-values"},
    "reference": frozenset(["$ref", "description", "summary"]),
}

_ONE_TYPE = "a class has one shape: what a value is would depend on another value"

REFUSED: Mapping[str, Mapping[str, str]] = {
    "document": {
        "jsonSchemaDialect": "schemas are read in the dialect of OpenAPI only",
        "swagger": "OpenAPI 3.0 or 3.1 is needed",
        "webhooks": "a client makes calls; it does not receive any",
    },
    "components": {
        "callbacks": "a client makes calls; it does not receive any",
        "links": "nothing can be generated from links",
        "pathItems": "a referenced path item cannot be read; write it in place",
    },
    "path item": {"$ref": "a referenced path item cannot be read; write it in place"},
    "operation": {"callbacks": "a client makes calls; it does not receive any"},
    "parameter": {"content": "a parameter is a plain value; one that is a document of its own cannot be written"},
    "response": {"links": "nothing can be generated from links"},
    "media type": {"encoding": "parts with an encoding of their own cannot be written"},
    "schema": {
        "$anchor": "only components can be referred to",
        "$defs": "schemas are defined in components",
        "$dynamicAnchor": "only components can be referred to",
        "$dynamicRef": "only components can be referred to",
        "$id": "only components can be referred to",
        "$schema": "schemas are read in the dialect of OpenAPI only",
        "contains": "a list has one type of item",
        "contentEncoding": "write `format: byte` for base64",
        "contentMediaType": "a string holds text; what is in the text has no type",
        "contentSchema": "a string holds text; what is in the text has no type",
        "dependentRequired": _ONE_TYPE,
        "dependentSchemas": _ONE_TYPE,
        "discriminator": "unions of objects cannot be expressed",
        "else": _ONE_TYPE,
        "if": _ONE_TYPE,
        "not": "a type says what a value is, not what it is not",
        "patternProperties": "names of properties are given, or free",
        "prefixItems": "a list has one type of item",
        "propertyNames": "names of properties are given, or free",
        "then": _ONE_TYPE,
        "unevaluatedItems": "a list has one type of item",
        "unevaluatedProperties": "names of properties are given, or free",
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
