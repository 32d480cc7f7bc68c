"""Revocations while a store is down, slow, full or emptied."""

from __future__ import annotations

import asyncio
import logging

import pytest

from aiostytch import SessionRevokedError
from aiostytch.fleet import follower
from aiostytch.fleet.revocations import SESSION_TOKENS, revoke_all, subject, write
from aiostytch.store import Entry, MemoryStore, Position
from tests.local_auth.world import NOW, PROJECT, World, claims, sign

from .service import Failing, known, two_processes, until

OLD = sign(claims(iat=NOW - 60, nbf=NOW - 60))


def revocation(number: int, at: float = NOW) -> bytes:
    return write(revoke_all(subject("session", f"session-{number}"), at, SESSION_TOKENS))


async def test_a_process_that_starts_learns_what_was_revoked_before(world: World) -> None:
    store = MemoryStore()
    async with world.client(store=store) as first:
        await first.sessions.refuse(member_id="member-test-1")
    async with world.client(store=store) as second:
        with pytest.raises(SessionRevokedError):
            await second.sessions.authenticate_jwt_local(OLD)


async def test_a_client_that_was_not_entered_learns_it_with_its_first_token(world: World) -> None:
    store = MemoryStore()
    async with world.client(store=store) as first:
        await first.sessions.refuse(member_id="member-test-1")
    second = world.client(store=store)
    with pytest.raises(SessionRevokedError):
        await second.sessions.authenticate_jwt(OLD)
    await second.aclose()


async def test_projects_do_not_meet_in_a_store(world: World) -> None:
    store = MemoryStore()
    async with world.client(store=store) as first, world.client("project-test-2", store=store) as second:
        await first.sessions.refuse(member_id="member-test-1")
        await second.sessions.refuse(member_id="member-test-2")
        assert (known(first), known(second)) == (1, 1)


@pytest.mark.parametrize("fault", ["fails", "hangs"])
async def test_a_store_that_is_down_stops_nobody(
    world: World, fault: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "START", 0.05)
    store = Failing()
    getattr(store, fault).update({"read", "append", "newest"})
    async with two_processes(world, store) as clients:
        await clients[0].sessions.authenticate_jwt_local(OLD)
        await clients[0].sessions.refuse(member_id="member-test-1")
        with pytest.raises(SessionRevokedError):
            await clients[0].sessions.authenticate_jwt_local(OLD)
        await clients[1].sessions.authenticate_jwt_local(OLD)
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(said) == (2 if fault == "fails" else 0)  # once for each client


async def test_revocations_during_an_outage_are_shared_afterwards(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "aiostytch")
    store = Failing()
    async with two_processes(world, store) as clients:
        store.fails = {"read", "append"}
        await until(lambda: caplog.text.count("not available") == 2)
        await clients[0].sessions.refuse(member_id="member-test-1")
        assert known(clients[1]) == 0
        store.fails = set()
        await until(lambda: known(clients[1]) == 1)
        await until(lambda: caplog.text.count("is available again") == 2)


async def test_a_store_that_takes_nothing_is_read_all_the_same(world: World) -> None:
    """A store that is full or a replica can be read; new revocations wait until it accepts writes."""
    store = Failing()
    async with two_processes(world, store) as clients:
        store.fails = {"append"}
        await clients[0].sessions.refuse(member_id="member-test-1")
        await MemoryStore.append(store, f"{PROJECT}:short", [revocation(1)], SESSION_TOKENS)
        await until(lambda: known(clients[1]) == 1 and known(clients[0]) == 2)
        store.fails = set()
        await until(lambda: known(clients[1]) == 2)


async def test_a_slow_append_goes_on_after_its_call(world: World) -> None:
    store = Failing()
    async with two_processes(world, store) as clients:
        store.hangs = {"append"}
        await clients[0].sessions.refuse(member_id="member-test-1")
        assert known(clients[1]) == 0


@pytest.mark.parametrize("survivor", [0, 1], ids=["who revoked", "who was told"])
async def test_a_store_that_has_forgotten_is_told_again(
    world: World, survivor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_MAX_JITTER", 0.01)
    store = Failing()
    async with two_processes(world, store) as clients:
        await clients[0].sessions.refuse(member_id="member-test-1")
        await until(lambda: known(clients[1]) == 1)
        await clients[1 - survivor].aclose()
        store.forget()
        await until(lambda: f"{PROJECT}:long" in store._logs)
        async with world.client(store=store) as third:
            assert known(third) == 1


async def test_entries_that_were_lost_are_noticed_by_their_numbers(world: World) -> None:
    """A server that was restored from a backup is behind the position of a process."""
    store, log = Failing(), f"{PROJECT}:short"
    await store.append(log, [revocation(1), revocation(2)], SESSION_TOKENS)
    async with world.client(store=store) as client:
        assert known(client) == 2
        store.forget()
        await store.append(log, [revocation(3)], SESSION_TOKENS)
        await until(lambda: known(client) == 3 and len(store._logs[log].entries) == 3)


async def test_a_log_that_begins_again_with_lower_places_is_read_from_its_beginning(world: World) -> None:
    class Restored(Failing):
        """Its newest entry has a number that readers have not seen, at a position that they have passed."""

        is_restored = False

        async def newest(self, log: str) -> Position:
            newest = await super().newest(log)
            return Position(newest.number + 5) if self.is_restored and log.endswith("short") else newest

    store = Restored()
    async with world.client(store=store):
        store.is_restored = True
        store.calls.clear()
        await until(lambda: store.calls.count("newest") > 2)


async def test_unreadable_entries_are_skipped(world: World) -> None:
    store = MemoryStore()
    await store.append(f"{PROJECT}:short", [b"9 of a later version", revocation(1)], 60)
    async with world.client(store=store) as client:
        assert known(client) == 1


async def test_old_revocations_are_dropped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "_MIN_OWN", 2)
    store = Failing()
    async with world.client(store=store) as client:
        store.fails = {"append"}
        for number in range(4):
            await client.sessions.refuse(member_session_id=f"session-test-{number}")
        world.pass_time(SESSION_TOKENS)
        await client.sessions.refuse(member_session_id="session-test-5")
        following = client._runner.state.fleet.follower
        assert following is not None
        assert (len(following._own), len(following._unsent)) == (1, 1)


async def test_many_revocations_are_appended_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "_BATCH_SIZE", 3)
    store = Failing()
    async with world.client(store=store) as client:
        fleet = client._runner.state.fleet
        store.calls.clear()
        await fleet.revoke([revoke_all(subject("session", str(each)), NOW, SESSION_TOKENS) for each in range(7)])
        assert store.calls.count("append") == 3


async def test_a_client_follows_in_its_next_event_loop(world: World) -> None:
    """A service that runs in several event loops, one after the other, keeps receiving revocations."""
    store = MemoryStore()
    client = world.client(store=store)

    def once() -> int:
        async def verify() -> int:
            await client.sessions.authenticate_jwt_local(OLD)
            return known(client)

        return asyncio.run(verify())

    assert await asyncio.to_thread(once) == 0
    await store.append(f"{PROJECT}:short", [revocation(1)], SESSION_TOKENS)
    assert await asyncio.to_thread(once) == 1
    await client.aclose()


def test_entries_follow_each_other() -> None:
    entries = [Entry("a", Position(3), b""), Entry("b", Position(1), b""), Entry("a", Position(4), b"")]
    assert follower._are_consecutive({"a": Position(2), "b": Position()}, entries)
    assert not follower._are_consecutive({"a": Position(2), "b": Position()}, [entries[0], entries[0]])
    assert not follower._are_consecutive({"a": Position(1), "b": Position()}, entries)
