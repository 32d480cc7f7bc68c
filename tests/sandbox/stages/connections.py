"""Stages for connections to identity providers."""

from __future__ import annotations

from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import LOGIN, World
from .stage import Stages

stage = Stages()


async def connect_directory(client: B2BClient) -> Any:
    return (await client.scim.connection.create("acme", display_name="Okta", identity_provider="okta")).connection


@stage("scim.connection.get")
async def get_directory(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await connect_directory(client)
    return {}


@stage("scim.connection.delete")
@stage("scim.connection.update")
@stage("scim.connection.get_groups")
@stage("scim.connection.rotate_start")
async def directory(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    connection = await connect_directory(client)
    directory = sandbox.directory(connection.bearer_token)
    directory.push_user(LOGIN[0], name="Ada")
    directory.push_group("Engineering", [LOGIN[0]])
    return {"connection_id": connection.connection_id}


@stage("scim.connection.rotate_complete")
@stage("scim.connection.rotate_cancel")
async def rotating(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    connection = await connect_directory(client)
    await client.scim.connection.rotate_start("acme", connection.connection_id)
    return {"connection_id": connection.connection_id}
