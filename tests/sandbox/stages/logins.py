"""Stages for the ways to log in."""

from __future__ import annotations

from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import LOGIN, World
from .stage import Stages

stage = Stages()


@stage("magic_links.email.login_or_signup")
async def login_or_signup(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0]}


@stage("magic_links.email.invite")
async def invite(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": "grace@acme.example"}


@stage("magic_links.email.discovery.send")
async def send_discovery(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0]}


@stage("magic_links.authenticate")
async def authenticate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    message = await sandbox.outbox.wait_for(email=LOGIN[0])
    return {"magic_links_token": message.magic_link_token}
