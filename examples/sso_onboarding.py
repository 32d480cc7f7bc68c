"""Set up single sign-on for a customer: an organization whose members log in through its OpenID Connect provider.

    python sso_onboarding.py prepare "Acme" acme.example
    python sso_onboarding.py finish ORGANIZATION_ID CONNECTION_ID issuer.json

`prepare` prints the values that the customer's administrator enters at the provider. `issuer.json` has the values that
they send back: `issuer`, `client_id`, `client_secret`, and the provider's four URLs.
"""

import argparse
import asyncio
from pathlib import Path
from typing import Any

import msgspec

from aiostytch import B2BClient, StytchError


async def prepare(client: B2BClient, name: str, domain: str) -> None:
    """Create the organization and a connection without a provider; delete the organization if that fails."""
    created = await client.organizations.create(organization_name=name, email_allowed_domains=[domain])
    organization_id = created.organization.organization_id
    try:
        response = await client.sso.oidc.create_connection(organization_id, display_name=f"{name} SSO")
    except StytchError:
        await client.organizations.delete(organization_id)
        raise
    if response.connection is None:
        raise SystemExit("The response has no connection.")
    print(f"organization id: {organization_id}")
    print(f"connection id:   {response.connection.connection_id}")
    print(f"redirect URL:    {response.connection.redirect_url}   (the administrator enters this at the provider)")


async def finish(client: B2BClient, organization_id: str, connection_id: str, provider: dict[str, Any]) -> None:
    """Configure the provider, make the connection the default, and allow only its users."""
    response = await client.sso.oidc.update_connection(organization_id, connection_id, **provider)
    if response.connection is None or response.connection.status != "active":
        raise SystemExit("The connection is not active yet: the provider's settings are incomplete.")
    await client.organizations.update(
        organization_id,
        sso_default_connection_id=connection_id,
        sso_jit_provisioning="RESTRICTED",
        sso_jit_provisioning_allowed_connections=[connection_id],
        auth_methods="RESTRICTED",
        allowed_auth_methods=["sso"],
    )
    print("The connection is active; members can log in only through it.")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set up single sign-on for a customer.")
    steps = parser.add_subparsers(dest="step", required=True)
    first = steps.add_parser("prepare", help="create the organization and the connection")
    first.add_argument("name")
    first.add_argument("domain")
    second = steps.add_parser("finish", help="enter the provider")
    second.add_argument("organization_id")
    second.add_argument("connection_id")
    second.add_argument("provider", type=Path)
    return parser.parse_args()


async def main() -> None:
    options = parsed()
    async with B2BClient() as client:
        if options.step == "prepare":
            await prepare(client, options.name, options.domain)
        else:
            provider = msgspec.json.decode(options.provider.read_bytes(), type=dict[str, str])
            await finish(client, options.organization_id, options.connection_id, provider)


if __name__ == "__main__":
    asyncio.run(main())
