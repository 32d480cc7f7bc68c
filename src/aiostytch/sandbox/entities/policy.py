"""The RBAC policy of the project: the built-in part, and the rules for additions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec

from ...checks import check_mapping
from ..contract.errors import RefusedError, bad_request
from ..store.policy import ALL, Permission, Policy, Resource, Role, Scope

MEMBER_ROLE, ADMIN_ROLE = "stytch_member", "stytch_admin"
"""The role of every member, and the role of the member who creates an organization."""
_RESERVED = "stytch"
_MAX_ID = 128
"""The maximum length of an ID, in characters."""
_MAX_DESCRIPTION = 512

_SELF_ACTIONS = (
    "update.info.name",
    "update.info.email",
    "update.info.untrusted-metadata",
    "update.info.mfa-phone",
    "update.info.delete.mfa-phone",
    "update.info.delete.mfa-totp",
    "update.info.delete.password",
    "update.info.unlink.retired-email",
    "update.settings.mfa-enrolled",
    "update.settings.default-mfa-method",
    "get.connected-apps",
    "revoke.connected-app",
    "revoke-sessions",
    "delete",
)
"""The actions on members that `stytch.self` also has."""

BUILT_IN = Policy(
    resources=(
        Resource(
            resource_id="stytch.organization",
            description="The organization of a member.",
            actions=(
                "update.info.name",
                "update.info.slug",
                "update.info.logo-url",
                "update.settings.allowed-auth-methods",
                "update.settings.allowed-mfa-methods",
                "update.settings.email-jit-provisioning",
                "update.settings.email-invites",
                "update.settings.allowed-domains",
                "update.settings.default-sso-connection",
                "update.settings.sso-jit-provisioning",
                "update.settings.mfa-policy",
                "update.settings.implicit-roles",
                "update.settings.oauth-tenant-jit-provisioning",
                "update.settings.allowed-oauth-tenants",
                "delete",
            ),
        ),
        Resource(
            resource_id="stytch.member",
            description="All members of the organization.",
            actions=("create", *_SELF_ACTIONS, "update.settings.is-breakglass", "update.settings.roles", "search"),
        ),
        Resource(resource_id="stytch.self", description="The member who is logged in.", actions=_SELF_ACTIONS),
        Resource(
            resource_id="stytch.sso",
            description="The SSO connections of the organization.",
            actions=("create", "get", "update", "delete"),
        ),
        Resource(
            resource_id="stytch.scim",
            description="The SCIM connection of the organization.",
            actions=("create", "get", "update", "delete"),
        ),
    ),
    roles=(
        Role(
            role_id=MEMBER_ROLE,
            description="Every member.",
            permissions=(Permission(resource_id="stytch.self", actions=(ALL,)),),
        ),
        Role(
            role_id=ADMIN_ROLE,
            description="The administrators of the organization.",
            permissions=tuple(
                Permission(resource_id=resource_id, actions=(ALL,))
                for resource_id in ("stytch.organization", "stytch.member", "stytch.sso", "stytch.scim", "stytch.self")
            ),
        ),
    ),
    scopes=tuple(Scope(scope=scope) for scope in ("openid", "profile", "email", "phone", "offline_access")),
)
"""The built-in policy of every project. A project adds roles, resources and scopes, and can redefine roles."""


def extend_built_in(added: Mapping[str, Any]) -> Policy:
    """Return the built-in policy with additions.

    Args:
        added: `roles`, `resources` and `scopes`, in the form of `client.rbac.policy`. A role that has the name of a
            built-in role replaces it.

    Raises:
        ValueError: the policy is invalid; the message gives the reason.
    """
    try:
        own = msgspec.convert(dict(check_mapping("policy", added)), Policy)
        _check_resources(own.resources)
        resources = (*BUILT_IN.resources, *own.resources)
        check_roles(own.roles, resources, taken=(), reserved=False)
    except (msgspec.ValidationError, RefusedError) as error:
        raise ValueError(f"invalid policy: {error}") from error
    redefined = {role.role_id for role in own.roles}
    return Policy(
        roles=(*(role for role in BUILT_IN.roles if role.role_id not in redefined), *own.roles),
        resources=resources,
        scopes=(*BUILT_IN.scopes, *own.scopes),
    )


def read_roles(given: Iterable[Mapping[str, Any]]) -> tuple[Role, ...]:
    """Return roles from JSON that conforms to the specification."""
    return msgspec.convert(list(given), tuple[Role, ...])


def check_roles(
    roles: Collection[Role], resources: Iterable[Resource], *, taken: Collection[str], reserved: bool = True
) -> None:
    """Check roles that are to be added to a policy; `taken` are the IDs of its roles.

    Raises:
        RefusedError: a role is invalid.
    """
    _check_unique("rbac_role_duplicate", [*taken, *(role.role_id for role in roles)])
    known = {resource.resource_id: resource.actions for resource in resources}
    for role in roles:
        for is_wrong, error_type, message in _ROLE_RULES:
            if is_wrong(role) and (reserved or error_type != "invalid_rbac_stytch_role_edit"):
                raise bad_request(error_type, message)
        for permission in role.permissions:
            _check_permission(permission, known)


_ROLE_RULES: tuple[tuple[Callable[[Role], bool], str, str], ...] = (
    (lambda role: not role.role_id.strip(), "empty_rbac_role_id", "A role needs a role_id."),
    (
        lambda role: len(role.role_id) > _MAX_ID,
        "rbac_role_id_too_long",
        f"role_id must not exceed {_MAX_ID} characters.",
    ),
    (
        lambda role: role.role_id.startswith(_RESERVED),
        "invalid_rbac_stytch_role_edit",
        f"A call cannot define roles that begin with {_RESERVED}.",
    ),
    (
        lambda role: len(role.description) > _MAX_DESCRIPTION,
        "rbac_description_too_long",
        f"description must not exceed {_MAX_DESCRIPTION} characters.",
    ),
    (lambda role: not role.permissions, "rbac_role_missing_permissions", "A role needs a permission."),
)


def _check_permission(permission: Permission, known: Mapping[str, Collection[str]]) -> None:
    if permission.resource_id not in known:
        raise bad_request("invalid_permission_resource", "A permission names a resource that is not in the policy.")
    if not permission.actions:
        raise bad_request("rbac_permission_missing_actions", "A permission needs an action.")
    if ALL in permission.actions and len(permission.actions) > 1:
        raise bad_request("cannot_specify_wildcard_with_other_actions", f"{ALL} includes all other actions.")
    if not {*known[permission.resource_id], ALL}.issuperset(permission.actions):
        raise bad_request("invalid_permission_action", "A permission names an action that its resource does not have.")


def _check_resources(resources: Collection[Resource]) -> None:
    _check_unique("rbac_resource_duplicate", [resource.resource_id for resource in resources])
    for resource in resources:
        if resource.resource_id.startswith(_RESERVED):
            raise bad_request("invalid_stytch_prefixed_resource", f"A resource must not begin with {_RESERVED}.")
        if not resource.actions:
            raise bad_request("rbac_resource_missing_actions", "A resource needs an action.")
        _check_unique("rbac_action_duplicate", resource.actions)


def _check_unique(error_type: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise bad_request(error_type, "There is a duplicate ID.")
        seen.add(each)
