"""The end of every login: what was proved makes a session, or asks for more.

A primary factor has to be one that the organization allows, and a member who is enrolled in MFA, or whose organization
asks for it, has to bring a secondary one. Until then there is an intermediate session, which collects the factors.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import Fields
from ..entities import members
from ..entities.call import Call
from ..store.clock import timestamp
from ..store.records import Factor, IntermediateSession, Member, Organization, Session, email_key
from ..store.state import State
from . import delivery, locks, sessions

_PORTABLE = frozenset({"magic_link", "email_otp", "oauth_google", "oauth_microsoft"})
"""The types and delivery methods of factors that prove an e-mail address."""
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
_WITHOUT_LEAVE = frozenset({"impersonated", "trusted_auth_token"})
"""The types of factors that no organization has to allow: the project vouches for them."""
INTERMEDIATE = datetime.timedelta(minutes=10)
_SECONDARY = frozenset({"otp", "totp", "recovery_codes"})
"""The types of factors that MFA asks for."""


@attrs.frozen(kw_only=True)
class Proof:
    """What somebody proved.

    Attributes:
        type: the type of the factor, e.g. `magic_link`.
        delivery_method: how it came, e.g. `email`.
        details: what belongs to the factor, e.g. `email_factor`.
        verifies_email: whether it proves that the e-mail address is the member's.
    """

    type: str
    delivery_method: str
    details: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    verifies_email: bool = False


def email_proof(email_id: str, address: str, factor_type: str) -> Proof:
    """Return what somebody proves who reads the mail of an address."""
    return Proof(
        type=factor_type,
        delivery_method="email",
        details={"email_factor": {"email_id": email_id, "email_address": address}},
        verifies_email=True,
    )


def complete(state: State, call: Call, member: Member, proof: Proof) -> Fields:
    """Return the answer to a login that has proved something.

    The session or intermediate session in the call's arguments gets the factor; without one, a session begins. What is
    missing for a session is said in `primary_required` and `mfa_required`, and an intermediate session is returned.

    Raises:
        RefusedError: the member may not log in, or an argument about sessions cannot be used.
    """
    session, pending = opened(state, call.arguments, member)
    factors = merged(brought(session or pending, member.organization_id), [factor(state, proof)])
    if proof.type not in _SECONDARY:
        member = _welcome(state, member, verified=proof.verifies_email)
    return conclude(state, call.arguments, member, factors, session=session, pending=pending)


def opened(
    state: State, arguments: Mapping[str, Any], member: Member
) -> tuple[Session | None, IntermediateSession | None]:
    """Return the session and the intermediate session that a member who logs in goes on with, None for none.

    Nothing is changed: what a login is refused for, it is refused for here.

    Raises:
        RefusedError: the member may not log in, or an argument about sessions cannot be used.
    """
    locks.check(state, member)
    sessions.check(arguments)
    given = sessions.given(state, arguments)
    pending = intermediate(state, arguments)
    if pending is not None and email_key(pending.email) != email_key(member.email):
        raise bad_request("member_session_member_id_mismatch", "The intermediate session is of somebody else.")
    return given if given and given.member_id == member.id else None, pending


def conclude(
    state: State,
    arguments: Mapping[str, Any],
    member: Member,
    factors: tuple[Factor, ...],
    *,
    session: Session | None = None,
    pending: IntermediateSession | None = None,
) -> Fields:
    """Return the answer to a member who has proved some factors: a session, or what is missing for one."""
    open_points = missing(state.organizations[member.organization_id], member, factors)
    if open_points and session is None:
        pending = _put(state, pending, email=member.email, factors=factors, member=member)
        return {**_unfinished(state, member, pending), **_initiated(state, member, open_points)}
    member = locks.succeeded(state, member)
    if session is None:
        session = sessions.start(state, member, arguments, factors)
    else:
        session = sessions.go_on(state, session, arguments, factors)
    if pending is not None:
        state.intermediate_sessions.delete(pending.id)
    return {
        **members.answer(state, member),
        **sessions.answer(state, session),
        "organization_id": member.organization_id,
        "member_authenticated": True,
        "intermediate_session_token": "",
    }


def switch(
    state: State,
    arguments: Mapping[str, Any],
    member: Member,
    factors: tuple[Factor, ...],
    pending: IntermediateSession | None = None,
) -> Fields:
    """Return the answer to somebody who brings factors proved elsewhere to an organization.

    Factors of somebody whose address was never verified here count only together with one that verifies it.

    Raises:
        RefusedError: the member may not log in, or the duration or the claims cannot be used.
    """
    locks.check(state, member)
    sessions.check(arguments)
    kept = counting(member, factors)
    if kept:
        member = _welcome(state, member, verified=any(map(_is_portable, kept)))
    return conclude(state, arguments, member, kept, pending=pending)


def counting(member: Member | None, factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Return the factors that count for a member, or for somebody who is about to join: None."""
    is_verified = (member is not None and member.email_verified) or any(map(_is_portable, factors))
    return factors if is_verified else ()


