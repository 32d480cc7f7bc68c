"""The lifecycle of a session in a browser, and in the backend that reads its cookies."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from aiostytch import B2BClient
from aiostytch.errors import TokenExpiredError
from aiostytch.integrations.asgi import SessionMiddleware
from aiostytch.integrations.starlette import require_session
from aiostytch.sandbox import Sandbox, Status
from tests.sandbox.world import LOGIN, World

from .visits import APP, Visit

LOG_IN = "return c.passwords.authenticate({...a, session_duration_minutes: 60})"
STATE = "return c.session.getSync()?.member_session_id ?? null"
AUTHENTICATE = "return c.session.authenticate().then(() => 'authenticated', error => error.error_type)"


def credentials(world: World) -> dict[str, str]:
    organization_id = world.organization.organization_id
    return {"organization_id": organization_id, "email_address": LOGIN[0], "password": LOGIN[1]}


@pytest.fixture
def cookie_names() -> set[str]:
    return {"stytch_session", "stytch_session_jwt"}


async def test_a_login_survives_a_reload(page: Visit, world: World, cookie_names: set[str]) -> None:
    await page.open()
    session = (await page.run(LOG_IN, **credentials(world)))["member_session"]
    assert (await page.cookies()).keys() == cookie_names
    async with page.page.expect_response("**/sdk/v1/b2b/sessions/authenticate"):
        await page.page.reload()
    assert await page.run(STATE) == session["member_session_id"]
    assert page.asked()[-1] in {("sessions.authenticate", 200), ("frontend.bootstrap", 200)}


async def test_the_backend_verifies_the_cookie(page: Visit, client: B2BClient, world: World) -> None:
    await page.open()
    await page.run(LOG_IN, **credentials(world))
    cookies = await page.cookies()
    session = await client.sessions.authenticate_jwt_local(cookies["stytch_session_jwt"])
    assert session.member_id == world.member.member_id

    async def me(request: Request) -> JSONResponse:
        return JSONResponse({"member_id": require_session(request.scope).member_id})

    app = SessionMiddleware(Starlette(routes=[Route("/me", me)]), client=client)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=APP) as http:
        response = await http.get("/me", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
    assert response.json() == {"member_id": world.member.member_id}


async def test_a_logout_ends_the_session_everywhere(page: Visit, client: B2BClient, world: World) -> None:
    await page.open()
    await page.run(LOG_IN, **credentials(world))
    token = (await page.cookies())["stytch_session"]
    await page.run("await c.session.revoke()")
    assert await page.cookies() == {}
    assert await page.run(STATE) is None
    with pytest.raises(Exception, match="session_not_found"):
        await client.sessions.authenticate(session_token=token)


async def test_a_session_ends_by_the_clock_of_the_sandbox(
    page: Visit, client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    await page.open()
    await page.run(LOG_IN, **credentials(world))
    jwt = (await page.cookies())["stytch_session_jwt"]
    sandbox.clock.advance(minutes=61)
    with pytest.raises(TokenExpiredError):
        await client.sessions.authenticate_jwt_local(jwt)
    async with page.page.expect_response("**/sdk/v1/b2b/sessions/authenticate"):
        await page.page.reload()
    await page.page.wait_for_function("client.session.getSync() === null")
    assert await page.cookies() == {}


async def test_the_session_is_refreshed_in_the_background(page: Visit, client: B2BClient, world: World) -> None:
    await page.page.clock.install()
    await page.open()
    await page.run(LOG_IN, **credentials(world))
    before = len(page.asked())
    async with page.page.expect_response("**/sdk/v1/b2b/sessions/authenticate"):
        await page.page.clock.run_for(181_000)
    assert ("sessions.authenticate", 200) in page.asked()[before:]
    await client.sessions.revoke(member_id=world.member.member_id)
    async with page.page.expect_response("**/sdk/v1/b2b/sessions/authenticate"):
        await page.page.clock.run_for(181_000)
    await page.page.wait_for_function("client.session.getSync() === null")
    assert page.asked()[-1] == ("sessions.authenticate", 404)
    assert await page.cookies() == {}


async def test_a_failing_api_logs_nobody_out(
    page: Visit, sandbox: Sandbox, world: World, cookie_names: set[str]
) -> None:
    await page.open()
    session = (await page.run(LOG_IN, **credentials(world)))["member_session"]
    sandbox.faults.add("sessions.authenticate", Status(503))
    assert await page.run(AUTHENTICATE) == "server_unavailable"
    assert await page.run(STATE) == session["member_session_id"]
    assert (await page.cookies()).keys() == cookie_names


async def test_two_tabs_share_a_session(page: Visit, world: World) -> None:
    await page.open()
    other = await page.context.new_page()
    await other.goto(APP)
    await page.run(LOG_IN, **credentials(world))
    async with other.expect_response("**/sdk/v1/b2b/sessions/authenticate"):
        await other.reload()
    await other.wait_for_function("client.session.getSync() !== null")
    await page.run("await c.session.revoke()")
    found: Any = await other.evaluate("client.session.authenticate().catch(error => error.error_type)")
    assert found == "user_unauthenticated"
    assert await other.evaluate("client.session.getSync()") is None


async def test_roles_decide_in_the_browser_as_in_the_api(page: Visit, world: World) -> None:
    await page.open()
    await page.run(LOG_IN, **credentials(world))
    assert await page.run("return c.rbac.isAuthorized('documents', 'read')")
    assert not await page.run("return c.rbac.isAuthorized('stytch.sso', 'create')")
    refused = await page.run("return c.sso.oidc.createConnection({}).catch(error => error.error_type)")
    assert refused == "session_authorization_error"
