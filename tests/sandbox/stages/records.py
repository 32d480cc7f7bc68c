"""Stages for organizations, members and their sessions."""

from __future__ import annotations

from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import LOGIN, SHA_512, World
from .stage import Stages

stage = Stages()


@stage("organizations.members.get")
async def get(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"member_id": world.member.member_id}


@stage("organizations.members.search")
async def search(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"organization_ids": [world.organization.organization_id]}


@stage("organizations.members.reactivate")
async def reactivate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"member_id": world.deleted_member_id}


@stage("organizations.members.create")
async def create(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": "grace@acme.example"}


@stage("organizations.members.unlink_retired_email")
async def unlink_retired_email(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": "countess@acme.example"}


@stage("organizations.members.delete_password")
async def delete_password(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"member_password_id": world.member.member_password_id}


@stage("passwords.migrate")
async def migrate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": "new@acme.example", "hash": SHA_512, "hash_type": "sha_512"}


@stage("passwords.authenticate")
async def log_in(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0], "password": LOGIN[1]}


@stage("sessions.authenticate")
async def authenticate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    check = {"organization_id": "acme", "resource_id": "documents", "action": "read"}
    return {"session_token": world.session_token, "authorization_check": check}


@stage("sessions.revoke")
async def revoke(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"session_jwt": world.session_jwt}


@stage("sessions.get_jwks")
async def get_jwks(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"project_id": sandbox.project_id}


@stage("sessions.exchange")
async def exchange(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    other = (await client.organizations.create(organization_name="Other")).organization
    await client.organizations.members.create(other.organization_id, email_address=LOGIN[0])
    return {"organization_id": other.organization_id, "session_token": world.session_token}


@stage("rbac.organizations.set_org_policy")
async def set_org_policy(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    permissions = [{"resource_id": "documents", "actions": ["read"]}]
    return {"org_policy": {"roles": [{"role_id": "reader", "description": "", "permissions": permissions}]}}