def brought(holder: Session | IntermediateSession | None, organization_id: str) -> tuple[Factor, ...]:
    """Return the factors of a session that count in an organization.

    Those of the mailbox count everywhere, since the address is the same. A password or a connection belongs to one
    organization, and so does a second factor; in discovery, a password belongs to the address.
    """
    if holder is None:
        return ()
    if holder.organization_id == organization_id:
        return holder.factors
    in_discovery = not holder.organization_id
    return tuple(each for each in holder.factors if _is_portable(each) or (in_discovery and each["type"] == "password"))


def is_secondary(factor: Factor) -> bool:
    """Return whether a factor is one that MFA asks for."""
    return factor["type"] in _SECONDARY


def _is_portable(factor: Factor) -> bool:
    return factor["type"] in _PORTABLE or factor["delivery_method"] in _PORTABLE


def intermediate(state: State, arguments: Mapping[str, Any]) -> IntermediateSession | None:
    """Return the intermediate session that the arguments of a call name, None if they name none.

    Raises:
        RefusedError: there is none with this token.
    """
    token = arguments.get("intermediate_session_token")
    if not token:
        return None
    found = state.intermediate_sessions.find("token", token)
    if found is None or not state.is_active(found):
        raise not_found("intermediate_session")
    return found


def named(state: State, arguments: Mapping[str, Any]) -> Session | IntermediateSession:
    """Return the session or the intermediate session that the arguments of a call name.

    Raises:
        RefusedError: they name none, two, or one that is not there.
    """
    names = [name for name in ("intermediate_session_token", *sessions.ARGUMENTS) if arguments.get(name)]
    if len(names) > 1:
        raise bad_request("too_many_session_arguments", f"body: only one of {', '.join(names)} may be given.")
    found = intermediate(state, arguments) or sessions.given(state, arguments)
    if found is None:
        raise bad_request(
            "no_session_arguments", "body: intermediate_session_token, session_token or session_jwt must be given."
        )
    return found


def begin(state: State, email: str, *proofs: Proof) -> IntermediateSession:
    """Begin an intermediate session that belongs to nobody but an e-mail address: discovery."""
    return _put(state, None, email=email, factors=tuple(factor(state, proof) for proof in proofs))


def merged(factors: Iterable[Factor], more: Iterable[Factor]) -> tuple[Factor, ...]:
    """Return factors and further ones; what was proved again is there once, with the later times."""
    by_kind = {_kind(factor): factor for factor in factors}
    for factor in more:
        known = by_kind.get(_kind(factor), factor)
        by_kind[_kind(factor)] = {**factor, "created_at": known["created_at"]}
    return tuple(by_kind.values())


def _kind(factor: Factor) -> tuple[str, str]:
    return factor["type"], factor["delivery_method"]


