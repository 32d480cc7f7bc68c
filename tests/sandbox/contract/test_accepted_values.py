"""Values, entries of lists and keys of maps that the document does not accept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.document import operations, read_document

from ..samples import OPERATIONS, sample
from ..world import LOGIN, World, log_in, refused, send

ERROR_TYPES = {
    "action": "invalid_argument",
    "algorithm": "invalid_pbkdf_2_algorithm",
    "allowed_auth_methods": "invalid_organization_allowed_auth_methods",
    "allowed_mfa_methods": "invalid_organization_allowed_mfa_methods",
    "allowed_oauth_tenants": "invalid_oauth_allowed_tenants_format",
    "auth_methods": "invalid_organization_auth_method_settings",
    "client_type": "invalid_connected_app_type",
    "default_mfa_method": "invalid_mfa_default_method",
    "delivery_method": "invalid_argument",
    "email_invites": "invalid_organization_auth_factor_setting",
    "email_jit_provisioning": "invalid_organization_auth_factor_setting_for_email_jit_provisioning",
    "first_party_connected_apps_allowed_type": "invalid_argument",
    "hash_type": "invalid_hash_type",
    "locale": "invalid_locale",
    "mfa_methods": "invalid_organization_mfa_factor_setting",
    "mfa_policy": "invalid_organization_mfa_policy",
    "oauth_tenant_jit_provisioning": "invalid_organization_auth_factor_setting_for_oauth_tenant_jit_provisioning",
    "operator": "invalid_argument",
    "override_action": "invalid_argument",
    "set_mfa_enrollment": "invalid_argument",
    "sso_jit_provisioning": "invalid_organization_auth_factor_setting",
    "status": "m2m_client_invalid_status",
    "third_party_connected_apps_allowed_type": "invalid_argument",
}
IDENTITY_PROVIDERS = {"sso": "invalid_sso_idp", "scim": "invalid_scim_idp"}
SCHEMAS: dict[str, Any] = read_document()["components"]["schemas"]


def lists(schema: dict[str, Any], way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
    """Yield the lists of accepted values in a schema of the document: the path, the form and the values."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    for keyword, form in (("enum", "value"), ("x-sdk-values", "value"), ("x-sdk-keys", "key")):
        if keyword in schema:
            yield way, form, schema[keyword]
    for name, part in schema.get("properties", {}).items():
        yield from lists(part, (*way, name))
    if "items" in schema:
        yield from ((found, "entry", values) for found, _, values in lists(schema["items"], way))


def bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    for item in read_document()["paths"].values():
        for entry in item.values():
            if "requestBody" in entry and entry["x-sdk-call-path"] in OPERATIONS:
                yield entry["x-sdk-call-path"], entry["requestBody"]["content"]["application/json"]["schema"]


LISTS = [(call, *found) for call, schema in bodies() for found in lists(schema)]
IDS = [f"{call}:{'.'.join(way)}" for call, way, _, _ in LISTS]
EACH = pytest.mark.parametrize(("call", "way", "form", "values"), LISTS, ids=IDS)


def wrapped(form: str, value: str) -> Any:
    return {"value": value, "entry": [value], "key": {value: ["tenant"]}}[form]


async def response(sandbox: Sandbox, call: str, way: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return the response to a request with a value at a place, and samples of all other required values."""
    operation = OPERATIONS[call]
    body = sample(operation.body or {})
    at, schema = body, operation.body or {}
    for name in way[:-1]:
        schema = schema["properties"][name]
        at = at.setdefault(name, sample(schema))
    at[way[-1]] = value
    path = re.sub(r"\{\w+\}", "sample", operation.path)
    return (await send(sandbox, operation.method, path, json=body)).json()


def test_the_document_has_the_lists_that_these_tests_are_about() -> None:
    assert {way[-1] for _, way, _, _ in LISTS} == {*ERROR_TYPES, "identity_provider"}
    assert {call for call, *_ in LISTS} < {operation.call_path for operation in operations()}


@EACH
@pytest.mark.parametrize("alter", [str.swapcase, "{} ".format, lambda _: "ANYTHING"])
async def test_other_values_are_refused(
    sandbox: Sandbox, call: str, way: tuple[str, ...], form: str, values: list[str], alter: Any
) -> None:
    found = await response(sandbox, call, way, wrapped(form, alter(values[0])))
    expected = ERROR_TYPES.get(way[-1]) or IDENTITY_PROVIDERS[call.partition(".")[0]]
    assert (found["status_code"], found["error_type"]) == (400, expected)
    assert f"$.{'.'.join(way)}" in found["error_message"]
    assert found["error_message"].endswith(f"{', '.join(values)}.")


@EACH
async def test_nothing_is_a_value_only_where_it_is_required(
    sandbox: Sandbox, call: str, way: tuple[str, ...], form: str, values: list[str]
) -> None:
    found = await response(sandbox, call, way, wrapped(form, ""))
    assert (f"$.{'.'.join(way)}" in found["error_message"]) == (way[-1] != "algorithm")


@EACH
async def test_accepted_values_are_not_refused_as_such(
    sandbox: Sandbox, call: str, way: tuple[str, ...], form: str, values: list[str]
) -> None:
    for value in values:
        found = await response(sandbox, call, way, wrapped(form, value))
        assert f"$.{'.'.join(way)}" not in found.get("error_message", "")


async def test_a_policy_that_is_not_in_the_list_is_not_stored(client: B2BClient, world: World) -> None:
    with refused(400, "invalid_organization_mfa_policy"):
        await client.organizations.update("acme", mfa_policy="REQUIRED")  # type: ignore[arg-type]
    assert (await client.organizations.get("acme")).organization.mfa_policy == "OPTIONAL"
    await client.organizations.update("acme", mfa_policy="REQUIRED_FOR_ALL")
    assert not (await log_in(client, "acme")).member_authenticated


async def test_a_list_is_refused_for_one_entry(client: B2BClient, world: World) -> None:
    with refused(400, "invalid_organization_allowed_auth_methods"):
        await client.organizations.update("acme", allowed_auth_methods=["password", "passwords"])  # type: ignore[list-item]
    with refused(400, "invalid_oauth_allowed_tenants_format"):
        await client.organizations.update("acme", allowed_oauth_tenants={"slack": ["T1"], "google": ["T2"]})


async def test_another_problem_makes_the_argument_invalid(sandbox: Sandbox) -> None:
    body = {"organization_name": 7, "mfa_policy": "REQUIRED"}
    found = (await send(sandbox, "POST", "/v1/b2b/organizations", json=body)).json()
    assert found["error_type"] == "invalid_argument"
    assert "$.mfa_policy must be one of REQUIRED_FOR_ALL, OPTIONAL" in found["error_message"]


async def test_a_seed_is_held_to_the_lists_too(sandbox: Sandbox) -> None:
    organization = {"organization_name": "Acme", "mfa_policy": "REQUIRED", "members": [{"email_address": LOGIN[0]}]}
    with pytest.raises(ValueError, match=r"mfa_policy must be one of REQUIRED_FOR_ALL, OPTIONAL"):
        sandbox.seed({"organizations": [organization]})
