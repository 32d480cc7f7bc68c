"""The roles of members, their sources and permissions.

source                             applies to
direct assignment                  all sessions
domain of the e-mail address       all sessions
SCIM group                         all sessions
SSO connection or SSO group        sessions with a login by this connection
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..store.policy import Policy, Role
from ..store.records import Factor, Member, Organization, Session, SSORegistration
from ..store.state import State
from . import email_domains
from .policy import BUILT_IN, MEMBER_ROLE, read_roles


def session_roles(state: State, session: Session) -> list[str]:
    """Return the roles of a session: those of its member, except SSO roles of connections that it has not used."""
    member = state.members[session.member_id]
    used = sso_connections_used(session.factors)
    counted = (
        source
        for source in sources(state, member)
        if not source.type.startswith("sso_") or source.details["connection_id"] in used
    )
    return list(dict.fromkeys(source.role_id for source in counted))


def member_roles(state: State, member: Member) -> list[str]:
    """Return the roles of a member, from all sources."""
    return list(dict.fromkeys(source.role_id for source in sources(state, member)))


def granting_roles(state: State, session: Session, resource_id: str, action: str) -> list[str]:
    """Return the roles of a session that permit an action on a resource."""
    held = session_roles(state, session)
    existing = known_roles(state, state.organizations[session.organization_id])
    return [role.role_id for role in existing if role.role_id in held and role.allows(resource_id, action)]


def to_json(state: State, member: Member) -> list[JSONObject]:
    """Return the roles of a member as the API shows them, with their sources."""
    shown: dict[str, list[JSONObject]] = {}
    for source in sources(state, member):
        shown.setdefault(source.role_id, []).append({"type": source.type, "details": source.details})
    return [{"role_id": role_id, "sources": reasons} for role_id, reasons in shown.items()]


@attrs.frozen
class Source:
    """The reason why a member has a role.

    Attributes:
        role_id: the role.
        type: one of the API's types, e.g. `email_assignment`.
        details: the details of the type, e.g. the domain.
    """

    role_id: str
    type: str
    details: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


def sources(state: State, member: Member) -> Iterator[Source]:
    """Yield the reasons why a member has roles."""
    organization = state.organizations[member.organization_id]
    for role_id in (MEMBER_ROLE, *member.roles):
        yield Source(role_id, "direct_assignment")
    domain = email_domains.domain_of(member.email)
    for assignment in organization.settings["rbac_email_implicit_role_assignments"]:
        if assignment["domain"].casefold() == domain:
            yield Source(assignment["role_id"], "email_assignment", {"email_domain": assignment["domain"]})
    for registration in member.sso_registrations:
        yield from _sso_sources(state, registration)
    yield from _scim_sources(state, member)


def _sso_sources(state: State, registration: SSORegistration) -> Iterator[Source]:
    connection = state.sso_connections.get(registration.connection_id)
    if connection is None:
        return
    details = {"connection_id": connection.id}
    for role_id in connection.implicit_roles:
        yield Source(role_id, "sso_connection", details)
    for group in connection.group_roles:
        if group.group in registration.groups:
            yield Source(group.role_id, "sso_connection_group", {**details, "group": group.group})


def _scim_sources(state: State, member: Member) -> Iterator[Source]:
    connection = (
        state.scim_connections.get(member.scim_registration.connection_id) if member.scim_registration else None
    )
    if connection is None:
        return
    for assignment in connection.group_roles:
        group = state.scim_groups.get(assignment.group)
        if group is not None and member.id in group.member_ids:
            details = {"connection_id": connection.id, "group_id": group.id}
            yield Source(assignment.role_id, "scim_connection_group", details)


def sso_connections_used(factors: Iterable[Factor]) -> set[str]:
    """Return the IDs of the SSO connections among the factors of a login."""
    return {
        detail["provider_id"]
        for factor in factors
        for name, detail in factor.shown.items()
        if name in {"saml_sso_factor", "oidc_sso_factor"}
    }


def scim_groups(state: State, member: Member) -> list[JSONObject]:
    """Return the groups of a member that SCIM has provisioned, as the API shows them."""
    return [{"value": group.id, "display": group.name} for group in state.scim_groups if member.id in group.member_ids]


def known_roles(state: State, organization: Organization | None) -> tuple[Role, ...]:
    """Return the roles that members of an organization can have."""
    added = custom_roles(organization) if organization else ()
    return (*project_policy(state).roles, *added)


def check_known(state: State, organization: Organization | None, role_ids: Iterable[str]) -> None:
    """Check that roles exist.

    Raises:
        RefusedError: a role does not exist.
    """
    if not {role.role_id for role in known_roles(state, organization)}.issuperset(role_ids):
        raise bad_request("invalid_role", "A role does not exist in the policy.")


def project_policy(state: State) -> Policy:
    """Return the policy of the project."""
    return state.policies.get(BUILT_IN.id) or BUILT_IN


def custom_roles(organization: Organization) -> tuple[Role, ...]:
    """Return the roles that an organization adds to those of the project."""
    return read_roles(organization.settings["custom_roles"])
