"""The last step of every login: the factors result in a session, or more factors are required.

                     factors are sufficient    a factor is missing
    no session       start a session           start an intermediate session
    intermediate     start a session,          add the factors to it
                     delete the intermediate
    session          add the factors to it     add the factors to it

The organization must allow the primary factor. Factors count only if the member's address is verified. If the member is
enrolled in MFA or the organization requires it, a secondary factor is necessary too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..entities import admission, members
from ..entities.call import Call
from ..store.records import Factor, IntermediateSession, Member, Organization, Session, email_key
from ..store.state import State
from . import delivery, intermediate_sessions, locks, sessions
from .factors import (
    SECONDARY,
    Proof,
    accepted_factors,
    auth_method,
    is_verified,
    make_factor,
    merge_factors,
    usable_factors,
)

AUTH_METHODS = (
    "sso",
    "magic_link",
    "email_otp",
    "password",
    "google_oauth",
    "microsoft_oauth",
    "slack_oauth",
    "github_oauth",
    "hubspot_oauth",
)
"""The methods that an organization can allow."""
_VERIFYING = frozenset({"magic_link", "email_otp", "google_oauth", "microsoft_oauth"})
"""The methods that verify an address, in addition to SSO."""
_ALWAYS_ALLOWED = frozenset({"impersonated", "trusted_auth_token"})
"""The types of factors that an organization cannot forbid: the project permits them."""


def complete(state: State, call: Call, member: Member, proof: Proof) -> JSONObject:
    """Return the response to a login with a new proof.

    The proof adds a factor to the session or intermediate session in the arguments, or to a new session. If a factor is
    missing, the response has an intermediate session, and `primary_required` and `mfa_required` list the methods.

    Raises:
        RefusedError: the member may not log in, or an argument about sessions is invalid.
    """
    session, pending = open_sessions(state, call.arguments, member)
    factors = merge_factors(usable_factors(session or pending, member), [make_factor(state, proof, member.email)])
    if proof.type not in SECONDARY and (proof.verifies_email or is_verified(member, factors)):
        member = _activate(state, member)
    return finish(state, call.arguments, member, factors, session=session, pending=pending)


def open_sessions(
    state: State, arguments: Mapping[str, Any], member: Member
) -> tuple[Session | None, IntermediateSession | None]:
    """Return the session and the intermediate session that a login continues, each of them or None.

    This makes all checks of a login, and changes nothing.

    Raises:
        RefusedError: the member may not log in, or an argument about sessions is invalid.
    """
    locks.check(state, member)
    sessions.check_arguments(arguments)
    given = sessions.find(state, arguments)
    pending = intermediate_sessions.find(state, arguments)
    if pending is not None and email_key(pending.email) != email_key(member.email):
        raise bad_request("member_session_member_id_mismatch", "The intermediate session belongs to another address.")
    return given if given and given.member_id == member.id else None, pending


def finish(
    state: State,
    arguments: Mapping[str, Any],
    member: Member,
    factors: tuple[Factor, ...],
    *,
    session: Session | None = None,
    pending: IntermediateSession | None = None,
) -> JSONObject:
    """Return the response to the factors of a member: a session, or the missing requirements."""
    unmet = unmet_requirements(state.organizations[member.organization_id], member, factors)
    if unmet and session is None:
        pending = intermediate_sessions.save(state, pending, email=member.email, factors=factors, member=member)
        return {**_incomplete(state, member, pending), **_send_passcode(state, member, unmet)}
    member = locks.clear_failures(state, member)
    if session is None:
        session = sessions.start(state, member, arguments, factors)
    else:
        session = sessions.proceed(state, session, arguments, factors)
    if pending is not None:
        state.intermediate_sessions.delete(pending.id)
    return {
        **members.response(state, member),
        **sessions.response(state, session),
        "organization_id": member.organization_id,
        "member_authenticated": True,
        "intermediate_session_token": "",
    }


def exchange(
    state: State,
    arguments: Mapping[str, Any],
    member: Member,
    factors: tuple[Factor, ...],
    pending: IntermediateSession | None = None,
) -> JSONObject:
    """Return the response to a login with the factors of another organization or of discovery.

    Raises:
        RefusedError: the member may not log in, or the duration or the claims are invalid.
    """
    locks.check(state, member)
    sessions.check_arguments(arguments)
    if factors and is_verified(member, factors):
        member = _activate(state, member)
    return finish(state, arguments, member, factors, pending=pending)


def required_session(state: State, arguments: Mapping[str, Any]) -> Session | IntermediateSession:
    """Return the session or the intermediate session that the arguments of a call name.

    Raises:
        RefusedError: they name none or several, or the session does not exist.
    """
    names = [name for name in ("intermediate_session_token", *sessions.ARGUMENTS) if arguments.get(name)]
    if len(names) > 1:
        raise bad_request("too_many_session_arguments", f"body: only one of {', '.join(names)} may be given.")
    found = intermediate_sessions.find(state, arguments) or sessions.find(state, arguments)
    if found is None:
        raise bad_request(
            "no_session_arguments", "body: intermediate_session_token, session_token or session_jwt must be given."
        )
    return found


def _incomplete(state: State, member: Member, pending: IntermediateSession) -> JSONObject:
    return {
        **members.response(state, member),
        "organization_id": member.organization_id,
        "member_authenticated": False,
        **intermediate_sessions.response(pending),
        "session_token": "",
        "session_jwt": "",
    }


def _activate(state: State, member: Member) -> Member:
    """Set an invited or pending member to active, and mark the e-mail address as verified."""
    if member.status == "active" and member.email_verified:
        return member
    return members.update(state, member, status="active", email_verified=True)


def unmet_requirements(organization: Organization, member: Member | None, factors: tuple[Factor, ...]) -> JSONObject:
    """Return the missing requirements as fields of a response; empty if the factors are sufficient.

    `member` is None for a person who is joining.
    """
    proved = {auth_method(factor) for factor in accepted_factors(member, factors)}
    allowed = _allowed_methods(organization, member)
    found: JSONObject = {}
    if proved.isdisjoint(_ALWAYS_ALLOWED.union(allowed)):
        methods = allowed if is_verified(member, factors) else _verifying_methods(organization, allowed)
        found["primary_required"] = {"allowed_auth_methods": list(methods)}
    if needs_mfa(organization, member) and proved.isdisjoint(SECONDARY):
        found["mfa_required"] = {"member_options": _options(member)}
    return found


def _allowed_methods(organization: Organization, member: Member | None) -> Sequence[str]:
    settings = organization.settings
    is_restricted = settings["auth_methods"] == "RESTRICTED" and not (member and member.is_breakglass)
    allowed: list[str] = settings["allowed_auth_methods"]
    return allowed if is_restricted else AUTH_METHODS


def _verifying_methods(organization: Organization, methods: Iterable[str]) -> Iterator[str]:
    has_sso = bool(organization.settings["sso_active_connections"])
    return (method for method in methods if method in _VERIFYING or (method == "sso" and has_sso))


def needs_mfa(organization: Organization, member: Member | None) -> bool:
    """Return whether a member needs a secondary factor."""
    is_enrolled = member is not None and member.mfa_enrolled
    return is_enrolled or organization.settings["mfa_policy"] == "REQUIRED_FOR_ALL"


def _options(member: Member | None) -> JSONObject:
    if member is None:
        return {"mfa_phone_number": "", "totp_registration_id": ""}
    return {"mfa_phone_number": member.mfa_phone_number, "totp_registration_id": member.totp_registration_id}


def _send_passcode(state: State, member: Member, unmet: JSONObject) -> JSONObject:
    """Send a passcode if only a secondary factor is missing and the member uses a phone. Return what is missing."""
    organization = state.organizations[member.organization_id]
    by_phone = member.mfa_phone_number and member.default_mfa_method != "totp"
    if "primary_required" in unmet or not by_phone or not admission.allows_mfa_method(organization, member, "sms_otp"):
        return unmet
    delivery.send_sms_code(state, member)
    return {"mfa_required": {**unmet["mfa_required"], "secondary_auth_initiated": "sms_otp"}}
