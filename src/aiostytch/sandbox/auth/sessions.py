"""Sessions: start, extension, lookup and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..contract.errors import bad_request, not_found
from ..contract.json_values import JSONObject
from ..crypto import jwts
from ..entities import members, metadata, organizations, roles
from ..store.clock import timestamp
from ..store.records import Factor, Member, Session
from ..store.state import State

ARGUMENTS = ("session_token", "session_jwt")
"""The arguments that name a session in a login."""
_DEFAULT_MINUTES = 60
_MIN_MINUTES, _MAX_MINUTES = 5, 527_040
_RESERVED_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})


def start(
    state: State,
    member: Member,
    arguments: Mapping[str, Any],
    factors: tuple[Factor, ...],
    minutes: int = _DEFAULT_MINUTES,
) -> Session:
    """Start a session.

    Raises:
        RefusedError: the duration or the claims are invalid.
    """
    session = Session(
        number=state.next_number(),
        id=state.new_id("member-session"),
        member_id=member.id,
        organization_id=member.organization_id,
        token=state.new_secret(),
        started_at=state.now(),
        last_accessed_at=state.now(),
        expires_at=_expiry(state, arguments.get("session_duration_minutes", minutes)),
        factors=factors,
        custom_claims=_claims({}, arguments),
    )
    state.put_expiring(state.sessions, session)
    return session


def proceed(
    state: State, session: Session, arguments: Mapping[str, Any], factors: tuple[Factor, ...] | None = None
) -> Session:
    """Continue a session. A duration in the arguments extends it, and custom claims change its claims.

    Raises:
        RefusedError: the duration or the claims are invalid.
    """
    extended = arguments.get("session_duration_minutes")
    if extended is not None and any(factor.type == "impersonated" for factor in session.factors):
        raise bad_request("session_not_mutable", "An impersonated session cannot be extended.")
    changed = attrs.evolve(
        session,
        last_accessed_at=state.now(),
        expires_at=session.expires_at if extended is None else _expiry(state, extended),
        factors=session.factors if factors is None else factors,
        custom_claims=_claims(session.custom_claims, arguments),
    )
    state.sessions.put(changed)
    return changed


def start_response(state: State, arguments: Any, member: Member, factors: Iterable[Factor]) -> JSONObject:
    """Start a session, and return the response."""
    session = start(state, member, arguments, tuple(factors))
    return {"member_id": member.id, **response(state, session)}


def find(state: State, arguments: Mapping[str, Any]) -> Session | None:
    """Return the session that the arguments of a call name by a token or JWT, or None.

    Raises:
        RefusedError: they name two sessions, or one that does not exist.
    """
    names = [name for name in ARGUMENTS if arguments.get(name)]
    if len(names) > 1:
        raise bad_request("too_many_session_arguments", f"body: only one of {', '.join(ARGUMENTS)} may be given.")
    return find_by(state, names[0], arguments[names[0]]) if names else None


def find_by(state: State, name: str, value: str) -> Session:
    """Return the session with a `session_token`, a `session_jwt` (also an expired one) or a `member_session_id`.

    Raises:
        RefusedError: the session does not exist, or has ended.
    """
    if name == "session_jwt":
        session_id = str(jwts.read_session_jwt(state, value).get(jwts.SESSION, {}).get("id"))
        found = state.sessions.get(session_id)
    else:
        found = state.sessions.find("token", value) if name == "session_token" else state.sessions.get(value)
    if found is None or not state.is_active(found):
        raise not_found("session")
    return found


def end_without_roles(state: State, member: Member, kept: Iterable[str]) -> None:
    """Revoke the sessions that used an SSO connection which grants a role that the member loses.

    `kept` are the remaining assigned roles of the member.
    """
    removed = set(member.roles).difference(kept)
    connection_ids = {
        source.details["connection_id"]
        for source in roles.sources(state, member)
        if source.role_id in removed and source.type.startswith("sso_")
    }
    for session in state.sessions:
        if session.member_id == member.id and roles.sso_connections_used(session.factors) & connection_ids:
            state.sessions.delete(session.id)


def check_arguments(arguments: Mapping[str, Any]) -> None:
    """Check the arguments about a session.

    Raises:
        RefusedError: the duration or the claims are invalid.
    """
    _duration(arguments.get("session_duration_minutes", _DEFAULT_MINUTES))
    _claims({}, arguments)


def response(state: State, session: Session) -> JSONObject:
    """Return the fields of a response that returns a session."""
    return {
        "member_session": to_json(state, session),
        "session_token": session.token,
        "session_jwt": signed_jwt(state, session),
        "member": members.to_json(state, state.members[session.member_id]),
        "organization": organizations.to_json(state, state.organizations[session.organization_id]),
    }


def to_json(state: State, session: Session) -> JSONObject:
    """Return a session as the API shows it."""
    return {
        "member_session_id": session.id,
        "member_id": session.member_id,
        "organization_id": session.organization_id,
        "organization_slug": state.organizations[session.organization_id].slug,
        "roles": roles.session_roles(state, session),
        "started_at": timestamp(session.started_at),
        "last_accessed_at": timestamp(session.last_accessed_at),
        "expires_at": timestamp(session.expires_at),
        "authentication_factors": [factor.shown for factor in session.factors],
        "custom_claims": session.custom_claims,
    }


def signed_jwt(state: State, session: Session) -> str:
    """Return a new JWT of a session."""
    organization = state.organizations[session.organization_id]
    claim: JSONObject = {
        "id": session.id,
        "started_at": timestamp(session.started_at),
        "last_accessed_at": timestamp(session.last_accessed_at),
        "expires_at": timestamp(session.expires_at),
        "attributes": {"user_agent": "", "ip_address": ""},
        "authentication_factors": [factor.shown for factor in session.factors],
        "roles": roles.session_roles(state, session),
    }
    return jwts.sign(
        state,
        {
            **session.custom_claims,
            "sub": session.member_id,
            jwts.SESSION: claim,
            jwts.ORGANIZATION: {"organization_id": organization.id, "slug": organization.slug},
        },
    )


def _expiry(state: State, minutes: int) -> datetime.datetime:
    return state.now() + _duration(minutes)


def _duration(minutes: int) -> datetime.timedelta:
    if not _MIN_MINUTES <= minutes <= _MAX_MINUTES:
        raise bad_request(
            "invalid_session_duration_minutes",
            f"session_duration_minutes must be from {_MIN_MINUTES} to {_MAX_MINUTES}.",
        )
    return datetime.timedelta(minutes=minutes)


def _claims(present: Mapping[str, Any], arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return claims, merged with those of a call except reserved ones."""
    given: Mapping[str, Any] = arguments.get("session_custom_claims", {})
    claims = metadata.merge(present, {name: given[name] for name in given if name not in _RESERVED_CLAIMS})
    if metadata.byte_size(claims) > metadata.MAX_BYTES:
        raise bad_request(
            "custom_claims_too_large", f"session_custom_claims must not exceed {metadata.MAX_BYTES} bytes."
        )
    return claims
