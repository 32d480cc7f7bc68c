"""The metadata of the authorization server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiostytch.sandbox import PROJECT_ID, Sandbox
from aiostytch.sandbox.contract.errors import RefusedError

from ..world import send
from .http import API, DOMAIN, get

WELL_KNOWN = "/.well-known"
BELOW = f"/v1/public/{PROJECT_ID}/.well-known"


@pytest.mark.parametrize(
    ("root", "issuer", "base"),
    [(WELL_KNOWN, "http://sandbox", DOMAIN), (BELOW, f"stytch.com/{PROJECT_ID}", API)],
)
async def test_the_metadata_name_the_issuer_and_the_endpoints(
    sandbox: Sandbox, root: str, issuer: str, base: str
) -> None:
    server = (await get(sandbox, f"{root}/oauth-authorization-server")).json()
    assert server["issuer"] == issuer
    assert server["token_endpoint"] == f"http://sandbox{base}/token"
    assert server["jwks_uri"] == f"http://sandbox{root}/jwks.json"
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert "write:documents" in server["scopes_supported"]
    provider = (await get(sandbox, f"{root}/openid-configuration")).json()
    assert server.items() <= provider.items()
    assert provider["id_token_signing_alg_values_supported"] == ["RS256"]


async def test_a_service_can_have_a_page_of_its_own(sandbox: Sandbox) -> None:
    sandbox.apps.configure(authorization_url="https://acme.example/authorize")
    server = (await get(sandbox, f"{WELL_KNOWN}/oauth-authorization-server")).json()
    assert server["authorization_endpoint"] == "https://acme.example/authorize"
    assert server["authorization_response_iss_parameter_supported"] is False
    sandbox.apps.configure(dynamic_registration=False)
    server = (await get(sandbox, f"{WELL_KNOWN}/oauth-authorization-server")).json()
    assert server["authorization_endpoint"] == "https://acme.example/authorize"
    sandbox.apps.configure(authorization_url="")
    server = (await get(sandbox, f"{WELL_KNOWN}/oauth-authorization-server")).json()
    assert server["authorization_endpoint"] == f"http://sandbox{DOMAIN}/authorize"
    assert server["authorization_response_iss_parameter_supported"] is True
    with pytest.raises(RefusedError):
        sandbox.apps.configure(authorization_url="javascript:alert(1)")


@pytest.mark.parametrize("root", [WELL_KNOWN, BELOW])
async def test_the_keys_are_those_of_the_api(sandbox: Sandbox, root: str) -> None:
    keys = await get(sandbox, f"{root}/jwks.json")
    known = (await send(sandbox, "GET", f"/v1/b2b/sessions/jwks/{PROJECT_ID}")).json()
    assert keys.json()["keys"] == known["keys"]
    assert keys.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/.well-known/other",
        "/.well-known/openid-configuration/t",
        "/v1/public/other/.well-known/jwks.json",
        f"{DOMAIN}/other",
    ],
)
async def test_an_unknown_entity_is_404(sandbox: Sandbox, path: str) -> None:
    assert (await get(sandbox, path)).status_code == 404


async def test_other_methods_are_refused(sandbox: Sandbox) -> None:
    response = await get(sandbox, f"{DOMAIN}/token")
    assert (response.status_code, response.json()["error"]) == (405, "invalid_request")
    assert response.headers["Allow"] == "POST, OPTIONS"


async def test_a_page_of_another_origin_may_ask(sandbox: Sandbox) -> None:
    response = await send(sandbox, "OPTIONS", f"{DOMAIN}/token", auth=None)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("scope", "origin"),
    [
        ({"scheme": "https", "headers": [(b"host", b"acme.example:8443")]}, "https://acme.example:8443"),
        ({"headers": [(b"host", b"[::1]:80")], "root_path": "/stytch"}, "http://[::1]:80/stytch"),
        ({"headers": [], "server": ("127.0.0.1", 7777)}, "http://127.0.0.1:7777"),
        ({"headers": [(b"host", b'a"b')], "server": ("/run/socket", None)}, "http://localhost"),
        ({"headers": []}, "http://localhost"),
    ],
)
async def test_the_issuer_is_where_the_sandbox_was_reached(
    sandbox: Sandbox, scope: dict[str, Any], origin: str
) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def respond(message: Any) -> None:
        sent.append(message)

    path = f"{scope.get('root_path', '')}{WELL_KNOWN}/openid-configuration"
    await sandbox({"type": "http", "method": "GET", "path": path, "query_string": b"", **scope}, receive, respond)
    assert json.loads(sent[1]["body"])["issuer"] == origin
