"""Organizations: creation, changes and JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.records import Organization
from ..store.state import State
from . import metadata, organization_settings

_MAX_SLUG = 128
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
"""The default settings of an organization."""


def create(state: State, arguments: Mapping[str, Any]) -> Organization:
    """Create an organization.

    Raises:
        RefusedError: a setting is invalid, or another organization has the slug or the external ID.
    """
    given = dict(arguments)
    organization_settings.check(state, given)
    given.setdefault("organization_slug", free_slug(state, given["organization_name"]))
    if not any(setting in given for setting in organization_settings.JOINING):
        given["email_invites"] = "ALL_ALLOWED"
    settings = {**_DEFAULTS, **metadata.merge_all({}, given)}
    organization_settings.check_open(settings)
    organization = Organization(
        number=state.next_number(),
        id=state.new_id("organization"),
        settings=settings,
        created_at=state.now(),
        updated_at=state.now(),
    )
    state.organizations.put(organization)
    return organization


def change_settings(state: State, organization: Organization, given: Mapping[str, Any]) -> Organization:
    """Change the settings that a call has.

    Raises:
        RefusedError: a setting is invalid, or another organization has the slug or the external ID.
    """
    organization_settings.check(state, given, organization)
    settings = {**organization.settings, **metadata.merge_all(organization.settings, given)}
    organization_settings.check_open(settings)
    return update(state, organization, settings)


def update(state: State, organization: Organization, settings: Mapping[str, Any]) -> Organization:
    """Replace the settings of an organization, and `updated_at`."""
    changed = attrs.evolve(organization, settings=settings, updated_at=state.now())
    state.organizations.put(changed)
    return changed


def to_json(state: State, organization: Organization) -> JSONObject:
    """Return an organization as the API shows it."""
    shown: JSONObject = {
        **organization.settings,
        "organization_id": organization.id,
        "created_at": timestamp(organization.created_at),
        "updated_at": timestamp(organization.updated_at),
    }
    scim = state.scim_connections.find("organization", organization.id)
    if scim is not None:
        shown["scim_active_connection"] = {
            "connection_id": scim.id,
            "display_name": scim.display_name,
            "bearer_token_last_four": scim.token[-4:],
            "bearer_token_expires_at": timestamp(scim.token_expires_at),
        }
    return shown


def free_slug(state: State, name: str) -> str:
    """Return a slug derived from a name, with a random part if another organization has the slug."""
    slug = _NOT_IN_SLUGS.sub("-", name.lower()).strip("-")[:100]
    if len(slug) > 1 and state.organizations.find("slug", slug) is None:
        return slug
    return f"{slug}-{state.new_uuid()}".strip("-")[:_MAX_SLUG]
