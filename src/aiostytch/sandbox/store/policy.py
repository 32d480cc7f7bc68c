"""Records of the RBAC policy."""

from __future__ import annotations

import attrs

from .tables import Record

ALL = "*"
"""The action that stands for all actions on a resource."""


@attrs.frozen(kw_only=True)
class Permission:
    """Actions on a resource; `*` stands for all actions."""

    resource_id: str
    actions: tuple[str, ...]

    def allows(self, resource_id: str, action: str) -> bool:
        """Return whether it allows an action on a resource."""
        return self.resource_id == resource_id and (action in self.actions or ALL in self.actions)


@attrs.frozen(kw_only=True)
class Role:
    """A role and its permissions."""

    role_id: str
    description: str = ""
    permissions: tuple[Permission, ...] = ()

    def allows(self, resource_id: str, action: str) -> bool:
        """Return whether it permits an action on a resource."""
        return any(permission.allows(resource_id, action) for permission in self.permissions)


@attrs.frozen(kw_only=True)
class Resource:
    """A resource and the actions on it."""

    resource_id: str
    description: str = ""
    actions: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Scope:
    """An OAuth scope, and the permissions that a member needs to grant it to a connected app."""

    scope: str
    description: str = ""
    permissions: tuple[Permission, ...] = ()


@attrs.frozen(kw_only=True)
class Policy(Record):
    """The policy of the project. There is at most one record."""

    id: str = "policy"
    number: int = 0
    roles: tuple[Role, ...] = ()
    resources: tuple[Resource, ...] = ()
    scopes: tuple[Scope, ...] = ()
