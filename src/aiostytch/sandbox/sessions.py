"""What the calls of `client.sessions` do."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from . import members, metadata, organizations
from .behaviour import Behaviours, Call
from .refusal import RefusedError, bad_request, not_found
from .state import Fields, Member, Session, State, timestamp

behaviour = Behaviours()

_DEFAULT_MINUTES = 60
_FEWEST_MINUTES, _MOST_MINUTES = 5, 527_040
_RESERVED_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})


@behaviour("sessions.get")
def get(state: State, call: Call) -> Fields:
    """Return the sessions of a member that have not expired."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member(organization, call.arguments["member_id"])
    mine = [session for session in state.sessions if session.member_id == member.id and state.is_active(session)]
    return {"member_sessions": [to_json(state, session) for session in mine]}


@behaviour("sessions.authenticate")
def authenticate(state: State, call: Call) -> Fields:
    """Check a session; extend it where a duration is given, change its claims where some are."""
    session = _named(
        state, call, "no_session_arguments", "too_many_session_arguments", ("session_token", "session_jwt")
    )
    verdict = _verdict(state, session, call.arguments.get("authorization_check"))
    extended = call.arguments.get("session_duration_minutes")
    changed = attrs.evolve(
        session,
        last_accessed_at=state.now(),
        expires_at=_end(state, extended) if extended is not None else session.expires_at,
        custom_claims=_claims(session.custom_claims, call.arguments),
    )
    state.sessions.put(changed)
    return {**answer(state, changed), **verdict}


@behaviour("sessions.revoke")
def revoke(state: State, call: Call) -> Fields:
    """End one session, or all of a member."""
    names = ("member_session_id", "session_token", "session_jwt", "member_id")
    if call.arguments.keys() & set(names) == {"member_id"}:
        member = state.members.get(call.arguments["member_id"])
        if member is None or member.is_deleted:
            raise not_found("member")
        _check_own(call, member.organization_id)
        state.revoke_sessions(member)
        return {}
    session = _named(state, call, "no_session_revoke_arguments", "too_many_session_revoke_arguments", names)
    _check_own(call, session.organization_id)
    state.sessions.delete(session.id)
    return {}


def start(state: State, member: Member, arguments: Mapping[str, Any], factor: Mapping[str, Any]) -> Session:
    """Begin a session.

    Args:
        state: where to.
        member: whose it is.
        arguments: those of the call; `session_duration_minutes` and `session_custom_claims` matter.
        factor: what the member proved: `type`, `delivery_method`, and what belongs to them.

    Raises:
        RefusedError: the duration or the claims cannot be used.
    """
    ends = _end(state, arguments.get("session_duration_minutes", _DEFAULT_MINUTES))
    now, session_id = state.now(), state.new_id("member-session")
    when = timestamp(now)
    session = Session(
        number=state.next_number(),
        id=session_id,
        member_id=member.id,
        organization_id=member.organization_id,
        token=f"{state.new_uuid().hex}{state.new_uuid().hex}"[:44],
        jwt=_unsigned_jwt({"sub": member.id, "https://stytch.com/session": {"id": session_id}}),
        started_at=now,
        last_accessed_at=now,
        expires_at=ends,
        factors=({**factor, "created_at": when, "updated_at": when, "last_authenticated_at": when},),
        custom_claims=_claims({}, arguments),
    )
    state.sessions.put(session)
    return session


def answer(state: State, session: Session) -> Fields:
    """Return what answers hold that give a session to its member."""
    return {
        "member_session": to_json(state, session),
        "session_token": session.token,
        "session_jwt": session.jwt,
        "member": members.to_json(state.members[session.member_id]),
        "organization": organizations.to_json(state.organizations[session.organization_id]),
    }


def to_json(state: State, session: Session) -> Fields:
    """Return a session as the API shows it."""
    return {
        "member_session_id": session.id,
        "member_id": session.member_id,
        "organization_id": session.organization_id,
        "organization_slug": state.organizations[session.organization_id].slug,
        "roles": members.role_ids(state.members[session.member_id]),
        "started_at": timestamp(session.started_at),
        "last_accessed_at": timestamp(session.last_accessed_at),
        "expires_at": timestamp(session.expires_at),
        "authentication_factors": list(session.factors),
        "custom_claims": session.custom_claims,
    }


# How a session can be named: the argument, and the key that it is found by.
_KEYS = {"session_token": "token", "session_jwt": "jwt"}


def _named(state: State, call: Call, none_given: str, many_given: str, names: tuple[str, ...]) -> Session:
    """Return the session that exactly one of some arguments names."""
    given = {name: call.arguments[name] for name in names if name in call.arguments}
    if not given:
        raise bad_request(none_given, f"body: one of {', '.join(names)} must be given.")
    if len(given) > 1:
        raise bad_request(many_given, f"body: only one of {', '.join(names)} may be given.")
    ((name, value),) = given.items()
    found = state.active_session(_KEYS[name], value) if name in _KEYS else state.sessions.get(value)
    if found is None:
        raise not_found("session")
    return found


def _end(state: State, minutes: int) -> datetime.datetime:
    if not _FEWEST_MINUTES <= minutes <= _MOST_MINUTES:
        raise bad_request(
            "invalid_session_duration_minutes",
            f"session_duration_minutes must be from {_FEWEST_MINUTES} to {_MOST_MINUTES}.",
        )
    return state.now() + datetime.timedelta(minutes=minutes)


def _claims(present: Mapping[str, Any], arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return claims with those of a call; reserved names are left out."""
    given: Mapping[str, Any] = arguments.get("session_custom_claims", {})
    claims = metadata.merge(present, {name: given[name] for name in given if name not in _RESERVED_CLAIMS})
    if metadata.size(claims) > metadata.LARGEST:
        raise bad_request("custom_claims_too_large", f"session_custom_claims must not exceed {metadata.LARGEST} bytes.")
    return claims


def _verdict(state: State, session: Session, check: Mapping[str, Any] | None) -> Fields:
    """Return the verdict on an authorization check: in the member's organization everything is allowed."""
    if check is None:
        return {}
    if state.organization(check["organization_id"]).id != session.organization_id:
        raise other_organization()
    granting = members.role_ids(state.members[session.member_id])
    return {"verdict": {"authorized": True, "granting_roles": granting}}


def _check_own(call: Call, organization_id: str) -> None:
    if call.session is not None and call.session.organization_id != organization_id:
        raise other_organization()


def other_organization() -> RefusedError:
    """Return the refusal of a call about another organization than that of the member."""
    return RefusedError(403, "session_authorization_tenancy_error", "The member belongs to another organization.")


def _unsigned_jwt(claims: Mapping[str, Any]) -> str:
    """Return a string that looks like a JWT and names the session. Its signature is none."""
    parts = (b'{"alg":"RS256","kid":"sandbox","typ":"JWT"}', msgspec.json.encode(claims), b"unsigned")
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
