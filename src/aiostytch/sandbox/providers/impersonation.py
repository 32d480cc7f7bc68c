"""Impersonation: the project's support acts as a member."""

from __future__ import annotations

from ..auth import tokens
from ..auth.tokens import TokenKind
from ..store.records import email_key
from ..store.state import State

DEFAULT_EMAIL = "support@example.com"
"""The default address of the person who acts as a member."""
IMPERSONATION_MINUTES = 5
"""The lifetime of a token, in minutes."""


def issue_token(state: State, member_id: str, impersonator_email: str) -> str:
    """Issue a token for `client.impersonation.authenticate`.

    Raises:
        LookupError: no active member has the ID.
    """
    member = state.members.get(member_id)
    if member is None or member.status != "active":
        raise LookupError("there is no such active member")
    impersonator = {
        "impersonator_id": f"member-test-{email_key(impersonator_email)}",
        "impersonator_email_address": impersonator_email,
    }
    token = tokens.issue(
        state,
        TokenKind.IMPERSONATION,
        minutes=IMPERSONATION_MINUTES,
        member=member,
        data=impersonator,
    )
    return token.value
