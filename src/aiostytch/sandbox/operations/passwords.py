"""Handlers of `client.passwords`."""

from __future__ import annotations

import datetime

import attrs

from ..auth import delivery, discovery, login, passwords, pkce, sessions, tokens
from ..auth.factors import Proof, email_proof
from ..auth.tokens import TokenKind
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import strength
from ..crypto.hashes import read_hash
from ..entities import admission, members
from ..entities.call import Call
from ..store.records import Factor, Member, Password, email_key
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_ABOUT_MEMBER = ("name", "trusted_metadata", "untrusted_metadata", "roles", "mfa_phone_number")
_MAX_FACTOR_AGE = datetime.timedelta(minutes=5)
"""The maximum age of a factor with which a session permits a new password."""
_PROOF = Proof(type="password", delivery_method="knowledge")
"""The proof of a verified password."""
_ACROSS_ORGANIZATIONS = (
    "Cross-organization passwords are enabled for these calls, and disabled for all others: the password of one member "
    "is valid for all members with the address."
)
_DEFAULT_MINUTES, _MAX_MINUTES = 30, 10_080
"""The lifetime of a link to set a password, in minutes."""


@handles("passwords.migrate", simplified="A hash that takes more than some seconds to verify is rejected.")
def migrate(state: State, call: Call) -> JSONObject:
    """Set the password hash of a member, which is created if necessary. This verifies the e-mail address."""
    organization = state.organization(call.arguments["organization_id"])
    hashed = read_hash(call.arguments)
    address: str = call.arguments["email_address"]
    given = call.only(*_ABOUT_MEMBER)
    member = state.member_by_email(organization, address)
    created = member is None
    if member is None:
        if "external_id" in call.arguments:
            given["external_id"] = call.arguments["external_id"]
        member = members.create(state, organization, address, given, status="active")
    elif member.password is not None:
        raise bad_request("password_already_exists", "The member has a password.")
    else:
        changes = members.attributes_from(state, organization.id, given, member)
        if not call.arguments.get("preserve_existing_sessions"):
            sessions.end_without_roles(state, member, changes.get("roles", member.roles))
        member = members.update(state, member, **changes)
    member = members.update(
        state,
        member,
        email_verified=True,
        mfa_phone_number_verified=bool(member.mfa_phone_number)
        and call.arguments.get("set_phone_number_verified", member.mfa_phone_number_verified),
        password=Password(state.new_id("member-password"), hashed),
    )
    return {**members.response(state, member), "member_created": created}


