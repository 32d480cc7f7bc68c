"""Discovery: the organizations that a verified e-mail address can log in to."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.json_values import JSONObject
from ..entities import admission, email_domains, members, organizations
from ..store.records import IntermediateSession, Member, Organization, Session, email_key
from ..store.state import State
from . import intermediate_sessions, login
from .factors import Proof, transferable_factors, usable_factors

_TYPES: Mapping[str, str] = {"active": "active_member", "pending": "pending_member", "invited": "invited_member"}
"""The membership types, by the status of the member."""


def begin(
    state: State, email: str, *proofs: Proof, tenants: Mapping[str, tuple[str, ...]] = intermediate_sessions.NO_TENANTS
) -> JSONObject:
    """Return the response to a verified address: an intermediate session, and the organizations it gives access to."""
    pending = intermediate_sessions.begin(state, email, *proofs, tenants=tenants)
    return {**intermediate_sessions.response(pending), **list_organizations(state, email, pending)}


def list_organizations(state: State, email: str, session: Session | IntermediateSession) -> JSONObject:
    """Return an address and the organizations of its members.

    With an intermediate session, these include organizations that the owner of the address can join.
    """
    entries = (_entry(state, email, organization, session) for organization in state.organizations)
    return {"email_address": email, "discovered_organizations": [entry for entry in entries if entry]}


def _entry(
    state: State, email: str, organization: Organization, session: Session | IntermediateSession
) -> JSONObject | None:
    """Return the entry of an organization, None if the owner of the address can neither log in nor join."""
    member = state.member_by_email(organization, email)
    membership = _membership(state, member) if member else _eligibility(state, organization, session)
    if membership is None:
        return None
    factors = usable_factors(session, member) if member else transferable_factors(session, email)
    unmet = login.unmet_requirements(organization, member, factors)
    return {
        "organization": organizations.to_json(state, organization),
        "membership": membership,
        "member_authenticated": not unmet,
        **unmet,
    }


def _membership(state: State, member: Member) -> JSONObject:
    return {"type": _TYPES[member.status], "details": {}, "member": members.to_json(state, member)}


def _eligibility(state: State, organization: Organization, pending: Session | IntermediateSession) -> JSONObject | None:
    """Return how a person can join an organization, None if the person cannot."""
    if isinstance(pending, Session):
        return None
    if state.members.find("email", organization.id, email_key(pending.email)):
        return None  # a member had the address, and has not unlinked it
    if admission.accepts_domain(organization, pending.email) and _has_colleague(state, organization, pending.email):
        details = {"domain": pending.email.rpartition("@")[2]}
        return {"type": "eligible_to_join_by_email_domain", "details": details}
    tenant = admission.allowed_tenant(organization, pending.tenants)
    if tenant is None:
        return None
    details = {"provider_type": tenant[0].title(), "provider_tenant_id": tenant[1]}
    return {"type": "eligible_to_join_by_oauth_tenant", "details": details}


def _has_colleague(state: State, organization: Organization, email: str) -> bool:
    """Return whether an organization has a member with a verified address of the same domain."""
    domain = email_domains.domain_of(email)
    return any(
        member.email_verified and not member.is_deleted and email_domains.domain_of(member.email) == domain
        for member in state.members_of(organization)
    )
