"""Discovery: the organizations that a verified e-mail address can log in to."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.errors import RefusedError
from ..contract.json_values import JSONObject
from ..entities import admission, members, organizations
from ..store.records import IntermediateSession, Member, Organization, Session
from ..store.state import State
from . import intermediate_sessions, login
from .factors import Proof, brought_factors, usable_factors

_TYPES: Mapping[str, str] = {"active": "active_member", "pending": "pending_member", "invited": "invited_member"}
"""The types of memberships, by the status of the member."""


def begin(state: State, email: str, *proofs: Proof) -> JSONObject:
    """Return the response to proofs of an address: an intermediate session, and the organizations that it opens."""
    pending = intermediate_sessions.begin(state, email, *proofs)
    return {"intermediate_session_token": pending.token, **list_organizations(state, email, pending)}


def list_organizations(state: State, email: str, session: Session | IntermediateSession) -> JSONObject:
    """Return an address and the organizations that it opens.

    With an intermediate session, these include organizations that take new members with such an address.
    """
    may_join = isinstance(session, IntermediateSession)
    found = [
        _entry(state, email, organization, member, session)
        for organization in state.organizations
        if (member := state.member_by_email(organization, email)) or (may_join and _can_join(organization, email))
    ]
    return {"email_address": email, "discovered_organizations": found}


def _can_join(organization: Organization, email: str) -> bool:
    try:
        admission.check_jit_by_email(organization, email)
    except RefusedError:
        return False
    return True


def _entry(
    state: State,
    email: str,
    organization: Organization,
    member: Member | None,
    session: Session | IntermediateSession,
) -> JSONObject:
    factors = usable_factors(session, member) if member else brought_factors(session, email)
    unmet = login.unmet_requirements(organization, member, factors)
    return {
        "organization": organizations.to_json(organization),
        "membership": _membership(state, member) if member else _eligible(email),
        "member_authenticated": not unmet,
        **unmet,
    }


def _membership(state: State, member: Member) -> JSONObject:
    return {"type": _TYPES[member.status], "details": {}, "member": members.to_json(state, member)}


def _eligible(email: str) -> JSONObject:
    return {"type": "eligible_to_join_by_email_domain", "details": {"domain": email.rpartition("@")[2]}}