def factor(state: State, proof: Proof) -> Factor:
    """Return what somebody proved as a factor of a session."""
    when = timestamp(state.now())
    return {
        "type": proof.type,
        "delivery_method": proof.delivery_method,
        "created_at": when,
        "updated_at": when,
        "last_authenticated_at": when,
        **proof.details,
    }


def _put(
    state: State,
    pending: IntermediateSession | None,
    *,
    email: str,
    factors: tuple[Factor, ...],
    member: Member | None = None,
) -> IntermediateSession:
    """Begin an intermediate session, or go on with one: its token and its end stay."""
    begun = pending or IntermediateSession(
        number=state.next_number(),
        id=state.new_id("intermediate-session"),
        token=state.new_secret(),
        expires_at=state.now() + INTERMEDIATE,
        email=email,
        factors=factors,
    )
    if member is not None:
        begun = attrs.evolve(begun, organization_id=member.organization_id, member_id=member.id)
    begun = attrs.evolve(begun, email=email, factors=factors)
    state.remember(state.intermediate_sessions, begun)
    return begun


def _unfinished(state: State, member: Member, pending: IntermediateSession) -> Fields:
    return {
        **members.answer(state, member),
        "organization_id": member.organization_id,
        "member_authenticated": False,
        "intermediate_session_token": pending.token,
        "session_token": "",
        "session_jwt": "",
    }


def _welcome(state: State, member: Member, *, verified: bool) -> Member:
    """Make an invited or pending member an active one, and note that the e-mail address is the member's."""
    is_verified = member.email_verified or verified
    if member.status == "active" and member.email_verified == is_verified:
        return member
    return members.change(state, member, status="active", email_verified=is_verified)


def missing(organization: Organization, member: Member | None, factors: Iterable[Factor]) -> Fields:
    """Return what has to be proved besides some factors, as an answer says it; nothing if they are enough.

    Without a member it is somebody who is about to join.
    """
    proved = {auth_method(factor) for factor in factors}
    allowed = _allowed_methods(organization, member)
    found: Fields = {}
    if proved.isdisjoint(_WITHOUT_LEAVE.union(allowed)):
        found["primary_required"] = {"allowed_auth_methods": list(allowed)}
    if needs_mfa(organization, member) and proved.isdisjoint(_SECONDARY):
        found["mfa_required"] = {"member_options": _options(member), "secondary_auth_initiated": ""}
    return found


def _allowed_methods(organization: Organization, member: Member | None) -> Sequence[str]:
    settings = organization.settings
    is_restricted = settings["auth_methods"] == "RESTRICTED" and not (member and member.is_breakglass)
    allowed: list[str] = settings["allowed_auth_methods"]
    return allowed if is_restricted else AUTH_METHODS


def needs_mfa(organization: Organization, member: Member | None) -> bool:
    """Return whether a member has to bring a second factor."""
    is_enrolled = member is not None and member.mfa_enrolled
    return is_enrolled or organization.settings["mfa_policy"] == "REQUIRED_FOR_ALL"


def auth_method(factor: Factor) -> str:
    """Return what a factor is called among an organization's `allowed_auth_methods`, e.g. `google_oauth`."""
    if factor["type"] == "oauth":
        provider = factor["delivery_method"].removeprefix("oauth_")
        return f"{provider}_oauth"
    return str(factor["type"])


def _options(member: Member | None) -> Fields:
    if member is None:
        return {"mfa_phone_number": "", "totp_registration_id": ""}
    return {"mfa_phone_number": member.mfa_phone_number, "totp_registration_id": member.totp_registration_id}


def _initiated(state: State, member: Member, open_points: Fields) -> Fields:
    """Send a passcode right away where a second factor is all that is missing and a phone is how the member does it."""
    by_phone = member.mfa_phone_number and member.default_mfa_method != "totp"
    if "primary_required" in open_points or not by_phone:
        return open_points
    delivery.send_sms_code(state, member)
    return {"mfa_required": {**open_points["mfa_required"], "secondary_auth_initiated": "sms_otp"}}
