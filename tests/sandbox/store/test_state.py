"""The state: atomic changes, and deletion some time after expiry."""

from __future__ import annotations

import datetime
from typing import Any

import attrs
import pytest

from aiostytch import B2BClient, ConfigurationError
from aiostytch.sandbox import Clock, Sandbox, State
from aiostytch.sandbox.auth import tokens
from aiostytch.sandbox.auth.tokens import TokenKind
from aiostytch.sandbox.store.records import Message, Token
from aiostytch.sandbox.store.state import RETENTION

from ..remembered import remembered
from ..world import LOGIN, NOON, discover, log_in, make_world, refused


@pytest.fixture
def state(clock: Clock) -> State:
    return State(clock=clock)


def message(number: int) -> Message:
    return Message(number=number, id=f"m{number}", channel="email", purpose="login", to=LOGIN[0], sent_at=NOON)


def token(number: int, value: str) -> Token:
    return Token(number=number, id=f"t{number}", kind=TokenKind.MAGIC_LINK, value=value, expires_at=NOON)


class BrokenError(Exception):
    pass


def test_a_transaction_that_fails_changes_nothing(state: State) -> None:
    state.tokens.put(token(1, "a"))
    state.tokens.put(token(2, "b"))
    before = remembered(state)

    def swap_and_fail() -> None:
        state.tokens.put(token(1, "c"))
        state.tokens.put(token(2, "a"))
        state.tokens.put(token(state.next_number(), "b"))
        state.tokens.delete("t1")
        raise BrokenError

    with pytest.raises(BrokenError):
        state.transaction(swap_and_fail)
    assert remembered(state) == before
    found = [state.tokens.find(TokenKind.MAGIC_LINK, "", value) for value in "abc"]
    assert [each and each.id for each in found] == ["t1", "t2", None]


def test_changes_before_a_savepoint_stay_unless_an_outer_transaction_fails(state: State) -> None:
    def count_and_fail() -> None:
        state.messages.put(message(1))
        state.savepoint()
        state.messages.put(message(2))
        raise BrokenError

    with pytest.raises(BrokenError):
        state.transaction(lambda: state.transaction(count_and_fail))
    assert not len(state.messages)
    with pytest.raises(BrokenError):
        state.transaction(count_and_fail)
    assert list(state.messages) == [message(1)]


def test_a_change_outside_of_calls_is_not_undone_by_one_that_fails(sandbox: Sandbox) -> None:
    sandbox.state.messages.put(message(1))
    sandbox.outbox.clear()
    with pytest.raises(LookupError):
        sandbox.impersonate("nobody")
    assert not len(sandbox.outbox)


async def test_a_sandbox_that_goes_on_for_long_forgets_what_has_expired(client: B2BClient, sandbox: Sandbox) -> None:
    await make_world(client)
    for _ in range(30):
        await log_in(client, "acme")
        await discover(client, sandbox)
        await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
        sandbox.clock.advance(hours=12)
    state = sandbox.state
    assert max(len(state.sessions), len(state.intermediate_sessions), len(state.tokens)) <= 6


async def test_an_expired_token_is_refused_the_same_after_it_was_deleted(client: B2BClient, sandbox: Sandbox) -> None:
    await make_world(client)
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    value = (await sandbox.outbox.wait_for(email=LOGIN[0])).magic_link_token
    sandbox.clock.advance(hours=24)
    for _ in range(10):
        await client.magic_links.email.discovery.send(email_address=LOGIN[0])
        with refused(401, "unable_to_auth_magic_link"):
            await client.magic_links.authenticate(magic_links_token=value)
    assert sandbox.state.tokens.find(TokenKind.MAGIC_LINK, "", value), "it expired less than a day ago"
    sandbox.clock.advance(hours=2)
    for _ in range(10):
        await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    assert sandbox.state.tokens.find(TokenKind.MAGIC_LINK, "", value) is None
    with refused(401, "unable_to_auth_magic_link"):
        await client.magic_links.authenticate(magic_links_token=value)


def test_extended_records_are_kept_after_many_changes(state: State, clock: Clock) -> None:
    made = [tokens.issue(state, TokenKind.MAGIC_LINK, minutes=10_080) for _ in range(50)]
    clock.advance(days=8, seconds=-1)
    extended = attrs.evolve(made[0], expires_at=clock.now() + datetime.timedelta(days=9))
    for _ in range(50):
        state.put_expiring(state.tokens, extended)
    assert len(state.tokens) == 50
    clock.advance(seconds=2)
    for _ in range(26):
        state.put_expiring(state.tokens, extended)
    assert [each.id for each in state.tokens] == [made[0].id]
    assert clock.now() - made[1].expires_at > RETENTION


async def test_memory_stays_flat_while_the_time_stands_still() -> None:
    """Nothing expires; the oldest records are deleted."""
    sandbox = Sandbox(clock=Clock(NOON), max_messages=10)
    client, state = sandbox.client(), sandbox.state
    await make_world(client)
    sizes: set[tuple[int, ...]] = set()
    for number in range(100):
        await client.magic_links.email.discovery.send(email_address=LOGIN[0])
        await client.organizations.get("acme")
        if number >= 10:
            sizes.add(tuple(len(table) for table in state.tables.values()))
    assert len(sizes) == 1
    assert (len(state.messages), len(state.tokens), len(state.journal)) == (10, 10, 0)
    newest = sandbox.outbox.messages[-1].magic_link_token
    await client.magic_links.discovery.authenticate(discovery_magic_links_token=newest)


async def test_sessions_are_bounded_too(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox, client: B2BClient) -> None:
    monkeypatch.setattr("aiostytch.sandbox.store.state.MAX_SESSIONS", 5)
    world = await make_world(client)
    for _ in range(7):
        newest = await log_in(client, "acme")
    assert len(sandbox.state.sessions) == 5
    await client.sessions.authenticate(session_token=newest.session_token)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)


@pytest.mark.parametrize("given", [0, -1, "many", None])
def test_the_number_of_messages_is_a_positive_one(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="max_messages must be an integer"):
        Sandbox(max_messages=given)
    with pytest.raises(ConfigurationError, match="max_deliveries must be an integer"):
        Sandbox(max_deliveries=given)


def test_a_key_that_another_record_has_taken_over_stays_its_own(state: State) -> None:
    state.tokens.put(token(1, "a"))
    state.tokens.put(token(2, "a"))
    state.tokens.delete("t1")
    found = state.tokens.find(TokenKind.MAGIC_LINK, "", "a")
    assert found is not None
    assert found.id == "t2"
