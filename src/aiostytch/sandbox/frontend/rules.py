"""The operations that only the frontend API has.

According to the SDK's types, a person without a session sees only the fields of an organization and a member that a
login needs. Some rules are guesses, since Stytch does not publish them: the connections that an address discovers, the
parts of the admin portal, and the consent to a logout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from ..auth import delivery
from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..entities import admission, connected_apps, members, organizations, roles
from ..entities.call import Call
from ..store.records import Organization
from ..store.state import State
from .settings import Bootstrap

Rule: TypeAlias = Callable[[State, Bootstrap, Call], JSONObject]

_PUBLIC = (
    "organization_id",
    "organization_name",
    "organization_slug",
    "organization_logo_url",
    "sso_active_connections",
    "sso_default_connection_id",
    "email_jit_provisioning",
    "email_allowed_domains",
    "oauth_tenant_jit_provisioning",
    "allowed_oauth_tenants",
    "auth_methods",
    "allowed_auth_methods",
    "mfa_policy",
)
"""The public fields of an organization."""


def bootstrap(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """Return the settings of the project, without captcha, fingerprints and a custom domain."""
    policy = roles.project_policy(state)
    pkce = ("email_magic_links", "password_resets", "oauth", "sso")
    return {
        "project_name": settings.project_name,
        "disable_sdk_watermark": True,
        "cname_domain": None,
        "email_domains": list(settings.email_domains),
        "captcha_settings": {"enabled": False},
        **{f"pkce_required_for_{flow}": settings.pkce_required for flow in pkce},
        "slug_pattern": None,
        "create_organization_enabled": settings.create_organization_enabled,
        "password_config": settings.password_config,
        "dfp_protected_auth_enabled": False,
        "dfp_protected_auth_mode": "OBSERVATION",
        "rbac_policy": {"roles": policy.roles, "resources": policy.resources, "scopes": policy.scopes},
        "siwe_required_for_crypto_wallets": False,
        "vertical": "B2B",
    }


def organization_by_slug(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """Return the public fields of the organization with a slug, or None."""
    found = state.organizations.find("slug", call.arguments["organization_slug"])
    if found is None:
        return {"organization": None}
    shown: Mapping[str, Any] = {"sso_default_connection_id": None, **organizations.to_json(state, found)}
    return {"organization": {name: shown[name] for name in _PUBLIC}}


def find_member(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """Return the fields that a login form needs of the member with an address, or None."""
    organization = state.organization(call.arguments["organization_id"])
    found = state.member_by_email(organization, call.arguments["email_address"])
    if found is None:
        return {"member": None}
    shown = members.to_json(state, found)
    return {"member": {name: shown[name] for name in ("status", "name", "member_password_id")}}


def discover_connections(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """List the active connections of the organizations that have a member with the address, or allow its domain."""
    address = call.arguments["email_address"]
    return {
        "connections": [
            connection
            for organization in _organizations_of(state, address)
            for connection in organization.settings["sso_active_connections"]
        ]
    }


def _organizations_of(state: State, address: str) -> Iterator[Organization]:
    for organization in state.organizations:
        accepts_domain = organization.settings[
            "sso_jit_provisioning"
        ] != "NOT_ALLOWED" and admission.is_in_allowed_domain(organization, address)
        if accepts_domain or state.member_by_email(organization, address):
            yield organization


def admin_portal_config(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """Return that the project has all parts of the admin portal."""
    return {
        "sso_config": {"sso_enabled": True, "can_create_saml_connection": True, "can_create_oidc_connection": True},
        "organization_config": {"mfa_controls_enabled": True},
        "scim_config": {"scim_enabled": True},
    }


def one_tap_start(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """Return that the project has no Google client for One Tap, which requires Google's servers."""
    return {"google_client_id": ""}


def log_out(state: State, settings: Bootstrap, call: Call) -> JSONObject:
    """Return the redirect after a logout from a Connected App (OpenID Connect RP-Initiated Logout 1.0, section 2).

    Without an ID token, the member must consent.
    """
    app = connected_apps.find(state, call.arguments["client_id"])
    target: str = call.arguments["post_logout_redirect_uri"]
    if target not in app.post_logout_redirect_urls:
        raise bad_request(
            "connected_app_supplied_redirect_url_not_found_in_client",
            "The app has not registered this post_logout_redirect_uri.",
        )
    added = {"state": call.arguments["state"]} if call.arguments.get("state") else {}
    return {
        "redirect_uri": delivery.add_query(target, added),
        "consent_required": not call.arguments.get("id_token_hint"),
    }


RULES: Mapping[str, Rule] = {
    f"frontend.{rule.__name__}": rule
    for rule in (
        bootstrap,
        organization_by_slug,
        find_member,
        discover_connections,
        admin_portal_config,
        one_tap_start,
        log_out,
    )
}
"""The rules, by call path."""
