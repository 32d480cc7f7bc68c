"""Apps register themselves."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..remembered import remembered
from ..world import World, send
from .apps import CALLBACK, App, code_for, redeem
from .http import API, DOMAIN, get, refusal

MCP_CLIENT: dict[str, Any] = {  # the request of the client in the mcp package
    "response_types": ["code"],
    "scope": "read",
    "client_name": "probe",
    "redirect_uris": ["http://127.0.0.1:7777/cb"],
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code", "refresh_token"],
    "application_type": "native",
}


async def register(sandbox: Sandbox, base: str = DOMAIN, **metadata: Any) -> httpx.Response:
    return await send(sandbox, "POST", f"{base}/register", auth=None, json={"redirect_uris": [CALLBACK], **metadata})


@pytest.mark.parametrize("base", [DOMAIN, API])
async def test_a_public_app_registers_itself(client: B2BClient, sandbox: Sandbox, base: str) -> None:
    response = await register(sandbox, base, **MCP_CLIENT)
    assert response.status_code == 201
    said = response.json()
    for name in ("client_name", "redirect_uris", "token_endpoint_auth_method", "grant_types", "response_types"):
        assert said[name] == MCP_CLIENT[name]
    assert "client_secret" not in said
    app = (await client.connected_app.clients.get(said["client_id"])).connected_app
    assert (app.client_type, app.client_name) == ("third_party_public", "probe")
    assert app.creation_method == "dynamic_client_registration"


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", None])
async def test_a_confidential_app_gets_a_secret(
    client: B2BClient, sandbox: Sandbox, world: World, method: str | None
) -> None:
    given = {} if method is None else {"token_endpoint_auth_method": method}
    said = (await register(sandbox, **given)).json()
    assert said["token_endpoint_auth_method"] == (method or "client_secret_basic")
    assert said["client_secret_expires_at"] == 0
    app = App(said["client_id"], said["client_secret"])
    tokens = await redeem(sandbox, app, await code_for(client, world, app, "openid"))
    assert tokens.status_code == 200


async def test_public_apps_that_say_the_same_are_one(sandbox: Sandbox) -> None:
    first, same = [(await register(sandbox, **MCP_CLIENT)).json() for _ in range(2)]
    assert (first["client_id"], first["client_id_issued_at"]) == (same["client_id"], same["client_id_issued_at"])
    other = (await register(sandbox, **{**MCP_CLIENT, "client_name": "other"})).json()
    assert other["client_id"] != first["client_id"]
    secret = {"token_endpoint_auth_method": "client_secret_post"}
    confidential = [(await register(sandbox, **secret)).json()["client_id"] for _ in range(2)]
    assert len(set(confidential)) == 2


@pytest.mark.parametrize(
    ("error", "given"),
    [
        ("invalid_redirect_uri", {"redirect_uris": []}),
        ("invalid_redirect_uri", {"redirect_uris": None}),
        ("invalid_redirect_uri", {"redirect_uris": ["http://calendar.example/cb"]}),
        ("invalid_redirect_uri", {"redirect_uris": ["https://calendar.example/cb#fragment"]}),
        ("invalid_redirect_uri", {"redirect_uris": ["com.example:/cb"]}),
        ("invalid_client_metadata", {"redirect_uris": "https://calendar.example/cb"}),
        ("invalid_client_metadata", {"redirect_uris": [7]}),
        ("invalid_client_metadata", {"token_endpoint_auth_method": "private_key_jwt"}),
        ("invalid_client_metadata", {"token_endpoint_auth_method": []}),
        ("invalid_client_metadata", {"grant_types": ["client_credentials"]}),
        ("invalid_client_metadata", {"grant_types": "authorization_code"}),
        ("invalid_client_metadata", {"response_types": ["token"]}),
        ("invalid_client_metadata", {"client_name": 7}),
        ("invalid_client_metadata", {"logo_uri": "javascript:alert(1)"}),
    ],
)
async def test_a_registration_has_to_be_right(sandbox: Sandbox, error: str, given: dict[str, Any]) -> None:
    before = remembered(sandbox.state)
    assert refusal(await register(sandbox, **given)) == (400, error)
    assert remembered(sandbox.state) == before


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"redirect_uris=a"])
async def test_a_registration_is_a_json_object(sandbox: Sandbox, content: bytes) -> None:
    response = await send(sandbox, "POST", f"{DOMAIN}/register", auth=None, content=content)
    assert refusal(response) == (400, "invalid_client_metadata")


async def test_a_project_can_do_without(sandbox: Sandbox) -> None:
    known = (await get(sandbox, "/.well-known/oauth-authorization-server")).json()
    assert known["registration_endpoint"] == f"http://sandbox{DOMAIN}/register"
    sandbox.apps.configure(dynamic_registration=False)
    known = (await get(sandbox, "/.well-known/oauth-authorization-server")).json()
    assert "registration_endpoint" not in known
    assert refusal(await register(sandbox)) == (403, "access_denied")
