"""Handlers of `client.sso.saml`."""

from __future__ import annotations

from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import certificates
from ..entities import saml, sso_connections
from ..entities.call import Call
from ..entities.sso_connections import SAML
from ..store.connections import SSOConnection
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_NOT_SETTINGS = frozenset(
    {
        "organization_id",
        "connection_id",
        "x509_certificate",
        "signing_private_key",
        "saml_encryption_private_key",
        "saml_connection_implicit_role_assignments",
        "saml_group_implicit_role_assignments",
    }
)


@handles("sso.saml.create_connection")
def create_connection(state: State, call: Call) -> JSONObject:
    """Create a SAML connection with a signing certificate. It is pending until its settings are complete."""
    return _response(
        state, sso_connections.create(state, call, SAML, signing_certificates=(certificates.issue(state, "Stytch"),))
    )


@handles("sso.saml.update_connection")
def update_connection(state: State, call: Call) -> JSONObject:
    """Change the settings in the call. A certificate is added to the existing ones."""
    connection = sso_connections.find(state, call, SAML)
    given = call.without(*_NOT_SETTINGS)
    settings = {**connection.settings, **given}
    saml.check_settings(settings, given, call.arguments)
    changes: dict[str, Any] = {
        "settings": settings,
        **sso_connections.role_assignments(
            state, call, "saml_connection_implicit_role_assignments", "saml_group_implicit_role_assignments"
        ),
        **saml.keys_from(state, connection, call.arguments),
    }
    return _response(state, sso_connections.save(state, attrs.evolve(connection, **changes)))


@handles(
    "sso.saml.update_by_url",
    simplified="The metadata is not fetched: SSO URL and entity ID are its URL, and the certificate is generated.",
)
def update_by_url(state: State, call: Call) -> JSONObject:
    """Set the settings from the metadata of an identity provider."""
    connection = sso_connections.find(state, call, SAML)
    url = call.arguments["metadata_url"]
    if not sso_connections.is_https(url):
        raise bad_request("invalid_saml_metadata_url", "metadata_url must begin with https:// and name a host.")
    found = certificates.issue(state, "Identity provider of the sandbox")
    changed = attrs.evolve(
        connection,
        settings={**connection.settings, "idp_sso_url": url, "idp_entity_id": url},
        verification_certificates=saml.add_certificate(connection, found),
    )
    return _response(state, sso_connections.save(state, changed))


@handles("sso.saml.delete_verification_certificate")
def delete_verification_certificate(state: State, call: Call) -> JSONObject:
    """Delete a certificate, except the last one of an active connection."""
    connection = sso_connections.find(state, call, SAML)
    certificate_id = call.arguments["certificate_id"]
    kept = tuple(each for each in connection.verification_certificates if each.id != certificate_id)
    if len(kept) == len(connection.verification_certificates):
        raise not_found("sso_verification_key")
    if not kept and sso_connections.is_active(state, connection):
        raise bad_request("cannot_delete_last_sso_verification_key", "An active connection needs a certificate.")
    sso_connections.save(state, attrs.evolve(connection, verification_certificates=kept))
    return {"certificate_id": certificate_id}


@handles("sso.saml.delete_encryption_private_key")
def delete_encryption_private_key(state: State, call: Call) -> JSONObject:
    """Delete a key that decrypts assertions."""
    connection = sso_connections.find(state, call, SAML)
    key_id = call.arguments["private_key_id"]
    kept = tuple(each for each in connection.encryption_keys if each.id != key_id)
    if len(kept) == len(connection.encryption_keys):
        raise not_found("sso_encryption_private_key")
    sso_connections.save(state, attrs.evolve(connection, encryption_keys=kept))
    return {"private_key_id": key_id}


def _response(state: State, connection: SSOConnection) -> JSONObject:
    return {"connection": sso_connections.to_json(state, connection)}
