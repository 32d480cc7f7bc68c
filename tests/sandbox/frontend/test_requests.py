"""Requests of browsers: the caller, the arguments from the session, and refusals."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.errors import ConfigurationError
from aiostytch.sandbox import Bootstrap, Clock, Sandbox, Status
from aiostytch.sandbox.frontend.settings import check_public_token
from tests.sandbox.world import LOGIN, PASSWORD, World, migrate
from tests.sandbox.world import refused as refused_client

from .pages import Page, refused

ME = "GET /b2b/organizations/members/me"
AUTHENTICATE = "POST /b2b/sessions/authenticate"
LOG_IN = "POST /b2b/passwords/authenticate"


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def login(world: World, **added: Any) -> dict[str, Any]:
    return {
        "organization_id": world.organization.organization_id,
        "email_address": LOGIN[0],
        "password": PASSWORD,
        "session_duration_minutes": 60,
        **added,
    }


async def test_the_session_comes_from_the_authorization_header(page: Page, world: World) -> None:
    response = await page.ask(AUTHENTICATE, {})
    assert response["session_token"] == world.session_token
    assert (await page.ask(ME))["member"]["member_id"] == world.member.member_id


async def test_a_session_that_has_ended_is_refused(page: Page, clock: Clock) -> None:
    clock.advance(minutes=61)
    for route in (AUTHENTICATE, ME):
        with refused(404, "session_not_found"):
            await page.ask(route)


async def test_a_stranger_is_refused_where_a_session_is_needed(stranger: Page) -> None:
    for route in (AUTHENTICATE, ME, "GET /b2b/sso", "POST /b2b/passwords/session/reset"):
        with refused(401, "user_unauthenticated"):
            await stranger.ask(route)


async def test_a_login_needs_no_session_and_a_dead_one_does_no_harm(
    stranger: Page, sandbox: Sandbox, world: World
) -> None:
    assert (await stranger.ask(LOG_IN, login(world)))["session_token"]
    assert (await Page(sandbox, "ended").ask(LOG_IN, login(world)))["session_token"]


async def test_a_login_adds_to_an_active_session(page: Page, world: World) -> None:
    assert (await page.ask(LOG_IN, login(world)))["session_token"] == world.session_token


async def test_an_intermediate_session_counts_more_than_a_session(
    client: B2BClient, page: Page, sandbox: Sandbox
) -> None:
    await client.magic_links.email.discovery.send(email_address="new@acme.example")
    token = sandbox.outbox.messages[-1].token
    begun = await page.ask("POST /b2b/magic_links/discovery/authenticate", {"discovery_magic_links_token": token})
    body = {"intermediate_session_token": begun["intermediate_session_token"]}
    assert (await page.ask("POST /b2b/discovery/organizations", body))["email_address"] == "new@acme.example"
    assert (await page.ask("POST /b2b/discovery/organizations", {}))["email_address"] == LOGIN[0]


async def test_fields_that_only_the_sdk_sends_are_dropped(stranger: Page, world: World) -> None:
    body = login(world, captcha_token="c", dfp_telemetry_id="t", code_verifier="v")
    assert (await stranger.ask(LOG_IN, body))["session_token"]


async def test_fields_that_nobody_knows_are_refused(stranger: Page, world: World) -> None:
    with refused(400, "invalid_argument", r"\$\.surprise is unknown"):
        await stranger.ask(LOG_IN, login(world, surprise=1))
    with refused(400, "invalid_argument", "enable_autofill"):
        await stranger.ask(LOG_IN, login(world, enable_autofill=True))


async def test_an_id_may_also_be_in_the_body_and_must_be_the_same(admin: Page, world: World) -> None:
    member_id = world.member.member_id
    changed = await admin.ask(f"PUT /b2b/organizations/members/{member_id}", {"member_id": member_id, "name": "Ada"})
    assert changed["member"]["name"] == "Ada"
    with refused(400, "invalid_argument", "member_id"):
        await admin.ask(f"PUT /b2b/organizations/members/{member_id}", {"member_id": "another", "name": "Ada"})


async def test_a_member_names_no_other_organization(admin: Page, client: B2BClient) -> None:
    other = (await client.organizations.create(organization_name="Other")).organization.organization_id
    with refused(400, "invalid_argument", "organization_ids"):
        await admin.ask("POST /b2b/organizations/me/members/search", {"organization_ids": [other]})
    with refused(400, "invalid_argument", "organization_id"):
        await admin.ask(
            "POST /b2b/magic_links/email/invite", {"email_address": "a@b.example", "organization_id": other}
        )
    stranger = (await client.organizations.members.create(other, email_address="eve@other.example")).member
    with refused(403, "session_authorization_tenancy_error"):
        await admin.ask(f"DELETE /b2b/organizations/members/{stranger.member_id}")


async def test_the_roles_of_the_member_decide(page: Page) -> None:
    with refused(403, "session_authorization_error"):
        await page.ask("GET /b2b/sso")


async def test_an_administrator_may(admin: Page) -> None:
    assert (await admin.ask("GET /b2b/sso"))["saml_connections"] == []


@pytest.mark.parametrize(
    ("route", "body", "message"),
    [
        ("POST /b2b/scim/rotate/start", {}, r"path: \$\.connection_id is missing"),
        ("POST /b2b/scim/rotate/start", {"connection_id": 1}, r"path: \$\.connection_id must be of type string"),
        ("POST /b2b/scim/groups", {"limit": "many"}, r"query: \$\.limit must be of type integer"),
        ("GET /b2b/scim?limit=1", None, "limit is not a parameter"),
        ("GET /b2b/sso", {"limit": 1}, "sso.get_connections does not have limit"),
        ("POST /b2b/totp", [], "must be an object"),
    ],
)
async def test_arguments_are_checked_wherever_they_are(
    route: str, body: Any, message: str, admin: Page, client: B2BClient
) -> None:
    await client.scim.connection.create("acme")
    with pytest.raises(Exception, match=message):
        await admin.ask(route, body)


async def test_a_body_that_is_not_json_is_refused(stranger: Page) -> None:
    with refused(400, "bad_request"):
        await stranger.ask(LOG_IN, {}, Content_Type="text/plain")


@pytest.mark.parametrize(
    ("authorization", "status_code", "error_type"),
    [
        ("", 400, "public_token_required"),
        ("Bearer x", 400, "public_token_required"),
        ("Basic !", 404, "public_token_not_found"),
        ("Basic /w==", 404, "public_token_not_found"),
        (basic("public-token-test-other:x"), 404, "public_token_not_found"),
    ],
)
async def test_the_public_token_is_needed(authorization: str, status_code: int, error_type: str, page: Page) -> None:
    with refused(status_code, error_type):
        await page.ask(ME, Authorization=authorization)


async def test_a_route_without_a_row_says_which(stranger: Page) -> None:
    with refused(404, "route_not_found", "no route GET /sdk/v1/b2b/new"):
        await stranger.ask("GET /b2b/new")
    with refused(404, "route_not_found", "no route POST /sdk/v1/b2b/organizations/me"):
        await stranger.ask("POST /b2b/organizations/me")
    with refused(404, "route_not_found", "no route GET /sdk/v1b2b/organizations/members/x/connected_apps"):
        await stranger.ask("GET b2b/organizations/members/x/connected_apps")


async def test_a_refused_call_changes_nothing_but_counts(stranger: Page, world: World, sandbox: Sandbox) -> None:
    with refused(401, "unauthorized_credentials"):
        await stranger.ask(LOG_IN, login(world, password="wrong"))
    assert sandbox.state.members[world.member.member_id].failures == 1


async def test_faults_and_limits_hit_the_calls_of_browsers_too(page: Page, client: B2BClient, sandbox: Sandbox) -> None:
    sandbox.faults.add("sessions.authenticate", Status(503))
    assert (await page.send(AUTHENTICATE)).json()["error_type"] == "server_unavailable"
    sandbox.faults.add("GET /sdk/v1/projects/*", Status(500))
    response = await page.send(f"GET /projects/bootstrap/{sandbox.public_token}")
    assert (response.status_code, response.json()["error_type"]) == (500, "internal_server_error")
    sandbox.rate_limits.set("sessions.*", per_second=0.001, burst=1)
    await page.ask(AUTHENTICATE)
    with refused_client(429, "too_many_requests"):
        await client.sessions.authenticate(session_token=page.session_token)


async def test_the_log_has_the_call_and_no_secret(page: Page, sandbox: Sandbox, world: World) -> None:
    await page.ask(AUTHENTICATE)
    entry = [*sandbox.requests][-1]
    assert (entry.call_path, entry.path) == ("sessions.authenticate", "/sdk/v1/b2b/sessions/authenticate")
    assert entry.response_body["member"]["email_address"] == LOGIN[0]
    assert world.session_token not in repr([entry.request_body, entry.response_body, entry])


async def test_a_project_may_shut_browsers_out(clock: Clock) -> None:
    sandbox = Sandbox(clock=clock, bootstrap=Bootstrap(enabled=False))
    with refused(403, "endpoint_not_authorized_for_sdk"):
        await Page(sandbox).ask(f"GET /projects/bootstrap/{sandbox.public_token}")


async def test_a_login_of_the_api_is_one_of_the_browser(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    await migrate(client, world.organization.organization_id, email_address="bob@acme.example")
    page = Page(sandbox)
    page.session_token = (await page.ask(LOG_IN, login(world, email_address="bob@acme.example")))["session_token"]
    session = await client.sessions.authenticate(session_token=page.session_token)
    assert session.member.email_address == "bob@acme.example"
    await client.sessions.revoke(session_token=page.session_token)
    with refused(404, "session_not_found"):
        await page.ask(ME)


async def test_another_public_token(clock: Clock) -> None:
    sandbox = Sandbox(public_token="public-token-live-1", clock=clock)
    assert (await Page(sandbox).ask("GET /projects/bootstrap/public-token-live-1"))["vertical"] == "B2B"
    with refused(404, "public_token_not_found"):
        await Page(sandbox).ask("GET /projects/bootstrap/another")


@pytest.mark.parametrize("token", ["", "a:b", "a b", "a/b", "ä", None, 1])
def test_invalid_public_tokens(token: Any) -> None:
    with pytest.raises(ConfigurationError, match="public_token"):
        check_public_token(token)
    with pytest.raises(ConfigurationError, match="public_token"):
        Sandbox(public_token=token)


async def test_the_groups_are_those_of_the_connection_of_the_organization(admin: Page, client: B2BClient) -> None:
    with refused(404, "no_active_scim_connection"):
        await admin.ask("POST /b2b/scim/groups", {"limit": 10})
    await client.scim.connection.create("acme")
    assert (await admin.ask("POST /b2b/scim/groups", {"limit": 10}))["scim_groups"] == []


async def test_a_session_reset_of_a_password_needs_a_recent_factor(page: Page, clock: Clock) -> None:
    route, body = "POST /b2b/passwords/session/reset", {"password": "another rather long password"}
    assert (await page.ask(route, body))["member_session"]
    clock.advance(minutes=6)
    with refused(400, "session_too_old_to_reset_password"):
        await page.ask(route, body)
