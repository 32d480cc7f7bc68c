"""SAML connections: certificates, keys and attribute mappings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.errors import bad_request
from ..crypto import certificates
from ..store.connections import Certificate, SSOConnection
from ..store.state import State
from . import sso_connections

_MAX_CERTIFICATES = 5


def check_settings(settings: Mapping[str, Any], given: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
    """Check the SSO URL and the attribute mapping. Roles of groups require `groups` in the mapping.

    Raises:
        RefusedError: one of them is invalid.
    """
    url = given.get("idp_sso_url")
    if url is not None and not sso_connections.is_https(url):
        raise bad_request("saml_connection_idp_sso_url_invalid_format", "idp_sso_url must begin with https://.")
    mapping = settings.get("attribute_mapping", {})
    if "attribute_mapping" in given:
        _check_mapping(mapping)
    if arguments.get("saml_group_implicit_role_assignments") and "groups" not in mapping:
        raise bad_request(
            "saml_connection_attribute_mapping_missing_groups_key",
            "Roles of groups require a mapping of groups.",
        )


def keys_from(state: State, connection: SSOConnection, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the certificates and keys of a connection, and those of a call."""
    changes: dict[str, Any] = {}
    if "x509_certificate" in arguments:
        found = certificates.read(state, arguments["x509_certificate"])
        changes["verification_certificates"] = add_certificate(connection, found)
    if "signing_private_key" in arguments:
        made = certificates.issue(state, "Stytch", arguments["signing_private_key"])
        changes["signing_certificates"] = (*connection.signing_certificates, made)
    if "saml_encryption_private_key" in arguments:
        key = certificates.read_encryption_key(state, arguments["saml_encryption_private_key"])
        changes["encryption_keys"] = (*connection.encryption_keys, key)
    return changes


def add_certificate(connection: SSOConnection, added: Certificate) -> tuple[Certificate, ...]:
    """Return the certificates of an identity provider and a new one, without duplicates."""
    present = connection.verification_certificates
    if any(each.pem == added.pem for each in present):
        return present
    if len(present) >= _MAX_CERTIFICATES:
        raise bad_request(
            "too_many_sso_verification_certificates", f"A connection can have at most {_MAX_CERTIFICATES} certificates."
        )
    return (*present, added)


def _check_mapping(mapping: Mapping[str, Any]) -> None:
    if any(not isinstance(value, str) for value in mapping.values()):
        raise bad_request(
            "saml_connection_no_nested_keys_in_attribute_mapping", "attribute_mapping must contain only strings."
        )
    if "email" not in mapping:
        raise bad_request("saml_connection_email_mapping_required", "attribute_mapping needs email.")
    if "full_name" not in mapping and not {"first_name", "last_name"} <= mapping.keys():
        raise bad_request(
            "saml_connection_name_mapping_required", "attribute_mapping needs full_name, or first_name and last_name."
        )
