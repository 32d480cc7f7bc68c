"""What the calls of `client.passwords` do: importing hashes, logging in, and changing a password with what there is."""

from __future__ import annotations

import datetime

from . import credentials, login, members, session_life, strength
from .behaviour import Behaviours, Call
from .hashes import read_hash
from .records import Factor, Fields, Member, Password
from .refusal import bad_request, not_found
from .state import State

behaviour = Behaviours()

_ABOUT_MEMBER = ("name", "trusted_metadata", "untrusted_metadata", "roles", "mfa_phone_number")
_FRESH = datetime.timedelta(minutes=5)
"""How long after a proof a session is enough to set a password."""
PROOF = login.Proof(type="password", delivery_method="knowledge")
"""What somebody proves who knows a password."""


@behaviour("passwords.migrate", simplified="Hashes of the type phpass are refused.")
def migrate(state: State, call: Call) -> Fields:
    """Give a hash to a member, who is created if need be. The e-mail address counts as verified."""
    organization = state.organization(call.arguments["organization_id"])
    hashed = read_hash(call.arguments)
    address: str = call.arguments["email_address"]
    given = call.only(*_ABOUT_MEMBER)
    member = state.member_by_email(organization, address)
    created = member is None
    if member is None:
        if "external_id" in call.arguments:
            given["external_id"] = call.arguments["external_id"]
        member = members.add(state, organization, address, given, status="active")
    elif member.password is not None:
        raise bad_request("password_already_exists", "The member has a password.")
    else:
        member = members.change(state, member, **members.changes(state, organization.id, given, member))
    member = members.change(
        state,
        member,
        email_verified=True,
        mfa_phone_number_verified=bool(member.mfa_phone_number)
        and call.arguments.get("set_phone_number_verified", member.mfa_phone_number_verified),
        password=Password(state.new_id("member-password"), hashed),
    )
    return {**members.answer(state, member), "member_created": created}


@behaviour("passwords.authenticate")
def authenticate(state: State, call: Call) -> Fields:
    """Check a password and begin a session. A pending member becomes active."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, call.arguments["email_address"])
    if member is None:
        raise not_found("member")
    credentials.verify(state, member, call.arguments["password"])
    return login.complete(state, call, member, PROOF)


@behaviour(
    "passwords.strength_check",
    simplified="The policy is zxcvbn, not LUDS; one password counts as breached: BREACHED_PASSWORD.",
)
def strength_check(state: State, call: Call) -> Fields:
    """Say how strong a password is, and what would make it stronger."""
    found = strength.assess(call.arguments["password"], call.arguments.get("email_address", ""))
    return {
        "valid_password": found.is_enough,
        "score": found.score,
        "breached_password": found.is_breached,
        "strength_policy": "zxcvbn",
        "breach_detection_on_create": True,
        "zxcvbn_feedback": {"warning": found.warning, "suggestions": found.suggestions},
    }


@behaviour("passwords.sessions.reset")
def reset_by_session(state: State, call: Call) -> Fields:
    """Set a password with a session in which something was proved a moment ago; all other sessions end."""
    organization = state.organization(call.arguments["organization_id"])
    session = session_life.given(state, call.arguments)
    if session is None:
        raise bad_request("no_session_arguments", "body: session_token or session_jwt must be given.")
    if session.organization_id != organization.id:
        raise not_found("session")
    if not any(_is_fresh(state, factor) for factor in session.factors):
        raise bad_request(
            "session_too_old_to_reset_password", f"Nothing was proved within the last {_FRESH.seconds // 60} minutes."
        )
    return _changed(state, call, state.members[session.member_id], call.arguments["password"])


@behaviour("passwords.existing_password.reset")
def reset_by_password(state: State, call: Call) -> Fields:
    """Set a password with the one that there is; all other sessions end."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, call.arguments["email_address"])
    if member is None:
        raise not_found("member")
    credentials.verify(state, member, call.arguments["existing_password"])
    return _changed(state, call, member, call.arguments["new_password"])


def _changed(state: State, call: Call, member: Member, password: str) -> Fields:
    """Set a password, log in with it, and end all other sessions."""
    strength.check(password, member.email)
    member = credentials.set_password(state, member, password)
    return credentials.end_other_sessions(state, member, login.complete(state, call, member, PROOF))


def _is_fresh(state: State, factor: Factor) -> bool:
    proved_at = datetime.datetime.fromisoformat(factor["last_authenticated_at"])
    return state.now() - proved_at < _FRESH
