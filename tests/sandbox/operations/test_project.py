"""The project of the sandbox."""

from __future__ import annotations

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID

from ..stages.clients import add_client
from ..world import World


async def counts(client: B2BClient) -> dict[str, int]:
    found = await client.project.metrics()
    assert found.project_id == PROJECT_ID
    return {metric.metric_type: metric.count for metric in found.metrics}


async def test_an_empty_project_counts_nothing(client: B2BClient) -> None:
    assert await counts(client) == {"ORGANIZATION_COUNT": 0, "MEMBER_COUNT": 0, "M2M_CLIENT_COUNT": 0}


async def test_the_metrics_count_what_is_there(client: B2BClient, world: World) -> None:
    """The world has an organization, a member, and a member who was deleted."""
    await add_client(client)
    gone = await add_client(client)
    await client.m2m.clients.delete(gone.client_id)
    assert await counts(client) == {"ORGANIZATION_COUNT": 1, "MEMBER_COUNT": 1, "M2M_CLIENT_COUNT": 1}
    await client.organizations.create(organization_name="Other")
    await client.organizations.members.create("acme", email_address="grace@acme.example")
    assert await counts(client) == {"ORGANIZATION_COUNT": 2, "MEMBER_COUNT": 2, "M2M_CLIENT_COUNT": 1}


async def test_a_client_learns_which_project_it_is_of(client: B2BClient) -> None:
    found = await client.debug.whoami()
    assert (found.project_id, found.name) == (PROJECT_ID, "Sandbox")
