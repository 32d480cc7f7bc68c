"""Every operation: a valid request from the document gets a response that conforms to it and that the SDK can read."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

import pytest
from jsonschema import Draft202012Validator

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.document import operations, read_document
from aiostytch.sandbox.contract.schemas import Schema, close_objects, resolve
from aiostytch.sandbox.operations.registry import MODULES, handler

from .conforming import promised
from .samples import EVERY, IMPLEMENTED, OPERATIONS, arguments_for, sample
from .world import World, method, send

SCHEMAS: Mapping[str, Schema] = read_document()["components"]["schemas"]


def test_the_sandbox_implements_all_121_operations() -> None:
    assert {operation.call_path for operation in operations()} == set(OPERATIONS)
    assert len(OPERATIONS) == 121


@EVERY
async def test_a_response_is_decoded_by_the_sdk_and_conforms_to_the_document(
    call_path: str, client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    response = await method(client, call_path)(**await arguments_for(call_path, client, sandbox, world))
    fields = response.raw.json()
    promised(call_path).validate(fields)
    assert fields["status_code"] == 200
    assert fields["request_id"].startswith("request-id-test-")


@EVERY
async def test_a_response_has_no_field_that_is_not_in_the_document(
    call_path: str, client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    response = await method(client, call_path)(**await arguments_for(call_path, client, sandbox, world))
    Draft202012Validator(close_objects(OPERATIONS[call_path].response)).validate(response.raw.json())


@pytest.mark.parametrize("call_path", sorted(set(OPERATIONS) - {"sessions.get_jwks"}))
async def test_a_request_without_credentials_is_refused(call_path: str, sandbox: Sandbox) -> None:
    operation = OPERATIONS[call_path]
    path = re.sub(r"\{\w+\}", "sample", operation.path)
    response = await send(sandbox, operation.method, path, auth=None)
    assert (response.status_code, response.json()["error_type"]) == (401, "unauthorized_credentials")


@pytest.mark.parametrize("call_path", sorted(c for c in OPERATIONS if OPERATIONS[c].body is not None))
async def test_a_property_that_is_not_in_the_document_is_refused(call_path: str, sandbox: Sandbox) -> None:
    operation = OPERATIONS[call_path]
    path = re.sub(r"\{\w+\}", "sample", operation.path)
    response = await send(sandbox, operation.method, path, json={**sample(operation.body or {}), "colour": "red"})
    assert response.status_code == 400
    assert response.json()["error_message"] == "body: $.colour is unknown."


def test_every_handler_is_one_of_an_operation() -> None:
    assert set(OPERATIONS) == IMPLEMENTED


@EVERY
def test_the_registry_leads_to_the_handler_named_after_the_operation(call_path: str) -> None:
    found = handler(call_path).function
    prefix = max((prefix for prefix in MODULES if f"{call_path}.".startswith(f"{prefix}.")), key=len)
    assert MODULES[prefix][call_path].function is found
    assert f".{call_path}".replace(".", "_").endswith(f"_{found.__name__}")


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
def test_every_handler_says_what_it_does_and_what_it_leaves_out(call_path: str) -> None:
    found = handler(call_path)
    said = (inspect.getdoc(found.function) or "").partition("\n\n")[0]
    assert said.endswith(".")
    simplified = found.simplified
    assert not simplified or simplified.endswith(".")
