"""Discovery: what somebody who has proved an e-mail address can log in to."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.errors import RefusedError
from ..contract.json_values import Fields
from ..entities import admission, members, organizations
from ..store.records import IntermediateSession, Member, Organization, Session
from ..store.state import State
from . import login

_TYPES: Mapping[str, str] = {"active": "active_member", "pending": "pending_member", "invited": "invited_member"}
"""What a membership is called, by the status of the member."""


def begin(state: State, email: str, *proofs: login.Proof) -> Fields:
    """Return the answer to somebody who has proved an address: an intermediate session, and what it opens."""
    pending = login.begin(state, email, *proofs)
    return {"intermediate_session_token": pending.token, **listing(state, email, pending)}


def listing(state: State, email: str, holder: Session | IntermediateSession) -> Fields:
    """Return an address and the organizations that it opens.

    Somebody with an intermediate session can also join an organization that takes addresses of the domain.
    """
    may_join = isinstance(holder, IntermediateSession)
    found = [
        _entry(state, email, organization, member, holder)
        for organization in state.organizations
        if (member := state.member_by_email(organization, email)) or (may_join and _takes(organization, email))
    ]
    return {"email_address": email, "discovered_organizations": found}


def _takes(organization: Organization, email: str) -> bool:
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
    holder: Session | IntermediateSession,
) -> Fields:
    factors = login.counting(member, login.brought(holder, organization.id))
    missing = login.missing(organization, member, factors)
    return {
        "organization": organizations.to_json(organization),
        "membership": _membership(state, member) if member else _joining(email),
        "member_authenticated": not missing,
        **missing,
    }


def _membership(state: State, member: Member) -> Fields:
    return {"type": _TYPES[member.status], "details": {}, "member": members.to_json(state, member)}


def _joining(email: str) -> Fields:
    return {"type": "eligible_to_join_by_email_domain", "details": {"domain": email.rpartition("@")[2]}}
