"""What the calls of `client.sessions` do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import enforcement, jwts, login, roles, session_life
from .behaviour import Behaviours, Call
from .records import Fields, Session
from .refusal import bad_request, not_found
from .state import State

behaviour = Behaviours()


@behaviour("sessions.get")
def get(state: State, call: Call) -> Fields:
    """Return the sessions of a member that have not expired."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member(organization, call.arguments["member_id"])
    mine = [session for session in state.sessions if session.member_id == member.id and state.is_active(session)]
    return {"member_sessions": [session_life.to_json(state, session) for session in mine]}


@behaviour("sessions.authenticate")
def authenticate(state: State, call: Call) -> Fields:
    """Check a session; extend it where a duration is given, change its claims where some are."""
    session = _named(state, call, "no_session_arguments", "too_many_session_arguments", session_life.ARGUMENTS)
    verdict = _verdict(state, session, call.arguments.get("authorization_check"))
    return {**session_life.answer(state, session_life.go_on(state, session, call.arguments)), **verdict}


@behaviour("sessions.exchange")
def exchange(state: State, call: Call) -> Fields:
    """Log in to another organization with a session: what was proved there counts here, if it proves the address."""
    session = _named(state, call, "no_session_arguments", "too_many_session_arguments", session_life.ARGUMENTS)
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, state.members[session.member_id].email)
    if member is None or member.is_deleted:
        raise not_found("member")
    return login.switch(state, call.arguments, member, login.brought(session, organization.id))


@behaviour("sessions.get_jwks")
def get_jwks(state: State, call: Call) -> Fields:
    """Return the public keys that session JWTs are signed with."""
    if call.arguments["project_id"] != state.project_id:
        raise not_found("project")
    return {"keys": list(jwts.published(state))}


@behaviour("sessions.revoke")
def revoke(state: State, call: Call) -> Fields:
    """End one session, or all of a member."""
    names = ("member_session_id", "session_token", "session_jwt", "member_id")
    if call.arguments.keys() & set(names) == {"member_id"}:
        member = state.members.get(call.arguments["member_id"])
        if member is None or member.is_deleted:
            raise not_found("member")
        state.revoke_sessions(member)
        return {}
    session = _named(state, call, "no_session_revoke_arguments", "too_many_session_revoke_arguments", names)
    state.sessions.delete(session.id)
    return {}


def _named(state: State, call: Call, none_given: str, many_given: str, names: tuple[str, ...]) -> Session:
    """Return the session that exactly one of some arguments names."""
    named = call.only(*names)
    if not named:
        raise bad_request(none_given, f"body: one of {', '.join(names)} must be given.")
    if len(named) > 1:
        raise bad_request(many_given, f"body: only one of {', '.join(names)} may be given.")
    ((name, value),) = named.items()
    return session_life.by_argument(state, name, value)


def _verdict(state: State, session: Session, check: Mapping[str, Any] | None) -> Fields:
    """Return the verdict on an authorization check: which roles permit the action.

    Raises:
        RefusedError: none does, or the check is about another organization.
    """
    if check is None:
        return {}
    if state.organization(check["organization_id"]).id != session.organization_id:
        raise enforcement.other_organization()
    granting = roles.granting(state, session, check["resource_id"], check["action"])
    if not granting:
        raise enforcement.denied("the action of the authorization_check")
    return {"verdict": {"authorized": True, "granting_roles": granting}}
