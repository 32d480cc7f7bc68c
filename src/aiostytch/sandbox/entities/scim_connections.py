"""SCIM connections: creation, lookup, changes and JSON."""

from __future__ import annotations

import datetime
from typing import Any

import attrs

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.connections import GroupRole, SCIMConnection
from ..store.records import Organization
from ..store.state import State
from . import roles
from .call import Call

_TOKEN_LIFETIME = datetime.timedelta(days=365)
"""The lifetime of a bearer token."""
_BASE_URL = "https://test.stytch.com/v1/b2b/scim"
_QUERIES = {"microsoft-entra": "?aadOptscim062020"}
"""Queries of the base URL, by identity provider. That of Microsoft requests standard behaviour of Entra."""


def create(state: State, organization: Organization, display_name: str, identity_provider: str) -> SCIMConnection:
    """Create the connection of an organization.

    Raises:
        RefusedError: the organization already has one.
    """
    if find_for(state, organization):
        raise bad_request("active_scim_connection_exists", "The organization already has a SCIM connection.")
    connection = SCIMConnection(
        number=state.next_number(),
        id=state.new_id("scim-connection"),
        organization_id=organization.id,
        display_name=display_name,
        identity_provider=identity_provider,
        token=state.new_secret(),
        token_expires_at=token_expiry(state),
    )
    state.scim_connections.put(connection)
    return connection


def find_for(state: State, organization: Organization) -> SCIMConnection | None:
    """Return the connection of an organization, or None. An organization has at most one."""
    return state.scim_connections.find("organization", organization.id)


def find(state: State, call: Call) -> SCIMConnection:
    """Return the connection that a call names.

    Raises:
        RefusedError: the organization has no such connection.
    """
    organization = state.organization(call.arguments["organization_id"])
    connection = state.scim_connections.get(call.arguments["connection_id"])
    if connection is None or connection.organization_id != organization.id:
        raise not_found_error()
    return connection


def find_rotating(state: State, call: Call) -> SCIMConnection:
    """Return the connection that a call names, during a rotation of its bearer token.

    Raises:
        RefusedError: the organization has no such connection, or no rotation is in progress.
    """
    connection = find(state, call)
    if not connection.next_token:
        raise bad_request("scim_connection_not_rotating_token", "No rotation of the bearer token is in progress.")
    return connection


def update(state: State, connection: SCIMConnection, **changes: Any) -> SCIMConnection:
    """Change attributes of a connection."""
    changed = attrs.evolve(connection, **changes)
    state.scim_connections.put(changed)
    return changed


def group_roles(state: State, connection: SCIMConnection, assignments: list[JSONObject]) -> tuple[GroupRole, ...]:
    """Return the roles that a call assigns to groups of a connection.

    Raises:
        RefusedError: a group or role does not exist.
    """
    for assignment in assignments:
        group = state.scim_groups.get(assignment["group_id"])
        if group is None or group.connection_id != connection.id:
            raise bad_request("scim_group_role_assignment_group_does_not_exist", "A group does not exist.")
    organization = state.organizations[connection.organization_id]
    roles.check_known(state, organization, [assignment["role_id"] for assignment in assignments])
    return tuple(GroupRole(assignment["group_id"], assignment["role_id"]) for assignment in assignments)


def token_expiry(state: State) -> datetime.datetime:
    """Return the expiry of a new bearer token."""
    return state.now() + _TOKEN_LIFETIME


def to_json(state: State, connection: SCIMConnection, **tokens: str) -> JSONObject:
    """Return a connection as the API shows it; `tokens` are additional properties about its bearer token."""
    shown: JSONObject = {
        "organization_id": connection.organization_id,
        "connection_id": connection.id,
        "status": "active",
        "display_name": connection.display_name,
        "identity_provider": connection.identity_provider,
        "base_url": f"{_BASE_URL}/{connection.id}{_QUERIES.get(connection.identity_provider, '')}",
        "bearer_token_expires_at": timestamp(connection.token_expires_at),
        "scim_group_implicit_role_assignments": [
            {"role_id": role.role_id, "group_id": role.group, "group_name": _group_name(state, role.group)}
            for role in connection.group_roles
        ],
        **tokens,
    }
    if connection.next_token_expires_at is not None:
        shown["next_bearer_token_expires_at"] = timestamp(connection.next_token_expires_at)
    return shown


def _group_name(state: State, group_id: str) -> str:
    group = state.scim_groups.get(group_id)
    return group.name if group else ""


def not_found_error() -> RefusedError:
    """Return the error for an organization without such a connection."""
    return RefusedError(404, "no_active_scim_connection", "The organization has no such SCIM connection.")
