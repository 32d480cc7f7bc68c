"""Validation of policies of projects and organizations."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.entities.policy import BUILT_IN, extend_built_in

from ..world import World, refused

READ = {"resource_id": "documents", "actions": ["read"]}


def role(role_id: str = "reader", permission: Any = READ, **fields: Any) -> dict[str, Any]:
    return {"role_id": role_id, "description": "", "permissions": [permission] if permission else [], **fields}


WRONG_ROLES = [
    ("rbac_role_duplicate", [role(), role()]),
    ("empty_rbac_role_id", [role(" ")]),
    ("rbac_role_id_too_long", [role("r" * 129)]),
    ("rbac_description_too_long", [role(description="d" * 513)]),
    ("rbac_role_missing_permissions", [role(permission=None)]),
    ("invalid_permission_resource", [role(permission={"resource_id": "images", "actions": ["read"]})]),
    ("invalid_permission_action", [role(permission={"resource_id": "documents", "actions": ["burn"]})]),
    ("rbac_permission_missing_actions", [role(permission={"resource_id": "documents", "actions": []})]),
    (
        "cannot_specify_wildcard_with_other_actions",
        [role(permission={"resource_id": "documents", "actions": ["*", "read"]})],
    ),
]
DOCUMENTS = {"resource_id": "documents", "actions": ["read"]}


@pytest.mark.parametrize(
    ("error_type", "roles"),
    [
        *WRONG_ROLES,
        ("rbac_role_duplicate", [role("editor")]),
        ("invalid_rbac_stytch_role_edit", [role("stytch_admin")]),
    ],
)
async def test_an_organizations_policy_has_to_be_valid(
    client: B2BClient, world: World, error_type: str, roles: list[dict[str, Any]]
) -> None:
    with refused(400, error_type):
        await client.rbac.organizations.set_org_policy("acme", org_policy={"roles": roles})
    assert (await client.rbac.organizations.get_org_policy("acme")).org_policy.roles == []


@pytest.mark.parametrize(("error_type", "roles"), WRONG_ROLES)
def test_the_roles_of_a_projects_policy_have_to_be_valid(error_type: str, roles: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="invalid policy: ") as caught:
        extend_built_in({"resources": [DOCUMENTS], "roles": roles})
    assert getattr(caught.value.__cause__, "error_type", None) == error_type


@pytest.mark.parametrize(
    ("error_type", "resources"),
    [
        ("rbac_resource_duplicate", [DOCUMENTS, DOCUMENTS]),
        ("rbac_resource_missing_actions", [{"resource_id": "documents", "actions": []}]),
        ("rbac_action_duplicate", [{"resource_id": "documents", "actions": ["read", "read"]}]),
        ("invalid_stytch_prefixed_resource", [{"resource_id": "stytch.documents", "actions": ["read"]}]),
    ],
)
def test_the_resources_of_a_projects_policy_have_to_be_valid(error_type: str, resources: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="invalid policy: ") as caught:
        extend_built_in({"resources": resources})
    assert getattr(caught.value.__cause__, "error_type", None) == error_type


def test_a_policy_of_another_shape_is_refused_with_the_place() -> None:
    with pytest.raises(ValueError, match=re.escape("invalid policy: Object missing required field `role_id`")):
        Sandbox(policy={"roles": [{"permissions": []}]})


def test_a_policy_adds_to_the_built_in_one_and_can_redefine_its_roles() -> None:
    made = extend_built_in({"resources": [DOCUMENTS], "roles": [role("stytch_member"), role()]})
    assert [each.role_id for each in made.roles] == ["stytch_admin", "stytch_member", "reader"]
    assert made.resources[: len(BUILT_IN.resources)] == BUILT_IN.resources
    assert not made.roles[1].allows("stytch.self", "delete")


async def test_the_policy_of_a_project_is_the_built_in_one_unless_told_otherwise(
    sandbox: Sandbox, client: B2BClient
) -> None:
    sandbox.set_policy({})
    policy = (await client.rbac.policy()).policy
    assert policy is not None
    assert [each.role_id for each in policy.roles] == ["stytch_member", "stytch_admin"]
    assert [each.resource_id for each in policy.resources] == [
        "stytch.organization",
        "stytch.member",
        "stytch.self",
        "stytch.sso",
        "stytch.scim",
    ]


async def test_an_organizations_policy_replaces_the_one_before(client: B2BClient, world: World) -> None:
    for roles in ([role("reader")], [role("copyist", description="Copies.")]):
        await client.rbac.organizations.set_org_policy("acme", org_policy={"roles": roles})
    policy = (await client.rbac.organizations.get_org_policy("acme")).org_policy
    assert [(each.role_id, each.description) for each in policy.roles] == [("copyist", "Copies.")]
    shown = (await client.organizations.get("acme")).organization.custom_roles
    assert [each.role_id for each in shown] == ["copyist"]


async def test_only_roles_of_a_policy_can_be_given(client: B2BClient, world: World) -> None:
    update = client.organizations.members.update
    with refused(400, "invalid_role"):
        await update("acme", world.member.member_id, roles=["reader"])
    with refused(400, "invalid_role"):
        await client.organizations.update(
            "acme", rbac_email_implicit_role_assignments=[{"domain": "acme.example", "role_id": "reader"}]
        )
    await client.rbac.organizations.set_org_policy("acme", org_policy={"roles": [role("reader")]})
    member = (await update("acme", world.member.member_id, roles=["reader"])).member
    assert [each.role_id for each in member.roles] == ["stytch_member", "reader"]
