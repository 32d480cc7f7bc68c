"""The permissions that calls with a member session require: a table of the operations that accept a member session.

The actions come from the descriptions of fields in the specification, or from the public API reference. If neither
names one, the call requires permission for all actions on the resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..store.policy import ALL

_NO_ACTIONS: Mapping[str, str] = {}


@attrs.frozen(kw_only=True)
class Requirement:
    """The permissions that a call requires.

    Attributes:
        resource: the resource that it acts on.
        action: the action that it always requires, "" if the actions depend on the arguments only.
        by_argument: the actions that the presence of an argument requires.
        self_actions: the actions on oneself that a permission on `stytch.self` also covers.
    """

    resource: str
    action: str = ""
    by_argument: Mapping[str, str] = _NO_ACTIONS
    self_actions: frozenset[str] = frozenset()

    def actions(self, arguments: Mapping[str, Any]) -> Iterator[str]:
        """Yield the actions that a call with these arguments requires."""
        if self.action:
            yield self.action
        for name, action in self.by_argument.items():
            if name in arguments:
                yield action


SELF = "stytch.self"
"""The resource for actions of members on themselves."""


def _member(action: str, *, or_self: bool = True) -> Requirement:
    return Requirement(
        resource="stytch.member", action=action, self_actions=frozenset([action]) if or_self else frozenset()
    )


def _organization(action: str) -> Requirement:
    return Requirement(resource="stytch.organization", action=action)


def _sso(action: str) -> Requirement:
    return Requirement(resource="stytch.sso", action=action)


def _scim(action: str) -> Requirement:
    return Requirement(resource="stytch.scim", action=action)


REQUIREMENTS: Mapping[str, Requirement | None] = {
    "organizations.update": Requirement(
        resource="stytch.organization",
        by_argument={
            "organization_name": "update.info.name",
            "organization_slug": "update.info.slug",
            "organization_logo_url": "update.info.logo-url",
            "organization_external_id": ALL,
            "sso_default_connection_id": "update.settings.default-sso-connection",
            "sso_jit_provisioning": "update.settings.sso-jit-provisioning",
            "sso_jit_provisioning_allowed_connections": "update.settings.sso-jit-provisioning",
            "email_allowed_domains": "update.settings.allowed-domains",
            "email_jit_provisioning": "update.settings.email-jit-provisioning",
            "email_invites": "update.settings.email-invites",
            "auth_methods": "update.settings.allowed-auth-methods",
            "allowed_auth_methods": "update.settings.allowed-auth-methods",
            "mfa_policy": "update.settings.mfa-policy",
            "mfa_methods": "update.settings.allowed-mfa-methods",
            "allowed_mfa_methods": "update.settings.allowed-mfa-methods",
            "rbac_email_implicit_role_assignments": "update.settings.implicit-roles",
            "oauth_tenant_jit_provisioning": "update.settings.oauth-tenant-jit-provisioning",
            "allowed_oauth_tenants": "update.settings.allowed-oauth-tenants",
            "claimed_email_domains": ALL,
            "first_party_connected_apps_allowed_type": ALL,
            "allowed_first_party_connected_apps": ALL,
            "third_party_connected_apps_allowed_type": ALL,
            "allowed_third_party_connected_apps": ALL,
        },
    ),
    "organizations.delete": _organization("delete"),
    "organizations.delete_external_id": _organization(ALL),
    "organizations.connected_apps": None,
    "organizations.get_connected_app": None,
    "organizations.members.create": _member("create", or_self=False),
    "organizations.members.update": Requirement(
        resource="stytch.member",
        by_argument={
            "name": "update.info.name",
            "email_address": "update.info.email",
            "untrusted_metadata": "update.info.untrusted-metadata",
            "is_breakglass": "update.settings.is-breakglass",
            "mfa_phone_number": "update.info.mfa-phone",
            "mfa_enrolled": "update.settings.mfa-enrolled",
            "default_mfa_method": "update.settings.default-mfa-method",
            "roles": "update.settings.roles",
            "external_id": ALL,
        },
        self_actions=frozenset(
            {
                "update.info.name",
                "update.info.untrusted-metadata",
                "update.info.mfa-phone",
                "update.settings.mfa-enrolled",
                "update.settings.default-mfa-method",
            }
        ),
    ),
    "organizations.members.delete": _member("delete"),
    "organizations.members.reactivate": _member("create", or_self=False),
    "organizations.members.search": _member("search", or_self=False),
    "organizations.members.delete_mfa_phone_number": _member("update.info.delete.mfa-phone"),
    "organizations.members.delete_totp": _member("update.info.delete.mfa-totp"),
    "organizations.members.delete_password": _member("update.info.delete.password"),
    "organizations.members.delete_external_id": _member(ALL, or_self=False),
    "organizations.members.unlink_retired_email": _member("update.info.unlink.retired-email"),
    "organizations.members.start_email_update": _member("update.info.email"),
    "organizations.members.get_connected_apps": _member("get.connected-apps"),
    "organizations.members.connected_apps.revoke": _member("revoke.connected-app"),
    "magic_links.email.invite": _member("create", or_self=False),
    "passwords.email.require_reset": _member(ALL, or_self=False),
    "sessions.revoke": _member("revoke-sessions"),
    "sso.get_connections": _sso("get"),
    "sso.delete_connection": _sso("delete"),
    "sso.oidc.create_connection": _sso("create"),
    "sso.oidc.update_connection": _sso("update"),
    "sso.saml.create_connection": _sso("create"),
    "sso.saml.update_connection": _sso("update"),
    "sso.saml.update_by_url": _sso("update"),
    "sso.saml.delete_verification_certificate": _sso("update"),
    "sso.saml.delete_encryption_private_key": _sso("update"),
    "sso.external.create_connection": _sso("create"),
    "sso.external.update_connection": _sso("update"),
    "scim.connection.create": _scim("create"),
    "scim.connection.get": _scim("get"),
    "scim.connection.get_groups": _scim("get"),
    "scim.connection.update": _scim("update"),
    "scim.connection.delete": _scim("delete"),
    "scim.connection.rotate_start": _scim("update"),
    "scim.connection.rotate_complete": _scim("update"),
    "scim.connection.rotate_cancel": _scim("update"),
}
"""The requirements, by call path; None if every member of the organization may make the call."""
