"""Validation of the policy of an organization: eight faults, each with its own reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from aiostytch import InvalidArgumentError, InvalidPolicyError
from aiostytch.errors import PolicyReason
from aiostytch.local_auth.org_policy import findings
from aiostytch.models.rbac import OrgPolicy, Policy, PolicyResource, PolicyRole, PolicyRolePermission
from tests.local_auth.world import World, role

PROJECT: Mapping[str, Any] = {
    "roles": [role("editor", documents="read write")],
    "resources": [
        {"resource_id": "documents", "description": "", "actions": ["read", "write"]},
        {"resource_id": "images", "description": "", "actions": ["read"]},
    ],
    "scopes": [],
}


def policy(*roles: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"roles": roles}


def permitting(*permissions: tuple[str, list[str]]) -> Mapping[str, Any]:
    written = [{"resource_id": resource, "actions": actions} for resource, actions in permissions]
    return policy({"role_id": "teacher", "description": "", "permissions": written})


GOOD = {
    "no roles": policy(),
    "a role": policy(role("teacher", documents="read write", images="read")),
    "a star": policy(role("teacher", documents="*"), role("student", documents="read")),
    "a resource twice": permitting(("documents", ["read"]), ("documents", ["write"])),
}


@pytest.mark.parametrize("organization", GOOD.values(), ids=GOOD.keys())
def test_a_policy_that_fits_is_accepted_without_a_request(world: World, organization: Mapping[str, Any]) -> None:
    world.client().rbac.organizations.validate_org_policy(PROJECT, organization)
    assert (world.requests, world.policy_fetches) == ([], {})


BAD: dict[str, tuple[Mapping[str, Any], PolicyReason, tuple[str, str, str]]] = {
    "a role twice": (
        policy(role("teacher", documents="read"), role("teacher", documents="read")),
        "duplicate_role",
        ("teacher", "", ""),
    ),
    "a role of the project": (policy(role("editor", documents="read")), "role_of_project", ("editor", "", "")),
    "no permissions": (policy(role("teacher")), "role_without_permissions", ("teacher", "", "")),
    "an unknown resource": (
        permitting(("documents", ["read"]), ("cameras", ["read"])),
        "unknown_resource",
        ("teacher", "cameras", ""),
    ),
    "an unknown resource with a star": (
        permitting(("cameras", ["*"])),
        "unknown_resource",
        ("teacher", "cameras", ""),
    ),
    "no actions": (permitting(("documents", [])), "permission_without_actions", ("teacher", "documents", "")),
    "a star and more": (
        permitting(("documents", ["read", "*"])),
        "mixed_wildcard",
        ("teacher", "documents", ""),
    ),
    "two stars": (permitting(("documents", ["*", "*"])), "mixed_wildcard", ("teacher", "documents", "")),
    "an empty action": (permitting(("documents", ["read", ""])), "empty_action", ("teacher", "documents", "")),
    "a blank action": (permitting(("documents", [" \t"])), "empty_action", ("teacher", "documents", " \t")),
    "an unknown action": (
        permitting(("documents", ["read"]), ("images", ["read", "write"])),
        "unknown_action",
        ("teacher", "images", "write"),
    ),
}


@pytest.mark.parametrize(("organization", "reason", "about"), BAD.values(), ids=BAD.keys())
def test_each_finding_has_a_reason_of_its_own_and_knows_its_place(
    world: World, organization: Mapping[str, Any], reason: PolicyReason, about: tuple[str, str, str]
) -> None:
    with pytest.raises(InvalidPolicyError) as caught:
        world.client().rbac.organizations.validate_org_policy(PROJECT, organization)
    found = caught.value
    assert (found.reason, (found.role_id, found.resource_id, found.action)) == (reason, about)
    assert all(repr(name) in str(found) for name in about if name)
    assert "\n" not in str(found)


def test_there_are_eight_findings() -> None:
    assert {reason for _, reason, _ in BAD.values()} == set(get_args(PolicyReason))
    assert len(get_args(PolicyReason)) == 8


def test_models_are_accepted_and_findings_are_in_the_policys_order() -> None:
    permissions = [PolicyRolePermission(resource_id="cameras", actions=["", "*"])]
    project = Policy(
        roles=[PolicyRole(role_id="editor", description="", permissions=permissions)],
        resources=[PolicyResource(resource_id="documents", description="", actions=[])],
        scopes=[],
    )
    organization = OrgPolicy(
        roles=[
            PolicyRole(role_id="editor", description="", permissions=permissions),
            PolicyRole(role_id="editor", description="", permissions=[]),
            PolicyRole(role_id="editor", description="", permissions=[]),
        ]
    )
    assert [found.reason for found in findings(project, organization)] == [
        "role_of_project",
        "unknown_resource",
        "mixed_wildcard",
        "empty_action",
        "duplicate_role",
        "role_of_project",
        "role_without_permissions",
        "role_of_project",
        "role_without_permissions",
    ]


@pytest.mark.parametrize(
    "given", [{}, {"roles": None}, {"roles": [7]}, {"roles": [{}]}, {"roles": object()}, [], 7, None]
)
def test_invalid_policies_are_refused(world: World, given: Any) -> None:
    validate = world.client().rbac.organizations.validate_org_policy
    with pytest.raises(InvalidArgumentError, match="org_policy is not a policy"):
        validate(PROJECT, given)
    with pytest.raises(InvalidArgumentError, match="project_policy is not a policy"):
        validate(given, policy())
