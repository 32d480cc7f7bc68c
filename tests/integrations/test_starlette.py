"""Sessions in Starlette: one call returns the session or raises the right response."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from aiostytch import ConfigurationError, ConnectError, RetryPolicy
from aiostytch.integrations.starlette import SessionMiddleware
from tests.interpreters import modules_after
from tests.local_auth.world import World, response, sign

from .service import Pairs, connect, get
from .starlette_service import ROUTES

MINE: Pairs = [("authorization", f"Bearer {sign()}")]
DENIAL: Any = {"websocket.http.response": {}}


@pytest.fixture
def app(world: World) -> Starlette:
    client = world.client(retry=RetryPolicy(max_retries=0))
    return Starlette(routes=ROUTES, middleware=[Middleware(SessionMiddleware, client=client)])


async def test_a_session_or_the_right_response(app: Starlette) -> None:
    assert (await get(app, "/me", MINE)).body == "member-test-1"
    for headers, challenge in (([], ""), ([("authorization", "Bearer x")], ', error="invalid_token"')):
        found = await get(app, "/me", headers)
        assert (found.status, found.all("cache-control")) == (401, ["no-store"])
        assert found.all("www-authenticate") == [f'Bearer realm="stytch"{challenge}']


async def test_a_permission_or_the_right_response(app: Starlette) -> None:
    assert (await get(app, "/documents/write", MINE)).body == "member-test-1"
    assert (await get(app, "/documents/write")).status == 401
    assert (await get(app, "/documents/delete", MINE)).status == 403
    for organization, status in (("organization-test-1", 200), ("organization-test-2", 403), ("", 403)):
        query = f"organization={organization}".encode()
        assert (await get(app, "/documents/write", MINE, query_string=query)).status == status


async def test_an_api_that_is_down_is_503(app: Starlette, world: World) -> None:
    world.keys, world.session = ConnectError("down"), response(b"{}", status=500)
    found = await get(app, "/me", MINE)
    assert (found.status, found.all("www-authenticate")) == (503, [])


@pytest.mark.parametrize(("path", "headers", "status"), [("/live/write", [], 401), ("/live/delete", MINE, 403)])
async def test_a_websocket_is_refused_before_it_is_accepted(
    app: Starlette, path: str, headers: Pairs, status: int
) -> None:
    assert (await connect(app, "/live/write", MINE)).sent[0]["type"] == "websocket.accept"
    (closed,) = (await connect(app, path, headers)).sent
    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)
    denied = await connect(app, path, headers, extensions=DENIAL)
    assert (denied.sent[0]["type"], denied.status) == ("websocket.http.response.start", status)


async def test_the_middleware_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="SessionMiddleware"):
        await get(Starlette(routes=ROUTES), "/me")


def test_it_imports_no_fastapi() -> None:
    imported = modules_after("import aiostytch.integrations.starlette")
    assert "starlette" in imported
    assert not {"fastapi", "pydantic", "litestar"} & imported


def test_without_starlette_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiostytch.integrations.starlette", raising=False)
    monkeypatch.setitem(sys.modules, "starlette.exceptions", None)
    with pytest.raises(ImportError, match="pip install starlette"):
        importlib.import_module("aiostytch.integrations.starlette")
