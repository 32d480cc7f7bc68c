"""An MCP server with tools that return their caller, and clients for it. It supports each version of the MCP SDK."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import uvicorn
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer

from aiostytch.integrations.mcp import AccessTokenVerifier, current_access, protect
from tests.local_auth.world import NOW, World, access_claims, project_policy, role, scope, sign

DOMAIN = "https://acme.customers.stytch.com"
LATER = NOW + 10**8
"""The expiry of tokens: the MCP SDK reads the clock itself."""
POLICY = project_policy(
    role("editor"), scopes=[scope("documents:read", documents="read"), scope("write:documents", documents="write")]
)


def token_for(*audience: str, scopes: str = "documents:read", **claims: Any) -> str:
    return sign(access_claims(aud=["project-test-1", *audience], scope=scopes, exp=LATER, **claims))


def make_server(verifier: AccessTokenVerifier, **settings: Any) -> MCPServer:
    server = MCPServer("Test", token_verifier=verifier, auth=verifier.settings(domain=DOMAIN, **settings))

    @server.tool()
    async def whoami() -> list[str]:
        access = current_access()
        return [access.member_id, str(access.organization_id), access.client_id, *access.scopes]

    @server.tool()
    async def read() -> str:
        return str((await verifier.authorize("documents", "read")).organization_id)

    @server.tool()
    async def write() -> str:
        return (await verifier.authorize("documents", "write")).member_id

    return server


@contextlib.asynccontextmanager
async def running(world: World, **protection: Any) -> AsyncIterator[tuple[str, AccessTokenVerifier]]:
    """Serve the server at a loopback URL, which is its resource."""
    world.project = POLICY
    with socket.create_server(("127.0.0.1", 0)) as listener:
        resource = f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        verifier = AccessTokenVerifier(world.client(), resource=resource)
        inner = make_server(verifier).streamable_http_app()
        async with inner.router.lifespan_context(inner), _served(protect(inner, verifier, **protection), listener):
            yield resource, verifier


@contextlib.asynccontextmanager
async def _served(app: Any, listener: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup([listener])
    loop = asyncio.create_task(server.main_loop())
    try:
        yield
    finally:
        server.should_exit = True
        await loop
        await server.shutdown([listener])


@contextlib.asynccontextmanager
async def client_of(url: str, token: str, mode: Any = "auto") -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        yield client


async def called(client: Client, tool: str) -> Any:
    """Return the result of a tool, or the text of its error."""
    result = await client.call_tool(tool, {})
    return result.content[0].text if result.is_error else result.structured_content["result"]  # type: ignore[union-attr, index]
