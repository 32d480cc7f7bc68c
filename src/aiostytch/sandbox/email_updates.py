"""Members who move to another e-mail address: they prove that it is theirs, by a link or a passcode."""

from __future__ import annotations

from . import delivery, members, tokens
from .behaviour import Behaviours, Call
from .records import Fields, Member, Organization, Token, email_key
from .refusal import bad_request
from .state import State
from .tokens import Kind

behaviour = Behaviours()

_MINUTES = 5
_LINK = "multi_tenant_magic_links"
"""What links say that their tokens are for."""


@behaviour("organizations.members.start_email_update")
def start(state: State, call: Call) -> Fields:
    """Send a link or a passcode to a new address, which is set aside for the member for five minutes."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member(organization, call.arguments["member_id"])
    address = members.check_address(call.arguments["email_address"])
    redirect_url = delivery.check_url(call.arguments.get("login_redirect_url"))
    if member.status != "active":
        raise bad_request("email_updates_available_only_for_active_members", "The member is not active.")
    if not member.email_verified:
        raise bad_request("member_has_no_active_verified_email", "The member's present address was never verified.")
    _check_free(state, organization, member, address)
    for token in _moves(state, organization):
        if token.member_id == member.id:
            state.tokens.delete(token.id)
    if call.arguments.get("delivery_method") == "EMAIL_OTP":
        holder = email_key(address)
        code = tokens.issue(state, Kind.EMAIL_UPDATE, minutes=_MINUTES, holder=holder, member=member, email=address)
        delivery.send_email_code(state, "email_update", code)
    else:
        token = tokens.issue(
            state, Kind.EMAIL_UPDATE, minutes=_MINUTES, member=member, email=address, data={"challenge": ""}
        )
        delivery.send_link(
            state,
            "email_update",
            token,
            redirect_url=redirect_url,
            token_type=_LINK,
            slug=organization.slug,
        )
    return members.answer(state, member)


def _check_free(state: State, organization: Organization, member: Member, address: str) -> None:
    holder = state.members.find("email", organization.id, email_key(address))
    if holder is not None and holder.id != member.id:
        if email_key(holder.email) == email_key(address):
            raise bad_request("duplicate_member_email", "Another member has this e-mail address.")
        raise bad_request("desired_email_deactivated_by_different_member", "Another member had this e-mail address.")
    for token in _moves(state, organization):
        if token.member_id != member.id and email_key(token.email) == email_key(address):
            raise bad_request(
                "desired_email_updating_for_different_member", "Another member is moving to this e-mail address."
            )


def _moves(state: State, organization: Organization) -> list[Token]:
    """Return the tokens of the moves in an organization that can still be completed."""
    return [
        token
        for token in state.tokens
        if token.kind == Kind.EMAIL_UPDATE
        and token.organization_id == organization.id
        and state.now() < token.expires_at
    ]


def moving_to(state: State, organization: Organization, address: str) -> Member | None:
    """Return the member who is moving to an address."""
    for token in _moves(state, organization):
        if email_key(token.email) == email_key(address):
            return state.members[token.member_id]
    return None


def complete(state: State, member: Member, address: str) -> Member:
    """Give a member who has proved an address that address; the one before is retired."""
    return members.change(state, member, **members.moved(state, member, address))
