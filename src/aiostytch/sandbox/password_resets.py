"""What the calls of `client.passwords.email` do: new passwords by e-mail."""

from __future__ import annotations

import attrs

from . import admission, credentials, delivery, login, members, passwords, pkce, strength, tokens
from .behaviour import Behaviours, Call
from .records import Fields, email_key
from .refusal import RefusedError, not_found
from .state import State
from .tokens import Kind

behaviour = Behaviours()

_TOKEN_TYPE = "multi_tenant_passwords"
DEFAULT_MINUTES, MOST_MINUTES = 30, 10_080
"""How long a link to set a password works."""


@behaviour(
    "passwords.email.reset_start",
    simplified=f"{delivery.PLAIN} There is no second link, to log in without a password.",
)
def start(state: State, call: Call) -> Fields:
    """Send a link with which a member can set a password, the first one too."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, call.arguments["email_address"])
    if member is None:
        raise not_found("member")
    admission.check_method(organization, member, "password")
    lasting = tokens.minutes(
        call.arguments, "reset_password_expiration_minutes", default=DEFAULT_MINUTES, most=MOST_MINUTES
    )
    redirect_url = delivery.check_url(call.arguments.get("reset_password_redirect_url"))
    token = tokens.issue(
        state,
        Kind.PASSWORD_RESET,
        minutes=lasting,
        member=member,
        data={"challenge": call.arguments.get("code_challenge", "")},
    )
    delivery.send_link(
        state, "password_reset", token, redirect_url=redirect_url, token_type=_TOKEN_TYPE, slug=organization.slug
    )
    return {**members.answer(state, member), "member_email_id": members.email_id(member)}


@behaviour("passwords.email.reset")
def reset(state: State, call: Call) -> Fields:
    """Set a password with the token of a link, which works once, and log in; all other sessions end."""
    password = call.arguments["password"]
    token = pkce.redeem(state, call, Kind.PASSWORD_RESET, "password_reset_token", refused(), verifier="code_verifier")
    member = state.members[token.member_id]
    if email_key(token.email) != email_key(member.email):
        raise refused()
    strength.check(password, member.email)
    member = credentials.set_password(state, member, password)
    answer = login.complete(state, call, member, attrs.evolve(passwords.PROOF, verifies_email=True))
    return {**credentials.end_other_sessions(state, member, answer), "member_email_id": members.email_id(member)}


@behaviour("passwords.email.require_reset")
def require_reset(state: State, call: Call) -> Fields:
    """Make the password of an address useless until it is reset; that of an only member is deleted."""
    address = call.arguments["email_address"]
    if call.arguments.get("organization_id"):
        organization = state.organization(call.arguments["organization_id"])
        member = state.member_by_email(organization, address)
        if member is None or call.arguments.get("member_id", member.id) not in {member.id, member.external_id}:
            raise not_found("member")
        credentials.require_reset(state, address)
        return members.answer(state, state.members[member.id])
    if not any(credentials.owners(state, address)):
        raise not_found("email")
    credentials.require_reset(state, address)
    return {}


def refused() -> RefusedError:
    """Return the refusal of a link that is unknown, was used, or has expired."""
    return RefusedError(
        401, "unable_to_auth_password_reset_token", "The link to set a password is unknown, was used, or has expired."
    )
