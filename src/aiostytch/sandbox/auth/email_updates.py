"""Changes of a member's e-mail address. A link or a passcode verifies the new address."""

from __future__ import annotations

from ..contract.errors import bad_request
from ..entities import members
from ..store.records import Member, Organization, Token, email_key
from ..store.state import State
from . import tokens
from .tokens import TokenKind

_LIFETIME_MINUTES = 5
"""The lifetime of the link or the passcode, in minutes."""


def check(state: State, organization: Organization, member: Member, address: str) -> None:
    """Check that a member may change to an address.

    Raises:
        RefusedError: the member is not active or not verified, or another member has the address, had it, or is
            changing to it.
    """
    if member.status != "active":
        raise bad_request("email_updates_available_only_for_active_members", "The member is not active.")
    if not member.email_verified:
        raise bad_request("member_has_no_active_verified_email", "The member's current address is not verified.")
    other = state.members.find("email", organization.id, email_key(address))
    if other is not None and other.id != member.id:
        if email_key(other.email) == email_key(address):
            raise bad_request("duplicate_member_email", "Another member has this e-mail address.")
        raise bad_request("desired_email_deactivated_by_different_member", "Another member had this e-mail address.")
    changing = state.member_reserving_email(organization.id, address)
    if changing is not None and changing.id != member.id:
        raise bad_request(
            "desired_email_updating_for_different_member", "Another member is changing to this e-mail address."
        )


def issue_token(state: State, member: Member, address: str, *, recipient: str = "") -> Token:
    """Issue a token for a link, or a passcode if there is a recipient. The token reserves the address."""
    for token in state.tokens:
        is_here = token.reserves_email and token.organization_id == member.organization_id
        if is_here and (token.member_id == member.id or email_key(token.email) == email_key(address)):
            state.tokens.delete(token.id)  # of an earlier change of the member, or expired
    return tokens.issue(
        state,
        TokenKind.EMAIL_UPDATE,
        minutes=_LIFETIME_MINUTES,
        recipient=recipient,
        member=member,
        email=address,
        data={"challenge": ""},
    )


def complete(state: State, member: Member, address: str) -> Member:
    """Set the new address of a member, and retire the old one."""
    return members.update(state, member, **members.email_change(state, member, address))
