"""Sessions on trust: in a supporter, in another system, in a connected app, in an issuer of tokens."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import jwt

from . import login, session_life, tokens
from .app_records import TrustedProfile
from .behaviour import Behaviours, Call
from .connected_apps import ACCESS_MINUTES
from .idp import FULL_ACCESS
from .records import Factor, Fields, Member, Organization, email_key
from .refusal import RefusedError, bad_request, not_found
from .state import State
from .tokens import Kind

behaviour = Behaviours()

IMPERSONATION_MINUTES = 5
_EXCHANGE = datetime.timedelta(minutes=5)
"""How old an access token may be that becomes a session."""


@behaviour("impersonation.authenticate")
def impersonate(state: State, call: Call) -> Fields:
    """Begin a session as a member with a token of `sandbox.impersonate(…)`; it lasts an hour, and is not extended."""
    token = tokens.redeem(state, Kind.IMPERSONATION, call.arguments["impersonation_token"], _not_impersonated())
    member = state.members[token.member_id]
    proof = login.Proof(
        type="impersonated",
        delivery_method="impersonation",
        details={
            "impersonated_factor": {
                "impersonator_id": token.data["impersonator_id"],
                "impersonator_email_address": token.data["impersonator_email_address"],
            }
        },
    )
    answer = _begin(state, {}, member, [login.factor(state, proof)])
    return {
        **answer,
        "organization_id": member.organization_id,
        "intermediate_session_token": "",
        "member_authenticated": True,
    }


def _not_impersonated() -> RefusedError:
    return RefusedError(401, "unable_to_auth_impersonation_token", "The token is unknown, was used, or has expired.")


@behaviour("sessions.exchange_access_token")
def exchange_access_token(state: State, call: Call) -> Fields:
    """Begin a session with an access token of a first-party app, which works once."""
    refusal = bad_request("oauth_access_token_exchange_token_invalid_grant", "The access token is not valid.")
    value = call.arguments["access_token"]
    token = tokens.redeem(state, Kind.ACCESS_TOKEN, value, refusal)
    if FULL_ACCESS not in token.data["scopes"]:
        raise bad_request("oauth_access_token_exchange_missing_full_access", f"The token lacks {FULL_ACCESS}.")
    issued_at = token.expires_at - datetime.timedelta(minutes=ACCESS_MINUTES)
    if state.now() - issued_at > _EXCHANGE:
        raise bad_request("oauth_access_token_exchange_token_too_old", "The token is more than 5 minutes old.")
    session = state.sessions.get(token.data["session_id"])
    if session is None or not state.is_active(session):
        raise bad_request("idp_access_token_could_not_be_exchanged", "The authorization belongs to no session.")
    proof = login.Proof(
        type="oauth",
        delivery_method="oauth_access_token_exchange",
        details={"oauth_access_token_exchange_factor": {"client_id": token.data["client_id"]}},
    )
    factors = login.merged(session.factors, [login.factor(state, proof)])
    return _begin(state, call.arguments, state.members[token.member_id], factors)


@behaviour(
    "sessions.migrate",
    simplified="No userinfo URL is asked: the sessions of the other system are those of `sandbox.trust_session(…)`.",
)
def migrate(state: State, call: Call) -> Fields:
    """Begin a session for whom the token of another system stands."""
    organization = state.organization(call.arguments["organization_id"])
    if not len(state.external_sessions):
        raise bad_request("migrate_from_external_missing_userinfo", "The sandbox knows no session of another system.")
    found = state.external_sessions.get(call.arguments["session_token"])
    if found is None:
        raise bad_request("migrate_from_external_unexpected_response", "The other system has no such session.")
    member = state.member_by_email(organization, found.email)
    if member is None:
        raise bad_request("migrate_from_external_email_does_not_exist", "No member has the address.")
    proof = login.Proof(type="imported", delivery_method="imported_auth0")
    return _begin(state, call.without("session_token"), member, [login.factor(state, proof)])


@behaviour(
    "sessions.attest",
    simplified="Profiles are those of `sandbox.trust_tokens(…)`, with one RSA key each; members are found by the claim"
    " `email`, and none is created.",
)
def attest(state: State, call: Call) -> Fields:
    """Begin a session, or add a factor to one, with a token of an issuer that is trusted."""
    profile = state.trusted_profiles.get(call.arguments["profile_id"])
    if profile is None:
        raise not_found("trusted_token_profile")
    claims = _claims(state, profile, call.arguments["token"])
    organization = _organization(state, profile, claims, call.arguments)
    member = state.member_by_email(organization, str(claims.get("email", "")))
    if member is None:
        raise not_found("member")
    session, _ = login.opened(state, call.arguments, member)
    proof = login.Proof(
        type="trusted_auth_token",
        delivery_method="trusted_token_exchange",
        details={"trusted_auth_token_factor": {"token_id": str(claims.get("jti", ""))}},
    )
    added = [login.factor(state, proof)]
    if session is None:
        return _begin(state, call.arguments, member, added)
    extended = session_life.go_on(state, session, call.arguments, login.merged(session.factors, added))
    return {"member_id": member.id, **session_life.answer(state, extended)}


def _claims(state: State, profile: TrustedProfile, token: str) -> Fields:
    try:
        claims: Fields = jwt.decode(
            token,
            profile.public_key,
            ["RS256"],
            audience=profile.audience,
            issuer=profile.issuer,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "require": ["exp"]},
        )
    except jwt.PyJWTError:
        raise _not_trusted() from None
    if claims["exp"] <= state.now().timestamp():  # by the clock of the sandbox
        raise _not_trusted()
    return claims


def _not_trusted() -> RefusedError:
    return bad_request("invalid_trusted_auth_token", "The token is not one that the profile trusts.")


def _organization(state: State, profile: TrustedProfile, claims: Fields, arguments: Any) -> Organization:
    claimed = str(claims.get(profile.organization_claim, "")) if profile.organization_claim else ""
    given = arguments.get("organization_id", "")
    if not claimed and not given:
        raise bad_request("token_missing_organization_id_claim", "Neither token nor call names an organization.")
    organization = state.organization(given or claimed)
    if claimed and claimed not in organization.names():
        raise bad_request("invalid_token_organization_id_claim", "Token and call name different organizations.")
    return organization


def _begin(state: State, arguments: Any, member: Member, factors: Iterable[Factor]) -> Fields:
    session = session_life.start(state, member, arguments, tuple(factors))
    return {"member_id": member.id, **session_life.answer(state, session)}


def impersonation_token(state: State, member_id: str, impersonator_email: str) -> str:
    """Make the token that `client.impersonation.authenticate` takes.

    Raises:
        LookupError: there is no such active member.
    """
    member = state.members.get(member_id)
    if member is None or member.status != "active":
        raise LookupError("there is no such active member")
    about = {
        "impersonator_id": f"member-test-{email_key(impersonator_email)}",
        "impersonator_email_address": impersonator_email,
    }
    token = tokens.issue(
        state,
        Kind.IMPERSONATION,
        minutes=IMPERSONATION_MINUTES,
        member=member,
        data=about,
    )
    return token.value
