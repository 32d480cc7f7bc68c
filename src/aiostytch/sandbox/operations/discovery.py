"""Handlers of `client.discovery`."""

from __future__ import annotations

from ..auth import discovery, intermediate_sessions, login, passwords
from ..auth.factors import usable_factors
from ..contract.errors import not_found
from ..contract.json_values import JSONObject
from ..entities import admission, email_domains, members, organizations
from ..entities.call import Call
from ..entities.policy import ADMIN_ROLE
from ..store.records import IntermediateSession, Member, Organization, Session
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_NOT_SETTINGS = frozenset(
    {"intermediate_session_token", "session_duration_minutes", "session_custom_claims", "locale", "telemetry_id"}
)
"""The arguments of `discovery.organizations.create` that do not concern the organization."""


@handles("discovery.organizations.list")
def organizations_list(state: State, call: Call) -> JSONObject:
    """List the organizations that the owner of a session or an intermediate session can log in to or join."""
    session = login.required_session(state, call.arguments)
    hint = session.organization_id if isinstance(session, IntermediateSession) else ""
    found = discovery.list_organizations(state, _email(state, session), session)
    return {**found, "organization_id_hint": hint} if hint else found


@handles("discovery.organizations.create", simplified=email_domains.SIMPLIFIED)
def organizations_create(state: State, call: Call) -> JSONObject:
    """Create an organization. The owner of the intermediate session becomes its first administrator."""
    pending = _pending(state, call)
    settings = call.without(*_NOT_SETTINGS)
    settings.setdefault("organization_name", _name(pending.email))
    settings.setdefault("organization_slug", organizations.free_slug(state, _name(pending.email)))
    organization = organizations.create(state, settings)
    administrator = _join(state, organization, pending.email, roles=[ADMIN_ROLE])
    return _exchange(state, call, administrator, pending)


@handles("discovery.intermediate_sessions.exchange")
def intermediate_sessions_exchange(state: State, call: Call) -> JSONObject:
    """Log in to an organization with an intermediate session, accept an invitation, or join by domain or tenant."""
    pending = _pending(state, call)
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, pending.email)
    if member is None:
        if admission.allowed_tenant(organization, pending.tenants) is None:
            admission.check_jit_by_email(organization, pending.email)
        member = _join(state, organization, pending.email)
    return _exchange(state, call, member, pending)


def _pending(state: State, call: Call) -> IntermediateSession:
    found = intermediate_sessions.find(state, call.arguments)
    if found is None:
        raise not_found("intermediate_session")
    return found


def _email(state: State, session: Session | IntermediateSession) -> str:
    return session.email if isinstance(session, IntermediateSession) else state.members[session.member_id].email


def _join(state: State, organization: Organization, email: str, *, roles: list[str] | None = None) -> Member:
    """Add a member who is pending until the login is complete."""
    added = members.create(state, organization, email, {"roles": roles} if roles else {}, status="pending")
    return passwords.inherit(state, added)


def _exchange(state: State, call: Call, member: Member, pending: IntermediateSession) -> JSONObject:
    factors = usable_factors(pending, member)
    return login.exchange(state, call.arguments, member, factors, pending)


def _name(email: str) -> str:
    """Return a name for an organization: from the domain of an address, or its local part for mail providers."""
    domain = email_domains.domain_of(email)
    if email_domains.is_common(domain) or domain.endswith(".edu"):
        return email.rpartition("@")[0]
    return domain.partition(".")[0]
