"""Connected Apps: creation, changes, JSON, and the apps that members may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import client_secrets as digests
from ..store.apps import ConnectedApp, Grant
from ..store.records import Organization
from ..store.state import State
from . import claims_templates, client_secrets, redirect_urls
from .call import Call

FULL_ACCESS = "full_access"
"""The scope of first-party apps that permits the exchange of an access token for a session."""
OFFLINE_ACCESS = "offline_access"
"""The scope that requests a refresh token (OpenID Connect Core 1.0, section 11)."""
_MAX_EXPIRY_MINUTES = 527_040
"""A year, as for sessions. Stytch does not publish the limit."""
_RENAMED: Mapping[str, str] = {"client_name": "name", "client_description": "description"}
"""The arguments of calls whose fields have another name."""
_LISTS = ("redirect_urls", "post_logout_redirect_urls")
_TEMPLATES: Mapping[str, str] = {
    "access_token_template_content": "idp_invalid_access_token_jwt_template",
    "id_token_template_content": "jwt_template_invalid_json",
}
"""The templates of claims, and the error types for invalid ones."""


def read_fields(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call as fields of an app."""
    fields = {_RENAMED.get(name, name): value for name, value in arguments.items()}
    return {name: tuple(value) if name in _LISTS else value for name, value in fields.items()}


def create(state: State, *, name: str = "", **fields: Any) -> tuple[ConnectedApp, str]:
    """Create an app. Return it and its secret, "" if it is public.

    Raises:
        RefusedError: a field is invalid.
    """
    app = ConnectedApp(number=state.next_number(), id=state.new_id("connected-app"), name=name, **fields)
    _check(app)
    secret = "" if app.is_public else state.new_secret()
    return save(state, attrs.evolve(app, secret=digests.digest(app.id, secret) if secret else None)), secret


def update(state: State, app: ConnectedApp, **fields: Any) -> ConnectedApp:
    """Change fields of an app.

    Raises:
        RefusedError: a field is invalid.
    """
    changed = attrs.evolve(app, **fields)
    _check(changed)
    return save(state, changed)


def _check(app: ConnectedApp) -> None:
    redirect_urls.check((*app.redirect_urls, *app.post_logout_redirect_urls), is_public=app.is_public)
    if app.full_access_allowed and app.party != "first_party":
        raise bad_request("third_party_clients_cannot_use_full_access", f"Only first-party apps get {FULL_ACCESS}.")
    if app.bypass_consent_for_offline_access and app.party != "first_party":
        raise bad_request(
            "third_party_clients_require_consent_for_offline_access",
            f"Only first-party apps get {OFFLINE_ACCESS} without consent.",
        )
    if not 1 <= app.access_token_expiry_minutes <= _MAX_EXPIRY_MINUTES:
        raise bad_request(
            "idp_invalid_access_token_expiry_minutes",
            f"access_token_expiry_minutes must be from 1 to {_MAX_EXPIRY_MINUTES}.",
        )
    for name, error_type in _TEMPLATES.items():
        claims_templates.check(getattr(app, name), error_type)


def save(state: State, app: ConnectedApp) -> ConnectedApp:
    """Save an app."""
    state.connected_apps.put(app)
    return app


def delete(state: State, app: ConnectedApp) -> None:
    """Delete an app, its grants, and its authorization codes and tokens."""
    for grant in state.grants:
        if grant.app_id == app.id:
            state.grants.delete(grant.id)
    state.delete_tokens_of_app(app.id)
    state.connected_apps.delete(app.id)


def find(state: State, client_id: str) -> ConnectedApp:
    """Return the app with a client ID.

    Raises:
        RefusedError: the app does not exist.
    """
    app = state.connected_apps.get(client_id)
    if app is None:
        raise not_found("connected_app")
    return app


def find_confidential(state: State, call: Call) -> ConnectedApp:
    """Return the confidential app that a call names.

    Raises:
        RefusedError: the app does not exist, or is public.
    """
    app = find(state, call.arguments["client_id"])
    if app.is_public:
        raise bad_request("public_connected_apps_do_not_have_secrets", "A public app has no secret.")
    return app


def is_allowed(organization: Organization, app: ConnectedApp) -> bool:
    """Return whether the members of an organization may use an app."""
    allowed = organization.settings[f"{app.party}_connected_apps_allowed_type"]
    listed = app.id in organization.settings[f"allowed_{app.party}_connected_apps"]
    return allowed == "ALL_ALLOWED" or (allowed == "RESTRICTED" and listed)


def check_allowed(organization: Organization, app: ConnectedApp) -> None:
    """Check that the members of an organization may use an app.

    Raises:
        RefusedError: they may not.
    """
    if not is_allowed(organization, app):
        raise bad_request("connected_app_not_allowed_for_org", "The organization does not allow this app.")


def installed(state: State, organization: Organization) -> Iterator[tuple[ConnectedApp, Grant]]:
    """Yield the apps that members of an organization use, with each grant."""
    for grant in state.grants:
        member = state.members.get(grant.member_id)
        app = state.connected_apps[grant.app_id]
        is_here = member is not None and not member.is_deleted and grant.organization_id == organization.id
        if is_here and is_allowed(organization, app):
            yield app, grant


def to_json(app: ConnectedApp) -> JSONObject:
    """Return an app as the API shows it to an organization."""
    return {
        "connected_app_id": app.id,
        "name": app.name,
        "description": app.description,
        "client_type": app.client_type,
        "logo_url": app.logo_url,
    }


def client_to_json(app: ConnectedApp) -> JSONObject:
    """Return an app as the API shows it to the project."""
    return {**with_secret_to_json(app), "creation_method": app.creation_method}


def with_secret_to_json(app: ConnectedApp, **secrets: str) -> JSONObject:
    """Return an app and its new secrets as the API shows them. Other responses do not show secrets."""
    optional = {"access_token_custom_audience": app.access_token_custom_audience, "logo_url": app.logo_url, **secrets}
    return {
        "client_id": app.id,
        "client_name": app.name,
        "client_description": app.description,
        "client_type": app.client_type,
        "status": app.status,
        "redirect_urls": app.redirect_urls,
        "post_logout_redirect_urls": app.post_logout_redirect_urls,
        "full_access_allowed": app.full_access_allowed,
        "bypass_consent_for_offline_access": app.bypass_consent_for_offline_access,
        "access_token_expiry_minutes": app.access_token_expiry_minutes,
        "access_token_template_content": app.access_token_template_content,
        "id_token_template_content": app.id_token_template_content,
        **{name: value for name, value in optional.items() if value},
        **client_secrets.last_fours(app),
    }
