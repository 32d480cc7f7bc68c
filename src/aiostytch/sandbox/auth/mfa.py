"""Secondary factors: who may add one, when it may be used, and its effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..entities import admission, members
from ..entities.call import Call
from ..store.records import Factor, IntermediateSession, Member, email_key
from ..store.state import State
from . import login, sessions
from .factors import Proof, accepted_factors, is_secondary, usable_factors

RECOVERY_CODES = 10
"""The number of recovery codes of an authenticator app."""
_ENROLLMENTS: Mapping[str, bool] = {"enroll": True, "unenroll": False}
_SESSION_ARGUMENTS = ("intermediate_session_token", *sessions.ARGUMENTS)


def find_member(state: State, call: Call) -> Member:
    """Return the member that a call names.

    Raises:
        RefusedError: the member does not exist, or is not active.
    """
    member = members.find(state, call)
    if member.status != "active":
        raise bad_request("action_available_only_for_active_members", "The member is not active.")
    return member


def check_attach(state: State, call: Call, member: Member, method: str, *, is_new: bool) -> None:
    """Check that a member may use a secondary factor, or add a new one.

    A member who has a secondary factor must use it before adding another one. Otherwise the first factor alone could
    replace it.

    Raises:
        RefusedError: the member may not.
    """
    admission.check_mfa_method(state.organizations[member.organization_id], member, method)
    proved = (
        _accepted_factors(state, call.arguments, member)
        if any(call.arguments.get(name) for name in _SESSION_ARGUMENTS)
        else ()
    )
    has_one = member.mfa_phone_number_verified or member.totp_registration_id
    if is_new and has_one and not any(map(is_secondary, proved)):
        raise RefusedError(401, "insufficient_factors", "The member must use the existing second factor first.")


def check_complete(state: State, call: Call, member: Member, method: str | None = None) -> None:
    """Check that a member may use a secondary factor now: after a primary one.

    `method` is None for a recovery code, which an organization cannot forbid.

    Raises:
        RefusedError: the member may not.
    """
    organization = state.organizations[member.organization_id]
    if method is not None:
        admission.check_mfa_method(organization, member, method)
    factors = _accepted_factors(state, call.arguments, member)
    if call.arguments.get("intermediate_session_token") and "primary_required" in login.unmet_requirements(
        organization, member, factors
    ):
        raise bad_request(
            "action_available_only_once_primary_authentication_is_met", "A second factor requires a first one."
        )
    login.open_sessions(state, call.arguments, member)


def complete(state: State, call: Call, member: Member, method: str, proof: Proof) -> JSONObject:
    """Return the response to a secondary factor, and save the default method and the enrollment of the member.

    The first method of a member becomes the default.
    """
    changes: dict[str, Any] = {}
    if not member.default_mfa_method or call.arguments.get("set_default_mfa"):
        changes["default_mfa_method"] = method
    if state.organizations[member.organization_id].settings["mfa_policy"] == "REQUIRED_FOR_ALL":
        changes["mfa_enrolled"] = True
    elif call.arguments.get("set_mfa_enrollment"):
        changes["mfa_enrolled"] = _ENROLLMENTS[call.arguments["set_mfa_enrollment"]]
    return login.complete(state, call, members.update(state, member, **changes), proof)


def new_recovery_codes(state: State) -> tuple[str, ...]:
    """Return new recovery codes, in groups of four characters."""
    drawn = (state.new_uuid().hex[-12:] for _ in range(RECOVERY_CODES))
    return tuple(f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in drawn)


def _accepted_factors(state: State, arguments: Mapping[str, Any], member: Member) -> tuple[Factor, ...]:
    """Return the factors of the session or intermediate session that a call names.

    Raises:
        RefusedError: the session does not belong to the member.
    """
    session = login.required_session(state, arguments)
    is_own = (
        email_key(session.email) == email_key(member.email)
        if isinstance(session, IntermediateSession)
        else session.member_id == member.id
    )
    if not is_own:
        raise bad_request("member_session_member_id_mismatch", "The session belongs to another member.")
    return accepted_factors(member, usable_factors(session, member))
