"""Authorization of calls that carry a member session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.errors import RefusedError
from ..entities import roles
from ..entities.call import Call
from ..store.records import Member, Session
from ..store.state import State
from . import sessions
from .required_permissions import REQUIREMENTS, SELF, Requirement

_PROJECT_ONLY: Mapping[str, str] = {
    "organizations.update": "trusted_metadata",
    "organizations.members.update": "trusted_metadata",
}
"""Arguments that only the project may set, by call path."""


def check(state: State, call: Call) -> None:
    """Check that the session in a call permits it. A call without a session is not restricted.

    Raises:
        RefusedError: the call concerns another organization, or no role of the session permits it.
    """
    session, path = call.session, call.operation.call_path
    if session is None:
        return
    _check_tenancy(state, session, call.arguments)
    if _PROJECT_ONLY.get(path) in call.arguments:
        raise RefusedError(401, "cannot_update_trusted_metadata", "A member cannot change trusted_metadata.")
    subject = _subject(state, session, call.arguments)
    if subject and subject.organization_id != session.organization_id:
        raise tenancy_mismatch()
    is_self = subject is not None and subject.id == session.member_id
    if is_self and path == "organizations.members.update" and "email_address" in call.arguments:
        raise RefusedError(
            401, "member_cannot_update_their_email_address", "Members change their own address with start_email_update."
        )
    requirement = REQUIREMENTS[path]
    if requirement is not None:
        _check_requirement(state, session, requirement, call.arguments, is_self=is_self)


def _check_requirement(
    state: State, session: Session, requirement: Requirement, arguments: Mapping[str, Any], *, is_self: bool
) -> None:
    for action in requirement.actions(arguments):
        resources = (
            [requirement.resource, SELF] if is_self and action in requirement.self_actions else [requirement.resource]
        )
        if not any(roles.granting_roles(state, session, resource, action) for resource in resources):
            raise permission_denied(f"{action} on {requirement.resource}")


def _check_tenancy(state: State, session: Session, arguments: Mapping[str, Any]) -> None:
    """Check that a call names only the organization of the member."""
    named = [arguments.get("organization_id", session.organization_id)]
    own = state.organizations[session.organization_id].identifiers()
    if not own.issuperset([*named, *arguments.get("organization_ids", ())]):
        raise tenancy_mismatch()


def _subject(state: State, session: Session, arguments: Mapping[str, Any]) -> Member | None:
    """Return the member that a call concerns, or None."""
    if "member_id" in arguments:
        given = arguments["member_id"]
        return state.members.get(given) or state.members.find("external_id", session.organization_id, given)
    if "member_password_id" in arguments:
        return state.members.find("password", arguments["member_password_id"])
    for name in ("member_session_id", *sessions.ARGUMENTS):
        if name in arguments:
            return state.members[sessions.find_by(state, name, arguments[name]).member_id]
    return None


def permission_denied(what: str) -> RefusedError:
    """Return the error for a call that no role of the session permits."""
    return RefusedError(403, "session_authorization_error", f"No role of the session permits {what}.")


def tenancy_mismatch() -> RefusedError:
    """Return the error for a call that concerns another organization."""
    return RefusedError(403, "session_authorization_tenancy_error", "The member belongs to another organization.")
