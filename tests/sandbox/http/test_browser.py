"""The redirects of browsers at the beginning and the end of a login."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..stages.connections import connect_oidc, connect_saml
from ..world import LOGIN, World, send

APP = "https://app.example/done?next=1"
SSO = "/v1/public/sso/start"
GOOGLE = "/v1/b2b/public/oauth/google/start"
DISCOVERY = "/v1/b2b/public/oauth/google/discovery/start"


async def browse(sandbox: Sandbox, path: str, **query: str) -> httpx.Response:
    return await send(sandbox, "GET", f"{path}?{urlencode(query)}", auth=None)


def token_of(response: httpx.Response, token_type: str, start: str = "https://app.example/done?next=1&") -> str:
    assert response.status_code == 302
    location = response.headers["Location"]
    assert location.startswith(start)
    query = parse_qs(urlsplit(location).query)
    assert query["stytch_token_type"] == [token_type]
    return query["token"][0]


async def test_a_login_by_sso_passes_a_page_and_comes_back(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    connection_id = await connect_saml(client, sandbox)
    wanted = {"connection_id": connection_id, "login_redirect_url": APP, "signup_redirect_url": "https://new.example/"}
    page = await browse(sandbox, SSO, **wanted)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f'<option value="{LOGIN[0]}">' in page.text
    assert f'name="connection_id" value="{connection_id}"' in page.text
    back = await browse(sandbox, SSO, **wanted, email=LOGIN[0], name="Ada", groups="HR, Board,")
    response = await client.sso.authenticate(sso_token=token_of(back, "sso"))
    assert (response.member_id, response.member.name) == (world.member.member_id, "Ada")
    new = await browse(sandbox, SSO, **wanted, email="grace@acme.example")
    await client.sso.authenticate(sso_token=token_of(new, "sso", "https://new.example/"))


async def test_the_connection_of_an_organization_is_its_default_or_its_only_one(
    sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    async def begin(**query: str) -> tuple[int, str]:
        page = await browse(sandbox, SSO, **query)
        return page.status_code, page.text

    assert "missing_sso_connection_locator" in (await begin())[1]
    assert "indeterminate_sso_connection_for_organization" in (await begin(organization_id="acme"))[1]
    connection_id = await connect_oidc(client)
    assert (await begin(organization_id="acme"))[0] == 200
    await connect_saml(client, sandbox)
    assert (await begin(organization_id="acme"))[0] == 400
    await client.organizations.update("acme", sso_default_connection_id=connection_id)
    assert (await begin(organization_id="acme"))[0] == 200
    assert (await begin(connection_id="unknown"))[0] == 404


@pytest.mark.parametrize("locator", ["organization_id", "slug"])
async def test_a_login_by_oauth_passes_a_page_and_comes_back(
    sandbox: Sandbox, client: B2BClient, world: World, locator: str
) -> None:
    wanted = {locator: "acme", "login_redirect_url": APP}
    page = await browse(sandbox, GOOGLE, **wanted)
    assert "Log in at Google" in page.text
    back = await browse(sandbox, GOOGLE, **wanted, email=LOGIN[0], subject="s-1")
    response = await client.oauth.authenticate(oauth_token=token_of(back, "oauth"))
    assert response.provider_subject == "s-1"


async def test_discovery_by_oauth_passes_a_page_and_comes_back(
    sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    page = await browse(sandbox, DISCOVERY, discovery_redirect_url=APP)
    assert f'<option value="{LOGIN[0]}">' in page.text
    back = await browse(sandbox, DISCOVERY, discovery_redirect_url=APP, email=LOGIN[0], tenants="T1,T2")
    found = await client.oauth.discovery.authenticate(discovery_oauth_token=token_of(back, "discovery_oauth"))
    assert found.provider_tenant_ids == ["T1", "T2"]
    default = await browse(sandbox, DISCOVERY, email=LOGIN[0])
    assert token_of(default, "discovery_oauth", "http://localhost:3000/authenticate?")


async def test_a_page_shows_a_query_as_text(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    evil = '"><script>alert(1)</script>'
    page = await browse(sandbox, DISCOVERY, discovery_redirect_url=evil, public_token=evil)
    assert "<script>" not in page.text
    assert page.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//elsewhere.example", "ftp://app.example"])
async def test_a_browser_is_sent_to_web_pages_only(sandbox: Sandbox, url: str) -> None:
    page = await browse(sandbox, DISCOVERY, discovery_redirect_url=url, email=LOGIN[0])
    assert (page.status_code, "Location" in page.headers) == (400, False)


async def test_other_paths_and_methods_are_those_of_the_api(sandbox: Sandbox) -> None:
    for verb, path in (("POST", SSO), ("GET", "/v1/b2b/public/oauth/example/start")):
        response: Any = (await send(sandbox, verb, path)).json()
        assert response["error_type"] == "route_not_found"
