"""Stages for M2M clients and for those of connected apps."""

from __future__ import annotations

from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import World
from .stage import Stages

stage = Stages()


async def add_client(client: B2BClient, **given: Any) -> Any:
    """Create an M2M client, and return it with its secret."""
    return (await client.m2m.clients.create(**{"scopes": ["read:reports"], **given})).m2m_client


@stage("m2m.clients.create")
async def new_client(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"scopes": ["read:reports"], "client_name": "Reports", "trusted_metadata": {"team": "data"}}


@stage("m2m.clients.search")
async def clients(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await add_client(client)
    return {}


@stage("m2m.clients.delete")
@stage("m2m.clients.get")
@stage("m2m.clients.secrets.rotate_start")
@stage("m2m.clients.update")
async def one_client(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"client_id": (await add_client(client)).client_id}


@stage("m2m.clients.secrets.rotate")
@stage("m2m.clients.secrets.rotate_cancel")
async def rotating_client(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    named = await one_client(client, sandbox, world)
    await client.m2m.clients.secrets.rotate_start(**named)
    return named
