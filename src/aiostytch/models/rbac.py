# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `rbac`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model, Response


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PolicyRolePermission(Model):
    """The actions on one resource that a role permits."""

    resource_id: str
    """Name of the resource, e.g. `documents`; those that start with `stytch` are built in."""
    actions: list[str]
    """Actions on the resource; `*` stands for all of them."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PolicyRole(Model):
    """A role and its permissions."""

    role_id: str
    """Name of the role; `stytch_member` and `stytch_admin` are built in."""
    description: str
    """A description, for people."""
    permissions: list[PolicyRolePermission]
    """The permitted actions, by resource."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class OrgPolicy(Model):
    """The roles that an organization adds to the project's policy."""

    roles: list[PolicyRole]
    """The organization's own roles."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PolicyResource(Model):
    """A resource of the policy, with its actions."""

    resource_id: str
    """Name of the resource, e.g. `documents`; those that start with `stytch` are built in."""
    description: str
    """A description, for people."""
    actions: list[str]
    """All actions of the resource."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PolicyScopePermission(Model):
    """The permissions of a scope for one resource."""

    resource_id: str
    """Name of the resource, e.g. `documents`; those that start with `stytch` are built in."""
    actions: list[str]
    """Actions on the resource; `*` stands for all of them."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PolicyScope(Model):
    """An OAuth scope and its permissions."""

    scope: str
    """Name of the scope."""
    description: str
    """A description, for people."""
    permissions: list[PolicyScopePermission]
    """The permissions of the scope, by resource."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Policy(Model):
    """All roles, resources and scopes of a project."""

    roles: list[PolicyRole]
    """The roles."""
    resources: list[PolicyResource]
    """The resources."""
    scopes: list[PolicyScope]
    """The scopes."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PolicyResponse(Response):
    """The policy of the project."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    policy: Policy | None = None
    """The policy document."""
