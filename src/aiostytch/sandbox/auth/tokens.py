"""Tokens in links, and one-time passcodes: they work once, and for a limited time.

issued -> redeemed               deleted; it comes back if the call is refused in the end
       -> expired                deleted some time later
       -> replaced               a passcode, by a newer one for the same recipient
       -> failed too often       a passcode, if no lock of a member protects it
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from typing import Any

import attrs

from ..contract.errors import RefusedError, bad_request
from ..store.records import Member, Token
from ..store.state import State

MAX_FAILURES = 10
"""The maximum wrong passcodes for a recipient who is not a member, and so cannot be locked."""
NO_DATA: Mapping[str, Any] = {}


def issue(
    state: State,
    kind: TokenKind,
    *,
    minutes: int,
    recipient: str = "",
    member: Member | None = None,
    organization_id: str = "",
    email: str = "",
    data: Mapping[str, Any] = NO_DATA,
) -> Token:
    """Make a token that cannot be guessed; or, for a recipient, a passcode of six digits.

    Args:
        state: the state, which keeps it.
        kind: what it is for.
        minutes: how long it works.
        recipient: the id or address that a passcode is sent to, and has to be redeemed with. Only the newest passcode
            of a recipient works.
        member: the member that it is for, if any.
        organization_id: the organization, if there is no member yet.
        email: the address that it is sent to; by default that of the member.
        data: what else is needed when it is redeemed.
    """
    if recipient:
        delete_codes(state, recipient)
    token = Token(
        number=state.next_number(),
        id=state.new_id("token"),
        kind=kind,
        value=state.new_code() if recipient else state.new_secret(),
        recipient=recipient,
        expires_at=state.now() + datetime.timedelta(minutes=minutes),
        organization_id=member.organization_id if member else organization_id,
        member_id=member.id if member else "",
        email=email or (member.email if member else ""),
        sets_aside=kind == TokenKind.EMAIL_UPDATE,
        data=data,
    )
    state.put_expiring(state.tokens, token)
    return token


def redeem(state: State, kind: TokenKind, value: str, refusal: RefusedError, *, recipient: str = "") -> Token:
    """Return a token that still works, and delete it.

    Raises:
        RefusedError: `refusal`, if it is unknown, was redeemed, or has expired.
    """
    token = state.tokens.find(kind, recipient, value)
    if token is None or token.expires_at <= state.now():
        raise refusal
    state.tokens.delete(token.id)
    return token


class TokenKind(enum.StrEnum):
    """The purpose of a token."""

    MAGIC_LINK = "magic_link"
    DISCOVERY_MAGIC_LINK = "discovery_magic_link"
    EMAIL_OTP = "email_otp"
    DISCOVERY_OTP = "discovery_otp"
    SMS_OTP = "sms_otp"
    PASSWORD_RESET = "password_reset"
    DISCOVERY_PASSWORD_RESET = "discovery_password_reset"
    SSO = "sso"
    OAUTH = "oauth"
    DISCOVERY_OAUTH = "discovery_oauth"
    IMPERSONATION = "impersonation"
    EMAIL_UPDATE = "email_update"
    AUTHORIZATION_CODE = "authorization_code"


def record_failure(state: State, kind: TokenKind, recipient: str) -> None:
    """Count a wrong passcode of a recipient. After too many, the right one does not work either."""
    for token in state.tokens:
        if (token.kind, token.recipient) == (kind, recipient):
            failed = attrs.evolve(token, data={"failures": token.data.get("failures", 0) + 1})
            state.tokens.put(failed)
            if failed.data["failures"] >= MAX_FAILURES:
                state.tokens.delete(token.id)
    state.savepoint()


def delete_codes(state: State, recipient: str) -> None:
    """Delete the passcodes of a recipient."""
    for token in state.tokens:
        if token.recipient == recipient:
            state.tokens.delete(token.id)


def lifetime_minutes(
    arguments: Mapping[str, Any],
    name: str,
    *,
    default: int,
    most: int,
    least: int = 5,
    error_type: str = "invalid_expiration",
) -> int:
    """Return the lifetime that a call asks for.

    Raises:
        RefusedError: the argument is out of range.
    """
    given: int = arguments.get(name, default)
    if not least <= given <= most:
        raise bad_request(error_type, f"{name} must be from {least} to {most}.")
    return given
