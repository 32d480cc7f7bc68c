"""Clients in the same process as the sandbox."""

from __future__ import annotations

import pytest

from aiostytch import (
    B2BClient,
    ClientClosedError,
    ConfigurationError,
    RateLimitError,
    ResponseTooLargeError,
    RetryPolicy,
    SessionToken,
)
from aiostytch.sandbox import Clock, Sandbox, Throttle

from ..world import NOON, World, promote


async def test_a_client_needs_no_more_than_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STYTCH_PROJECT_ID", "STYTCH_SECRET", "STYTCH_BASE_URL"):
        monkeypatch.setenv(name, "https://elsewhere.example")
    async with Sandbox(project_id="project-live-1", secret="other") as sandbox:
        created = await sandbox.client().organizations.create(organization_name="Acme")
        assert (await sandbox.client().organizations.get(created.organization.organization_slug)).raw.attempts == 1


async def test_a_client_is_closed_with_its_sandbox() -> None:
    async with Sandbox() as sandbox:
        client = sandbox.client()
    with pytest.raises(ClientClosedError):
        await client.rbac.policy()


async def test_a_client_can_be_closed_before() -> None:
    async with Sandbox() as sandbox, sandbox.client() as client:
        await client.rbac.policy()


async def test_paths_with_escapes_arrive_as_they_are(sandbox: Sandbox, client: B2BClient) -> None:
    created = await client.organizations.create(organization_name="A", organization_external_id="a|b")
    assert (await client.organizations.get("a|b")).organization == created.organization


async def test_queries_arrive(client: B2BClient, world: World) -> None:
    member = await client.organizations.members.get("acme", email_address=world.member.email_address)
    assert member.member_id == world.member.member_id


async def test_member_sessions_arrive(client: B2BClient, world: World) -> None:
    await promote(client, world.member.member_id)
    me = client.as_member(SessionToken(world.session_token))
    assert (await me.organizations.update("acme", organization_name="New")).organization.organization_name == "New"


async def test_a_response_that_is_too_large_is_refused(sandbox: Sandbox, world: World) -> None:
    with pytest.raises(ResponseTooLargeError):
        await sandbox.client(max_response_size=100).organizations.get("acme")


async def test_headers_arrive(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add("rbac.policy", Throttle(retry_after=3))
    with pytest.raises(RateLimitError) as caught:
        await client.with_options(max_retries=0).rbac.policy()
    assert caught.value.headers["content-type"] == "application/json"
    assert caught.value.retry_after == 3


async def test_a_retry_does_not_wait(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add("rbac.policy", Throttle(retry_after=3600))
    assert (await client.rbac.policy()).raw.attempts == 2


async def test_a_retry_waits_if_configured(sandbox: Sandbox) -> None:
    sandbox.faults.add("rbac.policy", Throttle(retry_after=3600))
    client = sandbox.client(retry=RetryPolicy(), deadline=30)
    with pytest.raises(RateLimitError):  # the wait would exceed the deadline
        await client.rbac.policy()


async def test_the_clients_clocks_are_those_of_the_sandbox() -> None:
    sandbox = Sandbox(clock=Clock(NOON))
    clock = sandbox.client()._runner.clock
    before, wall = clock.monotonic(), clock.now()
    sandbox.clock.advance(hours=1)
    assert clock.now() - wall == 3600
    assert clock.monotonic() - before >= 3600


def test_invalid_options_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(TypeError):
        sandbox.client(colour="red")
    with pytest.raises(ConfigurationError):
        sandbox.client(deadline=-1)
