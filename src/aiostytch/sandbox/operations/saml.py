"""What the calls of `client.sso.saml` do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import Fields
from ..crypto import certificates
from ..entities import connections
from ..entities.call import Call
from ..entities.connections import SAML
from ..store.connections import Certificate, SSOConnection
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_MOST_CERTIFICATES = 5
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
def create_connection(state: State, call: Call) -> Fields:
    """Create a SAML connection with a certificate that requests are signed with; pending until the rest is known."""
    return _answer(
        state, connections.add(state, call, SAML, signing_certificates=(certificates.issue(state, "Stytch"),))
    )


@handles("sso.saml.update_connection")
def update_connection(state: State, call: Call) -> Fields:
    """Change what is given; a certificate is added to those that are there."""
    connection = connections.find(state, call, SAML)
    given = call.without(*_NOT_SETTINGS)
    settings = {**connection.settings, **given}
    _check(settings, given, call.arguments)
    changes: dict[str, Any] = {
        "settings": settings,
        **connections.given_roles(
            state, call, "saml_connection_implicit_role_assignments", "saml_group_implicit_role_assignments"
        ),
        **_keys(state, connection, call.arguments),
    }
    return _answer(state, connections.put(state, attrs.evolve(connection, **changes)))


@handles(
    "sso.saml.update_by_url",
    simplified="The metadata is not fetched: SSO URL and entity id are its URL, the certificate is generated.",
)
def update_by_url(state: State, call: Call) -> Fields:
    """Fill in what an identity provider's metadata says."""
    connection = connections.find(state, call, SAML)
    url = call.arguments["metadata_url"]
    if not connections.is_https(url):
        raise bad_request("invalid_saml_metadata_url", "metadata_url must begin with https:// and name a host.")
    found = certificates.issue(state, "Identity provider of the sandbox")
    changed = attrs.evolve(
        connection,
        settings={**connection.settings, "idp_sso_url": url, "idp_entity_id": url},
        verification_certificates=_with(connection, found),
    )
    return _answer(state, connections.put(state, changed))


@handles("sso.saml.delete_verification_certificate")
def delete_verification_certificate(state: State, call: Call) -> Fields:
    """Take a certificate away; an active connection keeps one."""
    connection = connections.find(state, call, SAML)
    certificate_id = call.arguments["certificate_id"]
    kept = tuple(each for each in connection.verification_certificates if each.id != certificate_id)
    if len(kept) == len(connection.verification_certificates):
        raise not_found("sso_verification_key")
    if not kept and connections.is_active(state, connection):
        raise bad_request("cannot_delete_last_sso_verification_key", "An active connection needs a certificate.")
    connections.put(state, attrs.evolve(connection, verification_certificates=kept))
    return {"certificate_id": certificate_id}


@handles("sso.saml.delete_encryption_private_key")
def delete_encryption_private_key(state: State, call: Call) -> Fields:
    """Take a key away that assertions were decrypted with."""
    connection = connections.find(state, call, SAML)
    key_id = call.arguments["private_key_id"]
    kept = tuple(each for each in connection.encryption_keys if each.id != key_id)
    if len(kept) == len(connection.encryption_keys):
        raise not_found("sso_encryption_private_key")
    connections.put(state, attrs.evolve(connection, encryption_keys=kept))
    return {"private_key_id": key_id}


def _answer(state: State, connection: SSOConnection) -> Fields:
    return {"connection": connections.to_json(state, connection)}


def _keys(state: State, connection: SSOConnection, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the certificates and keys of a connection with those that a call brings."""
    changes: dict[str, Any] = {}
    if "x509_certificate" in arguments:
        found = certificates.read(state, arguments["x509_certificate"])
        changes["verification_certificates"] = _with(connection, found)
    if "signing_private_key" in arguments:
        made = certificates.issue(state, "Stytch", arguments["signing_private_key"])
        changes["signing_certificates"] = (*connection.signing_certificates, made)
    if "saml_encryption_private_key" in arguments:
        key = certificates.read_encryption_key(state, arguments["saml_encryption_private_key"])
        changes["encryption_keys"] = (*connection.encryption_keys, key)
    return changes


def _with(connection: SSOConnection, added: Certificate) -> tuple[Certificate, ...]:
    """Return the certificates of an identity provider with one more; one that is there already is not added."""
    present = connection.verification_certificates
    if any(each.pem == added.pem for each in present):
        return present
    if len(present) >= _MOST_CERTIFICATES:
        raise bad_request(
            "too_many_sso_verification_certificates", f"A connection holds {_MOST_CERTIFICATES} certificates at most."
        )
    return (*present, added)


def _check(settings: Mapping[str, Any], given: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
    """Refuse an SSO URL or an attribute mapping that cannot be used, and group roles without a mapping of groups."""
    url = given.get("idp_sso_url")
    if url is not None and not connections.is_https(url):
        raise bad_request("saml_connection_idp_sso_url_invalid_format", "idp_sso_url must begin with https://.")
    mapping = settings.get("attribute_mapping", {})
    if "attribute_mapping" in given:
        _check_mapping(mapping)
    if arguments.get("saml_group_implicit_role_assignments") and "groups" not in mapping:
        raise bad_request(
            "saml_connection_attribute_mapping_missing_groups_key", "Roles by group need groups in attribute_mapping."
        )


def _check_mapping(mapping: Mapping[str, Any]) -> None:
    if any(not isinstance(value, str) for value in mapping.values()):
        raise bad_request(
            "saml_connection_no_nested_keys_in_attribute_mapping", "attribute_mapping holds strings only."
        )
    if "email" not in mapping:
        raise bad_request("saml_connection_email_mapping_required", "attribute_mapping needs email.")
    if "full_name" not in mapping and not {"first_name", "last_name"} <= mapping.keys():
        raise bad_request(
            "saml_connection_name_mapping_required", "attribute_mapping needs full_name, or first_name and last_name."
        )
