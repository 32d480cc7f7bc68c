"""Rules for the settings of an organization that the schema of the specification does not express."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject, is_array
from ..store.records import Organization
from ..store.state import State
from . import email_domains, roles

JOINING = ("sso_jit_provisioning", "email_jit_provisioning", "email_invites", "oauth_tenant_jit_provisioning")
"""The settings that permit new members to join."""
EXTERNAL_ID = re.compile(r"[A-Za-z0-9._|-]{1,128}")
_UNIQUE: Mapping[str, re.Pattern[str]] = {
    "organization_slug": re.compile(r"[A-Za-z0-9._~-]{2,128}"),
    "organization_external_id": EXTERNAL_ID,
}
"""The settings that are unique in the project, and their syntax."""
_MAX_NAME = 128


def check(state: State, given: Mapping[str, Any], organization: Organization | None = None) -> None:
    """Check the settings in a call; `organization` is None for a new one.

    Raises:
        RefusedError: a setting is invalid, or another organization has the slug or the external ID.
    """
    name = given.get("organization_name")
    if name is not None and not 1 <= len(name) <= _MAX_NAME:
        raise bad_request("invalid_organization_name", f"organization_name must have 1 to {_MAX_NAME} characters.")
    default = given.get("sso_default_connection_id")
    active: list[JSONObject] = organization.settings["sso_active_connections"] if organization else []
    if default and default not in {connection["connection_id"] for connection in active}:
        raise bad_request("invalid_sso_default_connection_id", "The organization has no such active connection.")
    _check_domains(given)
    _check_tenants(given.get("allowed_oauth_tenants", {}))
    implied = given.get("rbac_email_implicit_role_assignments", ())
    roles.check_known(state, organization, [assignment["role_id"] for assignment in implied])
    for setting, rule in _UNIQUE.items():
        if given.get(setting) is not None:
            _check_unique(state, setting, rule, given[setting], organization)


def check_open(settings: Mapping[str, Any]) -> None:
    """Check that new members can join an organization in at least one way.

    Raises:
        RefusedError: they cannot.
    """
    if all(settings[setting] == "NOT_ALLOWED" for setting in JOINING):
        raise bad_request(
            "invalid_organization_auth_factor_setting", f"At least one of {', '.join(JOINING)} must permit new members."
        )


@attrs.frozen
class _DomainErrors:
    """The error types for a list of domains: an invalid domain, one of a mail provider, a duplicate."""

    invalid: str
    common: str
    duplicate: str


_DOMAINS: Mapping[str, _DomainErrors] = {
    "email_allowed_domains": _DomainErrors(
        "organization_settings_invalid_domain",
        "organization_settings_domain_too_common",
        "organization_settings_duplicate_domain",
    ),
    "claimed_email_domains": _DomainErrors(
        "organization_settings_invalid_claimed_domain",
        "organization_settings_claimed_domain_too_common",
        "organization_settings_duplicate_claimed_domain",
    ),
}


def _check_domains(given: Mapping[str, Any]) -> None:
    for setting, errors in _DOMAINS.items():
        domains: list[str] = given.get(setting, [])
        _check_each(setting, domains, errors.invalid, errors.common)
        if len({domain.casefold() for domain in domains}) < len(domains):
            raise bad_request(errors.duplicate, f"body: $.{setting} must not contain duplicates.")
    implied = given.get("rbac_email_implicit_role_assignments", ())
    granting = (assignment["domain"] for assignment in implied)
    _check_each("rbac_email_implicit_role_assignments", granting, "rbac_invalid_domain", "rbac_domain_too_common")


def _check_each(setting: str, domains: Iterable[str], invalid: str, common: str) -> None:
    for domain in domains:
        if not email_domains.is_domain(domain):
            raise bad_request(invalid, f"body: $.{setting} must contain domains, such as acme.example.")
        if email_domains.is_common(domain):
            raise bad_request(common, f"body: $.{setting} must not contain the domain of a mail provider.")


def _check_tenants(tenants: Mapping[str, Any]) -> None:
    for ids in tenants.values():
        if not is_array(ids) or not all(isinstance(each, str) for each in ids):
            raise bad_request(
                "invalid_oauth_allowed_tenants_format",
                "body: $.allowed_oauth_tenants must list tenant IDs.",
            )


def _check_unique(
    state: State, setting: str, rule: re.Pattern[str], value: str, organization: Organization | None
) -> None:
    if not rule.fullmatch(value):
        raise bad_request(f"invalid_{setting}", f"{setting} must match {rule.pattern}.")
    other = state.organizations.find(setting.removeprefix("organization_"), value)
    if other is not None and other != organization:
        raise bad_request(f"{setting}_already_used", f"Another organization has this {setting}.")
