"""Members who move to another e-mail address: they prove that it is theirs, by a link or a passcode."""

from __future__ import annotations

from ..contract.errors import bad_request
from ..entities import members
from ..store.records import Member, Organization, Token, email_key
from ..store.state import State
from .tokens import TokenKind

LIFETIME_MINUTES = 5
LINK = "multi_tenant_magic_links"
"""What links say that their tokens are for."""


def check_available(state: State, organization: Organization, member: Member, address: str) -> None:
    """Check that a member may take an address.

    Raises:
        RefusedError: another member has it, had it, or is moving to it.
    """
    other = state.members.find("email", organization.id, email_key(address))
    if other is not None and other.id != member.id:
        if email_key(other.email) == email_key(address):
            raise bad_request("duplicate_member_email", "Another member has this e-mail address.")
        raise bad_request("desired_email_deactivated_by_different_member", "Another member had this e-mail address.")
    for token in pending_updates(state, organization):
        if token.member_id != member.id and email_key(token.email) == email_key(address):
            raise bad_request(
                "desired_email_updating_for_different_member", "Another member is moving to this e-mail address."
            )


def pending_updates(state: State, organization: Organization) -> list[Token]:
    """Return the tokens of the moves in an organization that can still be completed."""
    return [
        token
        for token in state.tokens
        if token.kind == TokenKind.EMAIL_UPDATE
        and token.organization_id == organization.id
        and state.now() < token.expires_at
    ]


def member_moving_to(state: State, organization: Organization, address: str) -> Member | None:
    """Return the member who is moving to an address."""
    for token in pending_updates(state, organization):
        if email_key(token.email) == email_key(address):
            return state.members[token.member_id]
    return None


def complete(state: State, member: Member, address: str) -> Member:
    """Give a member who has proved an address that address; the one before is retired."""
    return members.update(state, member, **members.email_change(state, member, address))
