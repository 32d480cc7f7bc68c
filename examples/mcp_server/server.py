"""An MCP server with three tools for the organization of a member, protected by Connected Apps.

uvicorn --factory mcp_server.server:create_app --app-dir examples
"""

import contextlib
import os
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer

from aiostytch import B2BClient, LocalAuth
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.mcp import AccessTokenVerifier, protect

READ, MEMBERS, WRITE = "read:organization", "read:members", "write:organization"
"""Scopes of the project's policy. Each request needs the first; clients ask for the others when they call the tools."""


def create_app(client: B2BClient | None = None, url: str = "", domain: str = "") -> ASGIApp:
    """Return the application.

    Args:
        client: the client of the API; by default one with the settings of the environment.
        url: the public URL of the server's endpoint; by default `MCP_URL`.
        domain: the project's domain, which issues the tokens; by default `STYTCH_DOMAIN`.
    """
    url, domain = url or os.environ["MCP_URL"], domain or os.environ["STYTCH_DOMAIN"]
    client = client or B2BClient(local_auth=LocalAuth(issuers=[domain]))
    # Self-registered apps do not have a custom audience: their tokens are for the project.
    verifier = AccessTokenVerifier(client, resource=url, accept_project_audience=True)
    server = create_server(client, verifier, domain)
    app = server.streamable_http_app(
        streamable_http_path=urlsplit(url).path, host=urlsplit(url).hostname or "127.0.0.1"
    )
    tool_scopes = {"members": [MEMBERS], "rename": [WRITE]}
    return protect(app, verifier, domain=domain, required_scopes=[READ], tool_scopes=tool_scopes)


def create_server(client: B2BClient, verifier: AccessTokenVerifier, domain: str) -> MCPServer:
    @contextlib.asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncGenerator[None]:
        async with client:
            yield

    auth = verifier.settings(domain=domain, required_scopes=[READ])
    server = MCPServer("Acme", token_verifier=verifier, auth=auth, lifespan=lifespan)

    @server.tool()
    async def organization() -> dict[str, str]:
        """Return the name and the slug of your organization."""
        access = await verifier.authorize("organization", "read")
        found = (await client.organizations.get(str(access.organization_id))).organization
        return {"name": found.organization_name, "slug": found.organization_slug}

    @server.tool()
    async def members() -> list[str]:
        """Return the e-mail addresses of the members of your organization."""
        access = await verifier.authorize("members", "read")
        organization_ids = [str(access.organization_id)]
        return [
            member.email_address
            async for member in client.organizations.members.search(organization_ids=organization_ids)
        ]

    @server.tool()
    async def rename(name: str) -> str:
        """Rename your organization."""
        access = await verifier.authorize("organization", "write")
        renamed = await client.organizations.update(str(access.organization_id), organization_name=name)
        return renamed.organization.organization_name

    return server