@handles("passwords.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Verify a password and start a session. A pending member becomes active."""
    member = members.find_by_email(state, call)
    passwords.verify(state, member, call.arguments["password"])
    return login.complete(state, call, member, _PROOF)


@handles(
    "passwords.strength_check",
    simplified="The policy is zxcvbn, not LUDS. Only the password BREACHED_PASSWORD is breached.",
)
def strength_check(state: State, call: Call) -> JSONObject:
    """Return the strength of a password, and suggestions."""
    found = strength.assess(call.arguments["password"], call.arguments.get("email_address", ""))
    return {
        "valid_password": found.is_sufficient,
        "score": found.score,
        "breached_password": found.is_breached,
        "strength_policy": "zxcvbn",
        "breach_detection_on_create": True,
        "zxcvbn_feedback": {"warning": found.warning, "suggestions": found.suggestions},
    }


@handles("passwords.sessions.reset")
def sessions_reset(state: State, call: Call) -> JSONObject:
    """Set a password with a session that has a recent factor. All other sessions are revoked."""
    organization = state.organization(call.arguments["organization_id"])
    session = sessions.find(state, call.arguments)
    if session is None:
        raise bad_request("no_session_arguments", "body: session_token or session_jwt must be given.")
    if session.organization_id != organization.id:
        raise not_found("session")
    if not any(_is_fresh(state, factor) for factor in session.factors):
        raise bad_request(
            "session_too_old_to_reset_password",
            f"The session has no factor of the last {_MAX_FACTOR_AGE.seconds // 60} minutes.",
        )
    return _change_password(state, call, state.members[session.member_id], call.arguments["password"])


@handles("passwords.existing_password.reset")
def existing_password_reset(state: State, call: Call) -> JSONObject:
    """Set a password with the current one. All other sessions are revoked."""
    member = members.find_by_email(state, call)
    passwords.verify(state, member, call.arguments["existing_password"])
    return _change_password(state, call, member, call.arguments["new_password"])


@handles(
    "passwords.email.reset_start",
    simplified=f"{delivery.NO_TEMPLATES} They have no second link for a login without a password.",
)
def email_reset_start(state: State, call: Call) -> JSONObject:
    """Send a link with which a member can set a new or first password."""
    member = members.find_by_email(state, call)
    organization = state.organizations[member.organization_id]
    admission.check_method(organization, member, "password")
    minutes = tokens.lifetime_minutes(
        call.arguments, "reset_password_expiration_minutes", default=_DEFAULT_MINUTES, maximum=_MAX_MINUTES
    )
    redirect_url = delivery.check_url(call.arguments.get("reset_password_redirect_url"))
    token = tokens.issue(
        state,
        TokenKind.PASSWORD_RESET,
        minutes=minutes,
        member=member,
        data={"challenge": pkce.check_challenge(call.arguments.get("code_challenge", ""))},
    )
    delivery.send_link(
        state,
        "password_reset",
        token,
        redirect_url=redirect_url,
        token_type=delivery.RESET_LINK,
        slug=organization.slug,
    )
    return {**members.response(state, member), "member_email_id": members.email_id(member.email)}


@handles("passwords.email.reset")
def email_reset(state: State, call: Call) -> JSONObject:
    """Set a password with the single-use token of a link, and log in. All other sessions are revoked."""
    password = call.arguments["password"]
    token = pkce.redeem(
        state, call, TokenKind.PASSWORD_RESET, "password_reset_token", _link_refused(), verifier="code_verifier"
    )
    member = state.members[token.member_id]
    if email_key(token.email) != email_key(member.email):
        raise _link_refused()
    strength.check(password, member.email)
    member = passwords.set_password(state, member, password)
    response = login.complete(state, call, member, attrs.evolve(_PROOF, verifies_email=True))
    passwords.end_other_sessions(state, member, response)
    return {**response, "member_email_id": members.email_id(member.email)}


@handles("passwords.email.require_reset")
def email_require_reset(state: State, call: Call) -> JSONObject:
    """Require a reset of the password of an address. If there is only one active member, its password is deleted."""
    address = call.arguments["email_address"]
    if call.arguments.get("organization_id"):
        organization = state.organization(call.arguments["organization_id"])
        member = state.member_by_email(organization, address)
        if member is None or call.arguments.get("member_id", member.id) not in {member.id, member.external_id}:
            raise not_found("member")
        passwords.require_reset(state, address)
        return members.response(state, state.members[member.id])
    if not any(passwords.members_with(state, address)):
        raise not_found("email")
    passwords.require_reset(state, address)
    return {}


@handles("passwords.discovery.authenticate", simplified=_ACROSS_ORGANIZATIONS)
def discovery_authenticate(state: State, call: Call) -> JSONObject:
    """Start an intermediate session with the password of an address, and list its organizations."""
    address = call.arguments["email_address"]
    passwords.verify_address(state, address, call.arguments["password"])
    return discovery.begin(state, address, _PROOF)


@handles("passwords.discovery.email.reset_start", simplified=delivery.NO_TEMPLATES)
def discovery_email_reset_start(state: State, call: Call) -> JSONObject:
    """Send a link with which the owner of an address can set a new or first password."""
    redirect_url = delivery.check_url(call.arguments.get("reset_password_redirect_url"))
    token = tokens.issue(
        state,
        TokenKind.DISCOVERY_PASSWORD_RESET,
        minutes=tokens.lifetime_minutes(
            call.arguments, "reset_password_expiration_minutes", default=_DEFAULT_MINUTES, maximum=_MAX_MINUTES
        ),
        email=members.check_email(call.arguments["email_address"]),
        data={"challenge": pkce.check_challenge(call.arguments.get("pkce_code_challenge", ""))},
    )
    delivery.send_link(state, "password_reset", token, redirect_url=redirect_url, token_type=delivery.DISCOVERY_LINK)
    return {}


@handles("passwords.discovery.email.reset", simplified=_ACROSS_ORGANIZATIONS)
def discovery_email_reset(state: State, call: Call) -> JSONObject:
    """Set the password of an address and all its members with the token of a link, and list its organizations."""
    password = call.arguments["password"]
    token = pkce.redeem(state, call, TokenKind.DISCOVERY_PASSWORD_RESET, "password_reset_token", _link_refused())
    strength.check(password, token.email)
    passwords.set_address_password(state, token.email, password)
    mailbox = email_proof(token.email, "magic_link")
    return discovery.begin(state, token.email, mailbox, _PROOF)


def _change_password(state: State, call: Call, member: Member, password: str) -> JSONObject:
    """Set a password, log in with it, and revoke all other sessions."""
    strength.check(password, member.email)
    member = passwords.set_password(state, member, password)
    response = login.complete(state, call, member, _PROOF)
    passwords.end_other_sessions(state, member, response)
    return response


def _is_fresh(state: State, factor: Factor) -> bool:
    proved_at = datetime.datetime.fromisoformat(factor.shown["last_authenticated_at"])
    return state.now() - proved_at < _MAX_FACTOR_AGE


def _link_refused() -> RefusedError:
    return RefusedError(401, "unable_to_auth_password_reset_token", "The link is unknown, was used, or has expired.")
