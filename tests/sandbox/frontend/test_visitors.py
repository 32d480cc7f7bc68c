"""The callers on the page about a sandbox and in its log."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.contract.messages import Request
from aiostytch.sandbox.frontend.visitors import Visitor, read_visitor
from tests.sandbox.world import LOGIN, World, send

from .pages import Page, refused

ME = "GET /b2b/organizations/members/me"


def telemetry(**fields: Any) -> str:
    return base64.b64encode(json.dumps(fields).encode()).decode()


async def shown(sandbox: Sandbox) -> str:
    response = await send(sandbox, "GET", "/", headers=[("Accept", "text/html"), ("Host", "localhost")], auth=None)
    text = response.text
    return text[text.index('id="browsers"') : text.index('id="requests"')]


async def test_the_log_knows_the_browser(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    sdk = {"identifier": "Stytch.js Javascript SDK", "version": "@stytch/vanilla-js@6.3.0"}
    session_id = sandbox.state.sessions.find("token", world.session_token)
    assert session_id
    said = telemetry(sdk=sdk, stytch_member_session_id=session_id.id, app_session_id=None)
    await Page(sandbox, world.session_token, telemetry=said).ask(ME)
    await client.organizations.get("acme")
    *_, entry, other = sandbox.requests
    assert entry.visitor == Visitor(
        origin="http://localhost:3000",
        sdk="@stytch/vanilla-js@6.3.0",
        member_session_id=session_id.id,
    )
    assert other.visitor is None


@pytest.mark.parametrize(
    "header",
    [
        "",
        "!",
        "/w==",
        base64.b64encode(b"[" * 5000).decode(),
        telemetry(stytch_member_session_id=1),
        telemetry(sdk="6.3.0"),
    ],
    ids=["nothing", "no Base64", "no UTF-8", "too deep", "a number", "another form"],
)
def test_invalid_sdk_headers_are_ignored(header: str) -> None:
    request = Request(
        method="GET", path="/sdk/v1/x", headers=[("X-SDK-Client", header), ("Origin", "http://a.example")]
    )
    assert read_visitor(request) == Visitor(origin="http://a.example")


def test_long_sdk_headers_are_truncated() -> None:
    said = telemetry(stytch_member_session_id="s" * 1000, sdk={"version": "1" * 1000})
    found = read_visitor(Request(method="GET", path="/sdk/v1/x", headers=[("X-SDK-Client", said)]))
    assert (len(found.member_session_id), len(found.sdk), found.origin) == (100, 100, "")


async def test_the_page_shows_browsers_and_why_they_were_refused(sandbox: Sandbox, world: World) -> None:
    assert "None yet." in await shown(sandbox)
    session = sandbox.state.sessions.find("token", world.session_token)
    assert session
    said = telemetry(stytch_member_session_id=session.id)
    page = Page(sandbox, world.session_token, telemetry=said)
    await page.ask(ME)
    await page.ask("POST /events")
    with refused(403, "session_authorization_error"):
        await page.ask("GET /b2b/sso")
    stranger = Page(sandbox, telemetry=telemetry(sdk={"version": "<p-2>"}), origin="http://<b>.example")
    with refused(404, "route_not_found"):
        await stranger.ask("GET /b2b/new")
    text = await shown(sandbox)
    assert "2</small>" in text
    first, second = text.index("nobody"), text.index(LOGIN[0])
    assert first < second, "the browser that asked last comes first"
    assert "session_authorization_error: No role of the session permits get on stytch.sso." in text
    assert "route_not_found: The sandbox has no route GET /sdk/v1/b2b/new." in text
    assert "1 rejected" in text
    assert "http://&lt;b&gt;.example" in text
    assert "<b>" not in text
    sandbox.state.sessions.delete(session.id)
    assert "an ended session" in await shown(sandbox)
