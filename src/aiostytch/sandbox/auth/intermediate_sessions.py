"""Intermediate sessions: they collect factors until these are sufficient for a session."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.errors import not_found
from ..contract.json_values import JSONObject
from ..store.clock import timestamp
from ..store.records import Factor, IntermediateSession, Member
from ..store.state import State
from .factors import Proof, make_factor

NO_TENANTS: Mapping[str, tuple[str, ...]] = {}
LIFETIME = datetime.timedelta(minutes=10)


def find(state: State, arguments: Mapping[str, Any]) -> IntermediateSession | None:
    """Return the intermediate session that the arguments of a call name, or None.

    Raises:
        RefusedError: the token is unknown, or the intermediate session has expired.
    """
    token = arguments.get("intermediate_session_token")
    if not token:
        return None
    found = state.intermediate_sessions.find("token", token)
    if found is None or not state.is_active(found):
        raise not_found("intermediate_session")
    return found


def begin(
    state: State, email: str, *proofs: Proof, tenants: Mapping[str, tuple[str, ...]] = NO_TENANTS
) -> IntermediateSession:
    """Start an intermediate session of an e-mail address, for discovery."""
    begun = save(state, None, email=email, factors=tuple(make_factor(state, proof, email) for proof in proofs))
    if tenants:
        begun = attrs.evolve(begun, tenants=tenants)
        state.intermediate_sessions.put(begun)
    return begun


def response(pending: IntermediateSession) -> JSONObject:
    """Return the fields of a response that returns an intermediate session."""
    return {
        "intermediate_session_token": pending.token,
        "intermediate_session_token_expires_at": timestamp(pending.expires_at),
    }


def save(
    state: State,
    pending: IntermediateSession | None,
    *,
    email: str,
    factors: tuple[Factor, ...],
    member: Member | None = None,
) -> IntermediateSession:
    """Save factors in the pending intermediate session, or in a new one. Token and expiry do not change."""
    begun = pending or IntermediateSession(
        number=state.next_number(),
        id=state.new_id("intermediate-session"),
        token=state.new_secret(),
        expires_at=state.now() + LIFETIME,
        email=email,
        factors=factors,
    )
    if member is not None:
        begun = attrs.evolve(begun, organization_id=member.organization_id, member_id=member.id)
    begun = attrs.evolve(begun, email=email, factors=factors)
    state.put_expiring(state.intermediate_sessions, begun)
    return begun
