"""The middleware around other frameworks: Starlette alone, and Litestar."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from litestar import Litestar
from litestar import Request as LitestarRequest
from litestar import get as litestar_get
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from aiostytch import B2BClient
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.asgi import SessionCookies, SessionMiddleware, authentication_of, session_of
from tests.interpreters import modules_after
from tests.local_auth.world import World, sign

from ..service import connect, run, scope_of


async def me(request: Request) -> Any:
    session = session_of(request.scope)
    return JSONResponse(None if session is None else session.member_id)


async def delete(request: Request) -> Any:
    return await authentication_of(request.scope).check("documents", "delete") or JSONResponse("done")


async def log_out(request: Request) -> Any:
    response = JSONResponse("done")
    for cookie in SessionCookies().end():
        response.headers.append("set-cookie", cookie)
    return response


async def live(socket: WebSocket) -> None:
    await socket.accept()


def starlette_app(client: B2BClient) -> ASGIApp:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    routes = [
        Route("/me", me),
        Route("/delete", delete),
        Route("/log-out", log_out),
        WebSocketRoute("/live", live),
    ]
    needs_session = Middleware(SessionMiddleware, client, required=lambda scope: scope["path"] == "/live")
    return Starlette(routes=routes, middleware=[needs_session], lifespan=lifespan)


@litestar_get("/me")
async def litestar_me(request: LitestarRequest[Any, Any, Any]) -> dict[str, str | None]:
    session = session_of(request.scope)
    return {"member": None if session is None else session.member_id}


def http(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://service.example")


async def test_plain_starlette_sees_sessions_and_sends_refusals(world: World) -> None:
    async with http(starlette_app(world.client())) as browser:
        assert (await browser.get("/me")).json() is None
        assert (await browser.get("/delete")).status_code == 401
        browser.cookies.set("stytch_session_jwt", sign())
        assert (await browser.get("/me")).json() == "member-test-1"
        assert (await browser.get("/delete")).json() == {"detail": "not permitted"}


async def test_a_browser_forgets_the_session_when_it_logs_out(world: World) -> None:
    world.pass_time(320)  # gives the middleware a fresh JWT
    async with http(starlette_app(world.client())) as browser:
        browser.cookies.set("stytch_session_jwt", sign(), domain="service.example")
        await browser.get("/log-out")
        assert not browser.cookies


async def test_exception_handler_of_fastapi_sees_the_session(world: World) -> None:
    """The handler of `Exception` runs outside all middleware, with the scope of the server."""
    app, seen = FastAPI(), []
    app.add_middleware(SessionMiddleware, client=world.client())

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        seen.append(session_of(request.scope))
        return JSONResponse(request.scope["route"].path, 500)

    @app.get("/documents/{name}")
    async def fail(request: Request) -> None:
        raise ZeroDivisionError

    bearer = [("authorization", f"Bearer {sign()}")]
    scope = scope_of("http", "/documents/1", bearer)
    with pytest.raises(ZeroDivisionError):
        await run(app, scope, {"type": "http.request", "body": b""})
    assert [session and session.member_id for session in seen] == ["member-test-1"]
    assert scope["route"].path == "/documents/{name}"


async def test_before_send_of_litestar_sees_the_session(world: World) -> None:
    seen = []

    async def before_send(message: Any, scope: Any) -> None:
        seen.append(session_of(scope))

    client = world.client()
    app = Litestar([litestar_me], middleware=[lambda app: SessionMiddleware(app, client)], before_send=[before_send])
    async with http(app) as browser:  # type: ignore[arg-type]
        await browser.get("/me", headers={"authorization": f"Bearer {sign()}"})
    assert {session and session.member_id for session in seen} == {"member-test-1"}


@pytest.mark.parametrize("cors_is_outermost", [True, False])
async def test_preflights_pass_whatever_stands_around_what(world: World, cors_is_outermost: bool) -> None:
    cors = Middleware(CORSMiddleware, allow_origins=["https://pages.example"], allow_credentials=True)
    sessions = Middleware(SessionMiddleware, world.client(), required=lambda scope: True)
    app = Starlette(routes=[Route("/me", me)], middleware=[cors, sessions] if cors_is_outermost else [sessions, cors])
    origin = {"origin": "https://pages.example"}
    async with http(app) as browser:
        preflight = await browser.options("/me", headers={**origin, "access-control-request-method": "GET"})
        refused = await browser.get("/me", headers=origin)
    assert (preflight.status_code, refused.status_code) == (200, 401)
    assert ("access-control-allow-origin" in refused.headers) is cors_is_outermost


async def test_starlette_refuses_a_websocket_before_it_is_accepted(world: World) -> None:
    app = starlette_app(world.client())
    assert (await connect(app, "/live")).sent[0]["type"] == "websocket.close"
    accepted = await connect(app, "/live", [("authorization", f"Bearer {sign()}")])
    assert accepted.sent[0]["type"] == "websocket.accept"


@pytest.mark.parametrize("inside", [False, True])
async def test_litestar_sees_sessions_whether_the_middleware_is_inside_or_around(world: World, inside: bool) -> None:
    client = world.client()
    if inside:
        app: Any = Litestar([litestar_me], middleware=[lambda app: SessionMiddleware(app, client)])
    else:
        app = SessionMiddleware(Litestar([litestar_me]), client)
    world.pass_time(320)
    async with http(app) as browser:
        assert (await browser.get("/me")).json() == {"member": None}
        found = await browser.get("/me", headers={"cookie": f"stytch_session_jwt={sign()}"})
    assert found.json() == {"member": "member-test-1"}
    assert found.headers["set-cookie"].startswith("stytch_session_jwt=fresh;")


def test_a_starlette_service_imports_no_fastapi() -> None:
    imported = modules_after("import starlette.applications, aiostytch.integrations.asgi")
    assert "fastapi" not in imported
