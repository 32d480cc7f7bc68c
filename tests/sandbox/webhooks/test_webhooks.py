"""Webhooks of the sandbox: the events of changes, and their deliveries."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import pytest
from starlette.types import Receive, Scope, Send
from svix.webhooks import Webhook

from aiostytch import B2BClient, ConfigurationError
from aiostytch.sandbox import Clock, Sandbox, WebhookService, serve
from aiostytch.sandbox.webhooks.endpoints import EVENT_TYPES
from aiostytch.webhooks import Event, MemberEvent, ObjectEvent, Webhooks
from aiostytch.webhooks.events import EVENTS

from ..stages.connections import connect_directory, lend
from ..world import NOON, World

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
URL = "http://app.test/webhooks"


@attrs.define
class Receiver:
    """An ASGI application that records deliveries and responds with the given statuses, then with 204."""

    statuses: list[int] = attrs.field(factory=list[int])
    bodies: list[dict[str, Any]] = attrs.field(factory=list[dict[str, Any]])
    headers: list[dict[str, str]] = attrs.field(factory=list[dict[str, str]])
    contents: list[bytes] = attrs.field(factory=list[bytes])
    during: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        content = (await receive())["body"]
        self.contents.append(content)
        self.bodies.append(json.loads(content))
        self.headers.append({name.decode(): value.decode() for name, value in scope["headers"]})
        if self.during is not None:
            await self.during()
        status = self.statuses.pop(0) if self.statuses else 204
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    @property
    def types(self) -> list[str]:
        return [f"{body['source']}.{body['object_type']}.{body['action']}".lower() for body in self.bodies]

    def verified(self, number: int = -1, *, secret: str = SECRET, at: datetime.datetime = NOON) -> Event:
        """Return a delivery as a service reads it. The verifier uses the clock of the sandbox."""
        webhooks = Webhooks([secret], now=at.timestamp)
        return webhooks.verify(self.headers[number], self.contents[number])


@pytest.fixture
def receiver(sandbox: Sandbox) -> Receiver:
    receiver = Receiver()
    sandbox.webhooks.add(URL, app=receiver, secrets=[SECRET])
    return receiver


async def create(client: B2BClient, slug: str = "acme") -> str:
    created = await client.organizations.create(organization_name=slug.title(), organization_slug=slug)
    return created.organization.organization_id


async def test_an_organization_is_created_updated_and_deleted(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver
) -> None:
    organization_id = await create(client)
    await client.organizations.update(organization_id, organization_name="Acme Ltd")
    await client.organizations.delete(organization_id)
    await sandbox.webhooks.deliver()
    assert receiver.types == [f"direct.organization.{action}" for action in ("create", "update", "delete")]
    created, updated, deleted = receiver.bodies
    assert {body["id"] for body in receiver.bodies} == {organization_id}
    assert (created["project_id"], created["vertical"]) == (sandbox.project_id, "B2B")
    assert created["organization"]["organization_name"] == "Acme"
    assert updated["organization"]["organization_name"] == "Acme Ltd"
    assert "organization" not in deleted
    assert len({body["event_id"] for body in receiver.bodies}) == 3


async def scim_connection(client: B2BClient, organization_id: str) -> None:
    connection = await connect_directory(client)
    await client.scim.connection.update(organization_id, connection.connection_id, display_name="Okta 2")
    await client.scim.connection.delete(organization_id, connection.connection_id)


async def saml_connection(client: B2BClient, organization_id: str) -> None:
    connection = (await client.sso.saml.create_connection(organization_id)).connection
    assert connection is not None
    await client.sso.saml.update_connection(organization_id, connection.connection_id, display_name="Okta")
    await client.sso.delete_connection(organization_id, connection.connection_id)


async def oidc_connection(client: B2BClient, organization_id: str) -> None:
    connection = (await client.sso.oidc.create_connection(organization_id)).connection
    assert connection is not None
    await client.sso.oidc.update_connection(organization_id, connection.connection_id, display_name="Entra")
    await client.sso.delete_connection(organization_id, connection.connection_id)


async def member(client: B2BClient, organization_id: str) -> None:
    created = await client.organizations.members.create(organization_id, email_address="ada@acme.example")
    await client.organizations.members.update(organization_id, created.member_id, name="Ada Lovelace")
    await client.organizations.members.delete(organization_id, created.member_id)


@pytest.mark.parametrize("story", [member, saml_connection, oidc_connection, scim_connection])
async def test_create_update_and_delete_give_a_typed_event(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver, story: Callable[[B2BClient, str], Awaitable[None]]
) -> None:
    await story(client, await create(client))
    await sandbox.webhooks.deliver()
    object_type = story.__name__
    assert [found for found in receiver.types if f".{object_type}." in found] == [
        f"direct.{object_type}.{action}" for action in ("create", "update", "delete")
    ]
    events = [receiver.verified(number) for number, body in enumerate(receiver.bodies) if object_type in body]
    assert [(type(event), event.action) for event in events] == [
        (EVENTS[object_type], action) for action in ("create", "update")
    ]
    assert all(isinstance(event, ObjectEvent) and event.object is not None for event in events)


async def test_a_published_member_lacks_times_and_decodes(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver
) -> None:
    await client.organizations.members.create(await create(client), email_address="ada@acme.example")
    await sandbox.webhooks.deliver()
    assert not {"created_at", "updated_at"} & receiver.bodies[-1]["member"].keys()
    event = receiver.verified()
    assert isinstance(event, MemberEvent)
    assert event.type == "direct.member.create"
    assert event.member is not None
    assert event.member.email_address == "ada@acme.example"


async def test_a_member_is_deleted_and_reactivated(
    client: B2BClient, sandbox: Sandbox, world: World, receiver: Receiver
) -> None:
    member = world.organization.organization_id, world.member.member_id
    await client.organizations.members.delete(*member)
    await client.organizations.members.reactivate(*member)
    await sandbox.webhooks.deliver()
    assert receiver.types == ["direct.member.delete", "direct.member.update"]


async def test_a_directory_deactivates_by_an_update(
    client: B2BClient, sandbox: Sandbox, world: World, receiver: Receiver
) -> None:
    directory = sandbox.directory((await connect_directory(client)).bearer_token)
    directory.push_user("grace@acme.example")
    directory.push_user("grace@acme.example", active=False)
    await sandbox.webhooks.deliver()
    assert receiver.types == ["direct.scim_connection.create", "scim.member.create", "scim.member.update"]
    assert receiver.bodies[-1]["member"]["status"] == "deleted"
    assert "bearer_token" not in receiver.bodies[0]["scim_connection"]


async def test_changes_of_unpublished_fields_give_no_event(
    client: B2BClient, sandbox: Sandbox, world: World, receiver: Receiver
) -> None:
    await client.organizations.update(world.organization.organization_id)
    with pytest.raises(Exception, match="password"):
        await client.passwords.authenticate(
            organization_id="acme", email_address="ada@acme.example", password="not the password of ada"
        )
    await client.organizations.get("acme")
    assert await sandbox.webhooks.deliver() == []


async def test_a_refused_call_gives_no_event(client: B2BClient, sandbox: Sandbox, receiver: Receiver) -> None:
    await create(client)
    with pytest.raises(Exception, match="slug"):
        await create(client)
    await sandbox.webhooks.deliver()
    assert receiver.types == ["direct.organization.create"]


async def test_seeds_and_what_was_before_give_no_events(client: B2BClient, sandbox: Sandbox) -> None:
    await create(client, "before")
    receiver = Receiver()
    sandbox.webhooks.add(URL, app=receiver)
    sandbox.seed({"organizations": [{"organization_name": "Seeded"}]})
    assert await sandbox.webhooks.deliver() == []


async def test_svix_accepts_each_signature_while_a_secret_is_rotated(client: B2BClient) -> None:
    sandbox = Sandbox()
    receiver = Receiver()
    sandbox.webhooks.add(URL, app=receiver, secrets=[SECRET, OTHER_SECRET])
    await create(sandbox.client())
    await sandbox.webhooks.deliver()
    for secret in (SECRET, OTHER_SECRET):
        Webhook(secret).verify(receiver.contents[0], receiver.headers[0])


async def test_a_missing_secret_is_generated(client: B2BClient, sandbox: Sandbox) -> None:
    receiver = Receiver()
    endpoint = sandbox.webhooks.add(URL, app=receiver)
    await create(client)
    await sandbox.webhooks.deliver()
    assert receiver.verified(secret=endpoint.secrets[0]).type == "direct.organization.create"
    assert endpoint.secrets[0] not in repr(endpoint)


async def test_a_delivery_is_retried_by_the_clock_until_it_is_accepted(
    client: B2BClient, sandbox: Sandbox, clock: Clock, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302, 204]
    await create(client)
    for seconds, attempts in ((0, 1), (4, 1), (1, 2), (299, 2), (1, 3), (100_000, 3)):
        clock.advance(seconds=seconds)
        await sandbox.webhooks.deliver()
        assert len(receiver.bodies) == attempts
    (delivery,) = sandbox.webhooks.deliveries
    assert [attempt.status_code for attempt in delivery.attempts] == [500, 302, 204]
    assert delivery.status == "delivered"
    assert len({headers["svix-id"] for headers in receiver.headers}) == 1
    assert len({headers["svix-timestamp"] for headers in receiver.headers}) == 3


async def test_a_delivery_fails_for_good_after_eight_attempts_and_can_be_sent_again(
    client: B2BClient, sandbox: Sandbox, clock: Clock, receiver: Receiver
) -> None:
    receiver.statuses = [503] * 8
    await create(client)
    for _ in range(12):
        await sandbox.webhooks.deliver()
        clock.advance(hours=10)
    (delivery,) = sandbox.webhooks.deliveries
    assert (delivery.status, len(delivery.attempts)) == ("failed", 8)
    sandbox.webhooks.send_again(delivery.id)
    (again,) = await sandbox.webhooks.deliver()
    assert (again.status, len(again.attempts)) == ("delivered", 9)


async def test_a_delivery_can_come_twice(client: B2BClient, sandbox: Sandbox) -> None:
    receiver = Receiver()
    sandbox.webhooks.add(URL, app=receiver, copies=2)
    await create(client)
    await sandbox.webhooks.deliver()
    first, second = receiver.headers
    assert first["svix-id"] == second["svix-id"]


async def test_deliveries_can_be_shuffled(client: B2BClient, sandbox: Sandbox) -> None:
    ordered, shuffled = Receiver(), Receiver()
    sandbox.webhooks.add(URL, app=ordered)
    sandbox.webhooks.add(URL, app=shuffled, shuffled=True)
    slugs = [f"org-{number}" for number in range(12)]
    for slug in slugs:
        await create(client, slug)
    await sandbox.webhooks.deliver()
    assert [body["organization"]["organization_slug"] for body in ordered.bodies] == slugs
    came = [body["organization"]["organization_slug"] for body in shuffled.bodies]
    assert came != slugs
    assert sorted(came) == sorted(slugs)


async def test_an_endpoint_gets_the_types_that_it_names(client: B2BClient, sandbox: Sandbox) -> None:
    receiver = Receiver()
    sandbox.webhooks.add(URL, app=receiver, types=["*.member.*"])
    await client.organizations.members.create(await create(client), email_address="ada@acme.example")
    await sandbox.webhooks.deliver()
    assert receiver.types == ["direct.member.create"]


async def test_changes_by_a_receiver_are_delivered_in_the_same_call(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver
) -> None:
    async def react() -> None:
        receiver.during = None
        await create(client, "caused")

    receiver.during = react
    await create(client)
    await sandbox.webhooks.deliver()
    assert receiver.types == ["direct.organization.create"] * 2


async def test_a_receiver_that_raises_has_failed(client: B2BClient, sandbox: Sandbox, receiver: Receiver) -> None:
    async def fail() -> None:
        raise RuntimeError("broken")

    receiver.during = fail
    await create(client)
    (delivery,) = await sandbox.webhooks.deliver()
    assert (delivery.status, delivery.attempts[0].status_code) == ("pending", 500)


async def test_a_receiver_that_does_not_respond_in_time_has_failed(client: B2BClient, sandbox: Sandbox) -> None:
    def transact(change: Callable[[], Any], /, *, source: str = "") -> Any:
        return change()

    async def wait() -> None:
        await asyncio.Event().wait()

    service = WebhookService(sandbox.state, transact, timeout=0.01)
    service.add(URL, app=Receiver(during=wait))
    await create(client)
    (delivery,) = await service.deliver()
    assert delivery.attempts[0].error == "no response within 0.01 s"


async def test_a_receiver_that_is_not_there_is_an_error_of_the_attempt(client: B2BClient, sandbox: Sandbox) -> None:
    sandbox.webhooks.add("http://127.0.0.1:1/webhooks")
    await create(client)
    (delivery,) = await sandbox.webhooks.deliver()
    assert delivery.attempts[0].error.startswith("ConnectError")
    assert delivery.status == "pending"


async def test_a_removed_endpoint_gets_nothing_more(client: B2BClient, sandbox: Sandbox, receiver: Receiver) -> None:
    await create(client)
    (endpoint,) = sandbox.webhooks.endpoints
    sandbox.webhooks.remove(endpoint.id)
    assert await sandbox.webhooks.deliver() == []
    assert sandbox.webhooks.deliveries == ()
    with pytest.raises(LookupError, match="no such endpoint"):
        sandbox.webhooks.remove(endpoint.id)
    with pytest.raises(LookupError, match="no such delivery"):
        sandbox.webhooks.send_again("webhook-delivery-test-1")


async def test_an_endpoint_is_removed_with_its_own_deliveries_alone(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver
) -> None:
    other = sandbox.webhooks.add("http://127.0.0.1:1/webhooks")
    await create(client)
    assert {each.endpoint_id for each in sandbox.webhooks.deliveries} == {
        each.id for each in sandbox.webhooks.endpoints
    }
    sandbox.webhooks.remove(other.id)
    (endpoint,) = sandbox.webhooks.endpoints
    assert [each.endpoint_id for each in sandbox.webhooks.deliveries] == [endpoint.id]


async def test_an_external_connection_changes_its_organization_alone(
    client: B2BClient, sandbox: Sandbox, world: World, receiver: Receiver
) -> None:
    given = await lend(client)
    await sandbox.webhooks.deliver()
    receiver.bodies.clear()
    await client.sso.external.create_connection("acme", **given)
    await sandbox.webhooks.deliver()
    assert {body["object_type"] for body in receiver.bodies} == {"organization"}


async def test_removing_an_endpoint_during_an_attempt_is_not_an_error(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver
) -> None:
    (endpoint,) = sandbox.webhooks.endpoints

    async def remove() -> None:
        sandbox.webhooks.remove(endpoint.id)

    receiver.during = remove
    await create(client)
    assert len(await sandbox.webhooks.deliver()) == 1
    assert sandbox.webhooks.deliveries == ()


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/webhooks", "http://10.0.0.1/", "http://example.com", "http://", "/webhooks", "http://[::1"],
)
def test_only_urls_of_this_machine_are_endpoints(sandbox: Sandbox, url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        sandbox.webhooks.add(url)


def test_invalid_endpoints_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="copies"):
        sandbox.webhooks.add("http://localhost/", copies=0)
    with pytest.raises(ConfigurationError, match="base64"):
        sandbox.webhooks.add("http://localhost/", secrets=["whsec_!"])
    assert sandbox.webhooks.endpoints == ()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": 5}, "must begin with http://"),
        ({"url": "http://127.0.0.1:99999/"}, "a valid host and port"),
        ({"url": "http://127.0.0.1:0/"}, "a valid host and port"),
        ({"url": "http://127.0.0.1:x/"}, "a valid host and port"),
        ({"url": "http://[::1/"}, "a valid host and port"),
        ({"url": "http://localhost/\n"}, "a valid host and port"),
        ({"url": "http://localhost/\u00e9"}, "a valid host and port"),
        ({"types": "direct.member.*"}, "types must be a list of strings"),
        ({"types": [5]}, "types must be a list of strings"),
        ({"types": None}, "types must be a list of strings"),
        ({"types": []}, "types must be patterns of event types"),
        ({"types": ["member.*"]}, "types must be patterns of event types"),
        ({"types": ["*", "direct.member.deleted"]}, "types must be patterns of event types"),
        ({"secrets": SECRET}, "secrets must be a list of strings"),
        ({"secrets": None}, "secrets must be a list of strings"),
        ({"copies": "2"}, "copies must be an integer"),
        ({"copies": 1.5}, "copies must be an integer"),
        ({"copies": True}, "copies must be an integer"),
        ({"app": 5}, "app must be an ASGI application"),
    ],
)
async def test_an_endpoint_that_cannot_work_is_refused(
    client: B2BClient, sandbox: Sandbox, settings: dict[str, Any], said: str
) -> None:
    """Later, each change of an object, or each delivery, would fail."""
    with pytest.raises(ValueError, match=said):
        sandbox.webhooks.add(**{"url": "http://localhost/", **settings})
    await create(client)
    assert sandbox.webhooks.deliveries == ()


async def test_the_types_of_events_are_known() -> None:
    assert {each.split(".")[1] for each in EVENT_TYPES} == set(EVENTS)


async def test_a_receiver_that_breaks_its_protocol_does_not_stop_the_others(
    client: B2BClient, sandbox: Sandbox
) -> None:
    async def silent(scope: Scope, receive: Receive, send: Send) -> None: ...

    receiver = Receiver()
    sandbox.webhooks.add(URL, app=silent)
    sandbox.webhooks.add(URL, app=receiver)
    await create(client)
    first, second = await sandbox.webhooks.deliver()
    assert (first.status, first.attempts[0].error.partition(":")[0]) == ("pending", "AssertionError")
    assert (second.status, len(receiver.bodies)) == ("delivered", 1)


async def test_deliveries_wait_in_a_database(tmp_path: Any) -> None:
    path = tmp_path / "sandbox.db"
    async with Sandbox(database=path) as sandbox:
        sandbox.webhooks.add("http://127.0.0.1:1/webhooks")
        await create(sandbox.client())
    async with Sandbox(database=path) as reopened:
        (delivery,) = reopened.webhooks.deliveries
        assert (delivery.type, delivery.status) == ("direct.organization.create", "pending")


async def test_old_deliveries_are_forgotten(client: B2BClient, sandbox: Sandbox, receiver: Receiver) -> None:
    organization_id = await create(client)
    for number in range(1005):
        await client.organizations.update(organization_id, organization_name=f"Acme {number}")
        await sandbox.webhooks.deliver()
    await create(client, "last")
    assert len(sandbox.webhooks.deliveries) == 1000


async def test_finished_deliveries_are_forgotten_first_then_the_oldest_pending_ones() -> None:
    sandbox, receiver = Sandbox(max_deliveries=3), Receiver(statuses=[500])
    sandbox.webhooks.add(URL, app=receiver)
    client = sandbox.client()
    for slug in ("pending", "done-1"):
        await create(client, slug)
    await sandbox.webhooks.deliver()
    for slug in ("new-1", "new-2"):
        await create(client, slug)
    assert kept(sandbox) == ["Pending", "New-1", "New-2"]
    for number in range(3, 6):
        await create(client, f"new-{number}")
    assert kept(sandbox) == ["New-3", "New-4", "New-5"]
    sandbox.clock.advance(minutes=1)
    assert len(await sandbox.webhooks.deliver()) == 3


async def test_the_attempts_of_a_delivery_are_bounded(client: B2BClient, sandbox: Sandbox) -> None:
    sandbox.webhooks.add(URL, app=Receiver(), copies=102)
    await create(client)
    (delivery, *_) = reversed(await sandbox.webhooks.deliver())
    assert (len(delivery.attempts), delivery.status) == (100, "delivered")


def kept(sandbox: Sandbox) -> list[str]:
    return [json.loads(found.body)["organization"]["organization_name"] for found in sandbox.webhooks.deliveries]


async def test_a_handler_that_goes_on_for_ever_is_left_after_1000_attempts(
    client: B2BClient, sandbox: Sandbox, receiver: Receiver
) -> None:
    organization_id = await create(client)

    async def change() -> None:
        await client.organizations.update(organization_id, organization_name=f"Acme {len(receiver.bodies)}")

    receiver.during = change
    assert len(await sandbox.webhooks.deliver()) == 1000


async def test_a_served_sandbox_delivers_by_itself() -> None:
    sandbox, came = Sandbox(), asyncio.Event()

    async def note() -> None:
        came.set()

    sandbox.webhooks.add(URL, app=Receiver(during=note))
    async with serve(sandbox), asyncio.timeout(30):
        await create(sandbox.client())
        await came.wait()
