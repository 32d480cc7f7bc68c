"""Validation of an organization's policy against the policy of its project. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TypeVar

import msgspec

from .. import codec
from ..errors import InvalidArgumentError, InvalidPolicyError, PolicyReason
from ..models.rbac import OrgPolicy, Policy, PolicyRolePermission
from ..operation import JSONMap, Resource
from .authorization import ALL_ACTIONS

P = TypeVar("P", OrgPolicy, Policy)


class OrganizationsMixin(Resource):
    """Validation of an organization's policy before it is set."""

    @staticmethod
    def validate_org_policy(project_policy: Policy | JSONMap, org_policy: OrgPolicy | JSONMap) -> None:
        """Check that an organization's policy is consistent with its project's. This makes no request.

        It raises the first problem, in the order of the policy.

        Args:
            project_policy: The project's policy, from `rbac.policy`.
            org_policy: The new policy of the organization.

        Raises:
            InvalidPolicyError: It is not; the error's `reason` is the problem, and its other attributes the place.
            InvalidArgumentError: One of the two is not a policy.
        """
        project = _read("project_policy", project_policy, Policy)
        for finding in findings(project, _read("org_policy", org_policy, OrgPolicy)):
            raise finding


def _read(name: str, policy: P | JSONMap, kind: type[P]) -> P:
    try:
        return codec.decoder(kind).decode(codec.encode(policy))
    except (InvalidArgumentError, msgspec.MsgspecError, ValueError, RecursionError):
        reason = f"{name} is not a policy"
    raise InvalidArgumentError(reason)


def findings(project: Policy, organization: OrgPolicy) -> Iterator[InvalidPolicyError]:
    """Yield the problems of an organization's policy, in its order."""
    project_roles = {role.role_id for role in project.roles}
    known = {resource.resource_id: frozenset(resource.actions) for resource in project.resources}
    seen: Counter[str] = Counter()
    for role in organization.roles:
        name = role.role_id
        seen[name] += 1
        if seen[name] == 2:
            yield _about_role(name, "duplicate_role", "is defined twice")
        if name in project_roles:
            yield _about_role(name, "role_of_project", "is defined in the project")
        if not role.permissions:
            yield _about_role(name, "role_without_permissions", "has no permissions")
        for permission in role.permissions:
            yield from _about_permission(name, permission, known.get(permission.resource_id))


def _about_role(role: str, reason: PolicyReason, text: str) -> InvalidPolicyError:
    return InvalidPolicyError(f"role {role!r} {text}", reason=reason, role_id=role)


def _about_permission(
    role: str, permission: PolicyRolePermission, known: Collection[str] | None
) -> Iterator[InvalidPolicyError]:
    resource, actions = permission.resource_id, permission.actions

    def found(reason: PolicyReason, text: str, action: str = "") -> InvalidPolicyError:
        message = f"role {role!r}, resource {resource!r}: {text}"
        return InvalidPolicyError(message, reason=reason, role_id=role, resource_id=resource, action=action)

    if known is None:
        yield found("unknown_resource", "the project has no such resource")
    if not actions:
        yield found("permission_without_actions", "there are no actions")
    if ALL_ACTIONS in actions and len(actions) > 1:
        yield found("mixed_wildcard", f"{ALL_ACTIONS!r} must be the only action")
    for action in actions:
        if not action.strip():
            yield found("empty_action", f"the action {action!r} is empty", action)
        elif action != ALL_ACTIONS and known is not None and action not in known:
            yield found("unknown_action", f"there is no action {action!r}", action)
