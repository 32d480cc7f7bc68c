"""What clients learn of the authorization server."""

from __future__ import annotations

import pytest

from aiostytch.sandbox import PROJECT_ID, Sandbox

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
async def test_what_is_not_there_is_404(sandbox: Sandbox, path: str) -> None:
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
