"""Single-use tokens in links, and one-time passcodes.

The states of a token:

    issued -> redeemed               deleted; restored if the call fails
           -> expired                deleted some time later
           -> replaced               passcodes only: by a newer one of the same recipient
           -> too many failures      passcodes only: deleted, unless the member can be locked instead
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
"""The maximum number of wrong passcodes for a recipient who is not a member, and so cannot be locked."""
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
    """Issue a random token, or a passcode of six digits if there is a recipient.

    Args:
        state: the state.
        kind: the purpose of the token.
        minutes: its lifetime, in minutes.
        recipient: the member ID or address that a passcode is sent to. Redeeming it requires the recipient too.
            Only the newest passcode of a recipient is valid.
        member: the member that it is for, if any.
        organization_id: the organization, if there is no member yet.
        email: the address that it is sent to; by default that of the member.
        data: additional data for the call that redeems it.
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
        reserves_email=kind == TokenKind.EMAIL_UPDATE,
        data=data,
    )
    state.put_expiring(state.tokens, token)
    return token


def redeem(state: State, kind: TokenKind, value: str, refusal: RefusedError, *, recipient: str = "") -> Token:
    """Return a valid token, and delete it.

    Raises:
        RefusedError: `refusal`, if the token is unknown, was redeemed, or has expired.
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
    """Count a wrong passcode of a recipient. After too many, the passcode becomes invalid."""
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
    maximum: int,
    minimum: int = 5,
    error_type: str = "invalid_expiration",
) -> int:
    """Return the lifetime that a call requests, in minutes.

    Raises:
        RefusedError: the argument is out of range.
    """
    given: int = arguments.get(name, default)
    if not minimum <= given <= maximum:
        raise bad_request(error_type, f"{name} must be from {minimum} to {maximum}.")
    return given
