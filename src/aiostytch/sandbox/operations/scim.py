"""Handlers of `client.scim`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.json_values import JSONObject
from ..entities import scim_connections
from ..entities.call import Call
from ..entities.search import Search
from ..store.connections import SCIMConnection, SCIMGroup
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_GROUPS = Search[SCIMGroup](kind="organization", filters={})


@handles("scim.connection.create", simplified="Identity providers use `sandbox.directory(…)`, not HTTP.")
def connection_create(state: State, call: Call) -> JSONObject:
    """Create the connection of an organization. An organization has at most one."""
    organization = state.organization(call.arguments["organization_id"])
    connection = scim_connections.create(
        state, organization, call.arguments.get("display_name", ""), call.arguments.get("identity_provider", "generic")
    )
    return {"connection": scim_connections.to_json(state, connection, bearer_token=connection.token)}


@handles("scim.connection.get")
def connection_get(state: State, call: Call) -> JSONObject:
    """Return the connection of an organization."""
    organization = state.organization(call.arguments["organization_id"])
    connection = scim_connections.find_for(state, organization)
    if connection is None:
        raise scim_connections.not_found_error()
    return _response(state, connection)


@handles("scim.connection.update")
def connection_update(state: State, call: Call) -> JSONObject:
    """Change the fields in the call. Groups in role assignments must exist."""
    connection = scim_connections.find(state, call)
    given = call.only("display_name", "identity_provider")
    assignments = call.arguments.get("scim_group_implicit_role_assignments")
    if assignments is not None:
        given["group_roles"] = scim_connections.group_roles(state, connection, assignments)
    return _response(state, scim_connections.update(state, connection, **given))


@handles("scim.connection.delete")
def connection_delete(state: State, call: Call) -> JSONObject:
    """Delete a connection and its groups. Members stay, but lose the roles of the groups."""
    connection = scim_connections.find(state, call)
    for group in state.scim_groups:
        if group.connection_id == connection.id:
            state.scim_groups.delete(group.id)
    state.scim_connections.delete(connection.id)
    return {"connection_id": connection.id}


@handles("scim.connection.get_groups")
def connection_get_groups(state: State, call: Call) -> JSONObject:
    """Return a page of the groups that were provisioned."""
    connection = scim_connections.find(state, call)
    groups = [group for group in state.scim_groups if group.connection_id == connection.id]
    page, found = _GROUPS.page(state, call.arguments, groups)
    shown = [
        {
            "group_id": group.id,
            "group_name": group.name,
            "organization_id": group.organization_id,
            "connection_id": group.connection_id,
        }
        for group in page
    ]
    return {"scim_groups": shown, **({"next_cursor": found["next_cursor"]} if "next_cursor" in found else {})}


@handles("scim.connection.rotate_start")
def connection_rotate_start(state: State, call: Call) -> JSONObject:
    """Add a second bearer token. Both are valid until the rotation ends."""
    connection = scim_connections.update(
        state,
        scim_connections.find(state, call),
        next_token=state.new_secret(),
        next_token_expires_at=scim_connections.token_expiry(state),
    )
    tokens = {"bearer_token_last_four": connection.token[-4:], "next_bearer_token": connection.next_token}
    return {"connection": scim_connections.to_json(state, connection, **tokens)}


@handles("scim.connection.rotate_complete")
def connection_rotate_complete(state: State, call: Call) -> JSONObject:
    """Replace the first bearer token by the second."""
    connection = scim_connections.find_rotating(state, call)
    promoted = {"token": connection.next_token, "token_expires_at": connection.next_token_expires_at}
    return _response(state, scim_connections.update(state, connection, **promoted, **_NO_NEXT_TOKEN))


@handles("scim.connection.rotate_cancel")
def connection_rotate_cancel(state: State, call: Call) -> JSONObject:
    """Delete the second bearer token."""
    connection = scim_connections.find_rotating(state, call)
    return _response(state, scim_connections.update(state, connection, **_NO_NEXT_TOKEN))


_NO_NEXT_TOKEN: Mapping[str, Any] = {"next_token": "", "next_token_expires_at": None}


def _response(state: State, connection: SCIMConnection) -> JSONObject:
    last_four = {
        "bearer_token_last_four": connection.token[-4:],
        "next_bearer_token_last_four": connection.next_token[-4:],
    }
    return {"connection": scim_connections.to_json(state, connection, **last_four)}
