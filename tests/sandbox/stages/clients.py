"""Stages for M2M clients and connected apps."""

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


async def add_app(client: B2BClient, client_type: str = "third_party", **given: Any) -> Any:
    """Create a connected app, and return it with its secret, if it has one."""
    arguments: dict[str, Any] = {"client_type": client_type, **given}
    return (await client.connected_app.clients.create(**arguments)).connected_app


@stage("connected_app.clients.create")
async def new_app(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"client_type": "third_party", "client_name": "Calendar", "access_token_custom_audience": "calendar"}


@stage("connected_app.clients.search")
async def apps(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await add_app(client)
    return {}


@stage("connected_app.clients.delete")
@stage("connected_app.clients.get")
@stage("connected_app.clients.secrets.rotate_start")
@stage("connected_app.clients.update")
async def one_app(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"client_id": (await add_app(client)).client_id}


@stage("connected_app.clients.secrets.rotate")
@stage("connected_app.clients.secrets.rotate_cancel")
async def rotating_app(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    named = await one_app(client, sandbox, world)
    await client.connected_app.clients.secrets.rotate_start(**named)
    return named
