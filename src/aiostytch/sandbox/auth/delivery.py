"""Sends links and passcodes by e-mail and text message, to the outbox."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..contract.errors import bad_request
from ..store.records import Member, Message, Token
from ..store.state import State
from . import tokens

DEFAULT_REDIRECT_URL = "http://localhost:3000/authenticate"
"""The default target of links. A real project has a default of each kind."""
NO_TEMPLATES = "Templates and locales have no effect: messages in the outbox have links and codes, but no text."
"""The simplification of all calls that send messages."""
LOGIN_LINK, DISCOVERY_LINK, RESET_LINK = "multi_tenant_magic_links", "discovery", "multi_tenant_passwords"
"""The types of tokens in links, for the application."""
_CODE_MINUTES = 2
"""The lifetime of a passcode in a text message, in minutes."""


def send_link(
    state: State, purpose: str, token: Token, *, redirect_url: str | None, token_type: str, slug: str = ""
) -> Message:
    """Send an e-mail with a link to the application.

    Args:
        state: the state, with the outbox.
        purpose: the purpose of the e-mail, e.g. `login`.
        token: the token in the link.
        redirect_url: the target of the link, from `check_url`.
        token_type: one of the types of tokens in links.
        slug: the slug of the organization, for the application.
    """
    added = {"stytch_token_type": token_type, "token": token.value}
    url = add_query(redirect_url or DEFAULT_REDIRECT_URL, {"slug": slug, **added} if slug else added)
    return _send(state, "email", purpose, token.email, token, url=url)


def send_email_code(state: State, purpose: str, token: Token) -> Message:
    """Send an e-mail with a passcode."""
    return _send(state, "email", purpose, token.email, token)


def send_sms_code(state: State, member: Member) -> Message:
    """Send a text message with a passcode to a member's phone."""
    token = tokens.issue(state, tokens.TokenKind.SMS_OTP, minutes=_CODE_MINUTES, recipient=member.id, member=member)
    return _send(state, "sms", "otp", member.mfa_phone_number, token)


def _send(state: State, channel: str, purpose: str, to: str, token: Token, *, url: str = "") -> Message:
    message = Message(
        number=state.next_number(),
        id=state.new_id("message"),
        channel=channel,
        purpose=purpose,
        to=to,
        url=url,
        token="" if token.recipient else token.value,
        code=token.value if token.recipient else "",
        sent_at=state.now(),
        organization_id=token.organization_id,
        member_id=token.member_id,
    )
    state.outbox.send(message)
    return message


def check_url(url: str | None) -> str | None:
    """Return the target of a link if it is valid; None stands for the project's default.

    Raises:
        RefusedError: the target is not a URL for browsers.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise bad_request("invalid_url", "A redirect URL must begin with http:// or https:// and name a host.")
    return url


def add_query(url: str, added: dict[str, str]) -> str:
    """Return a URL with parameters added to its query."""
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *added.items()])
    return urlunsplit(parts._replace(query=query))
