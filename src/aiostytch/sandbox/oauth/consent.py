"""Consent of members to Connected Apps: authorization requests, grants and authorization codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..auth import pkce, sessions, tokens
from ..auth.tokens import TokenKind
from ..contract.errors import bad_request
from ..entities import connected_apps, redirect_urls, roles
from ..store.apps import ConnectedApp, Grant
from ..store.policy import Scope
from ..store.records import Member, Organization, Session, Token
from ..store.state import State
from .errors import OAuthError, invalid_scope

_CONSENT = "consent"
"""The prompt that the API supports."""
_CODE_MINUTES = 10
"""The lifetime of an authorization code, in minutes."""


@attrs.frozen(kw_only=True)
class AuthorizationRequest:
    """A valid authorization request of an app."""

    app: ConnectedApp
    organization: Organization
    member: Member
    session: Session | None
    scopes: tuple[Scope, ...]
    arguments: Mapping[str, Any]


def read_request(state: State, arguments: Mapping[str, Any]) -> AuthorizationRequest:
    """Return the authorization request in the arguments of a call.

    Raises:
        RefusedError: the app, its redirect URI, a scope, the member or the prompt is invalid.
    """
    organization, member, session = _selected(state, arguments)
    app = connected_apps.find(state, arguments["client_id"])
    connected_apps.check_allowed(organization, app)
    if not is_registered(app, arguments["redirect_uri"]):
        raise bad_request(
            "connected_app_supplied_redirect_url_not_found_in_client", "The app has not registered this redirect_uri."
        )
    if arguments["response_type"] != "code":
        raise bad_request("invalid_argument", "body: $.response_type must be code.")
    _check_prompt(_prompts(arguments))
    pkce.check_challenge(arguments.get("code_challenge", ""))
    return AuthorizationRequest(
        app=app,
        organization=organization,
        member=member,
        session=session,
        scopes=find_scopes(state, app, arguments["scopes"]),
        arguments=arguments,
    )


def is_registered(app: ConnectedApp, redirect_uri: str) -> bool:
    """Return whether an app has registered a redirect URI. The port of loopback URIs may vary (RFC 8252, 7.3)."""
    portless = redirect_urls.without_port(redirect_uri)
    return redirect_uri in app.redirect_urls or any(
        portless and portless == redirect_urls.without_port(known) for known in app.redirect_urls
    )


def check_pkce(app: ConnectedApp, arguments: Mapping[str, Any]) -> None:
    """Check the code challenge of a request. Public apps must have one.

    Raises:
        RefusedError: the code challenge is missing or invalid.
    """
    if app.is_public and not arguments.get("code_challenge"):
        raise bad_request("pkce_required_for_idp_authorization_flow", "A public app must send a code_challenge.")
    pkce.check_challenge(arguments.get("code_challenge", ""))


def _prompts(arguments: Mapping[str, Any]) -> set[str]:
    return set(arguments.get("prompt", "").split())


def _check_prompt(prompts: set[str]) -> None:
    if "none" in prompts and len(prompts) > 1:
        raise bad_request("oidc_prompt_none_must_be_exclusive", "body: $.prompt must not combine none with others.")
    if not prompts <= {_CONSENT}:
        raise bad_request("invalid_argument", f"body: $.prompt must be {_CONSENT}.")


def _selected(state: State, arguments: Mapping[str, Any]) -> tuple[Organization, Member, Session | None]:
    """Return the member that exactly one of session token, session JWT, and organization with member names."""
    by_id = bool(arguments.get("organization_id") and arguments.get("member_id"))
    session = sessions.find(state, arguments)
    if by_id == (session is not None):
        raise bad_request(
            "no_oauth_authorize_member_selector", "Either a session, or organization_id and member_id, must be given."
        )
    if session is not None:
        return state.organizations[session.organization_id], state.members[session.member_id], session
    organization = state.organization(arguments["organization_id"])
    return organization, state.member(organization, arguments["member_id"]), None


def find_scopes(state: State, app: ConnectedApp, requested: Iterable[str]) -> tuple[Scope, ...]:
    """Return the scopes with the requested names, without duplicates.

    Raises:
        RefusedError: a scope is not in the policy, or the app may not have it.
    """
    known = {scope.scope: scope for scope in roles.project_policy(state).scopes}
    known[connected_apps.FULL_ACCESS] = Scope(scope=connected_apps.FULL_ACCESS, description="Act as the member.")
    names = tuple(dict.fromkeys(requested))
    if connected_apps.FULL_ACCESS in names and app.party != "first_party":
        raise bad_request(
            "third_party_clients_cannot_use_full_access", f"Only first-party apps get {connected_apps.FULL_ACCESS}."
        )
    if connected_apps.FULL_ACCESS in names and not app.full_access_allowed:
        raise bad_request("oauth_invalid_scope_requested", f"The app may not have {connected_apps.FULL_ACCESS}.")
    if not known.keys() >= set(names):
        raise bad_request("oauth_invalid_scope_requested", "A scope is not in the policy.")
    return tuple(known[name] for name in names)


def needs_consent(state: State, request: AuthorizationRequest) -> bool:
    """Return whether the member must consent.

    A third-party app requires consent to each scope that was not granted before; a first-party app only to refresh
    tokens, unless `bypass_consent_for_offline_access` is set. The prompt `consent` always requires it.
    """
    if _CONSENT in _prompts(request.arguments):
        return True
    grant = state.grants.find(request.app.id, request.member.id)
    granted = grant.scopes if grant else ()
    missing = {scope.scope for scope in request.scopes}.difference(granted)
    if request.app.party == "first_party":
        return connected_apps.OFFLINE_ACCESS in missing and not request.app.bypass_consent_for_offline_access
    return bool(missing)


def is_grantable(state: State, request: AuthorizationRequest, scope: Scope) -> bool:
    """Return whether the member has all permissions of a scope."""
    held = roles.session_roles(state, request.session) if request.session else roles.member_roles(state, request.member)
    known = [role for role in roles.known_roles(state, request.organization) if role.role_id in held]
    return all(
        any(role.allows(permission.resource_id, action) for role in known)
        for permission in scope.permissions
        for action in permission.actions
    )


def decide(state: State, request: AuthorizationRequest, *, is_granted: bool) -> Token:
    """Save the decision of the member, and return an authorization code for the app.

    Raises:
        OAuthError: the member denies access, or may not grant it.
    """
    if not is_granted:
        raise OAuthError("access_denied", "The member denied access.")
    if not all(is_grantable(state, request, scope) for scope in request.scopes):
        raise invalid_scope("The member may not grant a scope.")
    _save_grant(state, request)
    return _issue_code(state, request)


def _save_grant(state: State, request: AuthorizationRequest) -> None:
    known = state.grants.find(request.app.id, request.member.id)
    grant = known or Grant(
        number=state.next_number(),
        id=state.new_id("grant"),
        app_id=request.app.id,
        organization_id=request.organization.id,
        member_id=request.member.id,
        scopes=(),
    )
    state.grants.put(attrs.evolve(grant, scopes=tuple(scope.scope for scope in request.scopes)))


def _issue_code(state: State, request: AuthorizationRequest) -> Token:
    return tokens.issue(
        state,
        TokenKind.AUTHORIZATION_CODE,
        minutes=_CODE_MINUTES,
        member=request.member,
        data={
            "challenge": request.arguments.get("code_challenge", ""),
            "client_id": request.app.id,
            "is_used": False,
            "nonce": request.arguments.get("nonce", ""),
            "redirect_uri": request.arguments["redirect_uri"],
            "scopes": [scope.scope for scope in request.scopes],
            "session_id": request.session.id if request.session else "",
        },
    )
