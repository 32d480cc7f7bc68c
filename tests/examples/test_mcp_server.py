"""The MCP server in both of its modes, with the client of the MCP SDK and logins in a browser."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
import httpx
import pytest
import uvicorn
from mcp import Client
from mcp.shared.auth import OAuthClientInformationFull
from playwright.async_api import Page

from aiostytch import B2BClient, LocalAuth
from aiostytch.sandbox import Sandbox
from examples.mcp_server.__main__ import fill
from examples.mcp_server.client import Storage, connected
from examples.mcp_server.server import MEMBERS, READ, WRITE, create_app

from ..browser import browsing, needs_chromium
from .program import EXAMPLES, Program

DOCUMENT_URL = "https://client.example/mcp.json"


@contextlib.asynccontextmanager
async def served(make: Callable[[str], Any]) -> AsyncIterator[str]:
    """Serve the application that is created for a URL, and yield the URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        config = uvicorn.Config(make(url), log_config=None, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield url
        finally:
            server.should_exit = True
            await task


@attrs.define
class Person:
    """Logs in and consents on the page of the sandbox, and records the request of the client."""

    page: Page
    member_id: str
    asked: list[dict[str, str]] = attrs.field(factory=list)

    async def open(self, url: str) -> None:
        self.asked.append(dict(parse_qsl(urlsplit(url).query)))
        await self.page.goto(url)
        if await self.page.locator("select").count():
            await self.page.select_option("select", self.member_id)
            await self.page.get_by_role("button", name="Continue").click()
        await self.page.get_by_role("button", name="Allow").click()
        await self.page.get_by_text("You can close this page now.").wait_for()


@attrs.frozen
class World:
    """A sandbox, the server, and a user with a browser."""

    sandbox: Sandbox
    client: B2BClient
    url: str
    person: Person
    port: int

    @property
    def callback(self) -> str:
        return f"http://127.0.0.1:{self.port}/callback"

    def connected(self, mode: Any = "auto", **options: Any) -> contextlib.AbstractAsyncContextManager[Any]:
        return connected(self.url, open_page=self.person.open, mode=mode, port=self.port, **options)

    def statuses(self, endpoint: str) -> list[int]:
        """Return the results of the calls of an endpoint of the authorization server, in order."""
        return [call.status_code for call in self.sandbox.requests if call.path.endswith(f"/oauth2/{endpoint}")]


@pytest.fixture
async def world(sandbox: Sandbox, base_url: str, client: B2BClient) -> AsyncIterator[World]:
    member_id = await fill(sandbox, client)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def make(url: str) -> Any:
        return create_app(sandbox.client(local_auth=LocalAuth(issuers=[base_url])), url, base_url)

    async with served(make) as url, browsing() as page:
        yield World(sandbox, client, url, Person(page, member_id), port)


async def called(client: Client, tool: str, **arguments: Any) -> Any:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content.get("result", result.structured_content)


async def by_registration(world: World) -> dict[str, Any]:
    return {}


async def by_document(world: World) -> dict[str, Any]:
    world.sandbox.apps.add_document({"client_id": DOCUMENT_URL, "redirect_uris": [world.callback], "client_name": "A"})
    return {"document_url": DOCUMENT_URL}


async def by_the_dashboard(world: World) -> dict[str, Any]:
    made = await world.client.connected_app.clients.create(
        client_name="Registered", client_type="third_party_public", redirect_urls=[world.callback]
    )
    known = {"client_id": made.connected_app.client_id, "redirect_uris": [world.callback]}
    public = {**known, "token_endpoint_auth_method": "none"}
    return {"storage": Storage(OAuthClientInformationFull.model_validate(public))}


@needs_chromium
@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("introduce", "registrations"), [(by_registration, [201]), (by_document, []), (by_the_dashboard, [])]
)
async def test_a_person_logs_in_and_calls_tools(
    world: World, mode: str, introduce: Any, registrations: list[int]
) -> None:
    options = await introduce(world)
    async with world.connected(mode, **options) as (client, _):
        assert await called(client, "organization") == {"name": "Acme", "slug": "acme"}
        assert {tool.name for tool in (await client.list_tools()).tools} == {"organization", "members", "rename"}
    (asked,) = world.person.asked
    assert (asked["resource"], asked["code_challenge_method"]) == (world.url, "S256")
    assert set(asked["scope"].split()) - {"offline_access"} == {READ}
    assert (world.statuses("register"), world.statuses("token")) == (registrations, [200])
    if introduce is by_document:
        assert asked["client_id"] == DOCUMENT_URL


