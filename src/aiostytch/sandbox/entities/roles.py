"""Which roles a member has, and why; and what they permit.

Some are assigned. Others follow from the domain of the e-mail address, from a group that the identity provider has
pushed by SCIM, or from a login by SSO; those of the last kind count only in sessions that have such a login in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request
from ..contract.json_values import Fields
from ..store.policy import Policy, Role
from ..store.records import Factor, Member, Organization, Session, SSORegistration
from ..store.state import State
from .policy import BUILT_IN, MEMBER_ROLE, read_roles


@attrs.frozen
class Source:
    """Why a member has a role.

    Attributes:
        role_id: the role.
        type: one of the API's types, e.g. `email_assignment`.
        details: e.g. the domain.
    """

    role_id: str
    type: str
    details: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


def project_policy(state: State) -> Policy:
    """Return the policy of the project."""
    return state.policies.get(BUILT_IN.id) or BUILT_IN


def own_roles(organization: Organization) -> tuple[Role, ...]:
    """Return the roles that an organization adds to those of the project."""
    return read_roles(organization.settings["custom_roles"])


def known(state: State, organization: Organization | None) -> tuple[Role, ...]:
    """Return the roles that members of an organization can have."""
    added = own_roles(organization) if organization else ()
    return (*project_policy(state).roles, *added)


def check_known(state: State, organization: Organization | None, role_ids: Iterable[str]) -> None:
    """Check that roles are there.

    Raises:
        RefusedError: one is not.
    """
    if not {role.role_id for role in known(state, organization)}.issuperset(role_ids):
        raise bad_request("invalid_role", "A role is in no policy.")


def sources(state: State, member: Member) -> Iterator[Source]:
    """Give the reasons why a member has roles."""
    organization = state.organizations[member.organization_id]
    for role_id in (MEMBER_ROLE, *member.roles):
        yield Source(role_id, "direct_assignment")
    domain = member.email.rpartition("@")[2].casefold()
    for assignment in organization.settings["rbac_email_implicit_role_assignments"]:
        if assignment["domain"].casefold() == domain:
            yield Source(assignment["role_id"], "email_assignment", {"email_domain": assignment["domain"]})
    for registration in member.sso_registrations:
        yield from _of_connection(state, registration)
    yield from _of_directory(state, member)


def _of_connection(state: State, registration: SSORegistration) -> Iterator[Source]:
    connection = state.sso_connections.get(registration.connection_id)
    if connection is None:
        return
    details = {"connection_id": connection.id}
    for role_id in connection.implicit_roles:
        yield Source(role_id, "sso_connection", details)
    for group in connection.group_roles:
        if group.group in registration.groups:
            yield Source(group.role_id, "sso_connection_group", {**details, "group": group.group})


def _of_directory(state: State, member: Member) -> Iterator[Source]:
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


def groups(state: State, member: Member) -> list[Fields]:
    """Return the groups that a directory has put a member in, as the API shows them."""
    return [{"value": group.id, "display": group.name} for group in state.scim_groups if member.id in group.member_ids]


def of_member(state: State, member: Member) -> list[str]:
    """Return the roles of a member, whatever they come from."""
    return list(dict.fromkeys(source.role_id for source in sources(state, member)))


def of_session(state: State, session: Session) -> list[str]:
    """Return the roles that a session has: those of its member, those by SSO only if it was used to log in."""
    member = state.members[session.member_id]
    used = connections(session.factors)
    counted = (
        source
        for source in sources(state, member)
        if not source.type.startswith("sso_") or source.details["connection_id"] in used
    )
    return list(dict.fromkeys(source.role_id for source in counted))


def connections(factors: Iterable[Factor]) -> set[str]:
    """Return the ids of the SSO connections that were used to log in."""
    return {
        detail["provider_id"]
        for factor in factors
        for name, detail in factor.items()
        if name in {"saml_sso_factor", "oidc_sso_factor"}
    }


def to_json(state: State, member: Member) -> list[Fields]:
    """Return the roles of a member as the API shows them, with their reasons."""
    shown: dict[str, list[Fields]] = {}
    for source in sources(state, member):
        shown.setdefault(source.role_id, []).append({"type": source.type, "details": source.details})
    return [{"role_id": role_id, "sources": reasons} for role_id, reasons in shown.items()]


def granting(state: State, session: Session, resource_id: str, action: str) -> list[str]:
    """Return the roles of a session that permit an action on a resource."""
    held: Collection[str] = of_session(state, session)
    there = known(state, state.organizations[session.organization_id])
    return [role.role_id for role in there if role.role_id in held and role.allows(resource_id, action)]
