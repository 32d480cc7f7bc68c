"""The dependencies of FastAPI: what they return, raise, and tell the OpenAPI document."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, WebSocket

from aiostytch import ConfigurationError, ConnectError, RetryPolicy, VerifiedSession
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.fastapi import (
    SessionMiddleware,
    optional_session,
    require_permission,
    require_session,
)
from tests.local_auth.world import World, answer, sign
from tests.test_imports import modules_after

from .service import Pairs, connect, get

MINE: Pairs = [("authorization", f"Bearer {sign()}")]
Session = Annotated[VerifiedSession[dict[str, Any]], Depends(require_session)]
OptionalSession = Annotated[VerifiedSession[dict[str, Any]] | None, Depends(optional_session)]
IN_ORGANIZATION = require_permission("documents", "read", organization_parameter="organization_id")


def make_app() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    async def home(session: OptionalSession) -> str | None:
        return None if session is None else session.member_id

    @app.get("/me")
    async def me(session: Session) -> str:
        return session.member_id

    @app.get("/write")
    async def write(session: Annotated[Any, Depends(require_permission("documents", "write"))]) -> str:
        return str(session.member_id)

    @app.get("/delete", dependencies=[Depends(require_permission("documents", "delete"))])
    async def delete() -> None: ...

    @app.get("/organizations/{organization_id}/documents", dependencies=[Depends(IN_ORGANIZATION)])
    async def documents() -> None: ...

    @app.get("/mistaken", dependencies=[Depends(IN_ORGANIZATION)])
    async def mistaken() -> None: ...

    @app.get("/health")
    async def health() -> None: ...

    @app.websocket("/live")
    async def live(socket: WebSocket, session: Session) -> None:
        await socket.accept()

    @app.websocket("/live/delete")
    async def live_delete(
        socket: WebSocket, session: Annotated[Any, Depends(require_permission("documents", "delete"))]
    ) -> None: ...

    return app


@pytest.fixture
def app(world: World) -> ASGIApp:
    return SessionMiddleware(make_app(), world.client(retry=RetryPolicy(max_retries=0)))


async def test_a_session_can_be_optional(app: ASGIApp) -> None:
    assert (await get(app)).body is None
    assert (await get(app, headers=MINE)).body == "member-test-1"


async def test_a_session_can_be_required(app: ASGIApp) -> None:
    assert (await get(app, "/me", MINE)).body == "member-test-1"
    found = await get(app, "/me")
    assert (found.status, found.body) == (401, {"detail": "not authenticated"})
    assert found.all("www-authenticate") == ['Bearer realm="session"']
    assert found.all("cache-control") == ["no-store"]


async def test_a_bad_session_is_401_and_says_so(app: ASGIApp) -> None:
    found = await get(app, "/me", [("cookie", "stytch_session_jwt=nonsense")])
    assert (found.status, found.body) == (401, {"detail": "not authenticated"})
    assert found.all("www-authenticate") == ['Bearer realm="session", error="invalid_token"']


async def test_a_permission_can_be_required(app: ASGIApp) -> None:
    assert (await get(app, "/write", MINE)).body == "member-test-1"
    assert (await get(app, "/write")).status == 401
    found = await get(app, "/delete", MINE)
    assert (found.status, found.body) == (403, {"detail": "not permitted"})
    assert found.all("www-authenticate") == ['Bearer realm="session", error="insufficient_scope"']


async def test_the_organization_in_the_path_must_be_the_sessions(app: ASGIApp) -> None:
    assert (await get(app, "/organizations/organization-test-1/documents", MINE)).status == 200
    assert (await get(app, "/organizations/organization-test-2/documents", MINE)).status == 403
    with pytest.raises(ConfigurationError, match="organization_id"):
        await get(app, "/mistaken", MINE)


async def test_an_api_that_is_down_is_503(app: ASGIApp, world: World) -> None:
    world.keys, world.session = ConnectError("down"), answer(b"{}", status=500)
    found = await get(app, "/me", MINE)
    assert (found.status, found.all("www-authenticate")) == (503, [])
    assert (await get(app, headers=MINE)).body is None


async def test_an_expired_cookie_is_renewed(app: ASGIApp, world: World) -> None:
    world.pass_time(320)
    found = await get(app, "/me", [("cookie", f"stytch_session_jwt={sign()}")])
    assert found.all("set-cookie")[0].startswith("stytch_session_jwt=fresh; Path=/;")


async def test_a_websocket_is_refused_before_it_is_accepted(app: ASGIApp) -> None:
    assert (await connect(app, "/live", MINE)).sent[0]["type"] == "websocket.accept"
    for path, headers, reason in (("/live", [], "not authenticated"), ("/live/delete", MINE, "not permitted")):
        (message,) = (await connect(app, path, headers)).sent
        assert (message["type"], message["code"], message["reason"]) == ("websocket.close", 1008, reason)


async def test_the_middleware_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="SessionMiddleware"):
        await get(make_app(), "/me")


def test_the_openapi_document_shows_the_security_schemes() -> None:
    document = make_app().openapi()
    assert document["components"]["securitySchemes"] == {
        "SessionJWT": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A session JWT."},
        "SessionJWTCookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": "stytch_session_jwt",
            "description": "A session JWT.",
        },
        "SessionTokenCookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": "stytch_session",
            "description": "An opaque session token.",
        },
    }
    any_of_them = [{"SessionJWT": []}, {"SessionJWTCookie": []}, {"SessionTokenCookie": []}]
    for path in ("/", "/me", "/write", "/delete"):
        assert document["paths"][path]["get"]["security"] == any_of_them
        assert "parameters" not in document["paths"][path]["get"]
    assert "security" not in document["paths"]["/health"]["get"]


def test_the_middleware_imports_no_web_framework() -> None:
    imported = modules_after("import aiostytch.integrations.asgi")
    assert not {"fastapi", "starlette", "pydantic", "litestar"} & imported


def test_without_fastapi_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiostytch.integrations.fastapi")
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(ImportError, match=r"pip install 'aiostytch\[fastapi\]'"):
        importlib.import_module("aiostytch.integrations.fastapi")
