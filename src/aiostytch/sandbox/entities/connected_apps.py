"""Connected apps: which ones the members of an organization may use, and which they use."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..store.apps import ConnectedApp, Grant
from ..store.records import Organization
from ..store.state import State

FULL_ACCESS = "full_access"
"""The scope of first-party apps that lets an access token become a session."""
ACCESS_MINUTES = 60
"""How long an access token works."""


def find(state: State, client_id: str) -> ConnectedApp:
    """Return the app with a client id.

    Raises:
        RefusedError: it does not exist.
    """
    app = state.connected_apps.get(client_id)
    if app is None:
        raise not_found("connected_app")
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
    """Return an app as the API shows it."""
    return {
        "connected_app_id": app.id,
        "name": app.name,
        "description": app.description,
        "client_type": app.client_type,
        "logo_url": app.logo_url,
    }
