"""What an organization's policy has to be: eight findings, each an error of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from aiostytch import (
    DuplicateRoleError,
    EmptyActionError,
    InvalidArgumentError,
    InvalidPolicyError,
    MixedWildcardError,
    PermissionWithoutActionsError,
    RoleOfProjectError,
    RoleWithoutPermissionsError,
    UnknownActionError,
    UnknownResourceError,
)
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


BAD: dict[str, tuple[Mapping[str, Any], type[InvalidPolicyError], tuple[str, str, str]]] = {
    "a role twice": (
        policy(role("teacher", documents="read"), role("teacher", documents="read")),
        DuplicateRoleError,
        ("teacher", "", ""),
    ),
    "a role of the project": (policy(role("editor", documents="read")), RoleOfProjectError, ("editor", "", "")),
    "no permissions": (policy(role("teacher")), RoleWithoutPermissionsError, ("teacher", "", "")),
    "an unknown resource": (
        permitting(("documents", ["read"]), ("cameras", ["read"])),
        UnknownResourceError,
        ("teacher", "cameras", ""),
    ),
    "an unknown resource with a star": (
        permitting(("cameras", ["*"])),
        UnknownResourceError,
        ("teacher", "cameras", ""),
    ),
    "no actions": (permitting(("documents", [])), PermissionWithoutActionsError, ("teacher", "documents", "")),
    "a star and more": (
        permitting(("documents", ["read", "*"])),
        MixedWildcardError,
        ("teacher", "documents", ""),
    ),
    "two stars": (permitting(("documents", ["*", "*"])), MixedWildcardError, ("teacher", "documents", "")),
    "an empty action": (permitting(("documents", ["read", ""])), EmptyActionError, ("teacher", "documents", "")),
    "a blank action": (permitting(("documents", [" \t"])), EmptyActionError, ("teacher", "documents", " \t")),
    "an unknown action": (
        permitting(("documents", ["read"]), ("images", ["read", "write"])),
        UnknownActionError,
        ("teacher", "images", "write"),
    ),
}


@pytest.mark.parametrize(("organization", "error", "about"), BAD.values(), ids=BAD.keys())
def test_each_finding_is_an_error_of_its_own_that_knows_its_place(
    world: World, organization: Mapping[str, Any], error: type[InvalidPolicyError], about: tuple[str, str, str]
) -> None:
    with pytest.raises(InvalidPolicyError) as caught:
        world.client().rbac.organizations.validate_org_policy(PROJECT, organization)
    found = caught.value
    assert (type(found), (found.role_id, found.resource_id, found.action)) == (error, about)
    assert all(repr(name) in str(found) for name in about if name)
    assert "\n" not in str(found)


def test_there_are_eight_findings() -> None:
    assert {error for _, error, _ in BAD.values()} == set(InvalidPolicyError.__subclasses__())
    assert len(InvalidPolicyError.__subclasses__()) == 8


def test_models_are_accepted_and_all_findings_come_in_the_order_of_the_policy() -> None:
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
    assert [type(found) for found in findings(project, organization)] == [
        RoleOfProjectError,
        UnknownResourceError,
        MixedWildcardError,
        EmptyActionError,
        DuplicateRoleError,
        RoleOfProjectError,
        RoleWithoutPermissionsError,
        RoleOfProjectError,
        RoleWithoutPermissionsError,
    ]


@pytest.mark.parametrize(
    "given", [{}, {"roles": None}, {"roles": [7]}, {"roles": [{}]}, {"roles": object()}, [], 7, None]
)
def test_what_is_no_policy_is_refused(world: World, given: Any) -> None:
    validate = world.client().rbac.organizations.validate_org_policy
    with pytest.raises(InvalidArgumentError, match="org_policy is no policy"):
        validate(PROJECT, given)
    with pytest.raises(InvalidArgumentError, match="project_policy is no policy"):
        validate(given, policy())
