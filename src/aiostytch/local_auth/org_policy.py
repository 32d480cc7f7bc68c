"""What an organization's policy has to be to fit that of its project. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TypeVar

import msgspec

from .. import codec
from ..errors import (
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
from ..models.rbac import OrgPolicy, Policy, PolicyRolePermission
from ..operation import JSONMap, Resource
from .authorization import ALL_ACTIONS

P = TypeVar("P", OrgPolicy, Policy)


class OrganizationsMixin(Resource):
    """Validation of an organization's policy before it is set."""

    @staticmethod
    def validate_org_policy(project_policy: Policy | JSONMap, org_policy: OrgPolicy | JSONMap) -> None:
        """Check that an organization's policy fits that of its project. There is no request.

        The first finding is raised, in the order of the policy.

        Args:
            project_policy: The project's policy, from `rbac.policy`.
            org_policy: The policy that the organization is to have.

        Raises:
            DuplicateRoleError: It defines a role twice.
            RoleOfProjectError: It defines a role that the project has.
            RoleWithoutPermissionsError: A role has no permissions.
            UnknownResourceError: A permission is about a resource that the project does not have.
            PermissionWithoutActionsError: A permission has no actions.
            MixedWildcardError: A permission has `*` and other actions.
            EmptyActionError: An action is empty, or blank.
            UnknownActionError: An action is none of its resource.
            InvalidArgumentError: One of the two is no policy.
        """
        project = _read("project_policy", project_policy, Policy)
        for finding in findings(project, _read("org_policy", org_policy, OrgPolicy)):
            raise finding


def _read(name: str, policy: P | JSONMap, kind: type[P]) -> P:
    try:
        return codec.decoder(kind).decode(codec.encode(policy))
    except (InvalidArgumentError, msgspec.MsgspecError, ValueError, RecursionError):
        reason = f"{name} is no policy"
    raise InvalidArgumentError(reason)


def findings(project: Policy, organization: OrgPolicy) -> Iterator[InvalidPolicyError]:
    """Yield what is wrong with an organization's policy, in its order."""
    project_roles = {role.role_id for role in project.roles}
    known = {resource.resource_id: frozenset(resource.actions) for resource in project.resources}
    seen: Counter[str] = Counter()
    for role in organization.roles:
        name = role.role_id
        seen[name] += 1
        if seen[name] == 2:
            yield DuplicateRoleError(f"role {name!r} is defined twice", role_id=name)
        if name in project_roles:
            yield RoleOfProjectError(f"role {name!r} is defined in the project", role_id=name)
        if not role.permissions:
            yield RoleWithoutPermissionsError(f"role {name!r} has no permissions", role_id=name)
        for permission in role.permissions:
            yield from _of_permission(name, permission, known.get(permission.resource_id))


def _of_permission(
    role: str, permission: PolicyRolePermission, known: Collection[str] | None
) -> Iterator[InvalidPolicyError]:
    resource, actions = permission.resource_id, permission.actions

    def found(error: type[InvalidPolicyError], reason: str, action: str = "") -> InvalidPolicyError:
        about = f"role {role!r}, resource {resource!r}: {reason}"
        return error(about, role_id=role, resource_id=resource, action=action)

    if known is None:
        yield found(UnknownResourceError, "the project has no such resource")
    if not actions:
        yield found(PermissionWithoutActionsError, "there are no actions")
    if ALL_ACTIONS in actions and len(actions) > 1:
        yield found(MixedWildcardError, f"{ALL_ACTIONS!r} has to be the only action")
    for action in actions:
        if not action.strip():
            yield found(EmptyActionError, f"the action {action!r} is empty", action)
        elif action != ALL_ACTIONS and known is not None and action not in known:
            yield found(UnknownActionError, f"there is no action {action!r}", action)
