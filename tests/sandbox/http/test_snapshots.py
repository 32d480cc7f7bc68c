"""Reset, snapshot and restore: all visible state returns, and nothing else remains."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from aiostytch import B2BClient, ConfigurationError, ServerError
from aiostytch.sandbox import Clock, Sandbox, SeedError, Status
from aiostytch.sandbox.http.gateway import Gateway
from aiostytch.sandbox.http.snapshots import MAX_SNAPSHOTS
from aiostytch.sandbox.store.state import State, record_types

from ..remembered import remembered
from ..samples import EVERY, arguments_for
from ..world import LOGIN, NOON, POLICY, CountedIds, log_in, make_world, method

ACME: dict[str, Any] = {
    "organizations": [
        {
            "organization_name": "Acme",
            "organization_slug": "acme",
            "members": [{"email_address": LOGIN[0], "password": LOGIN[1]}],
        }
    ]
}


def test_a_state_remembers_in_tables_only() -> None:
    """Snapshots, databases and transactions consist of tables. The state of a new part must be in a table too."""
    others = {field.name for field in attrs.fields(State)} - set(record_types())
    remembered_too = {"clock", "cursor_key", "last_number"}  # the three of `Values`
    assert others - remembered_too == {
        "project_id",
        "new_uuid",
        "max_messages",
        "max_deliveries",
        "journal",
        "outbox",
        "_savepoint",
        "_fixed_ids",
    }


def test_a_gateway_remembers_what_a_snapshot_holds() -> None:
    remembered_too = {"state", "faults", "rate_limits", "requests"}
    names = {field.name for field in attrs.fields(Gateway)}
    assert names - remembered_too == {"credentials", "frontend", "commit", "_lock"}


@EVERY
async def test_a_restore_undoes_every_operation(call_path: str, sandbox: Sandbox, client: B2BClient) -> None:
    arguments = await arguments_for(call_path, client, sandbox, await make_world(client))
    before, snapshot = remembered(sandbox.state), sandbox.snapshot()
    await method(client, call_path)(**arguments)
    after, later = remembered(sandbox.state), sandbox.snapshot("later")
    sandbox.restore(snapshot)
    assert remembered(sandbox.state) == before
    sandbox.restore(later)
    assert remembered(sandbox.state) == after


async def test_deleted_members_can_be_found(sandbox: Sandbox, client: B2BClient) -> None:
    world = await make_world(client)
    sandbox.snapshot()
    await client.organizations.delete("acme")
    await client.organizations.create(organization_name="Other", organization_slug="acme")
    sandbox.restore()
    assert (await client.organizations.get("acme")).organization == world.organization
    assert (await client.sessions.authenticate(session_token=world.session_token)).member == world.member


async def test_clock_outbox_faults_limits_and_requests_return(sandbox: Sandbox, client: B2BClient) -> None:
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    sandbox.faults.add("rbac.*", Status(503), times=2)
    sandbox.rate_limits.set("otps.*", per_second=1)
    sandbox.snapshot()
    with pytest.raises(ServerError):
        await client.with_options(max_retries=0).rbac.policy()
    sandbox.outbox.clear()
    sandbox.clock.advance(hours=1)
    sandbox.faults.add("*", Status(500), times=None)
    sandbox.rate_limits.clear()
    sandbox.restore()
    assert (sandbox.clock.now(), sandbox.clock.advanced.total_seconds()) == (NOON, 0)
    assert [fault.injected for fault in sandbox.faults] == [0]
    assert list(sandbox.rate_limits.limits) == ["otps.*"]
    assert (len(sandbox.outbox), len(sandbox.requests), sandbox.requests.count) == (1, 1, 1)


async def test_the_numbers_of_faults_are_never_given_twice(sandbox: Sandbox) -> None:
    first = sandbox.faults.add("*", Status(500))
    sandbox.reset()
    assert len(sandbox.faults) == 0
    assert sandbox.faults.add("*", Status(500)).number > first.number


async def test_a_reset_returns_to_policy_and_seed() -> None:
    sandbox = Sandbox(clock=Clock(NOON), policy=POLICY, seed=ACME)
    client, before = sandbox.client(), remembered(sandbox.state)
    await client.organizations.members.create("acme", email_address="grace@acme.example")
    await client.organizations.create(organization_name="Other")
    sandbox.set_policy({})
    sandbox.clock.advance(days=1)
    sandbox.reset()
    assert remembered(sandbox.state) == before
    assert (await log_in(client, "acme")).member.email_address == LOGIN[0]


async def test_a_service_goes_on_verifying_after_a_reset(sandbox: Sandbox, client: B2BClient) -> None:
    """It has cached the public keys, and would not fetch new ones immediately."""
    sandbox.seed(ACME)
    await client.sessions.authenticate_jwt_local((await log_in(client, "acme")).session_jwt)
    fetched = sum(entry.call_path == "sessions.get_jwks" for entry in sandbox.requests)
    sandbox.rotate_keys()
    sandbox.clock.advance(minutes=1)
    await client.sessions.authenticate_jwt_local((await log_in(client, "acme")).session_jwt)
    sandbox.reset()
    sandbox.seed(ACME)
    await client.sessions.authenticate_jwt_local((await log_in(client, "acme")).session_jwt)
    assert fetched == 1
    assert not [entry for entry in sandbox.requests if entry.call_path == "sessions.get_jwks"]


def test_sandboxes_of_two_projects_sign_with_keys_of_different_ids() -> None:
    ids: set[str] = set()
    for project_id in ("project-test-1", "project-test-2"):
        sandbox = Sandbox(project_id=project_id, seed=ACME)
        sandbox.rotate_keys()
        ids.update(key.id for key in sandbox.state.keys)
    assert len(ids) == 4


async def test_the_time_of_clients_does_not_go_back(sandbox: Sandbox) -> None:
    client = sandbox.client()
    clock = client._runner.clock
    before = clock.monotonic()
    sandbox.clock.advance(hours=1)
    sandbox.reset()
    assert clock.monotonic() >= before + 3600


async def test_a_message_is_waited_for_across_a_reset(sandbox: Sandbox, client: B2BClient) -> None:
    waiting = asyncio.create_task(sandbox.outbox.wait_for(email=LOGIN[0]))
    await asyncio.sleep(0)
    sandbox.reset()
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    assert (await waiting).to == LOGIN[0]


def test_snapshots_have_names(sandbox: Sandbox) -> None:
    sandbox.snapshot("empty")
    sandbox.seed(ACME)
    sandbox.snapshot("seeded")
    sandbox.snapshot("empty again")
    sandbox.restore("empty")
    assert len(sandbox.state.organizations) == 0
    sandbox.snapshot("empty again")
    sandbox.restore("seeded")
    assert len(sandbox.state.organizations) == 1
    assert list(sandbox.snapshots) == ["empty", "seeded", "empty again"]


def test_a_snapshot_with_an_unknown_name_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="there is no snapshot 'seeded'"):
        sandbox.restore("seeded")
    with pytest.raises(ConfigurationError, match="the name of a snapshot"):
        sandbox.snapshot(5)  # type: ignore[arg-type]


def test_there_is_a_limit_of_snapshots(sandbox: Sandbox) -> None:
    for number in range(MAX_SNAPSHOTS):
        sandbox.snapshot(str(number))
    with pytest.raises(ConfigurationError, match="there are 100 snapshots already"):
        sandbox.snapshot("one more")
    sandbox.snapshot("1")


@pytest.mark.parametrize("given", [{"organisations": []}, "nowhere.yaml"])
def test_a_seed_that_cannot_be_used_makes_no_sandbox(given: Any) -> None:
    with pytest.raises(SeedError):
        Sandbox(seed=given)


async def use(sandbox: Sandbox) -> None:
    await sandbox.client().organizations.create(organization_name="Other", organization_slug="other")


@pytest.mark.parametrize("change", [Sandbox.reset, lambda sandbox: sandbox.restore("seeded")], ids=["reset", "restore"])
async def test_a_database_follows(tmp_path: Path, change: Callable[[Sandbox], None]) -> None:
    path = tmp_path / "state.sqlite3"
    async with Sandbox(database=path, seed=ACME) as sandbox:
        sandbox.snapshot("seeded")
        before = remembered(sandbox.state)
        await use(sandbox)
        change(sandbox)
    async with Sandbox(database=path) as sandbox:
        assert remembered(sandbox.state) == before


async def test_a_database_with_records_needs_no_seed(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    async with Sandbox(database=path) as sandbox:
        assert not sandbox.was_resumed
    async with Sandbox(database=path, seed=ACME) as sandbox:
        assert not sandbox.was_resumed
        await use(sandbox)
        await sandbox.client().organizations.delete("acme")
    async with Sandbox(database=path, seed=ACME) as sandbox:
        assert sandbox.was_resumed
        assert [organization.slug for organization in sandbox.state.organizations] == ["other"]
        sandbox.reset()
        assert [organization.slug for organization in sandbox.state.organizations] == ["acme"]
    async with Sandbox(database=path) as sandbox:
        assert [organization.slug for organization in sandbox.state.organizations] == ["acme"]


async def test_the_policy_that_is_given_counts_and_not_that_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    async with Sandbox(database=path, policy={"resources": [{"resource_id": "r", "actions": ["a"]}]}):
        pass
    async with Sandbox(database=path, policy=POLICY) as sandbox:
        (policy,) = sandbox.state.policies
        assert {resource.resource_id for resource in policy.resources} >= {"documents"}


async def test_ids_are_new_after_a_restore() -> None:
    sandbox = Sandbox(clock=Clock(NOON), new_uuid=CountedIds())
    client = sandbox.client()
    created: set[str] = set()
    for _ in range(2):
        created.add((await client.organizations.create(organization_name="Acme")).organization.organization_id)
        sandbox.reset()
    assert len(created) == 2


async def test_a_restore_is_not_an_event_and_restores_receivers(sandbox: Sandbox, client: B2BClient) -> None:
    received: list[str] = []

    async def receiver(scope: Scope, receive: Receive, send: Send) -> None:
        received.append(scope["path"])
        await PlainTextResponse("")(scope, receive, send)

    endpoint = sandbox.webhooks.add("http://app.test/webhooks", app=receiver)
    sandbox.snapshot()
    await client.organizations.create(organization_name="Acme")
    sandbox.webhooks.remove(endpoint.id)
    sandbox.restore()
    assert sandbox.webhooks.deliveries == ()
    await client.organizations.create(organization_name="Acme")
    await sandbox.webhooks.deliver()
    assert received == ["/webhooks"]
