"""The health of a client in one call, and the metrics that it reports."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from aiostytch import AuthorizationCheck, ClientClosedError, Health, Request, StoreHealth
from aiostytch.fleet.follower import Change
from aiostytch.store import MemoryStore
from aiostytch.webhooks import Webhooks
from tests.local_auth.world import World, sign
from tests.webhooks.deliveries import NOW as SENT
from tests.webhooks.deliveries import SECRET, encoded, payload, signed

from .service import Failing, follower, two_processes, until


async def test_a_client_without_a_store(world: World) -> None:
    client = world.client()
    assert await client.health() == Health(keys_age=None, policy_age=None, revocations=0, last_webhook=None, store=None)
    check = AuthorizationCheck("organization-test-1", "documents", "read")
    await client.sessions.authenticate_jwt_local(sign(), authorization=check)
    await client.sessions.refuse(member_id="member-test-2")
    world.pass_time(7)
    found = await client.health()
    assert (found.keys_age, found.policy_age, found.revocations) == (7, 7, 1)
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await client.health()


async def test_a_client_with_a_store(world: World) -> None:
    async with two_processes(world) as clients:
        assert (await clients[1].health()).store == StoreHealth(
            is_up=True, error="", latency=pytest.approx(0, abs=5), lag=None
        )
        await clients[0].sessions.refuse(member_id="member-test-2")
        await until(lambda: follower(clients[1]).lag is not None)
        health = await clients[1].health()
        assert health.revocations == 1
        assert health.store is not None
        assert health.store.lag == 0


async def test_a_store_that_fails(world: World) -> None:
    store = Failing()
    async with world.client(store=store) as client:
        store.fails = {"read", "get"}
        await until(lambda: bool(follower(client).error))
        health = (await client.health()).store
        assert health == StoreHealth(is_up=False, error="the store is down", latency=None, lag=None)


async def test_a_store_that_does_not_respond(world: World) -> None:
    store = Failing()
    async with world.client(store=store) as client:
        store.hangs = {"get"}
        health = (await client.health()).store
        assert health == StoreHealth(is_up=False, error="the store does not respond in time", latency=None, lag=None)


async def test_the_last_webhook(world: World) -> None:
    client = world.client()
    webhooks = Webhooks(SECRET, now=lambda: SENT, client=client)
    for number, moment in enumerate(["2024-01-02T03:04:05Z", "2024-01-02T03:04:01Z", None]):
        body = encoded(payload("member", "update", timestamp=moment))
        await webhooks.handle(signed(body, delivery_id=f"msg_{number}"), body)
    last = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert (await client.health()).last_webhook == last


class Watching:
    """An instrument that also observes stores."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def call(self, operation: Any) -> Any:
        raise AssertionError

    async def attempt(self, request: Request, call_next: Any) -> Any:
        raise AssertionError

    def store(self, change: Change) -> None:
        self.changes.append(change)


async def test_instruments_are_told(world: World) -> None:
    watching, store = Watching(), Failing()
    async with world.client(store=store, instruments=[watching]) as client, world.client(store=store) as other:
        await client.sessions.refuse(member_id="member-test-2")
        assert watching.changes == [Change(known=1)]
        await other.sessions.refuse(member_id="member-test-3")
        await until(lambda: len(watching.changes) > 1)
        store.fails = {"read"}
        await until(lambda: len(watching.changes) > 2)
    assert watching.changes[1:3] == [Change(known=2, lag=0.0), Change(known=2, error="ConnectionError")]


async def test_projects_and_stores_are_named(world: World) -> None:
    store = MemoryStore()
    client = world.client(store=store)
    assert (client.project_id, client.store) == ("project-test-1", store)
    assert world.client().store is None
