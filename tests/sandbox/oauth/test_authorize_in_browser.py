"""The page for login and consent, in Chromium."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox, serve

from ...browser import browsing, needs_chromium
from ..world import World
from .apps import App, redeem
from .http import DOMAIN
from .page import query
from .servers import Documents

pytestmark = needs_chromium


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_member_logs_in_and_lets_an_app_in(
    client: B2BClient, sandbox: Sandbox, world: World, script: bool
) -> None:
    """The page's Content Security Policy and its check of the origin accept a real browser."""
    async with Documents() as app_server, serve(sandbox) as base_url, browsing(java_script_enabled=script) as page:
        callback = app_server.url("/callback")
        made = await client.connected_app.clients.create(client_type="third_party_public", redirect_urls=[callback])
        app = App(made.connected_app.client_id, "")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        await page.goto(f"{base_url}{DOMAIN}/authorize?{urlencode(query(app, redirect_uri=callback))}")
        await page.get_by_label("Log in as").select_option(world.member.member_id)
        await page.get_by_role("button", name="Continue").click()
        await page.get_by_role("button", name="Allow").click()
        await page.wait_for_url(f"{callback}?*")
        back = parse_qs(urlsplit(page.url).query)
        assert (back["iss"], back["state"]) == ([base_url], ["s"])
        tokens = await redeem(sandbox, app, back["code"][0], redirect_uri=callback)
        assert tokens.json()["scope"] == "openid"
        assert [each for each in complaints if "favicon" not in each] == []
