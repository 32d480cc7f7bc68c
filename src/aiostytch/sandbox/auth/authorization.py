"""What a member has to be permitted to do to make a call: the operations that take a member session, and their actions.

The actions come from the descriptions of fields in the document, and from the public API reference where the document
says nothing. Where neither names one, only somebody who is permitted everything about the resource can make the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..contract.errors import RefusedError
from ..entities import roles
from ..entities.call import Call
from ..store.policy import ALL
from ..store.records import Member, Session
from ..store.state import State
from . import sessions

_NO_ACTIONS: Mapping[str, str] = {}


@attrs.frozen(kw_only=True)
class Requirement:
    """What a call needs.

    Attributes:
        resource: what it acts on.
        action: what it always does, "" if that depends on the arguments alone.
        by_argument: what it does besides, where an argument is given.
        self_actions: the actions that a member may do to itself if permitted on `stytch.self`.
    """

    resource: str
    action: str = ""
    by_argument: Mapping[str, str] = _NO_ACTIONS
    self_actions: frozenset[str] = frozenset()

    def actions(self, arguments: Mapping[str, Any]) -> Iterator[str]:
        """Give the actions that a call with some arguments does."""
        if self.action:
            yield self.action
        for name, action in self.by_argument.items():
            if name in arguments:
                yield action


SELF = "stytch.self"
"""The resource for actions of a member on itself."""


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
"""By call path; None for what every member of the organization may do."""


_PROJECT_ONLY: Mapping[str, str] = {
    "organizations.update": "trusted_metadata",
    "organizations.members.update": "trusted_metadata",
}
"""Arguments that no member may give, by call path."""


def check(state: State, call: Call) -> None:
    """Check that the member whose session a call brings may make it; calls without one are the project's own.

    Raises:
        RefusedError: the call is about another organization, or no role of the session permits it.
    """
    session, path = call.session, call.operation.call_path
    if session is None:
        return
    _check_tenancy(state, session, call.arguments)
    if _PROJECT_ONLY.get(path) in call.arguments:
        raise RefusedError(401, "cannot_update_trusted_metadata", "A member cannot change trusted_metadata.")
    target = _subject(state, session, call.arguments)
    if target and target.organization_id != session.organization_id:
        raise tenancy_mismatch()
    is_own = target is not None and target.id == session.member_id
    if is_own and path == "organizations.members.update" and "email_address" in call.arguments:
        raise RefusedError(
            401, "member_cannot_update_their_email_address", "Members change their own address by start_email_update."
        )
    need = REQUIREMENTS[path]
    if need is not None:
        _check_requirement(state, session, need, call.arguments, is_own=is_own)


def _check_requirement(
    state: State, session: Session, need: Requirement, arguments: Mapping[str, Any], *, is_own: bool
) -> None:
    for action in need.actions(arguments):
        resources = [need.resource, SELF] if is_own and action in need.self_actions else [need.resource]
        if not any(roles.granting_roles(state, session, resource, action) for resource in resources):
            raise permission_denied(f"{action} on {need.resource}")


def _check_tenancy(state: State, session: Session, arguments: Mapping[str, Any]) -> None:
    """Refuse a call that is made as a member about another organization than the member's own."""
    named = [arguments.get("organization_id", session.organization_id)]
    own = state.organizations[session.organization_id].identifiers()
    if not own.issuperset([*named, *arguments.get("organization_ids", ())]):
        raise tenancy_mismatch()


def _subject(state: State, session: Session, arguments: Mapping[str, Any]) -> Member | None:
    """Return the member that a call is about, None if it is about none that is known."""
    if "member_id" in arguments:
        given = arguments["member_id"]
        return state.members.get(given) or state.members.find("external_id", session.organization_id, given)
    if "member_password_id" in arguments:
        return state.members.find("password", arguments["member_password_id"])
    for name in ("member_session_id", *sessions.ARGUMENTS):
        if name in arguments:
            return state.members[sessions.find_by(state, name, arguments[name]).member_id]
    return None


def permission_denied(what: str) -> RefusedError:
    """Return the refusal of something that no role of a session permits."""
    return RefusedError(403, "session_authorization_error", f"No role of the session permits {what}.")


def tenancy_mismatch() -> RefusedError:
    """Return the refusal of a call about another organization than that of the member."""
    return RefusedError(403, "session_authorization_tenancy_error", "The member belongs to another organization.")
