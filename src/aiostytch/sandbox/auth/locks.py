"""Locks: after ten consecutive failures, a member cannot log in for an hour.

The numbers are the defaults of a Stytch project.
"""

from __future__ import annotations

import datetime

import attrs

from ..contract.errors import RefusedError
from ..entities import members
from ..store.records import Lock, Member
from ..store.state import State

MAX_FAILURES = 10
"""The number of consecutive failures that locks a member."""
DURATION = datetime.timedelta(hours=1)


def check(state: State, member: Member) -> None:
    """Check that a member may try to log in.

    Raises:
        RefusedError: the member is locked.
    """
    if members.is_locked(state, member):
        raise RefusedError(429, "user_lock_limit_reached", "The member is locked after too many failed attempts.")


def record_failure(state: State, member: Member) -> None:
    """Count a failure, and lock the member after too many. A savepoint keeps the count although the call fails."""
    failures = member.failures + 1
    if failures < MAX_FAILURES:
        state.members.put(attrs.evolve(member, failures=failures))
    else:
        state.members.put(attrs.evolve(member, failures=0, lock=Lock(state.now(), state.now() + DURATION)))
    state.savepoint()


def clear_failures(state: State, member: Member) -> Member:
    """Reset the failures of a member who has logged in."""
    if not member.failures:
        return member
    cleared = attrs.evolve(member, failures=0)
    state.members.put(cleared)
    return cleared
