"""Stages for the ways to log in."""

from __future__ import annotations

from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import LOGIN, NEW_PASSWORD, PHONE, TOTP_SECRET, World, discover
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


@stage("magic_links.discovery.authenticate")
async def authenticate_discovery(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    message = await sandbox.outbox.wait_for(email=LOGIN[0])
    return {"discovery_magic_links_token": message.magic_link_token}


@stage("discovery.organizations.list")
async def list_organizations(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"intermediate_session_token": await discover(client, sandbox)}


@stage("discovery.organizations.create")
async def create_organization(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"intermediate_session_token": await discover(client, sandbox)}


@stage("discovery.intermediate_sessions.exchange")
async def exchange(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"intermediate_session_token": await discover(client, sandbox)}


@stage("otps.email.login_or_signup")
async def send_code(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0]}


@stage("otps.email.authenticate")
async def authenticate_code(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.otps.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    return {"email_address": LOGIN[0], "code": (await sandbox.outbox.wait_for(email=LOGIN[0])).code}


@stage("otps.email.discovery.send")
async def send_discovery_code(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0]}


@stage("otps.email.discovery.authenticate")
async def authenticate_discovery_code(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.otps.email.discovery.send(email_address=LOGIN[0])
    return {"email_address": LOGIN[0], "code": (await sandbox.outbox.wait_for(email=LOGIN[0])).code}


@stage("otps.sms.send")
async def send_sms(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"mfa_phone_number": PHONE}


@stage("otps.sms.authenticate")
async def authenticate_sms(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    member_id = world.member.member_id
    await client.otps.sms.send(organization_id="acme", member_id=member_id, mfa_phone_number=PHONE)
    code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
    return {"code": code, "session_token": world.session_token}


@stage("totps.authenticate")
async def authenticate_totp(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    totp = await client.totps.create(organization_id="acme", member_id=world.member.member_id)
    return {"code": sandbox.totp_code(totp.secret), "session_token": world.session_token}


@stage("totps.migrate")
async def migrate_totp(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"secret": TOTP_SECRET, "recovery_codes": ["one", "two"]}


async def enrol(client: B2BClient, world: World) -> dict[str, Any]:
    await client.totps.migrate(
        organization_id="acme", member_id=world.member.member_id, secret=TOTP_SECRET, recovery_codes=["one", "two"]
    )
    return {}


@stage("recovery_codes.get")
async def get_recovery_codes(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return await enrol(client, world)


@stage("recovery_codes.rotate")
async def rotate_recovery_codes(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return await enrol(client, world)


@stage("recovery_codes.recover")
async def recover(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {**await enrol(client, world), "recovery_code": "two", "session_token": world.session_token}


async def reset_token(sandbox: Sandbox) -> dict[str, Any]:
    token = (await sandbox.outbox.wait_for(email=LOGIN[0])).token
    return {"password_reset_token": token, "password": NEW_PASSWORD}


@stage("passwords.email.reset_start")
async def start_reset(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0]}


@stage("passwords.email.reset")
async def reset(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.passwords.email.reset_start(organization_id="acme", email_address=LOGIN[0])
    return await reset_token(sandbox)


@stage("passwords.email.require_reset")
async def require_reset(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0], "organization_id": "acme"}


@stage("passwords.sessions.reset")
async def reset_by_session(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"password": NEW_PASSWORD, "session_token": world.session_token}


@stage("passwords.existing_password.reset")
async def reset_by_password(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0], "existing_password": LOGIN[1], "new_password": NEW_PASSWORD}


@stage("passwords.discovery.authenticate")
async def authenticate_address(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0], "password": LOGIN[1]}


@stage("passwords.discovery.email.reset_start")
async def start_discovery_reset(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": LOGIN[0]}


@stage("passwords.discovery.email.reset")
async def reset_discovery(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.passwords.discovery.email.reset_start(email_address=LOGIN[0])
    return await reset_token(sandbox)
