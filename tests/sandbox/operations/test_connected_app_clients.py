"""Connected apps as clients: the project creates them, and their secrets are shown once."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, OAuthError, Sandbox
from aiostytch.sandbox.entities.client_secrets import authenticate
from aiostytch.sandbox.http.request_log import MASK

from ..remembered import remembered
from ..stages import trusted
from ..stages.clients import add_app
from ..stages.trusted import CALLBACK, authorize, request
from ..world import World, refused


def accepts(sandbox: Sandbox, client_id: str, secret: str) -> bool:
    found = authenticate(sandbox.state.connected_apps, client_id, secret)
    return found is not None and found.id == client_id


async def test_an_app_is_created_changed_and_deleted(client: B2BClient) -> None:
    made = await add_app(client, "first_party", client_name="Calendar", redirect_urls=[CALLBACK])
    assert made.client_id.startswith("connected-app-test-")
    assert (made.status, made.access_token_expiry_minutes, made.full_access_allowed) == ("active", 60, False)
    assert (made.access_token_custom_audience, made.logo_url) == (None, None)
    settings: dict[str, Any] = {
        "client_description": "Dates.",
        "redirect_urls": [f"{CALLBACK}/2"],
        "post_logout_redirect_urls": ["https://calendar.example/bye"],
        "full_access_allowed": True,
        "bypass_consent_for_offline_access": True,
        "access_token_expiry_minutes": 5,
        "access_token_custom_audience": "https://calendar.example",
        "access_token_template_content": '{"plan": {{ organization.trusted_metadata.plan }}}',
        "id_token_template_content": '{"name": "{{ member.name }}"}',
        "logo_url": "https://calendar.example/logo",
    }
    changed = (await client.connected_app.clients.update(made.client_id, **settings)).connected_app
    assert changed == (await client.connected_app.clients.get(made.client_id)).connected_app
    assert {name: getattr(changed, name) for name in settings} == settings
    assert (changed.client_name, changed.client_type) == ("Calendar", "first_party")
    assert (await client.connected_app.clients.delete(made.client_id)).client_id == made.client_id
    calls = client.connected_app.clients
    for call in (calls.get, calls.update, calls.delete, calls.secrets.rotate_start):
        with refused(404, "connected_app_not_found"):
            await call(made.client_id)


@pytest.mark.parametrize(
    ("client_type", "url", "problem"),
    [
        ("third_party", "http://127.0.0.1:8080/callback", ""),
        ("third_party", "http://[::1]/callback", ""),
        ("third_party", "http://localhost:3000/callback?a=b", ""),
        ("third_party_public", "com.example.calendar:/callback", ""),
        ("third_party", "calendar.example/callback", "redirect_url_must_include_scheme"),
        ("third_party", "com.example.calendar:/callback", "redirect_url_must_use_http_or_https_scheme"),
        ("third_party_public", "javascript:alert(1)", "redirect_url_must_use_http_or_https_scheme"),
        ("third_party", "http://calendar.example/callback", "redirect_url_http_scheme_must_use_loopback"),
        ("third_party", "https:///callback", "invalid_redirect_url"),
        ("third_party", f"{CALLBACK}#fragment", "invalid_redirect_url"),
        ("third_party", "https://calendar.example:port/", "invalid_redirect_url"),
        ("third_party", "https://[calendar/", "invalid_redirect_url"),
        ("third_party", f"{CALLBACK} ", "invalid_redirect_url"),
        ("third_party", "", "invalid_redirect_url"),
    ],
)
async def test_a_redirect_url_leads_to_the_app(client: B2BClient, client_type: str, url: str, problem: str) -> None:
    for name in ("redirect_urls", "post_logout_redirect_urls"):
        if not problem:
            assert getattr(await add_app(client, client_type, **{name: [url]}), name) == [url]
            continue
        with refused(400, f"connected_app_{problem}"):
            await add_app(client, client_type, **{name: [CALLBACK, url]})


@pytest.mark.parametrize(
    ("error_type", "given"),
    [
        ("third_party_clients_cannot_use_full_access", {"full_access_allowed": True}),
        ("third_party_clients_require_consent_for_offline_access", {"bypass_consent_for_offline_access": True}),
        ("idp_invalid_access_token_expiry_minutes", {"access_token_expiry_minutes": 0}),
        ("idp_invalid_access_token_expiry_minutes", {"access_token_expiry_minutes": 527_041}),
        ("idp_invalid_access_token_jwt_template", {"access_token_template_content": "{"}),
        ("idp_invalid_access_token_jwt_template", {"access_token_template_content": "[]"}),
        ("idp_invalid_access_token_jwt_template", {"access_token_template_content": '{"a": {{ b }'}),
        ("jwt_template_invalid_json", {"id_token_template_content": "7"}),
    ],
)
async def test_an_app_has_to_be_right(
    client: B2BClient, sandbox: Sandbox, error_type: str, given: dict[str, Any]
) -> None:
    known = await add_app(client)
    before = remembered(sandbox.state)
    with refused(400, error_type):
        await add_app(client, **given)
    with refused(400, error_type):
        await client.connected_app.clients.update(known.client_id, **given)
    assert remembered(sandbox.state) == before


async def test_there_are_four_types(client: B2BClient) -> None:
    with refused(400, "invalid_connected_app_type"):
        await add_app(client, "second_party")


async def test_a_secret_is_shown_once_and_kept_as_a_digest(client: B2BClient, sandbox: Sandbox) -> None:
    made = await add_app(client)
    assert list(sandbox.requests)[-1].response_body["connected_app"]["client_secret"] == MASK
    assert accepts(sandbox, made.client_id, made.client_secret)
    rotating = (await client.connected_app.clients.secrets.rotate_start(made.client_id)).connected_app
    assert list(sandbox.requests)[-1].response_body["connected_app"]["next_client_secret"] == MASK
    assert rotating.client_secret_last_four == made.client_secret[-4:]
    shown = await client.connected_app.clients.get(made.client_id)
    listed = await client.connected_app.clients.search()
    assert shown.connected_app.next_client_secret_last_four == rotating.next_client_secret[-4:]
    for secret in (made.client_secret, rotating.next_client_secret):
        assert secret not in f"{shown.raw.json()}{listed.raw.json()}{remembered(sandbox.state)}"


async def test_both_secrets_work_until_the_rotation_ends(client: B2BClient, sandbox: Sandbox) -> None:
    made = await add_app(client)
    client_id, first = made.client_id, made.client_secret
    secrets = client.connected_app.clients.secrets
    second = (await secrets.rotate_start(client_id)).connected_app.next_client_secret
    assert accepts(sandbox, client_id, first)
    assert accepts(sandbox, client_id, second)
    with refused(400, "connected_app_already_rotating_secret"):
        await secrets.rotate_start(client_id)
    await secrets.rotate_cancel(client_id)
    assert not accepts(sandbox, client_id, second)
    third = (await secrets.rotate_start(client_id)).connected_app.next_client_secret
    done = (await secrets.rotate(client_id)).connected_app
    assert (done.client_secret_last_four, done.next_client_secret_last_four) == (third[-4:], None)
    assert accepts(sandbox, client_id, third)
    assert not accepts(sandbox, client_id, first)
    for call in (secrets.rotate, secrets.rotate_cancel):
        with refused(400, "connected_app_not_rotating_secret"):
            await call(client_id)


@pytest.mark.parametrize("client_type", ["first_party_public", "third_party_public"])
async def test_a_public_app_has_no_secret(client: B2BClient, sandbox: Sandbox, client_type: Any) -> None:
    response = await client.connected_app.clients.create(client_type=client_type)
    made = response.connected_app
    assert "creation_method" not in response.raw.json()["connected_app"]
    assert (made.client_secret, made.client_secret_last_four) == (None, None)
    assert not accepts(sandbox, made.client_id, "")
    secrets = client.connected_app.clients.secrets
    for call in (secrets.rotate_start, secrets.rotate, secrets.rotate_cancel):
        with refused(400, "public_connected_apps_do_not_have_secrets"):
            await call(made.client_id)


async def test_the_cursors_lead_once_through_all_apps(client: B2BClient, sandbox: Sandbox) -> None:
    made = [(await add_app(client)).client_id for _ in range(2)] + [trusted.add_app(sandbox)]
    pages = [
        [app.client_id for app in page.connected_apps]
        async for page in client.connected_app.clients.search(limit=2).pages()
    ]
    assert pages == [made[:2], made[2:]]


async def test_members_authorize_an_app_until_it_is_deleted(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    made = await add_app(client, "first_party", redirect_urls=[CALLBACK], full_access_allowed=True)
    other = trusted.add_app(sandbox)
    me = {"session_token": world.session_token}
    response = await authorize(client, made.client_id, "openid", "full_access", **me)
    token = sandbox.apps.redeem(response.authorization_code).access_token
    unused = (await authorize(client, made.client_id, "full_access", **me)).authorization_code
    await authorize(client, other, "openid", **me)
    await client.connected_app.clients.delete(made.client_id)
    listed = await client.organizations.connected_apps("acme")
    assert [app.connected_app_id for app in listed.connected_apps] == [other]
    with refused(400, "oauth_access_token_exchange_token_invalid_grant"):
        await client.sessions.exchange_access_token(access_token=token)
    with pytest.raises(OAuthError, match="The code is unknown"):
        sandbox.apps.redeem(unused)
    with refused(404, "connected_app_not_found"):
        await authorize(client, made.client_id, "openid", **me)


async def test_full_access_has_to_be_allowed(client: B2BClient, world: World) -> None:
    made = await add_app(client, "first_party", redirect_urls=[CALLBACK])
    with refused(400, "oauth_invalid_scope_requested"):
        await authorize(client, made.client_id, "full_access", session_token=world.session_token)


async def test_an_access_token_works_as_long_as_the_app_says(
    client: B2BClient, sandbox: Sandbox, world: World, clock: Clock
) -> None:
    made = await add_app(
        client, "first_party", redirect_urls=[CALLBACK], full_access_allowed=True, access_token_expiry_minutes=2
    )

    async def token() -> str:
        response = await authorize(client, made.client_id, "full_access", session_token=world.session_token)
        return sandbox.apps.redeem(response.authorization_code).access_token

    early, late = await token(), await token()
    clock.advance(minutes=1, seconds=59)
    await client.sessions.exchange_access_token(access_token=early)
    clock.advance(seconds=1)
    with refused(400, "oauth_access_token_exchange_token_invalid_grant"):
        await client.sessions.exchange_access_token(access_token=late)


@pytest.mark.parametrize("may_bypass", [False, True])
async def test_a_first_party_app_asks_once_for_refresh_tokens(
    client: B2BClient, world: World, may_bypass: bool
) -> None:
    made = await add_app(client, "first_party", redirect_urls=[CALLBACK], bypass_consent_for_offline_access=may_bypass)
    asked = request(made.client_id, "openid", "offline_access", session_token=world.session_token)
    assert (await client.idp.oauth.authorize_start(**asked)).consent_required is not may_bypass
    await client.idp.oauth.authorize(consent_granted=True, **asked)
    assert not (await client.idp.oauth.authorize_start(**asked)).consent_required


async def test_an_app_of_the_test_is_one_of_the_project(client: B2BClient, sandbox: Sandbox) -> None:
    client_id = trusted.add_app(sandbox, "third_party", description="Dates.", access_token_expiry_minutes=5)
    shown = (await client.connected_app.clients.get(client_id)).connected_app
    assert (shown.client_name, shown.client_description, shown.redirect_urls) == ("Calendar", "Dates.", [CALLBACK])
    assert shown.access_token_expiry_minutes == 5
    rotating = (await client.connected_app.clients.secrets.rotate_start(client_id)).connected_app
    assert accepts(sandbox, client_id, rotating.next_client_secret)
