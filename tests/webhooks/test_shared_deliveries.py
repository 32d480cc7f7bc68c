"""Deliveries to several processes are handled once each."""

from __future__ import annotations

import pytest

from aiostytch.store import MemoryStore
from aiostytch.webhooks import Begun, Event, SharedDeliveries, Webhooks
from tests.fleet.service import Failing
from tests.local_auth.world import World

from .deliveries import NOW, SECRET, encoded, payload, signed


def two(store: MemoryStore) -> tuple[SharedDeliveries, SharedDeliveries]:
    return SharedDeliveries(store, "p"), SharedDeliveries(store, "p")


async def test_a_started_delivery_is_not_started_by_another_process() -> None:
    one, other = two(MemoryStore())
    assert await one.begin("msg") is Begun.NEW
    assert await one.begin("msg") is Begun.IN_PROGRESS
    assert await other.begin("msg") is Begun.IN_PROGRESS
    await one.finish("msg")
    assert (await one.begin("msg"), await other.begin("msg")) == (Begun.DONE, Begun.DONE)
    assert await other.begin("another") is Begun.NEW


async def test_failed_deliveries_can_be_handled_by_another_process() -> None:
    one, other = two(MemoryStore())
    await one.begin("msg")
    await one.abandon("msg")
    assert await other.begin("msg") is Begun.NEW
    assert await one.begin("msg") is Begun.IN_PROGRESS


async def test_projects_do_not_meet() -> None:
    store = MemoryStore()
    assert await SharedDeliveries(store, "p").begin("msg") is Begun.NEW
    assert await SharedDeliveries(store, "q").begin("msg") is Begun.NEW


async def test_without_the_store_each_process_knows_its_own() -> None:
    store = Failing()
    store.fails = {"add", "get", "put"}
    one, other = two(store)
    assert (await one.begin("msg"), await other.begin("msg")) == (Begun.NEW, Begun.NEW)
    await one.finish("msg")
    await other.abandon("msg")
    store.fails = set()
    assert await one.begin("msg") is Begun.DONE
    assert await other.begin("msg") is Begun.NEW


@pytest.mark.parametrize("has_store", [True, False])
async def test_endpoints_of_clients_with_a_store_share_it(has_store: bool) -> None:
    world, store, handled = World(), MemoryStore() if has_store else None, list[str]()
    for name in ("one", "other"):
        async with world.client(store=store) as client:
            webhooks = Webhooks(SECRET, now=lambda: NOW, client=client)

            @webhooks.on(Event)
            async def handle(_: Event, name: str = name) -> None:
                handled.append(name)

            body = encoded(payload())
            await webhooks.handle(signed(body), body)
    assert handled == (["one"] if has_store else ["one", "other"])
