"""All operations: a valid request made from the document gets an answer that conforms to it and that the SDK reads."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.document import Operation, Schema, closed, operations, read_document, resolve
from aiostytch.sandbox.engine import BEHAVIOURS

from .conforming import promised
from .stages import STAGES
from .world import World, method, send

OPERATIONS = {operation.call_path: operation for operation in operations()}
SCHEMAS: Mapping[str, Schema] = read_document()["components"]["schemas"]
EVERY = pytest.mark.parametrize("call_path", sorted(OPERATIONS))


def sample(schema: Schema) -> Any:
    """Return a value that a schema allows, with everything that it requires."""
    match schema:
        case {"enum": [*_, last]}:
            return last
        case {"type": "object"}:
            return {name: sample(schema["properties"][name]) for name in schema.get("required", ())}
        case {"type": "array"}:
            return [sample(schema["items"])]
        case {"type": "boolean"}:
            return True
        case {"type": "integer"}:
            return 7
        case _:
            return "sample"


def sample_arguments(operation: Operation) -> dict[str, Any]:
    """Return the arguments that an operation requires, outside headers."""
    arguments = {p.name: sample(p.schema) for p in operation.parameters if p.required and p.place != "header"}
    return {**arguments, **(sample(operation.body) if operation.body else {})}


async def arguments_for(call_path: str, client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    """Set the stage for a call, and return its arguments."""
    arguments = sample_arguments(OPERATIONS[call_path])
    common = {"organization_id": world.organization.organization_id, "member_id": world.member.member_id}
    arguments |= {name: value for name, value in common.items() if name in arguments}
    return arguments | await STAGES[call_path](client, sandbox, world)


def test_the_document_has_97_operations() -> None:
    assert len(OPERATIONS) == 97


@EVERY
async def test_an_answer_is_decoded_by_the_sdk_and_conforms_to_the_document(
    call_path: str, client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    answer = await method(client, call_path)(**await arguments_for(call_path, client, sandbox, world))
    fields = answer.raw.json()
    promised(call_path).validate(fields)
    assert fields["status_code"] == 200
    assert fields["request_id"].startswith("request-id-test-")


@EVERY
async def test_an_answer_has_no_field_that_is_not_in_the_document(
    call_path: str, client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    answer = await method(client, call_path)(**await arguments_for(call_path, client, sandbox, world))
    Draft202012Validator(closed(OPERATIONS[call_path].response)).validate(answer.raw.json())


@pytest.mark.parametrize("call_path", sorted(set(OPERATIONS) - {"sessions.get_jwks"}))
async def test_a_request_without_credentials_is_refused(call_path: str, sandbox: Sandbox) -> None:
    operation = OPERATIONS[call_path]
    path = re.sub(r"\{\w+\}", "sample", operation.path)
    answer = await send(sandbox, operation.method, path, auth=None)
    assert (answer.status_code, answer.json()["error_type"]) == (401, "unauthorized_credentials")


@pytest.mark.parametrize("call_path", sorted(c for c in OPERATIONS if OPERATIONS[c].body is not None))
async def test_a_property_that_is_not_in_the_document_is_refused(call_path: str, sandbox: Sandbox) -> None:
    operation = OPERATIONS[call_path]
    path = re.sub(r"\{\w+\}", "sample", operation.path)
    answer = await send(sandbox, operation.method, path, json={**sample(operation.body or {}), "colour": "red"})
    assert answer.status_code == 400
    assert answer.json()["error_message"] == "body: $.colour is not in the document."


def test_every_operation_has_a_behaviour() -> None:
    assert set(BEHAVIOURS) == set(OPERATIONS)


UNDERSTOOD = {"type", "properties", "required", "items", "enum", "format", "minimum", "additionalProperties", "$ref"}


def keywords(schema: Schema) -> set[str]:
    parts = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    inner = (keywords(part) for part in parts if isinstance(part, dict))
    return {key for key in schema if not key.startswith("x-")}.union(*inner)


def test_the_sandbox_understands_every_keyword_of_the_schemas() -> None:
    unknown = {name: keywords(schema) - UNDERSTOOD for name, schema in SCHEMAS.items()}
    assert {name: words for name, words in unknown.items() if words} == {}


def test_references_are_resolved_at_any_depth() -> None:
    assert [name for name, schema in SCHEMAS.items() if "$ref" in str(resolve(schema, SCHEMAS))] == []


@EVERY
def test_every_behaviour_says_what_it_does_and_what_it_leaves_out(call_path: str) -> None:
    said = (inspect.getdoc(BEHAVIOURS[call_path]) or "").partition("\n\n")[0]
    assert said.endswith(".")
    simplified = BEHAVIOURS.simplified[call_path]
    assert not simplified or simplified.endswith(".")
