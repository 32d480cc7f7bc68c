"""Tokens that are single-use and expire."""

from __future__ import annotations

import pytest

from aiostytch.sandbox import Clock, State
from aiostytch.sandbox.auth import tokens
from aiostytch.sandbox.auth.tokens import TokenKind
from aiostytch.sandbox.contract.errors import RefusedError
from aiostytch.sandbox.store.records import Member

from ..world import NOON, CountedIds

REFUSAL = RefusedError(401, "invalid_token", "no")
GRACE = "grace@acme.example"


@pytest.fixture
def state(clock: Clock) -> State:
    return State(clock=clock)


def member(member_id: str) -> Member:
    return Member(number=1, id=member_id, organization_id="o", email=GRACE, created_at=NOON, updated_at=NOON)


def is_redeemed(state: State, value: str, *, kind: TokenKind = TokenKind.MAGIC_LINK, recipient: str = "") -> bool:
    try:
        tokens.redeem(state, kind, value, REFUSAL, recipient=recipient)
    except RefusedError:
        return False
    return True


def test_a_token_works_once_and_says_what_it_was_made_for(state: State) -> None:
    made = tokens.issue(state, TokenKind.MAGIC_LINK, minutes=5, member=member("m"), data={"a": 1})
    found = tokens.redeem(state, TokenKind.MAGIC_LINK, made.value, REFUSAL)
    assert (found.organization_id, found.member_id, found.email, found.data) == ("o", "m", GRACE, {"a": 1})
    assert not is_redeemed(state, made.value)


def test_a_token_expires(state: State, clock: Clock) -> None:
    early, late = (tokens.issue(state, TokenKind.MAGIC_LINK, minutes=5) for _ in range(2))
    clock.advance(minutes=5, seconds=-1)
    assert is_redeemed(state, early.value)
    clock.advance(seconds=1)
    assert not is_redeemed(state, late.value)


def test_a_token_of_one_kind_is_not_accepted_as_another(state: State) -> None:
    made = tokens.issue(state, TokenKind.MAGIC_LINK, minutes=5)
    assert not any(is_redeemed(state, made.value, kind=kind) for kind in TokenKind if kind is not TokenKind.MAGIC_LINK)
    assert is_redeemed(state, made.value)


def test_tokens_cannot_be_guessed_and_codes_have_six_digits(state: State) -> None:
    values = {tokens.issue(state, TokenKind.MAGIC_LINK, minutes=5).value for _ in range(100)}
    assert (len(values), {len(value) for value in values}) == (100, {44})
    code = tokens.issue(state, TokenKind.SMS_OTP, minutes=2, recipient="m").value
    assert (len(code), code.isdecimal()) == (6, True)


def test_a_code_works_for_its_recipient_only(state: State) -> None:
    code = tokens.issue(state, TokenKind.SMS_OTP, minutes=2, recipient="m1").value
    assert not is_redeemed(state, code, kind=TokenKind.SMS_OTP, recipient="m2")
    assert not is_redeemed(state, code, kind=TokenKind.SMS_OTP)
    assert is_redeemed(state, code, kind=TokenKind.SMS_OTP, recipient="m1")


def test_a_recipient_has_one_code_at_a_time() -> None:
    state = State(clock=Clock(NOON), new_uuid=CountedIds())
    first, other, second = (
        tokens.issue(state, TokenKind.SMS_OTP, minutes=2, recipient=who) for who in ("m1", "m2", "m1")
    )
    assert not is_redeemed(state, first.value, kind=TokenKind.SMS_OTP, recipient="m1")
    assert is_redeemed(state, second.value, kind=TokenKind.SMS_OTP, recipient="m1")
    assert is_redeemed(state, other.value, kind=TokenKind.SMS_OTP, recipient="m2")


def test_the_tokens_of_a_member_can_be_taken_away(state: State) -> None:
    mine, theirs = (tokens.issue(state, TokenKind.MAGIC_LINK, minutes=5, member=member(who)) for who in ("m1", "m2"))
    state.delete_tokens("m1")
    assert not is_redeemed(state, mine.value)
    assert is_redeemed(state, theirs.value)


def test_a_token_is_not_shown() -> None:
    state = State(clock=Clock(NOON), new_uuid=CountedIds())
    made = tokens.issue(state, TokenKind.MAGIC_LINK, minutes=5, data={"challenge": "hidden"})
    assert made.value not in repr(made)
    assert "hidden" not in repr(made)


@pytest.mark.parametrize(("given", "is_allowed"), [(4, False), (5, True), (60, True), (61, False), (-1, False)])
def test_lifetimes_are_limited(given: int, is_allowed: bool) -> None:
    assert tokens.lifetime_minutes({}, "expiration_minutes", default=7, maximum=60) == 7
    if is_allowed:
        assert (
            tokens.lifetime_minutes({"expiration_minutes": given}, "expiration_minutes", default=7, maximum=60) == given
        )
        return
    with pytest.raises(RefusedError, match=r"expiration_minutes must be from 5 to 60") as caught:
        tokens.lifetime_minutes({"expiration_minutes": given}, "expiration_minutes", default=7, maximum=60)
    assert (caught.value.status_code, caught.value.error_type) == (400, "invalid_expiration")
