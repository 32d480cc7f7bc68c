"""Organizations: how they are created and changed, and how responses show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.records import Organization
from ..store.state import State
from . import metadata, roles

_SLUG = re.compile(r"[A-Za-z0-9._~-]{2,128}")
EXTERNAL_ID = re.compile(r"[A-Za-z0-9._|-]{1,128}")
_MAX_NAME = 128
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")

_DEFAULTS: Mapping[str, Any] = {
    "organization_logo_url": "",
    "trusted_metadata": {},
    "sso_jit_provisioning": "ALL_ALLOWED",
    "sso_jit_provisioning_allowed_connections": [],
    "sso_active_connections": [],
    "email_allowed_domains": [],
    "email_jit_provisioning": "NOT_ALLOWED",
    "email_invites": "NOT_ALLOWED",
    "auth_methods": "ALL_ALLOWED",
    "allowed_auth_methods": [],
    "mfa_policy": "OPTIONAL",
    "mfa_methods": "ALL_ALLOWED",
    "allowed_mfa_methods": [],
    "oauth_tenant_jit_provisioning": "NOT_ALLOWED",
    "allowed_oauth_tenants": {},
    "claimed_email_domains": [],
    "rbac_email_implicit_role_assignments": [],
    "first_party_connected_apps_allowed_type": "ALL_ALLOWED",
    "allowed_first_party_connected_apps": [],
    "third_party_connected_apps_allowed_type": "ALL_ALLOWED",
    "allowed_third_party_connected_apps": [],
    "custom_roles": [],
}
"""The settings of an organization unless a call gives others."""

_JOINING_SETTINGS = ("sso_jit_provisioning", "email_jit_provisioning", "email_invites", "oauth_tenant_jit_provisioning")
"""The settings that let members join. If a call gives none of them, members can be invited by e-mail."""


def create(state: State, arguments: Mapping[str, Any]) -> Organization:
    """Create an organization.

    Raises:
        RefusedError: a setting is invalid, or another organization has the slug or the external id.
    """
    given = dict(arguments)
    check_settings(state, given)
    given.setdefault("organization_slug", _free_slug(state, given["organization_name"]))
    if not any(setting in given for setting in _JOINING_SETTINGS):
        given["email_invites"] = "ALL_ALLOWED"
    organization = Organization(
        number=state.next_number(),
        id=state.new_id("organization"),
        settings={**_DEFAULTS, **metadata.merge_all({}, given)},
        created_at=state.now(),
        updated_at=state.now(),
    )
    state.organizations.put(organization)
    return organization


def update(state: State, organization: Organization, settings: Mapping[str, Any]) -> Organization:
    """Replace the settings of an organization, and the time of its last change."""
    changed = attrs.evolve(organization, settings=settings, updated_at=state.now())
    state.organizations.put(changed)
    return changed


def check_settings(state: State, given: Mapping[str, Any], organization: Organization | None = None) -> None:
    """Check the settings that a call gives; `organization` is None for a new one.

    Raises:
        RefusedError: a setting is invalid, or another organization has the slug or the external id.
    """
    name = given.get("organization_name")
    if name is not None and not 1 <= len(name) <= _MAX_NAME:
        raise bad_request("invalid_organization_name", f"organization_name must have 1 to {_MAX_NAME} characters.")
    default = given.get("sso_default_connection_id")
    active: list[JSONObject] = organization.settings["sso_active_connections"] if organization else []
    if default and default not in {connection["connection_id"] for connection in active}:
        raise bad_request("invalid_sso_default_connection_id", "The organization has no such active connection.")
    implied = given.get("rbac_email_implicit_role_assignments", ())
    roles.check_known(state, organization, [assignment["role_id"] for assignment in implied])
    for setting, rule in _UNIQUE.items():
        if given.get(setting) is not None:
            _check_unique(state, setting, rule, given[setting], organization)


def to_json(organization: Organization) -> JSONObject:
    """Return an organization as the API shows it."""
    return {
        **organization.settings,
        "organization_id": organization.id,
        "created_at": timestamp(organization.created_at),
        "updated_at": timestamp(organization.updated_at),
    }


_UNIQUE: Mapping[str, re.Pattern[str]] = {"organization_slug": _SLUG, "organization_external_id": EXTERNAL_ID}


def _check_unique(
    state: State, setting: str, rule: re.Pattern[str], value: str, organization: Organization | None
) -> None:
    if not rule.fullmatch(value):
        raise bad_request(f"invalid_{setting}", f"{setting} must match {rule.pattern}.")
    other = state.organizations.find(setting.removeprefix("organization_"), value)
    if other is not None and other != organization:
        raise bad_request(f"{setting}_already_used", f"Another organization has this {setting}.")


def _free_slug(state: State, name: str) -> str:
    """Return a slug made from a name, with a random part if another organization has the slug."""
    slug = _NOT_IN_SLUGS.sub("-", name.lower()).strip("-")[:100]
    if len(slug) > 1 and state.organizations.find("slug", slug) is None:
        return slug
    return f"{slug}-{state.new_uuid()}".strip("-")[:_MAX_NAME]
