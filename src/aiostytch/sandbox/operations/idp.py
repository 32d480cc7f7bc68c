"""What the calls of `client.idp` do: a member lets a connected app act for them, by OAuth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..auth import delivery, sessions, tokens
from ..auth.tokens import Kind
from ..contract.errors import bad_request
from ..contract.json_values import Fields
from ..entities import connected_apps, members, organizations, roles
from ..entities.call import Call
from ..store.apps import ConnectedApp, Grant
from ..store.policy import Scope
from ..store.records import Member, Organization, Session
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_CODE_MINUTES = 10


@attrs.frozen(kw_only=True)
class _Authorization:
    """A request of an app that can be granted: everything in it has been checked."""

    app: ConnectedApp
    organization: Organization
    member: Member
    session: Session | None
    scopes: tuple[Scope, ...]
    arguments: Mapping[str, Any]


@handles("idp.oauth.authorize_start")
def oauth_authorize_start(state: State, call: Call) -> Fields:
    """Check an app's request; say what the member would grant, and whether the member has to be asked."""
    asked = _read(state, call.arguments)
    return {
        **members.answer(state, asked.member),
        "organization": organizations.to_json(asked.organization),
        "client": {
            "client_id": asked.app.id,
            "client_name": asked.app.name,
            "client_description": asked.app.description,
            "client_type": asked.app.client_type,
            "logo_url": asked.app.logo_url,
        },
        "consent_required": _needs_consent(state, asked),
        "scope_results": [
            {
                "scope": scope.scope,
                "description": scope.description,
                "is_grantable": _is_grantable(state, asked, scope),
            }
            for scope in asked.scopes
        ],
    }


@handles(
    "idp.oauth.authorize",
    simplified="Apps redeem codes by `sandbox.connected_apps.redeem(…)`; `nonce` and `resources` have no effect.",
)
def oauth_authorize(state: State, call: Call) -> Fields:
    """Note a member's answer: a code for the app after consent, an error of OAuth otherwise."""
    asked = _read(state, call.arguments)
    challenge = call.arguments.get("code_challenge", "")
    if asked.app.is_public and not challenge:
        raise bad_request("pkce_required_for_idp_authorization_flow", "A public app has to bring a code_challenge.")
    if not call.arguments["consent_granted"]:
        return {"redirect_uri": _back(call.arguments, error="access_denied")}
    if not all(_is_grantable(state, asked, scope) for scope in asked.scopes):
        return {"redirect_uri": _back(call.arguments, error="invalid_scope")}
    _grant(state, asked)
    code = tokens.issue(
        state,
        Kind.AUTHORIZATION_CODE,
        minutes=_CODE_MINUTES,
        member=asked.member,
        data={
            "challenge": challenge,
            "client_id": asked.app.id,
            "scopes": [scope.scope for scope in asked.scopes],
            "session_id": asked.session.id if asked.session else "",
        },
    )
    return {"redirect_uri": _back(call.arguments, code=code.value), "authorization_code": code.value}


def _read(state: State, arguments: Mapping[str, Any]) -> _Authorization:
    organization, member, session = _selected(state, arguments)
    app = connected_apps.find(state, arguments["client_id"])
    connected_apps.check_allowed(organization, app)
    if arguments["redirect_uri"] not in app.redirect_urls:
        raise bad_request(
            "connected_app_supplied_redirect_url_not_found_in_client", "The app has not registered this redirect_uri."
        )
    if arguments["response_type"] != "code":
        raise bad_request("invalid_argument", "body: $.response_type must be code.")
    return _Authorization(
        app=app,
        organization=organization,
        member=member,
        session=session,
        scopes=_scopes(state, app, arguments["scopes"]),
        arguments=arguments,
    )


def _selected(state: State, arguments: Mapping[str, Any]) -> tuple[Organization, Member, Session | None]:
    """Return the member that exactly one of session token, JWT, and organization with member names."""
    by_id = bool(arguments.get("organization_id") and arguments.get("member_id"))
    session = sessions.given(state, arguments)
    if by_id == (session is not None):
        raise bad_request(
            "no_oauth_authorize_member_selector", "One session, or organization_id and member_id, must be given."
        )
    if session is not None:
        return state.organizations[session.organization_id], state.members[session.member_id], session
    organization = state.organization(arguments["organization_id"])
    return organization, state.member(organization, arguments["member_id"]), None


def _scopes(state: State, app: ConnectedApp, asked: Iterable[str]) -> tuple[Scope, ...]:
    known = {scope.scope: scope for scope in roles.project_policy(state).scopes}
    known[connected_apps.FULL_ACCESS] = Scope(scope=connected_apps.FULL_ACCESS, description="Act as the member.")
    names = tuple(dict.fromkeys(asked))
    if connected_apps.FULL_ACCESS in names and app.party != "first_party":
        raise bad_request(
            "third_party_clients_cannot_use_full_access", f"Only first-party apps get {connected_apps.FULL_ACCESS}."
        )
    if not known.keys() >= set(names):
        raise bad_request("oauth_invalid_scope_requested", "A scope is not in the policy.")
    return tuple(known[name] for name in names)


def _needs_consent(state: State, asked: _Authorization) -> bool:
    """Return whether the member has to be asked: by an app of somebody else, unless that was answered before."""
    if asked.arguments.get("prompt") == "consent":
        return True
    grant = state.grants.find(asked.app.id, asked.member.id)
    granted = grant.scopes if grant else ()
    return asked.app.party != "first_party" and not {scope.scope for scope in asked.scopes}.issubset(granted)


def _is_grantable(state: State, asked: _Authorization, scope: Scope) -> bool:
    """Return whether the member is permitted everything that a scope stands for."""
    held = roles.of_session(state, asked.session) if asked.session else roles.of_member(state, asked.member)
    known = [role for role in roles.known(state, asked.organization) if role.role_id in held]
    return all(
        any(role.allows(permission.resource_id, action) for role in known)
        for permission in scope.permissions
        for action in permission.actions
    )


def _grant(state: State, asked: _Authorization) -> None:
    known = state.grants.find(asked.app.id, asked.member.id)
    grant = known or Grant(
        number=state.next_number(),
        id=state.new_id("grant"),
        app_id=asked.app.id,
        organization_id=asked.organization.id,
        member_id=asked.member.id,
        scopes=(),
    )
    state.grants.put(attrs.evolve(grant, scopes=tuple(scope.scope for scope in asked.scopes)))


def _back(arguments: Mapping[str, Any], **added: str) -> str:
    state = {"state": arguments["state"]} if arguments.get("state") else {}
    return delivery.link(arguments["redirect_uri"], {**added, **state})
