"""Operations for browsers only."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.errors import ConfigurationError
from aiostytch.sandbox import Bootstrap, Clock, Sandbox
from tests.sandbox.stages.connections import OIDC
from tests.sandbox.world import LOGIN, World

from .pages import Page, refused

SLUG = "POST /b2b/organizations/search"
FIND = "POST /b2b/organizations/members/search"


async def test_a_page_is_told_of_the_project(stranger: Page, sandbox: Sandbox) -> None:
    told = await stranger.ask(f"GET /projects/bootstrap/{sandbox.public_token}")
    assert (told["vertical"], told["cname_domain"], told["captcha_settings"]) == ("B2B", None, {"enabled": False})
    assert not any(told[name] for name in told if name.startswith("pkce_"))
    assert {role["role_id"] for role in told["rbac_policy"]["roles"]} >= {"stytch_admin", "editor"}
    with refused(404, "public_token_not_found"):
        await stranger.ask("GET /projects/bootstrap/another")


async def test_a_page_is_told_what_the_test_says(clock: Clock) -> None:
    luds = {"luds_complexity": 3, "luds_minimum_count": 8}
    bootstrap = Bootstrap(
        project_name="Ours",
        pkce_required=True,
        email_domains=["acme.example"],
        create_organization_enabled=False,
        password_config=luds,
    )
    sandbox = Sandbox(clock=clock, bootstrap=bootstrap)
    told = await Page(sandbox).ask(f"GET /projects/bootstrap/{sandbox.public_token}")
    assert (told["project_name"], told["email_domains"], told["password_config"]) == ("Ours", ["acme.example"], luds)
    assert [name for name in told if name.startswith("pkce_required") and told[name]] == [
        "pkce_required_for_email_magic_links",
        "pkce_required_for_password_resets",
        "pkce_required_for_oauth",
        "pkce_required_for_sso",
    ]
    assert not told["create_organization_enabled"]
    assert sandbox.bootstrap is bootstrap


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("enabled", 1),
        ("pkce_required", "yes"),
        ("create_organization_enabled", None),
        ("project_name", None),
        ("email_domains", "acme.example"),
        ("email_domains", [1]),
        ("allowed_origins", "http://localhost"),
        ("allowed_origins", ["localhost:3000"]),
        ("allowed_origins", ["http://localhost:3000/"]),
        ("allowed_origins", ["*"]),
        ("allowed_origins", ["http://[::1"]),
        ("allowed_origins", ["http://localhost:port"]),
        ("allowed_origins", ["http://LOCALHOST"]),
        ("allowed_origins", ["http://ada@localhost"]),
        ("allowed_origins", ["http://localhost\n"]),
        ("allowed_origins", [None]),
        ("password_config", "zxcvbn"),
        ("password_config", {"luds_complexity": 3}),
        ("password_config", {"luds_complexity": 3, "luds_minimum_count": -1}),
    ],
)
def test_arguments_that_a_page_cannot_send(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=rf"bootstrap \({name}\)"):
        Bootstrap(**{name: value})


def test_browsers_send_origins() -> None:
    origins = ["http://localhost:3000", "https://app.example", "http://[::1]:3000", "http://acme.localhost"]
    assert Bootstrap(allowed_origins=origins).allowed_origins == origins


@pytest.mark.parametrize("value", [{"enabled": True}, True, "off"])
def test_a_sandbox_takes_a_bootstrap(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="bootstrap must be a Bootstrap"):
        Sandbox(bootstrap=value)


async def test_telemetry_needs_nothing_and_changes_nothing(stranger: Page) -> None:
    assert (await stranger.send("POST /events", [{"event": 1}], Authorization="")).status_code == 200
    assert (await stranger.send("POST /events", "junk", Content_Type="text/plain")).status_code == 200


async def test_an_organization_is_found_by_its_slug_alone(stranger: Page, world: World) -> None:
    found = (await stranger.ask(SLUG, {"organization_slug": "acme"}))["organization"]
    assert found["organization_id"] == world.organization.organization_id
    assert len(found) == 13
    for slug in ("none", world.organization.organization_id, ""):
        assert (await stranger.ask(SLUG, {"organization_slug": slug}))["organization"] is None
    with refused(400, "invalid_argument"):
        await stranger.ask(SLUG, {})


async def test_a_login_form_learns_whether_a_member_has_a_password(stranger: Page, world: World) -> None:
    organization_id = world.organization.organization_id
    found = (await stranger.ask(FIND, {"email_address": LOGIN[0], "organization_id": organization_id}))["member"]
    assert found == {
        "status": "active",
        "name": world.member.name,
        "member_password_id": world.member.member_password_id,
    }
    for address in ("nobody@acme.example", "gone@acme.example", "countess@acme.example"):
        response = await stranger.ask(FIND, {"email_address": address, "organization_id": organization_id})
        assert response["member"] is None
    with refused(404, "organization_not_found"):
        await stranger.ask(FIND, {"email_address": LOGIN[0], "organization_id": "another"})


async def test_connections_are_discovered_by_member_and_by_domain(
    client: B2BClient, stranger: Page, world: World
) -> None:
    async def discovered(address: str) -> list[str]:
        response = await stranger.ask(f"GET /b2b/sso/discovery/connections?email_address={address}")
        return [connection["display_name"] for connection in response["connections"]]

    assert await discovered(LOGIN[0]) == []
    made = await client.sso.oidc.create_connection("acme", display_name="Okta", identity_provider="okta")
    assert made.connection
    await client.sso.oidc.update_connection("acme", made.connection.connection_id, **OIDC)
    assert await discovered(LOGIN[0]) == ["Okta"]
    assert await discovered("new@acme.example") == []
    await client.organizations.update("acme", email_allowed_domains=["acme.example"])
    assert await discovered("new@acme.example") == ["Okta"]
    await client.organizations.update("acme", sso_jit_provisioning="NOT_ALLOWED")
    assert await discovered("new@acme.example") == []
    with refused(400, "invalid_argument"):
        await stranger.ask("GET /b2b/sso/discovery/connections")


async def test_the_admin_portal_is_for_members(page: Page, stranger: Page) -> None:
    told = await page.ask("GET /b2b/admin_portal_config")
    assert told["sso_config"]["sso_enabled"]
    with refused(401, "user_unauthenticated"):
        await stranger.ask("GET /b2b/admin_portal_config")


async def test_one_tap_is_off(stranger: Page) -> None:
    assert (await stranger.ask("GET /b2b/oauth/google/onetap/start"))["google_client_id"] == ""


async def test_a_log_out_leads_back_to_the_app(client: B2BClient, stranger: Page) -> None:
    target = "https://app.example/bye?x=1"
    app = await client.connected_app.clients.create(
        client_type="first_party",
        redirect_urls=["https://app.example/in"],
        full_access_allowed=False,
        post_logout_redirect_urls=[target],
    )
    body = {"client_id": app.connected_app.client_id, "post_logout_redirect_uri": target, "state": "s t"}
    asked = await stranger.ask("POST /b2b/oauth/logout/start", body)
    assert (asked["redirect_uri"], asked["consent_required"]) == (f"{target}&state=s+t", True)
    hinted = await stranger.ask("POST /b2b/oauth/logout/start", {**body, "state": "", "id_token_hint": "t"})
    assert (hinted["redirect_uri"], hinted["consent_required"]) == (target, False)
    with refused(400, "connected_app_supplied_redirect_url_not_found_in_client"):
        await stranger.ask("POST /b2b/oauth/logout/start", {**body, "post_logout_redirect_uri": "https://evil.example"})
    with refused(404, "connected_app_not_found"):
        await stranger.ask("POST /b2b/oauth/logout/start", {**body, "client_id": "another"})