@needs_chromium
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_client_asks_for_a_scope_when_a_tool_needs_it(world: World, mode: str) -> None:
    async with world.connected(mode) as (client, _):
        await called(client, "organization")
        assert sorted(await called(client, "members")) == ["ada@acme.example", "bob@acme.example"]
        assert await called(client, "rename", name="Acme & Sons") == "Acme & Sons"
        assert sorted(await called(client, "members")) == ["ada@acme.example", "bob@acme.example"]
    asked = [set(each["scope"].split()) - {"offline_access"} for each in world.person.asked]
    assert asked == [{READ}, {READ, MEMBERS}, {READ, MEMBERS, WRITE}]
    assert len({each["client_id"] for each in world.person.asked}) == 1


@needs_chromium
async def test_a_token_that_expires_is_refreshed_without_a_login(world: World) -> None:
    async with world.connected() as (client, provider):
        await called(client, "organization")
        expire(world, provider)
        assert (await called(client, "organization"))["name"] == "Acme"
    assert len(world.person.asked) == 1
    assert world.statuses("token") == [200, 200]


@needs_chromium
async def test_a_token_that_is_revoked_ends_and_the_person_logs_in_again(world: World) -> None:
    async with world.connected() as (client, provider):
        await called(client, "organization")
        await revoke(world, provider)
        expire(world, provider)
        assert (await called(client, "organization"))["name"] == "Acme"
    assert len(world.person.asked) == 2
    assert world.statuses("token") == [200, 400, 200]


def expire(world: World, provider: Any) -> None:
    """Let an hour pass for everything except the client, and update the client's clock."""
    world.sandbox.clock.advance(hours=1, minutes=1)
    provider.context.token_expiry_time = 1


async def revoke(world: World, provider: Any) -> None:
    token, client_id = provider.context.current_tokens.refresh_token, provider.context.client_info.client_id
    async with httpx.AsyncClient() as http:
        url = provider.context.oauth_metadata.revocation_endpoint
        response = await http.post(str(url), data={"token": token, "client_id": client_id})
    assert response.status_code == 200


README = (EXAMPLES / "mcp_server" / "README.md").read_text(encoding="utf-8")


async def check(url: str, domain: str | None = None) -> None:
    """Check that a server is protected, and tells clients where to get tokens."""
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=6), timeout=60) as http:
        refused = await http.post(url, json={})
        assert refused.status_code == 401
        where = re.search('resource_metadata="([^"]+)"', refused.headers["www-authenticate"])
        assert where is not None
        metadata = (await http.get(where[1])).json()
        assert metadata["resource"] == url
        (server,) = metadata["authorization_servers"]
        assert domain in {None, server}
        assert (await http.get(f"{server}/.well-known/oauth-authorization-server")).status_code == 200 or domain


async def test_the_server_runs_as_its_readme_says(program: Program, base_url: str) -> None:
    (command,) = re.findall(r"^    uvicorn (.*)$", README, re.MULTILINE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        own = {**program.environment, "MCP_URL": url, "STYTCH_DOMAIN": base_url}
        arguments = ("-m", "uvicorn", *command.split(), "--fd", listener.fileno())
        served = attrs.evolve(program, environment=own)
        async with served.running(*arguments, cwd=EXAMPLES.parent, pass_fds=[listener.fileno()]) as process:
            await check(url, base_url)
            process.send_signal(signal.SIGTERM)
            output, _ = await process.communicate()
    assert b"Traceback" not in output, output.decode()


async def test_it_runs_without_an_account(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/mcp"
    alone = attrs.evolve(program, environment={**program.environment, "MCP_URL": url})
    async with alone.running("-m", "mcp_server", cwd=EXAMPLES) as process:
        assert process.stdout is not None
        assert (await process.stdout.readline()).decode().strip() == url
        await check(url)
        process.send_signal(signal.SIGTERM)
        output, _ = await process.communicate()
    assert b"Traceback" not in output, output.decode()
