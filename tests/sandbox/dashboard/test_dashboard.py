"""The page about a sandbox: its access, its contents and its forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from aiostytch import B2BClient
from aiostytch.sandbox import Drop, Sandbox, Status, Throttle
from aiostytch.sandbox.dashboard.actions import ACTIONS, EFFECTS

from ..stages.clients import add_app, add_client
from ..world import LOGIN, World, send

HTML = [("Accept", "text/html,*/*;q=0.8")]
HERE = "http://127.0.0.1:4010"


async def ask(app: Any, verb: str, path: str, *, base: str = HERE, **rest: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base) as http:
        return await http.request(verb, path, **rest)


async def page(sandbox: Sandbox) -> str:
    response = await ask(sandbox, "GET", "/", headers=HTML)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return response.text


async def submit(sandbox: Sandbox, form: str, **fields: str) -> httpx.Response:
    return await ask(sandbox, "POST", f"/_sandbox/{form}", data=fields, headers={"Origin": HERE})


async def test_a_browser_gets_a_page_and_everybody_else_the_api(sandbox: Sandbox) -> None:
    assert "<h1>Stytch sandbox</h1>" in await page(sandbox)
    for path, headers in (("/", []), ("/", [("Accept", "application/json")]), ("/v1/b2b/organizations", HTML)):
        response = await ask(sandbox, "GET", path, headers=headers)
        assert response.headers["content-type"] == "application/json"
    assert (await ask(sandbox, "POST", "/", headers=HTML)).json()["error_type"] == "route_not_found"


async def test_the_page_shows_what_is_remembered(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    await client.otps.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    link, code = sandbox.outbox.messages
    shown = await page(sandbox)
    for text in (world.organization.organization_id, world.member.member_id, LOGIN[0], "2026-01-31 12:00 UTC", "gone@"):
        assert text in shown
    assert re.search(rf'<a href="{re.escape(link.url)}" rel="noreferrer">', shown.replace("&amp;", "&"))
    assert f'data-copies="{code.code}"' in shown


async def test_sessions_are_shown_without_what_opens_them(sandbox: Sandbox, world: World) -> None:
    shown = await page(sandbox)
    (session,) = sandbox.state.sessions
    assert session.id in shown
    assert '<span class="good">active</span>' in shown
    for secret in (world.session_token, world.session_jwt, LOGIN[1]):
        assert secret not in shown
    sandbox.clock.advance(days=30)
    assert "expired" in await page(sandbox)


async def test_clients_are_shown_without_their_secrets(sandbox: Sandbox, client: B2BClient) -> None:
    made = await add_client(client, client_name="Reports")
    rotating = (await client.m2m.clients.secrets.rotate_start(made.client_id)).m2m_client
    app = await add_app(client, "first_party_public", client_name="Calendar")
    shown = await page(sandbox)
    for text in (made.client_id, "Reports", "<td>m2m</td>", app.client_id, "Calendar", "<td>first_party_public</td>"):
        assert text in shown
    assert shown.index(app.client_id) < shown.index(made.client_id)
    for secret in (made.client_secret, rotating.next_client_secret):
        assert f"<code>…{secret[-4:]}</code>" in shown
        assert secret not in shown


async def test_requests_are_shown_with_their_bodies_masked(sandbox: Sandbox, world: World) -> None:
    sandbox.faults.add("passwords.*", Drop("response"))
    await send_login(sandbox)
    shown = await page(sandbox)
    assert "passwords.authenticate" in shown
    assert '<span class="bad">dropped</span>' in shown
    assert "&#34;password&#34;: &#34;•••&#34;" in shown


async def send_login(sandbox: Sandbox) -> None:
    body = {"organization_id": "acme", "email_address": LOGIN[0], "password": LOGIN[1]}
    with pytest.raises(ConnectionResetError):
        await send(sandbox, "POST", "/v1/b2b/passwords/authenticate", json=body)


HOSTILE = '"><script>alert(1)</script>'


async def test_user_input_is_shown_as_text(sandbox: Sandbox, client: B2BClient) -> None:
    await client.organizations.create(organization_name=HOSTILE, organization_slug="acme")
    await client.organizations.members.create("acme", email_address="a@b.example", name=HOSTILE)
    await send(sandbox, "GET", f"/v1/{HOSTILE}?{HOSTILE}", headers=[("X", HOSTILE)])
    await submit(sandbox, "add-fault", target=f"/{HOSTILE}", effect="status 503", times="once", percent="100")
    shown = await page(sandbox)
    assert "<script>" not in shown
    assert "&#34;&gt;&lt;script&gt;" in shown


async def test_the_newest_come_first_and_old_ones_are_counted_only(sandbox: Sandbox, client: B2BClient) -> None:
    for number in range(51):
        await client.organizations.create(organization_name=f"Organization {number}.")
    shown = await page(sandbox)
    assert "the last 50 of 51" in shown
    assert "Organization 0." not in re.sub(r"<pre.*?</pre>", "", shown, flags=re.DOTALL)
    assert shown.index("Organization 50.") < shown.index("Organization 1.")


async def test_the_time_can_be_moved(sandbox: Sandbox) -> None:
    response = await submit(sandbox, "advance", minutes="6")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert sandbox.clock.advanced.total_seconds() == 360
    assert "2026-01-31 12:06 UTC, advanced by 0:06:00" in await page(sandbox)


async def test_a_fault_can_be_added_and_removed(sandbox: Sandbox) -> None:
    await submit(
        sandbox, "add-fault", target="otps.*", effect="status 429, Retry-After 1 s", times="3 times", percent="50"
    )
    (fault,) = sandbox.faults
    assert (fault.target, fault.effect, fault.times, fault.probability) == ("otps.*", Throttle(1), 3, 0.5)
    assert "injected 0 of 3 times" in await page(sandbox)
    await submit(sandbox, "remove-fault", number=str(fault.number))
    assert len(sandbox.faults) == 0


async def test_a_fault_of_a_test_is_shown_too(sandbox: Sandbox) -> None:
    sandbox.faults.add("*", Status(418), times=None)
    assert "<span>Status</span>" in await page(sandbox)


async def test_the_outbox_can_be_cleared(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    await client.magic_links.email.login_or_signup(organization_id="acme", email_address=LOGIN[0])
    await submit(sandbox, "clear-outbox")
    assert len(sandbox.outbox) == 0


async def test_a_webhook_can_be_sent_again(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.webhooks.add("http://127.0.0.1:1/webhooks")
    await client.organizations.create(organization_name="Acme")
    assert "direct.organization.create" in await page(sandbox)
    (delivery,) = await sandbox.webhooks.deliver()
    assert "ConnectError" in await page(sandbox)
    assert await sandbox.webhooks.deliver() == []
    await submit(sandbox, "send-again", delivery=delivery.id)
    assert len(await sandbox.webhooks.deliver()) == 1


GOOD = {"target": "*", "effect": next(iter(EFFECTS)), "times": "once", "percent": "100"}


@pytest.mark.parametrize(
    ("form", "fields", "problem"),
    [
        ("advance", {}, "The field minutes must be a number."),
        ("advance", {"minutes": "nan"}, "The field minutes must be a number."),
        ("advance", {"minutes": "-1"}, "The minutes must be more than 0"),
        ("advance", {"minutes": "1e300"}, "The minutes must be more than 0"),
        ("add-fault", {**GOOD, "target": "organisations.get"}, "neither the call path of an operation nor a route"),
        ("add-fault", {**GOOD, "effect": "fire"}, "Choose an effect"),
        ("add-fault", {**GOOD, "times": "never"}, "Choose an effect"),
        ("add-fault", {**GOOD, "percent": "101"}, "probability must be a number from 0 to 1"),
        ("remove-fault", {"number": "x"}, "The field number must be a number."),
        ("send-again", {"delivery": "x"}, "The delivery no longer exists."),
    ],
)
async def test_a_form_that_cannot_be_used_says_why(
    sandbox: Sandbox, form: str, fields: dict[str, str], problem: str
) -> None:
    response = await submit(sandbox, form, **fields)
    assert response.status_code == 400
    assert problem in re.findall(r'role="alert">(.*?)</p>', response.text)[0]
    assert (len(sandbox.faults), sandbox.clock.advanced.total_seconds()) == (0, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:4010", "localhost:1", "LOCALHOST", "[::1]:4010"])
async def test_the_page_accepts_host_names_of_this_machine(sandbox: Sandbox, host: str) -> None:
    assert (await ask(sandbox, "GET", "/", headers=[*HTML, ("Host", host)])).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "10.0.0.1", "["]
)
async def test_the_page_refuses_other_host_names(sandbox: Sandbox, host: str, world: World) -> None:
    response = await ask(sandbox, "GET", "/", headers=[*HTML, ("Host", host)])
    assert response.status_code == 403
    assert "acme" not in response.text


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1:4010", "http://127.0.0.1"])
@pytest.mark.parametrize("form", sorted(ACTIONS))
async def test_forms_of_other_sites_are_refused(sandbox: Sandbox, form: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    response = await ask(sandbox, "POST", f"/_sandbox/{form}", data={"minutes": "6", **GOOD}, headers=headers)
    assert response.status_code == 403
    assert (len(sandbox.faults), sandbox.clock.advanced.total_seconds()) == (0, 0)


@pytest.mark.parametrize("path", ["/", "/_sandbox/page.css", "/_sandbox/none"])
async def test_the_browser_is_told_to_run_and_keep_nothing_else(sandbox: Sandbox, path: str) -> None:
    headers = (await ask(sandbox, "GET", path, headers=HTML)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/_sandbox/"),
        ("GET", "/_sandbox/page.html"),
        ("GET", "/_sandbox/advance"),
        ("POST", "/_sandbox/page.js"),
    ],
)
async def test_there_is_no_other_page(sandbox: Sandbox, verb: str, path: str) -> None:
    assert (await ask(sandbox, verb, path, headers={"Origin": HERE})).status_code == 404


async def test_a_form_that_is_too_large_is_refused(sandbox: Sandbox) -> None:
    assert (await submit(sandbox, "advance", minutes="1" * 20_000)).status_code == 413


async def test_the_page_works_below_a_path(sandbox: Sandbox) -> None:
    app = Starlette(routes=[Mount("/stytch", sandbox)])
    shown = (await ask(app, "GET", "/stytch/", headers=HTML)).text
    for path in re.findall(r'(?:href|src|action|data-home)="(/[^"]*)"', shown):
        assert path.startswith("/stytch/")
    assert (await ask(app, "GET", "/stytch/_sandbox/page.js")).status_code == 200
    moved = await ask(app, "POST", "/stytch/_sandbox/advance", data={"minutes": "1"}, headers={"Origin": HERE})
    assert moved.headers["location"] == "/stytch/"


async def test_changes_by_forms_are_in_the_database(tmp_path: Path) -> None:
    for expected in (60, 120):
        async with Sandbox(database=tmp_path / "state.sqlite3") as sandbox:
            await submit(sandbox, "advance", minutes="1")
            assert sandbox.clock.advanced.total_seconds() == expected


async def test_every_control_has_a_label_and_every_list_a_heading(sandbox: Sandbox) -> None:
    shown = await page(sandbox)
    without = re.sub(r"<label>.*?</label>", "", shown, flags=re.DOTALL)
    assert re.findall(r'<select|<input(?! type="hidden")', without) == []
    for section in re.findall(r"<section[^>]*>", shown):
        (title,) = re.findall(r'aria-labelledby="([^"]+)"', section)
        assert f'<h2 id="{title}">' in shown
