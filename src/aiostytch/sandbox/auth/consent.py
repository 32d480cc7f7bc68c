"""Members who let a connected app act for them: authorization requests, grants and codes of OAuth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..entities import connected_apps, roles
from ..store.apps import ConnectedApp, Grant
from ..store.policy import Scope
from ..store.records import Member, Organization, Session, Token
from ..store.state import State
from . import pkce, sessions, tokens
from .tokens import TokenKind

_CONSENT = "consent"
"""The prompt that the API supports."""
_CODE_MINUTES = 10
"""How long an authorization code works."""


@attrs.frozen(kw_only=True)
class AuthorizationRequest:
    """A checked request of an app, which the member can grant."""

    app: ConnectedApp
    organization: Organization
    member: Member
    session: Session | None
    scopes: tuple[Scope, ...]
    arguments: Mapping[str, Any]


def read_request(state: State, arguments: Mapping[str, Any]) -> AuthorizationRequest:
    """Return the request that the arguments of a call make.

    Raises:
        RefusedError: the app, its redirect URI, a scope, the member or the prompt cannot be used.
    """
    organization, member, session = _selected(state, arguments)
    app = connected_apps.find(state, arguments["client_id"])
    connected_apps.check_allowed(organization, app)
    if arguments["redirect_uri"] not in app.redirect_urls:
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
        scopes=_scopes(state, app, arguments["scopes"]),
        arguments=arguments,
    )


def _prompts(arguments: Mapping[str, Any]) -> set[str]:
    return set(arguments.get("prompt", "").split())


def _check_prompt(prompts: set[str]) -> None:
    if "none" in prompts and len(prompts) > 1:
        raise bad_request("oidc_prompt_none_must_be_exclusive", "body: $.prompt must not have none with others.")
    if not prompts <= {_CONSENT}:
        raise bad_request("invalid_argument", f"body: $.prompt must be {_CONSENT}.")


def _selected(state: State, arguments: Mapping[str, Any]) -> tuple[Organization, Member, Session | None]:
    """Return the member, named by exactly one of session token, session JWT, and organization with member."""
    by_id = bool(arguments.get("organization_id") and arguments.get("member_id"))
    session = sessions.find(state, arguments)
    if by_id == (session is not None):
        raise bad_request(
            "no_oauth_authorize_member_selector", "One session, or organization_id and member_id, must be given."
        )
    if session is not None:
        return state.organizations[session.organization_id], state.members[session.member_id], session
    organization = state.organization(arguments["organization_id"])
    return organization, state.member(organization, arguments["member_id"]), None


def _scopes(state: State, app: ConnectedApp, requested: Iterable[str]) -> tuple[Scope, ...]:
    known = {scope.scope: scope for scope in roles.project_policy(state).scopes}
    known[connected_apps.FULL_ACCESS] = Scope(scope=connected_apps.FULL_ACCESS, description="Act as the member.")
    names = tuple(dict.fromkeys(requested))
    if connected_apps.FULL_ACCESS in names and app.party != "first_party":
        raise bad_request(
            "third_party_clients_cannot_use_full_access", f"Only first-party apps get {connected_apps.FULL_ACCESS}."
        )
    if connected_apps.FULL_ACCESS in names and not app.full_access_allowed:
        raise bad_request("oauth_invalid_scope_requested", f"The app is not allowed {connected_apps.FULL_ACCESS}.")
    if not known.keys() >= set(names):
        raise bad_request("oauth_invalid_scope_requested", "A scope is not in the policy.")
    return tuple(known[name] for name in names)


def needs_consent(state: State, request: AuthorizationRequest) -> bool:
    """Return whether the member has to be asked for a scope that was not granted before.

    A third-party app has to ask for each scope; a first-party app for refresh tokens, unless it may do without.
    """
    if _CONSENT in _prompts(request.arguments):
        return True
    grant = state.grants.find(request.app.id, request.member.id)
    granted = grant.scopes if grant else ()
    asked = {scope.scope for scope in request.scopes}.difference(granted)
    if request.app.party == "first_party":
        return connected_apps.OFFLINE_ACCESS in asked and not request.app.bypass_consent_for_offline_access
    return bool(asked)


def is_grantable(state: State, request: AuthorizationRequest, scope: Scope) -> bool:
    """Return whether the member is permitted everything that a scope stands for."""
    held = roles.session_roles(state, request.session) if request.session else roles.member_roles(state, request.member)
    known = [role for role in roles.known_roles(state, request.organization) if role.role_id in held]
    return all(
        any(role.allows(permission.resource_id, action) for role in known)
        for permission in scope.permissions
        for action in permission.actions
    )


def save_grant(state: State, request: AuthorizationRequest) -> None:
    """Save that the member grants the scopes that the app asks for."""
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


def issue_code(state: State, request: AuthorizationRequest) -> Token:
    """Make an authorization code for the app."""
    return tokens.issue(
        state,
        TokenKind.AUTHORIZATION_CODE,
        minutes=_CODE_MINUTES,
        member=request.member,
        data={
            "challenge": request.arguments.get("code_challenge", ""),
            "client_id": request.app.id,
            "scopes": [scope.scope for scope in request.scopes],
            "session_id": request.session.id if request.session else "",
        },
    )


def redeem_code(state: State, code: str, code_verifier: str | None) -> Token:
    """Exchange an authorization code for an access token.

    Raises:
        RefusedError: the code or the verifier does not work.
    """
    token = tokens.redeem(state, TokenKind.AUTHORIZATION_CODE, code, not_found("idp_auth_code"))
    minutes = state.connected_apps[token.data["client_id"]].access_token_expiry_minutes
    pkce.verify(token.data["challenge"], code_verifier)
    return tokens.issue(
        state,
        TokenKind.ACCESS_TOKEN,
        minutes=minutes,
        member=state.members[token.member_id],
        data={**token.data, "minutes": minutes},
    )
