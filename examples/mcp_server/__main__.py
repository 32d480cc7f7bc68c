"""Try the server without an account: a sandbox in this process has an organization with two members.

cd examples && python -m mcp_server
"""

import asyncio
import contextlib
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

from .server import MEMBERS, READ, WRITE, create_app


def permission(resource: str, *actions: str) -> dict[str, Any]:
    return {"resource_id": resource, "actions": list(actions)}


def scope(name: str, description: str, *permissions: dict[str, Any]) -> dict[str, Any]:
    return {"scope": name, "description": description, "permissions": list(permissions)}


ALL = [permission("organization", "read", "write"), permission("members", "read")]
POLICY = {
    "resources": [{**resource, "description": ""} for resource in ALL],
    "roles": [{"role_id": "owner", "description": "May do all.", "permissions": ALL}],
    "scopes": [
        scope(READ, "See your organization", permission("organization", "read")),
        scope(MEMBERS, "See the members of your organization", permission("members", "read")),
        scope(WRITE, "Change your organization", permission("organization", "write")),
    ],
}


async def main(url: str) -> None:
    sandbox = Sandbox()
    async with serve(sandbox) as base_url:
        client = B2BClient(PROJECT_ID, SECRET, base_url=base_url)
        await fill(sandbox, client)
        sys.stdout.write(f"{url}\n  log in as ada@acme.example on the sandbox's page\n")
        sys.stdout.flush()
        parts = urlsplit(url)
        config = uvicorn.Config(create_app(client, url, base_url), port=parts.port or 80, log_level="warning")
        await uvicorn.Server(config).serve()


async def fill(sandbox: Sandbox, client: B2BClient) -> str:
    """Set the policy, add an organization with an owner and another member, and return the id of the owner."""
    sandbox.set_policy(POLICY)
    acme = (await client.organizations.create(organization_name="Acme")).organization.organization_id
    members = client.organizations.members
    owner = await members.create(acme, email_address="ada@acme.example", name="Ada", roles=["owner"])
    await members.create(acme, email_address="bob@acme.example")
    return owner.member.member_id


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(os.environ.get("MCP_URL", "http://127.0.0.1:8000/mcp")))
