"""What the calls of `client.passwords.discovery` do: passwords that belong to an address, whatever the organization."""

from __future__ import annotations

from . import credentials, delivery, discovered, login, magic_links, members, passwords, pkce, strength, tokens
from .behaviour import Behaviours, Call
from .password_resets import DEFAULT_MINUTES, MOST_MINUTES, refused
from .records import Fields
from .state import State
from .tokens import Kind

behaviour = Behaviours()

_SIMPLIFIED = (
    "Passwords across organizations are on for these calls, and off for all others: one that is right for a member "
    "counts for all members with the address."
)


@behaviour("passwords.discovery.authenticate", simplified=_SIMPLIFIED)
def authenticate(state: State, call: Call) -> Fields:
    """Begin an intermediate session with the password of an address, and list what it opens."""
    address = call.arguments["email_address"]
    credentials.verify_address(state, address, call.arguments["password"])
    return discovered.begin(state, address, passwords.PROOF)


@behaviour("passwords.discovery.email.reset_start", simplified=delivery.PLAIN)
def start(state: State, call: Call) -> Fields:
    """Send a link with which the owner of an address can set a password, the first one too."""
    redirect_url = delivery.check_url(call.arguments.get("reset_password_redirect_url"))
    token = tokens.issue(
        state,
        Kind.DISCOVERY_PASSWORD_RESET,
        minutes=tokens.minutes(
            call.arguments, "reset_password_expiration_minutes", default=DEFAULT_MINUTES, most=MOST_MINUTES
        ),
        email=members.check_address(call.arguments["email_address"]),
        data={"challenge": call.arguments.get("pkce_code_challenge", "")},
    )
    delivery.send_link(state, "password_reset", token, redirect_url=redirect_url, token_type=magic_links.DISCOVERY)
    return {}


@behaviour("passwords.discovery.email.reset", simplified=_SIMPLIFIED)
def reset(state: State, call: Call) -> Fields:
    """Set the password of an address and of all its members with the token of a link, and list what it opens."""
    password = call.arguments["password"]
    token = pkce.redeem(state, call, Kind.DISCOVERY_PASSWORD_RESET, "password_reset_token", refused())
    strength.check(password, token.email)
    credentials.set_address_password(state, token.email, password)
    mailbox = login.email_proof(state.new_id("email"), token.email, "magic_link")
    return discovered.begin(state, token.email, mailbox, passwords.PROOF)
