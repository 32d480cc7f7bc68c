"""Connected apps: what members let them do, and what the calls about them do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from . import pkce, tokens
from .app_records import ConnectedApp, Grant
from .behaviour import Behaviours, Call
from .records import Fields, Member, Organization, Token
from .refusal import bad_request, not_found
from .state import Change, State
from .tokens import Kind

behaviour = Behaviours()

TYPES = ("first_party", "first_party_public", "third_party", "third_party_public")
ACCESS_MINUTES = 60
"""How long an access token works."""


class ConnectedApps:
    """The connected apps of a sandbox's project, which have no calls of their own to be created by.

        client_id = sandbox.connected_apps.add("Calendar", redirect_urls=["https://calendar.example/callback"])

    Args:
        state: that of the sandbox.
        change: changes it.
    """

    def __init__(self, state: State, change: Change) -> None:
        self._state = state
        self._change = change

    def add(self, name: str, *, redirect_urls: Iterable[str], client_type: str = "third_party", **more: str) -> str:
        """Register an app.

        Args:
            name: what it is called.
            redirect_urls: where it may send members back to.
            client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
            more: `description`, `logo_url`.

        Returns:
            Its client id.

        Raises:
            ValueError: there is no such type.
        """
        if client_type not in TYPES:
            raise ValueError(f"client_type must be one of {', '.join(TYPES)}")
        app = ConnectedApp(
            number=self._state.next_number(),
            id=self._state.new_id("connected-app"),
            name=name,
            client_type=client_type,
            redirect_urls=tuple(redirect_urls),
            **more,
        )
        self._change(lambda: self._state.connected_apps.put(app))
        return app.id

    def redeem(self, code: str, *, code_verifier: str | None = None) -> str:
        """Exchange an authorization code for an access token, as the app does.

        Args:
            code: what the redirect brought; it works once, for ten minutes.
            code_verifier: what belongs to the challenge, if the authorization had one.

        Returns:
            An access token.

        Raises:
            RefusedError: the code is unknown, was used, or has expired; or the verifier is not the one.
        """
        return self._change(lambda: _redeem(self._state, code, code_verifier)).value


def _redeem(state: State, code: str, code_verifier: str | None) -> Token:
    """Make an access token of an authorization code."""
    token = tokens.redeem(state, Kind.AUTHORIZATION_CODE, code, not_found("idp_auth_code"))
    pkce.check(token.data["challenge"], code_verifier)
    return tokens.issue(
        state,
        Kind.ACCESS_TOKEN,
        minutes=ACCESS_MINUTES,
        member=state.members[token.member_id],
        data=token.data,
    )


def find(state: State, client_id: str) -> ConnectedApp:
    """Return the app with a client id.

    Raises:
        RefusedError: there is none.
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


def _installed(state: State, organization: Organization) -> Iterator[tuple[ConnectedApp, Grant]]:
    """Give the apps that members of an organization use, grant by grant."""
    for grant in state.grants:
        member = state.members.get(grant.member_id)
        app = state.connected_apps[grant.app_id]
        is_here = member is not None and not member.is_deleted and grant.organization_id == organization.id
        if is_here and is_allowed(organization, app):
            yield app, grant


def _to_json(app: ConnectedApp) -> Fields:
    return {
        "connected_app_id": app.id,
        "name": app.name,
        "description": app.description,
        "client_type": app.client_type,
        "logo_url": app.logo_url,
    }


@behaviour("organizations.connected_apps")
def of_organization(state: State, call: Call) -> Fields:
    """List the apps that members use, as far as the organization allows them."""
    organization = state.organization(call.arguments["organization_id"])
    apps = {app.id: app for app, _ in _installed(state, organization)}
    return {"connected_apps": [_to_json(app) for app in apps.values()]}


@behaviour("organizations.get_connected_app")
def of_organization_one(state: State, call: Call) -> Fields:
    """Return an app, and which members use it with which scopes."""
    organization = state.organization(call.arguments["organization_id"])
    app = find(state, call.arguments["connected_app_id"])
    grants = [grant for used, grant in _installed(state, organization) if used.id == app.id]
    active = [{"member_id": grant.member_id, "granted_scopes": list(grant.scopes)} for grant in grants]
    return {**_to_json(app), "active_members": active}


def _member(state: State, call: Call) -> tuple[Organization, Member]:
    organization = state.organization(call.arguments["organization_id"])
    return organization, state.member(organization, call.arguments["member_id"])


@behaviour("organizations.members.get_connected_apps")
def of_member(state: State, call: Call) -> Fields:
    """List the apps that a member uses."""
    organization, member = _member(state, call)
    shown: list[dict[str, Any]] = [
        {**_to_json(app), "scopes_granted": " ".join(grant.scopes)}
        for app, grant in _installed(state, organization)
        if grant.member_id == member.id
    ]
    return {"connected_apps": shown}


@behaviour("organizations.members.connected_apps.revoke")
def revoke(state: State, call: Call) -> Fields:
    """Withdraw what a member lets an app do, with the codes and access tokens that the app has."""
    _, member = _member(state, call)
    app = find(state, call.arguments["connected_app_id"])
    grant = state.grants.find(app.id, member.id)
    if grant is not None:
        state.grants.delete(grant.id)
    for token in state.tokens:
        if token.member_id == member.id and token.data.get("client_id") == app.id:
            state.tokens.delete(token.id)
    return {}
