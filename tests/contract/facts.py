"""Facts about the 121 operations from the vendored documents and Stytch's own SDKs, read without our generator."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Any

import attrs
import yaml

_SPEC = Path(__file__).parents[2] / "spec"
_TABLE = Path(__file__).parent / "operations.tsv"

Schema = dict[str, Any]


@attrs.frozen
class Fact:
    """A row of `operations.tsv`: an operation of the official SDKs, with the wire names of its parameters."""

    call_path: str
    operation_id: str
    method: str
    path: str
    session: str
    required: str
    optional: str

    @property
    def accepts_session(self) -> bool:
        return self.session == "yes"

    @property
    def in_path(self) -> list[str]:
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def __str__(self) -> str:
        return self.call_path


@functools.cache
def document() -> Schema:
    """Return the paths and schemas of the vendored documents. Entries that two documents share are equal."""
    found: Schema = {"paths": {}, "components": {"schemas": {}}}
    for path in sorted(_SPEC.glob("*/document.yaml")):
        loaded = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        found["paths"] |= loaded["paths"]
        found["components"]["schemas"] |= loaded["components"]["schemas"]
    for schema in found["components"]["schemas"].values():
        if "access_token_template_content" in schema.get("properties", {}):  # the document lacks a field of the service
            schema["properties"]["id_token_template_content"] = {"type": "string"}
    return found


def _read_table() -> list[Fact]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return [Fact(**row) for row in csv.DictReader(lines, delimiter="\t")]


FACTS = _read_table()


def declared(fact: Fact) -> Schema:
    """Return an operation of the document."""
    return resolved(document()["paths"][fact.path][fact.method.lower()])


def server(fact: Fact) -> str:
    """Return the server of an operation: the test environment, unless the document names another one."""
    named = document()["paths"][fact.path].get("servers", [{"url": "https://test.stytch.com"}])
    return str(named[0]["url"])


def resolved(node: Schema) -> Schema:
    """Follow the reference of a node, if it has one."""
    if "$ref" not in node:
        return node
    found: Any = document()
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolved(found)


def parameters(fact: Fact, location: str) -> dict[str, Schema]:
    """Return the schemas of an operation's parameters in a location, by name."""
    found = [resolved(parameter) for parameter in declared(fact).get("parameters", [])]
    return {parameter["name"]: parameter["schema"] for parameter in found if parameter["in"] == location}


def body_schema(fact: Fact) -> Schema | None:
    """Return the schema of the body of an operation, None if there is no body."""
    if "requestBody" not in declared(fact):
        return None
    return resolved(resolved(declared(fact)["requestBody"])["content"]["application/json"]["schema"])


def response_schema(fact: Fact) -> Schema:
    """Return the schema of a success response, with the field for intermediate sessions that the document lacks."""
    responses = declared(fact)["responses"]
    schema = resolved(resolved(responses["200"])["content"]["application/json"]["schema"])
    if "intermediate_session_token" not in schema["properties"]:
        return schema
    return {
        **schema,
        "properties": {**schema["properties"], "intermediate_session_token_expires_at": {"type": "string"}},
    }


def sample(schema: Schema, name: str = "", *, everything: bool = True) -> Any:
    """Create a JSON value that conforms to a schema, with all properties or only the required ones."""
    schema = resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            known = schema.get("properties", {})
            if not known:
                return {"key": _free_value(schema, everything)}
            kept = known if everything else schema.get("required", [])
            return {key: sample(known[key], key, everything=everything) for key in kept}
        case "array":
            return [sample(schema["items"], name, everything=everything)]
        case "integer" | "number":
            return 7
        case "boolean":
            return True
        case "string":
            return "2026-01-02T03:04:05Z" if name.endswith("_at") else f"{name} ± wert"
        case other:
            raise AssertionError(f"{name}: no sample for the type {other}")


def _free_value(schema: Schema, everything: bool) -> Any:
    value = schema.get("additionalProperties")
    return sample(value, everything=everything) if isinstance(value, dict) else "välue"


def arguments(fact: Fact, *, everything: bool = True) -> dict[str, Any]:
    """Create the arguments of a call by wire name. Path and query arguments are plain strings."""
    body = body_schema(fact)
    found: dict[str, Any] = {} if body is None else sample(body, everything=everything)
    found |= {name: sample(schema, name) for name, schema in parameters(fact, "query").items()}
    found |= {name: f"{name}/1" for name in fact.in_path}
    kept = f"{fact.required} {fact.optional if everything else ''}".split()
    return {name: value for name, value in found.items() if name in kept}
