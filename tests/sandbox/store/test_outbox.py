"""The outbox: finding messages by recipient, and waiting for them."""

from __future__ import annotations

import asyncio

import pytest

from aiostytch.sandbox import Message, Sandbox

from ..world import NOON


def message(number: int, to: str = "ada@acme.example", channel: str = "email", purpose: str = "login") -> Message:
    return Message(
        number=number,
        id=f"message-{number}",
        channel=channel,
        purpose=purpose,
        to=to,
        token=f"token-{number}",
        sent_at=NOON,
    )


def test_the_newest_message_to_somebody_is_found(sandbox: Sandbox) -> None:
    for number, to in enumerate(["ada@acme.example", "grace@acme.example", "Ada@Acme.example"]):
        sandbox.outbox.send(message(number, to))
    found = sandbox.outbox.last(email="ADA@acme.example")
    assert found is not None
    assert found.number == 2
    assert sandbox.outbox.last(email="nobody@acme.example") is None


def test_a_text_message_is_found_by_phone_number(sandbox: Sandbox) -> None:
    sandbox.outbox.send(message(1, "+12025550123", "sms", "otp"))
    assert sandbox.outbox.last(phone_number="+12025550123") is not None
    assert sandbox.outbox.last(email="+12025550123") is None


def test_a_message_is_found_by_its_purpose(sandbox: Sandbox) -> None:
    sandbox.outbox.send(message(1, purpose="invite"))
    sandbox.outbox.send(message(2, purpose="login"))
    found = sandbox.outbox.last(purpose="invite")
    assert found is not None
    assert found.number == 1


async def test_a_message_can_be_waited_for_before_it_is_sent(sandbox: Sandbox) -> None:
    waiting = asyncio.create_task(sandbox.outbox.wait_for(email="ada@acme.example"))
    await asyncio.sleep(0)
    sandbox.outbox.send(message(1, "grace@acme.example"))
    await asyncio.sleep(0)
    assert not waiting.done()
    sandbox.outbox.send(message(2))
    assert (await waiting).number == 2


async def test_several_can_wait_and_one_can_give_up(sandbox: Sandbox) -> None:
    waiting = [asyncio.create_task(sandbox.outbox.wait_for()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    sandbox.outbox.send(message(1))
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    assert [(await each).number for each in waiting[1:]] == [1, 1]


async def test_waiting_in_vain_says_what_was_sent_and_shows_no_secret(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError, match="messages in the outbox: nothing"):
        await sandbox.outbox.wait_for(email="ada@acme.example", timeout=0)
    sandbox.outbox.send(message(1, "grace@acme.example"))
    with pytest.raises(TimeoutError, match=r"in the outbox: login to grace@acme\.example$"):
        await sandbox.outbox.wait_for(email="ada@acme.example", timeout=0)


def test_messages_are_kept_in_order_until_they_are_cleared(sandbox: Sandbox) -> None:
    for number in range(3):
        sandbox.outbox.send(message(number))
    assert [each.number for each in sandbox.outbox] == [0, 1, 2]
    assert repr(sandbox.outbox) == "<Outbox, 3 messages>"
    sandbox.outbox.clear()
    assert len(sandbox.outbox) == 0


def test_a_message_shows_neither_link_nor_code() -> None:
    assert "token-1" not in repr(message(1))


def test_a_message_without_a_magic_link_has_no_magic_link_token() -> None:
    assert message(1).magic_link_token == "token-1"
    with pytest.raises(LookupError, match="no magic link"):
        _ = message(1, purpose="password_reset").magic_link_token


def test_a_waiter_in_a_closed_event_loop_is_not_woken(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(sandbox.outbox.wait_for(email="ada@acme.example", timeout=0.001))
    sandbox.outbox.send(message(1))
    assert len(sandbox.outbox) == 1
