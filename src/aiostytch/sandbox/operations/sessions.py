"""Handlers of `client.sessions`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import attrs

from ..auth import authorization, login, sessions, trusted_tokens
from ..auth.factors import Proof, make_factor, merge_factors, usable_factors
from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..entities import roles
from ..entities.call import Call
from ..entities.connected_apps import FULL_ACCESS
from ..oauth import redemption
from ..store.records import Session
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_MAX_TOKEN_AGE = datetime.timedelta(minutes=5)
"""The maximum age of an access token that is exchanged for a session."""


@handles("sessions.get")
def get(state: State, call: Call) -> JSONObject:
    """Return the active sessions of a member."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member(organization, call.arguments["member_id"])
    active = [session for session in state.sessions if session.member_id == member.id and state.is_active(session)]
    return {"member_sessions": [sessions.to_json(state, session) for session in active]}


@handles("sessions.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Authenticate a session. A duration in the call extends it, and custom claims change its claims."""
    session = _session_of(state, call, "no_session_arguments", "too_many_session_arguments", sessions.ARGUMENTS)
    verdict = _verdict(state, session, call.arguments.get("authorization_check"))
    return {**sessions.response(state, sessions.proceed(state, session, call.arguments)), **verdict}


@handles("sessions.exchange")
def exchange(state: State, call: Call) -> JSONObject:
    """Log in to another organization with the factors of a session that count there."""
    session = _session_of(state, call, "no_session_arguments", "too_many_session_arguments", sessions.ARGUMENTS)
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, state.members[session.member_id].email)
    if member is None or member.is_deleted:
        raise not_found("member")
    return login.exchange(state, call.arguments, member, usable_factors(session, member))


@handles("sessions.get_jwks")
def get_jwks(state: State, call: Call) -> JSONObject:
    """Return the public keys of session JWTs."""
    if call.arguments["project_id"] != state.project_id:
        raise not_found("project")
    return {"keys": list(jwts.public_keys(state))}


@handles("sessions.revoke")
def revoke(state: State, call: Call) -> JSONObject:
    """Revoke one session, or all sessions of a member."""
    names = ("member_session_id", "session_token", "session_jwt", "member_id")
    if call.arguments.keys() & set(names) == {"member_id"}:
        member = state.members.get(call.arguments["member_id"])
        if member is None or member.is_deleted:
            raise not_found("member")
        state.revoke_sessions(member)
        return {}
    session = _session_of(state, call, "no_session_revoke_arguments", "too_many_session_revoke_arguments", names)
    state.sessions.delete(session.id)
    return {}


@handles("sessions.exchange_access_token")
def exchange_access_token(state: State, call: Call) -> JSONObject:
    """Start a session with an access token of a first-party app. Each access token permits this once."""
    refusal = bad_request("oauth_access_token_exchange_token_invalid_grant", "The access token is invalid.")
    token = redemption.find_access_token(state, call.arguments["access_token"])
    if token is None or token.is_spent:
        raise refusal
    if FULL_ACCESS not in token.scopes:
        raise bad_request("oauth_access_token_exchange_missing_full_access", f"The token lacks {FULL_ACCESS}.")
    if state.now() - token.issued_at > _MAX_TOKEN_AGE:
        raise bad_request("oauth_access_token_exchange_token_too_old", "The token is more than 5 minutes old.")
    session = state.sessions.get(token.session_id)
    if session is None or not state.is_active(session):
        raise bad_request("idp_access_token_could_not_be_exchanged", "The session of the authorization has ended.")
    state.app_tokens.put(attrs.evolve(token, is_spent=True))
    proof = Proof(
        type="oauth",
        delivery_method="oauth_access_token_exchange",
        details={"oauth_access_token_exchange_factor": {"client_id": token.app_id}},
    )
    member = state.members[token.member_id]
    factors = merge_factors(session.factors, [make_factor(state, proof, member.email)])
    return sessions.start_response(state, call.arguments, member, factors)


@handles(
    "sessions.migrate",
    simplified="No userinfo URL is called. Add the sessions of the other system with `sandbox.trust_session(…)`.",
)
def migrate(state: State, call: Call) -> JSONObject:
    """Start a session with the token of a session of another system."""
    organization = state.organization(call.arguments["organization_id"])
    if not len(state.external_sessions):
        raise bad_request("migrate_from_external_missing_userinfo", "The sandbox has no sessions of another system.")
    found = state.external_sessions.get(call.arguments["session_token"])
    if found is None:
        raise bad_request("migrate_from_external_unexpected_response", "The other system has no such session.")
    member = state.member_by_email(organization, found.email)
    if member is None:
        raise bad_request("migrate_from_external_email_does_not_exist", "No member has the address.")
    proof = Proof(type="imported", delivery_method="imported_auth0")
    return sessions.start_response(
        state, call.without("session_token"), member, [make_factor(state, proof, member.email)]
    )


@handles(
    "sessions.attest",
    simplified="Add profiles, with one RSA key each, with `sandbox.trust_tokens(…)`. Members are found by the `email`"
    " claim, and are not created.",
)
def attest(state: State, call: Call) -> JSONObject:
    """Start a session, or add a factor to one, with a token of an issuer that the project trusts."""
    profile = state.trusted_profiles.get(call.arguments["profile_id"])
    if profile is None:
        raise not_found("trusted_token_profile")
    claims = trusted_tokens.read_claims(state, profile, call.arguments["token"])
    organization = trusted_tokens.find_organization(state, profile, claims, call.arguments)
    member = state.member_by_email(organization, str(claims.get("email", "")))
    if member is None:
        raise not_found("member")
    session, _ = login.open_sessions(state, call.arguments, member)
    proof = Proof(
        type="trusted_auth_token",
        delivery_method="trusted_token_exchange",
        details={"trusted_auth_token_factor": {"token_id": str(claims.get("jti", ""))}},
    )
    added = [make_factor(state, proof, member.email)]
    if session is None:
        return sessions.start_response(state, call.arguments, member, added)
    extended = sessions.proceed(state, session, call.arguments, merge_factors(session.factors, added))
    return {"member_id": member.id, **sessions.response(state, extended)}


def _session_of(state: State, call: Call, none_given: str, many_given: str, names: tuple[str, ...]) -> Session:
    """Return the session that exactly one of the arguments names."""
    named = call.only(*names)
    if not named:
        raise bad_request(none_given, f"body: one of {', '.join(names)} must be given.")
    if len(named) > 1:
        raise bad_request(many_given, f"body: only one of {', '.join(names)} may be given.")
    ((name, value),) = named.items()
    return sessions.find_by(state, name, value)


def _verdict(state: State, session: Session, check: Mapping[str, Any] | None) -> JSONObject:
    """Return the verdict of an authorization check, with the roles that permit the action.

    Raises:
        RefusedError: no role permits it, or the check concerns another organization.
    """
    if check is None:
        return {}
    if check["organization_id"] not in state.organizations[session.organization_id].identifiers():
        raise authorization.tenancy_mismatch()
    granting = roles.granting_roles(state, session, check["resource_id"], check["action"])
    if not granting:
        raise authorization.permission_denied("the action of the authorization_check")
    return {"verdict": {"authorized": True, "granting_roles": granting}}
