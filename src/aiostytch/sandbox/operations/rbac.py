"""Handlers of `client.rbac`."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..entities import organizations, roles
from ..entities.call import Call
from ..entities.policy import check_roles, read_roles
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("rbac.policy")
def policy(state: State, call: Call) -> JSONObject:
    """Return the policy of the project: the built-in part, and the additions of the sandbox."""
    found = roles.project_policy(state)
    return {"policy": {"roles": found.roles, "resources": found.resources, "scopes": found.scopes}}


@handles("rbac.organizations.get_org_policy")
def organizations_get_org_policy(state: State, call: Call) -> JSONObject:
    """Return the roles that an organization adds to those of the project."""
    organization = state.organization(call.arguments["organization_id"])
    return {"org_policy": {"roles": organization.settings["custom_roles"]}}


@handles("rbac.organizations.set_org_policy")
def organizations_set_org_policy(state: State, call: Call) -> JSONObject:
    """Replace the roles that an organization adds. Members lose removed roles."""
    organization = state.organization(call.arguments["organization_id"])
    given = call.arguments["org_policy"]["roles"]
    project = roles.project_policy(state)
    taken = [role.role_id for role in project.roles if not role.role_id.startswith("stytch")]
    check_roles(read_roles(given), project.resources, taken=taken)
    organizations.update(state, organization, {**organization.settings, "custom_roles": given})
    return {"org_policy": {"roles": given}}
