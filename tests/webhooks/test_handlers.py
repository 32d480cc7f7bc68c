"""The handlers of an event: which run, how often, and what a failure does."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from aiostytch import ConfigurationError, SessionRevokedError
from aiostytch.webhooks import (
    Begun,
    DeliveryInProgressError,
    Event,
    MemberEvent,
    MemoryDeliveries,
    OrganizationEvent,
    UnhandledEventError,
    Webhooks,
)
from tests.local_auth.world import World, claims, sign

from .deliveries import MEMBER, NOW, SECRET, encoded, payload, signed


def endpoint(**settings: Any) -> Webhooks:
    return Webhooks(SECRET, now=lambda: NOW, **settings)


async def deliver(webhooks: Webhooks, found: object, delivery_id: str = "msg_1") -> Event:
    body = encoded(found)
    return await webhooks.handle(signed(body, delivery_id=delivery_id), body)


async def test_an_event_reaches_the_handlers_of_its_class_and_action_and_source() -> None:
    webhooks, seen = endpoint(), list[str]()

    @webhooks.on(Event)
    async def everything(event: Event) -> None:
        seen.append(f"everything {event.type}")

    @webhooks.on(MemberEvent, action="delete")
    async def left(event: MemberEvent) -> None:
        seen.append(f"left {event.id}")

    @webhooks.on(MemberEvent, source="scim")
    async def by_directory(event: MemberEvent) -> None:
        seen.append(f"by directory {event.id}")

    @webhooks.on(OrganizationEvent)
    async def organization(event: OrganizationEvent) -> None:
        raise AssertionError("not an organization")

    await deliver(webhooks, payload("member", "create", member=MEMBER))
    await deliver(webhooks, payload("member", "delete", source="SCIM"), "msg_2")
    assert seen == [
        "everything dashboard.member.create",
        "everything scim.member.delete",
        "left member-test-1",
        "by directory member-test-1",
    ]
    assert repr(webhooks) == "Webhooks(secrets=1, handlers=4, unhandled=0)"


async def test_a_plain_function_runs_in_a_thread() -> None:
    webhooks, threads = endpoint(), list[int]()
    webhooks.on(Event)(lambda _event: threads.append(threading.get_ident()))
    await deliver(webhooks, payload())
    assert threads
    assert threads[0] != threading.get_ident()


async def test_a_plain_function_may_return_a_coroutine() -> None:
    webhooks, seen = endpoint(), list[str]()

    async def handler(event: Event) -> None:
        seen.append(event.id)

    webhooks.on(Event)(lambda event: handler(event))
    await deliver(webhooks, payload())
    assert seen == ["member-test-1"]


async def test_a_delivery_is_handled_once() -> None:
    webhooks, seen = endpoint(), list[str]()
    webhooks.on(Event)(lambda event: seen.append(event.delivery_id))
    for delivery_id in ("msg_1", "msg_1", "msg_2"):
        await deliver(webhooks, payload(), delivery_id)
    assert seen == ["msg_1", "msg_2"]


async def test_a_delivery_that_failed_is_handled_when_it_comes_again() -> None:
    webhooks, attempts = endpoint(), list[int]()

    @webhooks.on(Event)
    async def fails_once(_event: Event) -> None:
        attempts.append(len(attempts))
        if len(attempts) == 1:
            raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError, match="database"):
        await deliver(webhooks, payload())
    await deliver(webhooks, payload())
    await deliver(webhooks, payload())
    assert attempts == [0, 1]


async def test_stop_iteration_in_a_plain_function_fails_the_delivery() -> None:
    webhooks = endpoint()

    @webhooks.on(Event)
    def first(event: Event) -> object:
        return next(iter(()))

    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match="StopIteration"):
            await deliver(webhooks, payload("member", "create", member=MEMBER))


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"kind": "member"}, "kind must be a class of events"),
        ({"kind": (MemberEvent, OrganizationEvent)}, "kind must be a class of events"),
        ({"kind": dict}, "kind must be a class of events"),
        ({"kind": lambda event: None}, "kind must be a class of events"),
        ({"kind": MemberEvent, "action": "deleted"}, "action must be one of create, update, delete"),
        ({"kind": MemberEvent, "action": "DELETE"}, "action must be one of"),
        ({"kind": MemberEvent, "action": ["delete"]}, "action must be one of"),
        ({"kind": MemberEvent, "source": "API"}, "source must be one of direct, dashboard, scim"),
    ],
)
def test_a_choice_that_no_event_fits_is_refused(choice: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        endpoint().on(**choice)


def test_a_handler_has_to_be_a_function() -> None:
    with pytest.raises(ConfigurationError, match="handler must be a function"):
        endpoint().on(Event)(None)  # type: ignore[arg-type]


async def test_a_second_attempt_during_the_first_is_not_handled_and_not_accepted() -> None:
    """If it were accepted and the first one then failed, the event would be lost."""
    webhooks, release = endpoint(), asyncio.Event()

    @webhooks.on(Event)
    async def waits(_event: Event) -> None:
        await release.wait()

    first = asyncio.create_task(deliver(webhooks, payload()))
    await asyncio.sleep(0)
    with pytest.raises(DeliveryInProgressError):
        await deliver(webhooks, payload())
    release.set()
    await first


async def test_a_cancelled_delivery_is_new_when_it_comes_again() -> None:
    webhooks, begun, attempts = endpoint(), asyncio.Event(), list[int]()

    @webhooks.on(Event)
    async def waits_once(_event: Event) -> None:
        attempts.append(1)
        if not begun.is_set():
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(deliver(webhooks, payload()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await deliver(webhooks, payload())
    assert len(attempts) == 2


async def test_events_without_a_handler_are_counted() -> None:
    webhooks = endpoint()
    await deliver(webhooks, payload())
    assert webhooks.unhandled == {"dashboard.member.create": 1}


async def test_an_event_without_a_handler_can_be_an_error() -> None:
    webhooks = endpoint(require_handlers=True)
    with pytest.raises(UnhandledEventError):
        await deliver(webhooks, payload())
    webhooks.on(MemberEvent)(lambda _event: None)
    await deliver(webhooks, payload())


async def test_deliveries_are_remembered_for_two_days_and_blocked_for_a_minute() -> None:
    now = 0.0
    deliveries = MemoryDeliveries(clock=lambda: now)
    assert await deliveries.begin("a") is Begun.NEW
    now = 59.0
    assert await deliveries.begin("a") is Begun.IN_PROGRESS
    now = 60.0
    assert await deliveries.begin("a") is Begun.NEW
    await deliveries.finish("a")
    now += 172_799
    assert await deliveries.begin("a") is Begun.DONE
    now += 1
    assert await deliveries.begin("a") is Begun.NEW


async def test_the_memory_of_deliveries_is_bounded() -> None:
    deliveries = MemoryDeliveries(limit=2)
    for delivery_id in "abc":
        await deliveries.begin(delivery_id)
        await deliveries.finish(delivery_id)
    assert [await deliveries.begin(delivery_id) for delivery_id in "cba"] == [Begun.DONE, Begun.DONE, Begun.NEW]


async def test_deliveries_can_be_shared_by_endpoints() -> None:
    deliveries, seen = MemoryDeliveries(), list[str]()
    for _ in range(2):
        webhooks = endpoint(deliveries=deliveries)
        webhooks.on(Event)(lambda event: seen.append(event.id))
        await deliver(webhooks, payload())
    assert seen == ["member-test-1"]


GONE = [
    payload("member", "delete", id="member-test-1"),
    payload("member", "update", id="member-test-1", member={**MEMBER, "status": "deleted"}),
    payload("organization", "delete", id="organization-test-1"),
]
ALIVE = [
    payload("member", "update", id="member-test-1", member=MEMBER),
    payload("member", "update", id="member-test-1", member=None),
    payload("member", "create", id="member-test-1"),
    payload("saml_connection", "delete", id="member-test-1"),
    payload("organization", "update", id="organization-test-1"),
    payload("member", "delete", id=""),
    payload("member", "delete", id="member-test-1", project_id="project-test-2"),
]


@pytest.mark.parametrize("found", [*GONE, *ALIVE], ids=range(10))
async def test_tokens_of_who_was_deleted_are_refused(found: dict[str, Any]) -> None:
    world = World()
    client, revoked = world.client(), list[bool]()
    webhooks = endpoint(client=client)
    token = sign(claims(iat=int(world.now) - 60, nbf=int(world.now) - 60))

    @webhooks.on(Event)
    async def handle(_: Event) -> None:
        try:
            await client.sessions.authenticate_jwt_local(token)
        except SessionRevokedError:
            revoked.append(True)

    await deliver(webhooks, {**found, "timestamp": None})
    assert bool(revoked) is (found in GONE)


async def test_a_late_delivery_puts_no_later_token_out() -> None:
    """A deleted member can be reactivated before the event of the deletion arrives."""
    world = World()
    client = world.client()
    sent = "2026-11-23T10:50:00Z"
    await deliver(endpoint(client=client), payload("member", "delete", id="member-test-1", timestamp=sent))
    await client.sessions.authenticate_jwt_local(sign())


def test_a_client_has_to_be_one() -> None:
    with pytest.raises(ConfigurationError):
        endpoint(client="client")
