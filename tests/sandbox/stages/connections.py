"""Stages for connections to identity providers."""

from __future__ import annotations

import functools
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.auth.oauth import PROVIDERS

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


PROVIDER = "https://idp.example"
OIDC = {
    "issuer": PROVIDER,
    "client_id": "stytch",
    "client_secret": "shared",
    "authorization_url": f"{PROVIDER}/authorize",
    "token_url": f"{PROVIDER}/token",
    "userinfo_url": f"{PROVIDER}/userinfo",
    "jwks_url": f"{PROVIDER}/jwks",
}
"""The settings that make an OIDC connection active."""


async def connect_oidc(client: B2BClient, organization_id: str = "acme") -> str:
    created = (await client.sso.oidc.create_connection(organization_id, display_name="Google")).connection
    assert created is not None
    await client.sso.oidc.update_connection(organization_id, created.connection_id, **OIDC)
    return created.connection_id


async def connect_saml(client: B2BClient, sandbox: Sandbox, organization_id: str = "acme", **given: Any) -> str:
    created = (
        await client.sso.saml.create_connection(organization_id, display_name="Okta", identity_provider="okta")
    ).connection
    assert created is not None
    arguments = {
        "idp_sso_url": f"{PROVIDER}/saml",
        "idp_entity_id": PROVIDER,
        "attribute_mapping": {"email": "mail", "full_name": "cn", "groups": "groups"},
        "x509_certificate": sandbox.sso.certificate(),
    }
    await client.sso.saml.update_connection(organization_id, created.connection_id, **{**arguments, **given})
    return created.connection_id


@stage("sso.get_connections")
@stage("sso.oidc.create_connection")
@stage("sso.saml.create_connection")
async def connected(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await connect_oidc(client)
    await connect_saml(client, sandbox)
    return {}


@stage("sso.delete_connection")
@stage("sso.oidc.update_connection")
async def oidc(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"connection_id": await connect_oidc(client)}


@stage("sso.saml.update_connection")
async def saml(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"connection_id": await connect_saml(client, sandbox)}


@stage("sso.saml.update_by_url")
async def saml_by_url(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"connection_id": await connect_saml(client, sandbox), "metadata_url": f"{PROVIDER}/metadata"}


async def shown(client: B2BClient, connection_id: str) -> Any:
    response = await client.sso.get_connections("acme")
    known = [*response.saml_connections, *response.oidc_connections, *response.external_connections]
    return next(each for each in known if each.connection_id == connection_id)


@stage("sso.saml.delete_verification_certificate")
async def saml_certificate(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    connection_id = await connect_saml(client, sandbox)
    await client.sso.saml.update_by_url("acme", connection_id, metadata_url=f"{PROVIDER}/metadata")
    connection = await shown(client, connection_id)
    return {
        "connection_id": connection_id,
        "certificate_id": connection.verification_certificates[0].certificate_id,
    }


@stage("sso.saml.delete_encryption_private_key")
async def saml_key(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    connection_id = await connect_saml(client, sandbox, saml_encryption_private_key=rsa_key())
    connection = await shown(client, connection_id)
    return {"connection_id": connection_id, "private_key_id": connection.encryption_private_keys[0].private_key_id}


async def lend(client: B2BClient) -> dict[str, Any]:
    """Let another organization lend an OIDC connection."""
    lender = (await client.organizations.create(organization_name="Lender", organization_slug="lender")).organization
    connection_id = await connect_oidc(client, "lender")
    return {"external_organization_id": lender.organization_id, "external_connection_id": connection_id}


async def lend_saml(client: B2BClient, sandbox: Sandbox, **given: Any) -> dict[str, Any]:
    """Let another organization lend a SAML connection, which maps groups."""
    lender = (await client.organizations.create(organization_name="Lender", organization_slug="lender")).organization
    connection_id = await connect_saml(client, sandbox, "lender", **given)
    return {"external_organization_id": lender.organization_id, "external_connection_id": connection_id}


@stage("sso.external.create_connection")
async def external(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return await lend(client)


@stage("sso.external.update_connection")
async def update_external(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    created = (await client.sso.external.create_connection("acme", **await lend(client))).connection
    assert created is not None
    return {"connection_id": created.connection_id}


@stage("sso.authenticate")
async def log_in(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"sso_token": sandbox.sso.login(await connect_saml(client, sandbox), LOGIN[0])}


@stage("oauth.authenticate")
async def log_in_by_oauth(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"oauth_token": sandbox.oauth.login("acme", "google", LOGIN[0])}


@stage("oauth.discovery.authenticate")
async def discover_by_oauth(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"discovery_oauth_token": sandbox.oauth.discover("google", LOGIN[0])}


@stage("organizations.members.oauth_providers.google")
@stage("organizations.members.oauth_providers.microsoft")
@stage("organizations.members.oauth_providers.slack")
@stage("organizations.members.oauth_providers.github")
@stage("organizations.members.oauth_providers.hubspot")
async def registered(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    for provider in PROVIDERS:
        await client.oauth.authenticate(oauth_token=sandbox.oauth.login("acme", provider, LOGIN[0], tenants=["t-1"]))
    return {}


@stage("organizations.members.oidc_providers")
async def registered_by_oidc(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.sso.authenticate(sso_token=sandbox.sso.login(await connect_oidc(client), LOGIN[0]))
    return {"include_refresh_token": True}


@functools.cache
def rsa_key() -> str:
    """Return an RSA key in PKCS #1 format."""
    key = rsa.generate_private_key(65537, 2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
