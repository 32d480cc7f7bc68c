"""A sandbox for the pages of a browser, without a socket."""

from __future__ import annotations

import base64
import importlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Page, expect

from aiostytch import B2BClient
from aiostytch.errors import ConfigurationError
from aiostytch.sandbox import Bootstrap, Drop, Sandbox, Status
from aiostytch.sandbox.playwright import route_browser
from tests.browser import browsing, needs_chromium

from .stages.connections import connect_oidc
from .world import LOGIN, World, refused

pytestmark = needs_chromium

APP = "http://localhost:3000"
FETCH = """
async ([domain, credentials]) => {
    const response = await fetch(`https://${domain}/sdk/v1/b2b/organizations/search`, {
        method: "POST",
        body: '{"organization_slug": "acme"}',
        credentials: "include",
        headers: {Authorization: `Basic ${credentials}`, "Content-Type": "application/json", "X-SDK-Client": "e30="},
    });
    return [response.status, await response.json()];
}
"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page of an application, in a browser that cannot reach other hosts."""
    async with browsing() as page:
        await page.context.route("**/*", lambda route: route.abort())
        await page.context.route(
            f"{APP}/**", lambda route: route.fulfill(body="<h1>App</h1>", content_type="text/html")
        )
        await page.goto(APP)
        yield page


def ask(page: Page, sandbox: Sandbox, domain: str = "test.stytch.com") -> Awaitable[Any]:
    credentials = base64.b64encode(f"{sandbox.public_token}:{sandbox.public_token}".encode()).decode()
    return page.evaluate(FETCH, [domain, credentials])


async def test_a_page_asks_the_sandbox(page: Page, sandbox: Sandbox, world: World) -> None:
    await route_browser(page.context, sandbox)
    for domain in ("test.stytch.com", "api.stytch.com"):
        status, body = await ask(page, sandbox, domain)
        assert (status, body["data"]["organization"]["organization_slug"]) == (200, "acme")
    sandbox.faults.add("POST /sdk/v1/b2b/organizations/search", Status(503))
    status, body = await ask(page, sandbox)
    assert (status, body["error_type"]) == (503, "server_unavailable")
    sandbox.faults.add("POST /sdk/*", Drop())
    with pytest.raises(Exception, match="Failed to fetch"):
        await ask(page, sandbox)


async def test_its_origin_counts(page: Page) -> None:
    for origin, expected in ((APP, 200), ("https://app.example", 403)):
        sandbox = Sandbox(bootstrap=Bootstrap(allowed_origins=[origin]))
        await route_browser(page, sandbox)
        status, _ = await ask(page, sandbox)
        assert status == expected


async def test_a_login_by_sso_leads_to_the_provider_and_back(
    page: Page, sandbox: Sandbox, client: B2BClient, world: World
) -> None:
    connection_id = await connect_oidc(client)
    await route_browser(page.context, sandbox)
    start = "https://test.stytch.com/v1/public/sso/start"
    await page.goto(
        f"{start}?public_token={sandbox.public_token}&connection_id={connection_id}&login_redirect_url={APP}/in"
    )
    await page.get_by_label("E-mail address").fill(LOGIN[0])
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("heading", name="App")).to_be_visible()
    url, _, token = page.url.partition("&token=")
    assert url == f"{APP}/in?stytch_token_type=sso"
    assert (await client.sso.authenticate(sso_token=token)).member.email_address == LOGIN[0]


async def test_the_domain_of_the_project(page: Page, sandbox: Sandbox) -> None:
    domain = "acme.customers.stytch.dev"
    await route_browser(page.context, sandbox, domains=[domain])
    found = await page.goto(f"https://{domain}/.well-known/openid-configuration")
    assert found
    assert (await found.json())["issuer"] == f"https://{domain}"
    with pytest.raises(Exception, match="Failed to fetch"):
        await ask(page, sandbox)


async def test_the_page_for_phone_numbers_declines(page: Page, sandbox: Sandbox) -> None:
    await route_browser(page.context, sandbox)
    await page.goto("https://js.stytch.com/clientside-services/index.html")
    script = """
        () => new Promise((resolve) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = (event) => resolve(event.data);
            window.postMessage({ method: "parsedPhoneNumber", args: [] }, "*", [port2]);
            window.postMessage("without a port", "*");
        })
    """
    assert await page.evaluate(script) == {"success": False, "error": {}}


def test_without_playwright_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiostytch.sandbox.playwright")
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(ImportError, match=r"needs playwright: pip install 'aiostytch\[playwright\]'"):
        importlib.import_module("aiostytch.sandbox.playwright")


@pytest.mark.parametrize("domains", ["test.stytch.com", None, [1]])
async def test_domains_are_a_list(domains: Any, page: Page, sandbox: Sandbox) -> None:
    with pytest.raises(ConfigurationError, match="domains must be a list of hosts"):
        await route_browser(page.context, sandbox, domains=domains)


async def test_the_plug_in_routes_to_the_sandbox_of_the_test(
    page: Page, stytch_sandbox: Sandbox, stytch_route_browser: Callable[..., Awaitable[None]]
) -> None:
    await stytch_route_browser(page.context)
    status, body = await ask(page, stytch_sandbox)
    assert (status, body["data"]["organization"]) == (200, None)
    with refused(404, "organization_not_found"):
        await stytch_sandbox.client().organizations.get("acme")
