"""What the calls of `client.scim` do: the connection by which an identity provider tells about people and groups."""

from __future__ import annotations

import datetime
from typing import Any

import attrs

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import Fields
from ..entities import roles
from ..entities.call import Call
from ..entities.search import Search
from ..store.clock import timestamp
from ..store.connections import GroupRole, SCIMConnection, SCIMGroup
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_LIFETIME = datetime.timedelta(days=365)
"""How long a bearer token works."""
_BASE_URL = "https://test.stytch.com/v1/b2b/scim"
_FLAG = "?aadOptscim062020"
"""Asks Microsoft Entra to keep to the standard."""
_GROUPS = Search[SCIMGroup](kind="organization", filters={})


@handles("scim.connection.create", simplified="Identity providers provision by `sandbox.directory(…)`, not over HTTP.")
def connection_create(state: State, call: Call) -> Fields:
    """Create the connection of an organization, which has one at most."""
    organization = state.organization(call.arguments["organization_id"])
    if state.scim_connections.find("organization", organization.id):
        raise bad_request("active_scim_connection_exists", "The organization has a SCIM connection.")
    connection = SCIMConnection(
        number=state.next_number(),
        id=state.new_id("scim-connection"),
        organization_id=organization.id,
        display_name=call.arguments.get("display_name", ""),
        identity_provider=call.arguments.get("identity_provider", "generic"),
        token=state.new_secret(),
        token_expires_at=state.now() + _LIFETIME,
    )
    state.scim_connections.put(connection)
    return {"connection": {**_common(state, connection), "bearer_token": connection.token}}


@handles("scim.connection.get")
def connection_get(state: State, call: Call) -> Fields:
    """Return the connection of an organization."""
    organization = state.organization(call.arguments["organization_id"])
    connection = state.scim_connections.find("organization", organization.id)
    if connection is None:
        raise _not_found()
    return _answer(state, connection)


@handles("scim.connection.update")
def connection_update(state: State, call: Call) -> Fields:
    """Change what is given; groups that give roles have to be there."""
    connection = _find(state, call)
    given = call.only("display_name", "identity_provider")
    assignments = call.arguments.get("scim_group_implicit_role_assignments")
    if assignments is not None:
        given["group_roles"] = _group_roles(state, connection, assignments)
    return _answer(state, _put(state, connection, **given))


@handles("scim.connection.delete")
def connection_delete(state: State, call: Call) -> Fields:
    """Delete a connection and its groups; members stay, without the roles that the groups gave."""
    connection = _find(state, call)
    for group in state.scim_groups:
        if group.connection_id == connection.id:
            state.scim_groups.delete(group.id)
    state.scim_connections.delete(connection.id)
    return {"connection_id": connection.id}


@handles("scim.connection.get_groups")
def connection_get_groups(state: State, call: Call) -> Fields:
    """Return a page of the groups that were pushed."""
    connection = _find(state, call)
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
def connection_rotate_start(state: State, call: Call) -> Fields:
    """Make a second bearer token; both work until the rotation is completed or cancelled."""
    connection = _put(
        state,
        _find(state, call),
        next_token=state.new_secret(),
        next_token_expires_at=state.now() + _LIFETIME,
    )
    tokens = {"bearer_token_last_four": connection.token[-4:], "next_bearer_token": connection.next_token}
    return {"connection": {**_common(state, connection), **tokens, **_next_expiry(connection)}}


@handles("scim.connection.rotate_complete")
def connection_rotate_complete(state: State, call: Call) -> Fields:
    """Let the second bearer token take the place of the first, which works no more."""
    connection = _rotating(state, call)
    changes = {"token": connection.next_token, "token_expires_at": connection.next_token_expires_at}
    return _answer(state, _put(state, connection, **changes, next_token="", next_token_expires_at=None))


@handles("scim.connection.rotate_cancel")
def connection_rotate_cancel(state: State, call: Call) -> Fields:
    """Take the second bearer token away."""
    return _answer(state, _put(state, _rotating(state, call), next_token="", next_token_expires_at=None))


def _common(state: State, connection: SCIMConnection) -> Fields:
    """Return what all answers about a connection hold."""
    return {
        "organization_id": connection.organization_id,
        "connection_id": connection.id,
        "status": "active",
        "display_name": connection.display_name,
        "identity_provider": connection.identity_provider,
        "base_url": f"{_BASE_URL}/{connection.id}{_FLAG if connection.identity_provider == 'microsoft-entra' else ''}",
        "bearer_token_expires_at": timestamp(connection.token_expires_at),
        "scim_group_implicit_role_assignments": [
            {"role_id": role.role_id, "group_id": role.group, "group_name": _group_name(state, role.group)}
            for role in connection.group_roles
        ],
    }


def _next_expiry(connection: SCIMConnection) -> Fields:
    when = connection.next_token_expires_at
    return {} if when is None else {"next_bearer_token_expires_at": timestamp(when)}


def _answer(state: State, connection: SCIMConnection) -> Fields:
    last_four = {
        "bearer_token_last_four": connection.token[-4:],
        "next_bearer_token_last_four": connection.next_token[-4:],
    }
    return {"connection": {**_common(state, connection), **last_four, **_next_expiry(connection)}}


def _group_name(state: State, group_id: str) -> str:
    group = state.scim_groups.get(group_id)
    return group.name if group else ""


def _put(state: State, connection: SCIMConnection, **changes: Any) -> SCIMConnection:
    changed = attrs.evolve(connection, **changes)
    state.scim_connections.put(changed)
    return changed


def _find(state: State, call: Call) -> SCIMConnection:
    organization = state.organization(call.arguments["organization_id"])
    connection = state.scim_connections.get(call.arguments["connection_id"])
    if connection is None or connection.organization_id != organization.id:
        raise _not_found()
    return connection


def _rotating(state: State, call: Call) -> SCIMConnection:
    connection = _find(state, call)
    if not connection.next_token:
        raise bad_request("scim_connection_not_rotating_token", "No rotation of the bearer token is under way.")
    return connection


def _group_roles(state: State, connection: SCIMConnection, assignments: list[Fields]) -> tuple[GroupRole, ...]:
    for assignment in assignments:
        group = state.scim_groups.get(assignment["group_id"])
        if group is None or group.connection_id != connection.id:
            raise bad_request("scim_group_role_assignment_group_does_not_exist", "A group has not been pushed.")
    organization = state.organizations[connection.organization_id]
    roles.check_known(state, organization, [assignment["role_id"] for assignment in assignments])
    return tuple(GroupRole(assignment["group_id"], assignment["role_id"]) for assignment in assignments)


def _not_found() -> RefusedError:
    return RefusedError(404, "no_active_scim_connection", "The organization has no such SCIM connection.")
