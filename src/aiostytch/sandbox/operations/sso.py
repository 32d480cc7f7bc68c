"""Handlers of `client.sso`, except those of SAML."""

from __future__ import annotations

from typing import Any

import attrs

from ..auth import login, pkce, sso
from ..auth.tokens import TokenKind
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..entities import admission, members, sso_connections
from ..entities.call import Call
from ..entities.sso_connections import EXTERNAL, OIDC
from ..store.connections import SSOConnection
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_URLS = {
    "issuer": "oidc_connection_issuer_url_invalid_format",
    "authorization_url": "oidc_connection_authorization_url_invalid_format",
    "token_url": "oidc_connection_token_url_invalid_format",
    "userinfo_url": "oidc_connection_userinfo_url_invalid_format",
    "jwks_url": "oidc_connection_jwks_url_invalid_format",
}
"""The settings that are URLs, and the error types for invalid ones."""


@handles("sso.authenticate", simplified="There are no assertions or ID tokens of the simulated provider.")
def authenticate(state: State, call: Call) -> JSONObject:
    """Log in, or join the organization, with the token of an SSO login."""
    token = pkce.redeem(state, call, TokenKind.SSO, "sso_token", not_found("sso_token"))
    connection = state.sso_connections.get(token.data["connection_id"])
    if connection is None:
        raise not_found("sso_token")
    identity = sso.identity_of(token)
    member = sso.find_member(state, connection, identity)
    organization = state.organizations[connection.organization_id]
    admission.check_method(organization, member, "sso")
    if member is None:
        admission.check_jit_by_connection(organization, connection.id)
        member = members.create(state, organization, identity.email, {}, status="pending")
    member, registration = sso.register(state, connection, member, identity)
    return {**login.complete(state, call, member, sso.proof(state, connection, registration)), "reset_session": False}


@handles("sso.get_connections")
def get_connections(state: State, call: Call) -> JSONObject:
    """List the connections of an organization, by kind."""
    organization = state.organization(call.arguments["organization_id"])
    shown: dict[str, list[Any]] = {"saml_connections": [], "oidc_connections": [], "external_connections": []}
    for connection in state.sso_connections:
        if connection.organization_id == organization.id:
            shown[f"{connection.kind}_connections"].append(sso_connections.to_json(state, connection))
    return shown


@handles("sso.delete_connection")
def delete_connection(state: State, call: Call) -> JSONObject:
    """Delete a connection that is not the default one."""
    connection = sso_connections.find(state, call)
    organization = state.organizations[connection.organization_id]
    if organization.settings.get("sso_default_connection_id") == connection.id:
        raise bad_request("cannot_delete_default_sso_connection", "The connection is the organization's default.")
    sso_connections.delete(state, connection)
    return {"connection_id": connection.id}


@handles("sso.oidc.create_connection")
def oidc_create_connection(state: State, call: Call) -> JSONObject:
    """Create an OIDC connection. It is pending until its settings are complete."""
    return {"connection": sso_connections.to_json(state, sso_connections.create(state, call, OIDC))}


@handles(
    "sso.oidc.update_connection",
    simplified="The metadata of the issuer is not fetched: set the four URLs. `warning` says so.",
)
def oidc_update_connection(state: State, call: Call) -> JSONObject:
    """Change the settings in the call."""
    connection = sso_connections.find(state, call, OIDC)
    given = call.without("organization_id", "connection_id")
    for name, error_type in _URLS.items():
        if name in given and not sso_connections.is_https(given[name]):
            raise bad_request(error_type, f"{name} must begin with https:// and name a host.")
    if not all(isinstance(claim, str) for claim in given.get("attribute_mapping", {}).values()):
        raise bad_request("invalid_argument", "attribute_mapping must contain only strings.")
    is_new = given.get("issuer", "") not in {"", connection.settings.get("issuer", "")}
    changed = attrs.evolve(connection, settings={**connection.settings, **given})
    warning = "A sandbox does not fetch the metadata of the issuer." if is_new else ""
    return {"connection": sso_connections.to_json(state, sso_connections.save(state, changed)), "warning": warning}


@handles("sso.external.create_connection")
def external_create_connection(state: State, call: Call) -> JSONObject:
    """Create an external connection, which refers to the connection of another organization."""
    underlying = _find_underlying(state, call)
    settings = {
        "display_name": call.arguments.get("display_name", ""),
        "identity_provider": underlying.settings["identity_provider"],
        "external_organization_id": underlying.organization_id,
        "external_connection_id": underlying.id,
    }
    assigned = sso_connections.role_assignments(
        state, call, "connection_implicit_role_assignments", "group_implicit_role_assignments"
    )
    sso_connections.check_external_roles(underlying, assigned)
    created = sso_connections.create(state, call, EXTERNAL, settings=settings, **assigned)
    return {"connection": sso_connections.to_json(state, created)}


@handles("sso.external.update_connection")
def external_update_connection(state: State, call: Call) -> JSONObject:
    """Change the name and the roles of an external connection."""
    connection = sso_connections.find(state, call, EXTERNAL)
    given = sso_connections.role_assignments(
        state, call, "external_connection_implicit_role_assignments", "external_group_implicit_role_assignments"
    )
    sso_connections.check_external_roles(sso_connections.underlying_connection(state, connection), given)
    name = call.arguments.get("display_name", connection.settings["display_name"])
    changed = attrs.evolve(connection, settings={**connection.settings, "display_name": name}, **given)
    return {"connection": sso_connections.to_json(state, sso_connections.save(state, changed))}


def _find_underlying(state: State, call: Call) -> SSOConnection:
    """Return the connection of another organization that a call names.

    Raises:
        RefusedError: it does not exist or is pending, or the organization already has an external connection to it.
    """
    organization = state.organization(call.arguments["organization_id"])
    other = state.organization(call.arguments["external_organization_id"])
    if other.id == organization.id:
        raise bad_request("external_organization_id_same_as_organization_id", "Both organizations are the same.")
    underlying = state.sso_connections.get(call.arguments["external_connection_id"])
    if underlying is None or underlying.organization_id != other.id or underlying.kind == EXTERNAL:
        raise RefusedError(404, "external_connection_id_not_found", "The other organization has no such connection.")
    if not sso_connections.is_active(state, underlying):
        raise bad_request("external_connection_not_active", "The other organization's connection is pending.")
    for known in state.sso_connections:
        if known.organization_id == organization.id and known.settings.get("external_connection_id") == underlying.id:
            raise bad_request(
                "duplicate_external_sso_connection", "The organization already refers to this connection."
            )
    return underlying
