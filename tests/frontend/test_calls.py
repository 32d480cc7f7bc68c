"""Every route of the table, called with the vendor's headless client in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.frontend.table import ROWS, Row
from tests.sandbox.samples import arguments_for
from tests.sandbox.world import World, promote

from .calls import BY_APPS, BY_COMPONENTS, BY_ITSELF, LOGINS, MEMBERS, OWN, WITH_A_BUG
from .visits import Visit

ROUTES = {row.route: row for row in ROWS}


def every(calls: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [ROUTES[route] for route in calls], ids=lambda row: row.route)


def test_every_route_has_a_call() -> None:
    assert ROUTES.keys() == {*LOGINS, *MEMBERS, *WITH_A_BUG, *OWN, *BY_ITSELF, *BY_COMPONENTS, BY_APPS}


@every(LOGINS)
async def test_a_stranger_calls(row: Row, page: Visit, client: B2BClient, sandbox: Sandbox, world: World) -> None:
    arguments = await arguments_for(row.call_path, client, sandbox, world)
    intermediate = arguments.pop("intermediate_session_token", "")
    if intermediate:
        await page.add_cookies({"stytch_intermediate_session_token": intermediate})
    await page.open()
    response = await page.run(f"return {LOGINS[row.route]}", **arguments)
    assert response["status_code"] == 200
    assert (row.call_path, 200) in page.asked()
    assert all(status == 200 for _, status in page.asked())


@every(MEMBERS)
async def test_a_member_calls(row: Row, page: Visit, client: B2BClient, sandbox: Sandbox, world: World) -> None:
    arguments = await arguments_for(row.call_path, client, sandbox, world)
    await promote(client, world.member.member_id)
    about = arguments.get("member_id", world.member.member_id)
    for added in ("session_token", "session_jwt", *row.from_session):
        arguments.pop(added, None)
    await page.log_in(world.session_token)
    await page.open()
    response = await page.run(f"const m = {about!r}; return {MEMBERS[row.route]}", **arguments)
    assert response
    assert (row.call_path, 200) in page.asked()
    assert all(status == 200 for _, status in page.asked())


@every(OWN)
async def test_a_stranger_asks_what_only_browsers_do(row: Row, page: Visit, world: World) -> None:
    await page.open()
    assert await page.run(f"return {OWN[row.route]}")
    assert (row.call_path, 200) in page.asked()


async def test_the_sdk_begins_by_itself(page: Visit) -> None:
    async with page.page.expect_response("**/sdk/v1/events"):
        await page.open()
    assert sorted(page.asked()) == [("frontend.bootstrap", 200), ("frontend.events", 200)]


@every(WITH_A_BUG)
async def test_a_path_that_the_sdk_gets_wrong_is_named(row: Row, page: Visit, client: B2BClient, world: World) -> None:
    await promote(client, world.member.member_id)
    await page.log_in(world.session_token)
    await page.open()
    script = f"const m = {world.member.member_id!r}; return {WITH_A_BUG[row.route]}.catch(error => error.message)"
    assert f"no route GET /sdk/v1b2b/organizations/members/{world.member.member_id}" in await page.run(script)


async def test_an_app_logs_out(page: Visit, sandbox: Sandbox, client: B2BClient) -> None:
    app = await client.connected_app.clients.create(
        client_type="first_party",
        redirect_urls=["https://app.example/in"],
        full_access_allowed=False,
        post_logout_redirect_urls=["https://app.example/out"],
    )
    await page.open()
    response = await page.run(
        "return c.idp.oauthLogoutStart(a)",
        client_id=app.connected_app.client_id,
        post_logout_redirect_uri="https://app.example/out",
        state="s",
    )
    assert response["redirect_uri"] == "https://app.example/out?state=s"
