"""The page for login and consent."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, Sandbox

from ..world import World, promote, send
from .apps import App, add, redeem, sent_back
from .http import API, DOMAIN, get
from .page import query, submit


@pytest.mark.parametrize(("base", "issuer"), [(DOMAIN, "http://sandbox"), (API, f"stytch.com/{PROJECT_ID}")])
async def test_a_member_logs_in_and_consents(
    client: B2BClient, sandbox: Sandbox, world: World, base: str, issuer: str
) -> None:
    app = await add(client, "third_party_public")
    login = await get(sandbox, f"{base}/authorize", **query(app, "openid email", nonce="n"))
    assert login.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'<option value="{world.member.member_id}">ada@acme.example (acme)</option>' in login.text
    assert world.deleted_member_id not in login.text
    consent = await submit(sandbox, login, base, member_id=world.member.member_id)
    assert "<code>email</code>" in consent.text
    back = sent_back(await submit(sandbox, consent, base, decision="allow"))
    assert back.keys() == {"code", "state", "iss"}
    assert (back["state"], back["iss"]) == ("s", issuer)
    tokens = await redeem(sandbox, app, back["code"], base)
    assert tokens.json()["scope"] == "openid email"


async def test_consent_is_not_requested_again(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app, me = await add(client, "third_party_public"), world.member.member_id
    sandbox.apps.authorize(app.client_id, member=me, scopes=["openid"])
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app))
    assert "code" in sent_back(await submit(sandbox, login, member_id=me))
    again = await get(sandbox, f"{DOMAIN}/authorize", **query(app, prompt="consent login"))
    assert "Allow" in (await submit(sandbox, again, member_id=me)).text


async def test_a_member_can_say_no(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client, "third_party_public")
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app))
    consent = await submit(sandbox, login, member_id=world.member.member_id)
    back = sent_back(await submit(sandbox, consent, decision="deny"))
    assert (back["error"], back["state"], back["iss"]) == ("access_denied", "s", "http://sandbox")
    assert len(sandbox.state.grants) == 0


async def test_a_scope_beyond_the_members_own_cannot_be_granted(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app = await add(client, "third_party_public")
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app, "write:documents"))
    consent = await submit(sandbox, login, member_id=world.member.member_id)
    assert "you may not grant this" in consent.text
    assert sent_back(await submit(sandbox, consent, decision="allow"))["error"] == "invalid_scope"
    await promote(client, world.member.member_id, "editor")
    assert "code" in sent_back(await submit(sandbox, consent, decision="allow"))


@pytest.mark.parametrize(
    ("error", "given"),
    [
        ("unsupported_response_type", {"response_type": "token"}),
        ("invalid_request", {"response_type": ""}),
        ("invalid_request", {"code_challenge": ""}),
        ("invalid_request", {"code_challenge": "c"}),
        ("invalid_request", {"code_challenge_method": "plain"}),
        ("invalid_request", {"code_challenge_method": ""}),
        ("invalid_scope", {"scope": "openid unknown"}),
        ("invalid_scope", {"scope": "full_access"}),
        ("login_required", {"prompt": "none"}),
    ],
)
async def test_a_wrong_request_leads_back_with_an_error(
    client: B2BClient, sandbox: Sandbox, world: World, error: str, given: dict[str, str]
) -> None:
    app = await add(client, "third_party_public")
    back = sent_back(await get(sandbox, f"{DOMAIN}/authorize", **{**query(app), **given}))
    assert (back["error"], back["state"], back["iss"]) == (error, "s", "http://sandbox")
    assert back["error_description"]


async def test_an_app_that_the_organization_does_not_allow_is_sent_back(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    app = await add(client, "third_party_public")
    await client.organizations.update("acme", third_party_connected_apps_allowed_type="NOT_ALLOWED")
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app))
    assert sent_back(await submit(sandbox, login, member_id=world.member.member_id))["error"] == "access_denied"


@pytest.mark.parametrize(
    "given",
    [
        {"client_id": "unknown"},
        {"client_id": ""},
        {"redirect_uri": ""},
        {"redirect_uri": "https://calendar.example/other"},
        {"redirect_uri": "https://calendar.example/callback?a=b"},
        {"redirect_uri": "https://calendar.example:443/callback"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
async def test_nobody_is_sent_to_where_no_app_is_known(
    client: B2BClient, sandbox: Sandbox, world: World, given: dict[str, str]
) -> None:
    page = await get(sandbox, f"{DOMAIN}/authorize", **{**query(await add(client)), **given})
    assert (page.status_code, "Location" in page.headers) == (400, False)
    assert "Authorization failed" in page.text


@pytest.mark.parametrize(
    ("registered", "asked", "is_accepted"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1:7777/cb", True),
        ("http://127.0.0.1:8000/cb", "http://127.0.0.1:7777/cb", True),
        ("http://localhost/cb", "http://localhost:7777/cb", True),
        ("http://127.0.0.1/cb", "http://127.0.0.1:7777/other", False),
        ("http://127.0.0.1/cb", "http://localhost:7777/cb", False),
        ("http://127.0.0.1/cb", "http://me@127.0.0.1:7777/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", False),
        ("https://localhost/cb", "https://localhost:7777/cb", False),
    ],
)
async def test_on_this_machine_any_port_will_do(
    client: B2BClient, sandbox: Sandbox, registered: str, asked: str, is_accepted: bool
) -> None:
    made = await client.connected_app.clients.create(client_type="third_party_public", redirect_urls=[registered])
    app = App(made.connected_app.client_id, "")
    page = await get(sandbox, f"{DOMAIN}/authorize", **query(app, redirect_uri=asked))
    assert (page.status_code == 200) is is_accepted


async def test_a_confidential_app_may_do_without_pkce(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    app = await add(client, "first_party")
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app, code_challenge="", code_challenge_method=""))
    code = sent_back(await submit(sandbox, login, member_id=world.member.member_id))["code"]
    assert (await redeem(sandbox, app, code, code_verifier="")).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://sandbox:81"])
async def test_the_form_of_another_site_only_begins_an_authorization(
    client: B2BClient, sandbox: Sandbox, world: World, origin: str
) -> None:
    """OpenID Connect Core 1.0, section 3.1.2.1: an app may send its request by POST."""
    app = await add(client, "first_party")
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app))
    page = await submit(sandbox, login, origin=origin, member_id=world.member.member_id, decision="allow")
    assert page.status_code == 200
    assert "Log in as" in page.text


async def test_a_link_chooses_no_member(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    given = {"member_id": world.member.member_id, "decision": "allow"}
    page = await get(sandbox, f"{DOMAIN}/authorize", **query(await add(client), **given))
    assert page.status_code == 200
    assert "Log in as" in page.text


async def test_the_pages_show_input_as_text(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    evil = '"><script>alert(1)</script>'
    app = await add(client, "third_party_public")
    await client.connected_app.clients.update(app.client_id, client_name=evil)
    login = await get(sandbox, f"{DOMAIN}/authorize", **query(app, state=evil, **{evil: evil}))
    consent = await submit(sandbox, login, member_id=world.member.member_id)
    for page in (login, consent):
        assert "<script>" not in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
    assert sent_back(await submit(sandbox, consent, decision="allow"))["state"] == evil


async def test_a_state_that_is_not_a_string_is_an_error_and_not_a_crash(client: B2BClient, sandbox: Sandbox) -> None:
    body: dict[str, Any] = {**query(await add(client)), "state": 7, "response_type": "token"}
    response = await send(sandbox, "POST", f"{DOMAIN}/authorize", auth=None, json=body)
    assert response.json()["error"] == "invalid_request"
