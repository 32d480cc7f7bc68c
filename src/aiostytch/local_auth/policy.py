"""RBAC policies, decoded from responses of the API: an invalid permission permits nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import msgspec
from msgspec.json import Decoder

from ..errors import StytchError
from .authorization import Grants, ProjectPolicy


class _Permission(msgspec.Struct):
    resource_id: str
    actions: frozenset[str]


class _Role(msgspec.Struct):
    name: str = msgspec.field(name="role_id")
    permissions: list[_Permission]


class _Scope(msgspec.Struct):
    name: str = msgspec.field(name="scope")
    permissions: list[_Permission]


class _Roles(msgspec.Struct):
    roles: list[msgspec.Raw]


class _Scopes(msgspec.Struct):
    scopes: list[msgspec.Raw] = []


class _ProjectResponse(msgspec.Struct):
    policy: _Roles


class _ScopesResponse(msgspec.Struct):
    policy: _Scopes


class _OrganizationResponse(msgspec.Struct):
    org_policy: _Roles


_project = Decoder(_ProjectResponse)
_project_scopes = Decoder(_ScopesResponse)
_organization = Decoder(_OrganizationResponse)
_role = Decoder(_Role)
_scope = Decoder(_Scope)
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)


def read_project_policy(content: bytes) -> ProjectPolicy:
    """Return the permissions of the project's roles and scopes, from the response of `rbac.policy`.

    Raises:
        StytchError: it has no policy.
    """
    with contextlib.suppress(*_UNREADABLE):
        return ProjectPolicy(_grants(_project.decode(content).policy.roles, _role), _scopes(content))
    raise StytchError("the response has no policy")


def _scopes(content: bytes) -> Grants:
    with contextlib.suppress(*_UNREADABLE):
        return _grants(_project_scopes.decode(content).policy.scopes, _scope)
    return {}


def read_organization_policy(content: bytes) -> Grants:
    """Return the permissions of an organization's roles, from the response of `rbac.organizations.get_org_policy`.

    Raises:
        StytchError: it has no policy.
    """
    with contextlib.suppress(*_UNREADABLE):
        return _grants(_organization.decode(content).org_policy.roles, _role)
    raise StytchError("the response has no policy of an organization")


def _grants(entries: Iterable[msgspec.Raw], decoder: Decoder[_Role] | Decoder[_Scope]) -> Grants:
    """Return the permissions of roles or scopes. It combines entries for the same name or resource."""
    grants: dict[str, dict[str, frozenset[str]]] = {}
    for entry in entries:
        with contextlib.suppress(*_UNREADABLE):
            grantee = decoder.decode(entry)
            permitted = grants.setdefault(grantee.name, {})
            for permission in grantee.permissions:
                resource = permission.resource_id
                permitted[resource] = permitted.get(resource, frozenset()) | permission.actions
    return grants
