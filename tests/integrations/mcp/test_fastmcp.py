"""FastMCP servers that Connected Apps protect, with the real FastMCP."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import httpx2
import pytest

pytest.importorskip("fastmcp")

from fastmcp import Client, FastMCP
from fastmcp.client.transports import StreamableHttpTransport
from fastmcp.server.auth import require_scopes

from aiostytch import ConfigurationError
from aiostytch.integrations.fastmcp import AccessTokenVerifier, current_access
from tests.local_auth.tokens import TOKENS
from tests.local_auth.world import World
from tests.local_auth.world import world as world

from .service import DOMAIN, POLICY, token_for

RESOURCE = "https://mcp.acme.example/mcp"
OTHER = "https://other.acme.example/mcp"


@pytest.fixture
def app(world: World) -> Any:
    world.project = POLICY
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, required_scopes=["documents:read"])
    server: FastMCP[Any] = FastMCP("Test", auth=verifier.provider(domain=DOMAIN, scopes=["documents:read", "more"]))

    @server.tool()
    async def whoami() -> list[str]:
        access = current_access()
        return [access.member_id, str(access.organization_id), *access.scopes]

    @server.tool(auth=require_scopes("write:documents"))
    async def write() -> str:
        return (await verifier.authorize("documents", "write")).member_id

    @server.tool()
    async def delete() -> str:
        return (await verifier.authorize("documents", "delete")).member_id

    return server.http_app()


def client_of(app: Any, token: str) -> Client[Any]:
    def factory(headers: Any = None, auth: Any = None, **more: Any) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), headers=headers, auth=auth)

    return Client(StreamableHttpTransport(RESOURCE, auth=token, httpx_client_factory=factory))


async def get(app: Any, path: str, token: str = "", method: str = "GET") -> httpx2.Response:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="https://mcp.acme.example") as client:
        return await client.request(method, path, headers=headers)


async def test_tools_know_who_calls_them_and_what_they_may_do(app: Any) -> None:
    able = token_for(RESOURCE, scopes="documents:read write:documents")
    async with app.router.lifespan_context(app), client_of(app, able) as client:
        whoami = (await client.call_tool("whoami")).data
        assert whoami == ["member-test-1", "organization-test-1", "documents:read", "write:documents"]
        assert (await client.call_tool("write")).data == "member-test-1"
        denied = await client.call_tool("delete", raise_on_error=False)
        assert denied.is_error
        assert "no scope of the access token permits the action" in denied.content[0].text


@pytest.mark.parametrize("token", ["", "x", token_for(), token_for(OTHER), TOKENS["m2m"], TOKENS["session"]])
async def test_a_token_for_another_resource_is_401(app: Any, token: str) -> None:
    refused = await get(app, "/mcp", token, "POST")
    assert refused.status_code == 401
    about = 'resource_metadata="https://mcp.acme.example/.well-known/oauth-protected-resource/mcp"'
    assert about in refused.headers["www-authenticate"]


async def test_scopes_of_each_request_are_required(app: Any) -> None:
    assert (await get(app, "/mcp", token_for(RESOURCE, scopes="openid"), "POST")).status_code == 403


async def test_the_metadata_keeps_issuer_and_resource_as_they_are_spelled(app: Any) -> None:
    metadata = (await get(app, "/.well-known/oauth-protected-resource/mcp")).json()
    assert (metadata["resource"], metadata["authorization_servers"]) == (RESOURCE, [DOMAIN])
    assert metadata["scopes_supported"] == ["documents:read", "more"]


@pytest.mark.parametrize("accept_project", [True, False])
async def test_a_token_is_for_the_resource_or_as_the_service_says_for_the_project(
    world: World, accept_project: bool
) -> None:
    verifier = AccessTokenVerifier(world.client(), resource=RESOURCE, accept_project_audience=accept_project)
    for audience, is_accepted in (((), accept_project), ((RESOURCE,), True), ((OTHER,), False)):
        assert ((await verifier.verify_token(token_for(*audience))) is not None) is is_accepted


async def test_the_repr_shows_no_token(world: World) -> None:
    token = token_for(RESOURCE)
    found = await AccessTokenVerifier(world.client(), resource=RESOURCE).verify_token(token)
    assert found is not None
    assert (found.subject, found.token) == ("member-test-1", token)
    assert token not in repr(found)


async def test_outside_of_a_request_there_is_no_access() -> None:
    with pytest.raises(ConfigurationError):
        current_access()


@pytest.mark.parametrize(
    "make",
    [
        lambda client: AccessTokenVerifier(client, resource="mcp.acme.example"),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE, required_scopes="a"),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE).provider(domain="acme"),
        lambda client: AccessTokenVerifier(client, resource=RESOURCE).provider(domain=DOMAIN, scopes="a"),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_mistake(world: World, make: Any) -> None:
    with pytest.raises(ConfigurationError):
        make(world.client())


def test_without_fastmcp_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiostytch.integrations.fastmcp")
    monkeypatch.setitem(sys.modules, "fastmcp.server.auth", None)
    with pytest.raises(ImportError, match="pip install 'fastmcp>=4'"):
        importlib.import_module("aiostytch.integrations.fastmcp")
