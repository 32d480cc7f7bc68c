"""Members who change their e-mail address: they verify the new one by a link or a passcode."""

from __future__ import annotations

from ..contract.errors import bad_request
from ..entities import members
from ..store.records import Member, Organization, Token, email_key
from ..store.state import State
from . import tokens
from .tokens import TokenKind

_LIFETIME_MINUTES = 5
"""How long the link or the passcode works."""


def check(state: State, organization: Organization, member: Member, address: str) -> None:
    """Check that a member may change to an address.

    Raises:
        RefusedError: the member is not active or not verified, or another member has the address, had it, or is
            changing to it.
    """
    if member.status != "active":
        raise bad_request("email_updates_available_only_for_active_members", "The member is not active.")
    if not member.email_verified:
        raise bad_request("member_has_no_active_verified_email", "The member's present address was never verified.")
    other = state.members.find("email", organization.id, email_key(address))
    if other is not None and other.id != member.id:
        if email_key(other.email) == email_key(address):
            raise bad_request("duplicate_member_email", "Another member has this e-mail address.")
        raise bad_request("desired_email_deactivated_by_different_member", "Another member had this e-mail address.")
    for token in _pending(state, organization.id):
        if token.member_id != member.id and email_key(token.email) == email_key(address):
            raise bad_request(
                "desired_email_updating_for_different_member", "Another member is changing to this e-mail address."
            )


def delete_pending(state: State, member: Member) -> None:
    """Delete the tokens of changes that a member has begun."""
    for token in _pending(state, member.organization_id):
        if token.member_id == member.id:
            state.tokens.delete(token.id)


def issue_token(state: State, member: Member, address: str, *, recipient: str = "") -> Token:
    """Issue a token for a link to the new address; or, for a recipient, a passcode."""
    return tokens.issue(
        state,
        TokenKind.EMAIL_UPDATE,
        minutes=_LIFETIME_MINUTES,
        recipient=recipient,
        member=member,
        email=address,
        data={"challenge": ""},
    )


def member_changing_to(state: State, organization: Organization, address: str) -> Member | None:
    """Return the member who is changing to an address, or None."""
    for token in _pending(state, organization.id):
        if email_key(token.email) == email_key(address):
            return state.members[token.member_id]
    return None


def complete(state: State, member: Member, address: str) -> Member:
    """Give a member the new address; the old one is retired."""
    return members.update(state, member, **members.email_change(state, member, address))


def _pending(state: State, organization_id: str) -> list[Token]:
    """Return the tokens of changes in an organization that can still be completed."""
    return [
        token
        for token in state.tokens
        if token.kind == TokenKind.EMAIL_UPDATE
        and token.organization_id == organization_id
        and state.now() < token.expires_at
    ]
