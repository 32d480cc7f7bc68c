"""Stages for connected apps, and for sessions on trust."""

from __future__ import annotations

import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import LOGIN, World
from .connections import rsa_key
from .stage import Stages

stage = Stages()

CALLBACK = "https://calendar.example/callback"
ISSUER, AUDIENCE = "https://issuer.example", "acme"


def add_app(sandbox: Sandbox, client_type: str = "first_party", **more: Any) -> str:
    return sandbox.apps.add("Calendar", redirect_urls=[CALLBACK], client_type=client_type, **more)


def request(client_id: str, *scopes: str, **more: Any) -> dict[str, Any]:
    """Return the arguments of an app's authorization request."""
    return {"client_id": client_id, "redirect_uri": CALLBACK, "response_type": "code", "scopes": list(scopes), **more}


async def authorize(client: B2BClient, client_id: str, *scopes: str, **more: Any) -> Any:
    return await client.idp.oauth.authorize(**{"consent_granted": True, **request(client_id, *scopes, **more)})


@stage("idp.oauth.authorize_start")
async def authorize_start(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return request(add_app(sandbox), "openid", session_token=world.session_token)


@stage("idp.oauth.authorize")
async def authorize_end(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"consent_granted": True, **(await authorize_start(client, sandbox, world))}


@stage("organizations.get_connected_app")
@stage("organizations.members.connected_apps.revoke")
async def one_installed(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    client_id = add_app(sandbox)
    await authorize(client, client_id, "openid", session_token=world.session_token)
    return {"connected_app_id": client_id}


@stage("organizations.connected_apps")
@stage("organizations.members.get_connected_apps")
async def installed(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await one_installed(client, sandbox, world)
    return {}


async def access_token(client: B2BClient, sandbox: Sandbox, *scopes: str, **member: Any) -> str:
    response = await authorize(client, add_app(sandbox), *scopes, **member)
    return sandbox.apps.redeem(response.authorization_code).access_token


@stage("sessions.exchange_access_token")
async def exchange_access_token(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    token = await access_token(client, sandbox, "full_access", session_token=world.session_token)
    return {"access_token": token}


@stage("impersonation.authenticate")
async def impersonate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"impersonation_token": sandbox.impersonate(world.member.member_id)}


def public_key() -> str:
    private = serialization.load_pem_private_key(rsa_key().encode(), None)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def profile(sandbox: Sandbox, **more: str) -> str:
    return sandbox.trust_tokens(issuer=ISSUER, audience=AUDIENCE, public_key=public_key(), **more)


def trusted_token(sandbox: Sandbox, **claims: Any) -> str:
    end = sandbox.clock.now() + datetime.timedelta(minutes=1)
    known = {"iss": ISSUER, "aud": AUDIENCE, "exp": end, "jti": "t-1", "email": LOGIN[0]}
    return jwt.encode({**known, **claims}, rsa_key(), "RS256")


@stage("sessions.attest")
async def attest(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"profile_id": profile(sandbox), "token": trusted_token(sandbox), "organization_id": "acme"}


@stage("sessions.migrate")
async def migrate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    sandbox.trust_session("old-token", LOGIN[0])
    return {"session_token": "old-token"}


@stage("organizations.members.start_email_update")
async def start_email_update(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"email_address": "lovelace@acme.example"}
