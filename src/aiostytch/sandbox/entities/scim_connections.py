"""SCIM connections: how calls find and change them, and how responses show them."""

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
"""How long a bearer token works."""
_BASE_URL = "https://test.stytch.com/v1/b2b/scim"
_QUERIES = {"microsoft-entra": "?aadOptscim062020"}
"""By identity provider; Microsoft's asks Entra to keep to the standard."""


def create(state: State, organization: Organization, display_name: str, identity_provider: str) -> SCIMConnection:
    """Create the connection of an organization.

    Raises:
        RefusedError: the organization has one.
    """
    if of_organization(state, organization):
        raise bad_request("active_scim_connection_exists", "The organization has a SCIM connection.")
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


def of_organization(state: State, organization: Organization) -> SCIMConnection | None:
    """Return the connection of an organization, which has one at most."""
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
    """Return the connection that a call names, which has a second bearer token.

    Raises:
        RefusedError: the organization has no such connection, or no rotation is under way.
    """
    connection = find(state, call)
    if not connection.next_token:
        raise bad_request("scim_connection_not_rotating_token", "No rotation of the bearer token is under way.")
    return connection


def update(state: State, connection: SCIMConnection, **changes: Any) -> SCIMConnection:
    """Change attributes of a connection."""
    changed = attrs.evolve(connection, **changes)
    state.scim_connections.put(changed)
    return changed


def group_roles(state: State, connection: SCIMConnection, assignments: list[JSONObject]) -> tuple[GroupRole, ...]:
    """Return the roles that groups of a connection give.

    Raises:
        RefusedError: there is no such group or role.
    """
    for assignment in assignments:
        group = state.scim_groups.get(assignment["group_id"])
        if group is None or group.connection_id != connection.id:
            raise bad_request("scim_group_role_assignment_group_does_not_exist", "A group has not been pushed.")
    organization = state.organizations[connection.organization_id]
    roles.check_known(state, organization, [assignment["role_id"] for assignment in assignments])
    return tuple(GroupRole(assignment["group_id"], assignment["role_id"]) for assignment in assignments)


def token_expiry(state: State) -> datetime.datetime:
    """Return when a bearer token that is made now expires."""
    return state.now() + _TOKEN_LIFETIME


def to_json(state: State, connection: SCIMConnection, **tokens: str) -> JSONObject:
    """Return a connection as the API shows it, with `tokens`: properties that show a bearer token, or its end."""
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
