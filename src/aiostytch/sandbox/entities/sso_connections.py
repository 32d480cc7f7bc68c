"""SSO connections: creation, lookup, changes and JSON.

    kind        active if it has                                   otherwise
    OIDC        issuer, client and the four URLs                   pending
    SAML        SSO URL, entity ID, mapping, a certificate         pending
    external    an active connection of another organization       pending

Invariant: the setting `sso_active_connections` of an organization lists exactly its active connections.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.connections import Certificate, EncryptionKey, GroupRole, SSOConnection
from ..store.state import State
from . import roles
from .call import Call

OIDC, SAML, EXTERNAL = "oidc", "saml", "external"
_CALLBACK = "https://test.stytch.com/v1/b2b/sso/callback"
_OIDC_FIELDS = ("issuer", "client_id", "client_secret", "authorization_url", "token_url", "userinfo_url", "jwks_url")
"""The settings that an active OIDC connection must have."""


def create(state: State, call: Call, kind: str, **fields: Any) -> SSOConnection:
    """Create a connection with the name and the identity provider in a call."""
    organization = state.organization(call.arguments["organization_id"])
    connection = SSOConnection(
        number=state.next_number(),
        id=state.new_id(f"{kind}-connection"),
        organization_id=organization.id,
        kind=kind,
        settings={"display_name": "", "identity_provider": "generic", **call.only("display_name", "identity_provider")},
    )
    return save(state, attrs.evolve(connection, **fields))


def save(state: State, connection: SSOConnection) -> SSOConnection:
    """Save a connection, and update the active connections of its organization."""
    state.sso_connections.put(connection)
    _update_active(state, connection)
    return connection


def delete(state: State, connection: SSOConnection) -> None:
    """Delete a connection."""
    state.sso_connections.delete(connection.id)
    _update_active(state, connection)


def find(state: State, call: Call, kind: str = "") -> SSOConnection:
    """Return the connection that a call names, of any kind or of a given kind.

    Raises:
        RefusedError: the organization has no such connection.
    """
    organization = state.organization(call.arguments["organization_id"])
    connection = state.sso_connections.get(call.arguments["connection_id"])
    if connection is None or connection.organization_id != organization.id or kind not in {"", connection.kind}:
        raise not_found(f"{'sso' if kind in {'', EXTERNAL} else kind}_connection")
    return connection


def is_active(state: State, connection: SSOConnection) -> bool:
    """Return whether members can log in with a connection."""
    match connection.kind:
        case "oidc":
            return all(connection.settings.get(name) for name in _OIDC_FIELDS)
        case "saml":
            needed = ("idp_sso_url", "idp_entity_id", "attribute_mapping")
            return all(connection.settings.get(name) for name in needed) and bool(connection.verification_certificates)
        case _:
            underlying = underlying_connection(state, connection)
            return underlying is not connection and is_active(state, underlying)


def underlying_connection(state: State, connection: SSOConnection) -> SSOConnection:
    """Return the connection that an external one refers to, if it exists; otherwise the connection itself."""
    if connection.kind != EXTERNAL:
        return connection
    return state.sso_connections.get(connection.settings["external_connection_id"]) or connection


def role_assignments(state: State, call: Call, by_login: str, by_group: str) -> dict[str, Any]:
    """Return the roles that a call assigns to a connection, as attributes of the connection.

    `by_login` is the argument with the roles of all members who log in, `by_group` the one with the roles of groups.

    Raises:
        RefusedError: a role does not exist.
    """
    changes: dict[str, Any] = {}
    organization = state.organization(call.arguments["organization_id"])
    for name in (by_login, by_group):
        roles.check_known(state, organization, [each["role_id"] for each in call.arguments.get(name, ())])
    if by_login in call.arguments:
        changes["implicit_roles"] = tuple(each["role_id"] for each in call.arguments[by_login])
    if by_group in call.arguments:
        groups = call.arguments[by_group]
        changes["group_roles"] = tuple(GroupRole(each["group"], each["role_id"]) for each in groups)
    return changes


def check_external_roles(underlying: SSOConnection, assigned: Mapping[str, Any]) -> None:
    """Check that an external connection can grant the roles that a call assigns.

    Raises:
        RefusedError: the underlying connection is an OIDC connection, or a SAML connection that does not map groups.
    """
    if underlying.kind == OIDC and any(assigned.values()):
        raise bad_request("invalid_rbac_role_assignment", "An external OIDC connection cannot grant roles.")
    if underlying.kind == SAML and assigned.get("group_roles") and not maps_groups(underlying):
        raise bad_request(
            "saml_connection_attribute_mapping_missing_groups_key",
            "Roles of groups require groups in attribute_mapping of the underlying connection.",
        )


def maps_groups(connection: SSOConnection) -> bool:
    """Return whether a connection maps the groups of its identity provider."""
    return "groups" in connection.settings.get("attribute_mapping", {})


def is_https(url: str) -> bool:
    """Return whether a URL begins with https:// and names a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.netloc)


