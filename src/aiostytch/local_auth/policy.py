"""An RBAC policy, read from an answer of the API: what cannot be understood permits nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import msgspec

from ..errors import StytchError
from .authorization import Grants


class _Permission(msgspec.Struct):
    resource_id: str
    actions: frozenset[str]


class _Role(msgspec.Struct):
    role_id: str
    permissions: list[_Permission]


class _Roles(msgspec.Struct):
    roles: list[msgspec.Raw]


class _ProjectAnswer(msgspec.Struct):
    policy: _Roles


class _OrganizationAnswer(msgspec.Struct):
    org_policy: _Roles


_project = msgspec.json.Decoder(_ProjectAnswer)
_organization = msgspec.json.Decoder(_OrganizationAnswer)
_role = msgspec.json.Decoder(_Role)
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)


def read_project_policy(content: bytes) -> Grants:
    """Return what the project's roles permit, from the answer to `rbac.policy`.

    Raises:
        StytchError: it holds no policy.
    """
    with contextlib.suppress(*_UNREADABLE):
        return _grants(_project.decode(content).policy.roles)
    raise StytchError("the answer holds no policy")


def read_organization_policy(content: bytes) -> Grants:
    """Return what an organization's own roles permit, from the answer to `rbac.organizations.get_org_policy`.

    Raises:
        StytchError: it holds no policy.
    """
    with contextlib.suppress(*_UNREADABLE):
        return _grants(_organization.decode(content).org_policy.roles)
    raise StytchError("the answer holds no policy of an organization")


def _grants(roles: Iterable[msgspec.Raw]) -> Grants:
    """Collect what roles permit. What is said of the same role or resource in several places adds up."""
    grants: dict[str, dict[str, frozenset[str]]] = {}
    for each in roles:
        with contextlib.suppress(*_UNREADABLE):
            role = _role.decode(each)
            permitted = grants.setdefault(role.role_id, {})
            for permission in role.permissions:
                resource = permission.resource_id
                permitted[resource] = permitted.get(resource, frozenset()) | permission.actions
    return grants
