"""Handlers of `client.sso`, except what is special to SAML."""

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
"""The settings that are URLs, and the error types for others."""


@handles("sso.authenticate", simplified="Assertions and id tokens are not exchanged: the provider's word is taken.")
def authenticate(state: State, call: Call) -> JSONObject:
    """Log in with the token of a login at an identity provider; join, if the organization takes new members by it."""
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
    """Create an OIDC connection, which is pending until its settings are complete."""
    return {"connection": sso_connections.to_json(state, sso_connections.create(state, call, OIDC))}


@handles(
    "sso.oidc.update_connection",
    simplified="The issuer is not asked for its metadata: `warning` says so, and the four URLs have to be given.",
)
def oidc_update_connection(state: State, call: Call) -> JSONObject:
    """Change the settings that are given."""
    connection = sso_connections.find(state, call, OIDC)
    given = call.without("organization_id", "connection_id")
    for name, error_type in _URLS.items():
        if name in given and not sso_connections.is_https(given[name]):
            raise bad_request(error_type, f"{name} must begin with https:// and name a host.")
    is_new = given.get("issuer", "") not in {"", connection.settings.get("issuer", "")}
    changed = attrs.evolve(connection, settings={**connection.settings, **given})
    warning = "A sandbox does not ask the issuer for its metadata." if is_new else ""
    return {"connection": sso_connections.to_json(state, sso_connections.save(state, changed)), "warning": warning}


@handles("sso.external.create_connection")
def external_create_connection(state: State, call: Call) -> JSONObject:
    """Borrow the connection of another organization."""
    lent = _connection_to_borrow(state, call)
    settings = {
        "display_name": call.arguments.get("display_name", ""),
        "identity_provider": lent.settings["identity_provider"],
        "external_organization_id": lent.organization_id,
        "external_connection_id": lent.id,
    }
    assigned = sso_connections.role_assignments(
        state, call, "connection_implicit_role_assignments", "group_implicit_role_assignments"
    )
    sso_connections.check_lender(lent, assigned)
    created = sso_connections.create(state, call, EXTERNAL, settings=settings, **assigned)
    return {"connection": sso_connections.to_json(state, created)}


@handles("sso.external.update_connection")
def external_update_connection(state: State, call: Call) -> JSONObject:
    """Change the name and the roles of a borrowed connection."""
    connection = sso_connections.find(state, call, EXTERNAL)
    given = sso_connections.role_assignments(
        state, call, "external_connection_implicit_role_assignments", "external_group_implicit_role_assignments"
    )
    sso_connections.check_lender(sso_connections.lent_connection(state, connection), given)
    name = call.arguments.get("display_name", connection.settings["display_name"])
    changed = attrs.evolve(connection, settings={**connection.settings, "display_name": name}, **given)
    return {"connection": sso_connections.to_json(state, sso_connections.save(state, changed))}


def _connection_to_borrow(state: State, call: Call) -> SSOConnection:
    """Return the connection of another organization that a call names.

    Raises:
        RefusedError: it does not exist, is pending, or is borrowed already.
    """
    organization = state.organization(call.arguments["organization_id"])
    lender = state.organization(call.arguments["external_organization_id"])
    if lender.id == organization.id:
        raise bad_request(
            "external_organization_id_same_as_organization_id", "The connection is the organization's own."
        )
    lent = state.sso_connections.get(call.arguments["external_connection_id"])
    if lent is None or lent.organization_id != lender.id or lent.kind == EXTERNAL:
        raise RefusedError(404, "external_connection_id_not_found", "The other organization has no such connection.")
    if not sso_connections.is_active(state, lent):
        raise bad_request("external_connection_not_active", "The other organization's connection is pending.")
    for known in state.sso_connections:
        if known.organization_id == organization.id and known.settings.get("external_connection_id") == lent.id:
            raise bad_request("duplicate_external_sso_connection", "The organization borrows this connection already.")
    return lent