def to_json(state: State, connection: SSOConnection) -> JSONObject:
    """Return a connection as the API shows it."""
    common = {
        "organization_id": connection.organization_id,
        "connection_id": connection.id,
        "status": "active" if is_active(state, connection) else "pending",
    }
    return {**common, **_TO_JSON[connection.kind](connection)}


def _oidc(connection: SSOConnection) -> JSONObject:
    return {
        "redirect_url": f"{_CALLBACK}/{connection.id}",
        "custom_scopes": "",
        **dict.fromkeys(_OIDC_FIELDS, ""),
        **connection.settings,
    }


def _saml(connection: SSOConnection) -> JSONObject:
    return {
        "idp_entity_id": "",
        "idp_sso_url": "",
        "acs_url": f"{_CALLBACK}/{connection.id}",
        "audience_uri": f"{_CALLBACK}/{connection.id}",
        "alternative_audience_uri": "",
        "alternative_acs_url": "",
        "nameid_format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "idp_initiated_auth_disabled": False,
        "allow_gateway_callback": False,
        **connection.settings,
        "signing_certificates": [_certificate(each) for each in connection.signing_certificates],
        "verification_certificates": [_certificate(each) for each in connection.verification_certificates],
        "encryption_private_keys": [_key(each) for each in connection.encryption_keys],
        **_roles(connection, "saml"),
    }


def _external(connection: SSOConnection) -> JSONObject:
    shown = {name: value for name, value in connection.settings.items() if name != "identity_provider"}
    return {**shown, **_roles(connection, "external")}


def _roles(connection: SSOConnection, prefix: str) -> JSONObject:
    return {
        f"{prefix}_connection_implicit_role_assignments": [{"role_id": each} for each in connection.implicit_roles],
        f"{prefix}_group_implicit_role_assignments": [
            {"role_id": each.role_id, "group": each.group} for each in connection.group_roles
        ],
    }


def _certificate(certificate: Certificate) -> JSONObject:
    return {
        "certificate_id": certificate.id,
        "certificate": certificate.pem,
        "issuer": certificate.issuer,
        "created_at": timestamp(certificate.created_at),
        "updated_at": timestamp(certificate.created_at),
        "expires_at": timestamp(certificate.expires_at),
    }


def _key(key: EncryptionKey) -> JSONObject:
    return {"private_key_id": key.id, "private_key": key.pem, "created_at": timestamp(key.created_at)}


_TO_JSON = {OIDC: _oidc, SAML: _saml, EXTERNAL: _external}


def _update_active(state: State, changed: SSOConnection) -> None:
    """Update the active connections of the organization, and of those that have an external connection to this one."""
    external = (each for each in state.sso_connections if each.settings.get("external_connection_id") == changed.id)
    for organization_id in {changed.organization_id, *(each.organization_id for each in external)}:
        organization = state.organizations[organization_id]
        settings = {**organization.settings, "sso_active_connections": _active(state, organization_id)}
        state.organizations.put(attrs.evolve(organization, settings=settings, updated_at=state.now()))


def _active(state: State, organization_id: str) -> list[JSONObject]:
    return [
        {
            "connection_id": connection.id,
            "display_name": connection.settings["display_name"],
            "identity_provider": connection.settings["identity_provider"],
        }
        for connection in state.sso_connections
        if connection.organization_id == organization_id and is_active(state, connection)
    ]
