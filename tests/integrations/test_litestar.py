"""Sessions in Litestar: one call, or a dependency, returns the session or raises the right response."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest
from litestar import Litestar
from litestar.middleware import DefineMiddleware

from aiostytch import ConfigurationError, ConnectError, RetryPolicy
from aiostytch.integrations.litestar import SessionMiddleware, require_session
from tests.interpreters import modules_after
from tests.local_auth.world import World, response, sign

from .litestar_service import HANDLERS
from .service import Pairs, Reply, connect
from .service import get as send

MINE: Pairs = [("authorization", f"Bearer {sign()}")]
DENIAL: Any = {"websocket.http.response": {}}


MEMBER = {"member": "member-test-1"}


@pytest.fixture
def app(world: World) -> Any:
    client = world.client(retry=RetryPolicy(max_retries=0))
    return Litestar(HANDLERS, middleware=[DefineMiddleware(SessionMiddleware, client=client)])


async def get(app: Any, path: str, headers: Pairs = (), **more: Any) -> Reply:
    return await send(app, path, headers, **more)


@pytest.mark.parametrize("path", ["/me", "/injected"])
async def test_a_session_or_the_right_response(app: Any, path: str) -> None:
    assert (await get(app, path, MINE)).body == MEMBER
    for headers, challenge in (([], ""), ([("authorization", "Bearer x")], ', error="invalid_token"')):
        found = await get(app, path, headers)
        assert (found.status, found.all("cache-control")) == (401, ["no-store"])
        assert found.all("www-authenticate") == [f'Bearer realm="stytch"{challenge}']
        assert found.body["detail"] == "not authenticated"


async def test_a_permission_or_the_right_response(app: Any) -> None:
    assert (await get(app, "/documents/write", MINE)).body == MEMBER
    assert (await get(app, "/documents/write")).status == 401
    assert (await get(app, "/documents/delete", MINE)).status == 403
    for organization, status in (("organization-test-1", 200), ("organization-test-2", 403), ("", 403)):
        query = f"organization={organization}".encode()
        assert (await get(app, "/documents/write", MINE, query_string=query)).status == status


@pytest.mark.parametrize("path", ["/me", "/injected"])
async def test_an_api_that_is_down_is_503(app: Any, world: World, path: str) -> None:
    world.keys, world.session = ConnectError("down"), response(b"{}", status=500)
    found = await get(app, path, MINE)
    assert (found.status, found.all("www-authenticate")) == (503, [])


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/live/write", [], 401), ("/live/delete", MINE, 403), ("/injected/live", [], 401)],
)
async def test_a_websocket_is_refused_before_it_is_accepted(app: Any, path: str, headers: Pairs, status: int) -> None:
    for accepted in ("/live/write", "/injected/live"):
        assert (await connect(app, accepted, MINE)).sent[0]["type"] == "websocket.accept"
    (closed,) = (await connect(app, path, headers)).sent
    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)
    denied = await connect(app, path, headers, extensions=DENIAL)
    assert (denied.sent[0]["type"], denied.status) == ("websocket.http.response.start", status)


async def test_the_middleware_can_stand_around_the_application(world: World) -> None:
    app = SessionMiddleware(Litestar(HANDLERS), world.client())
    assert (await get(app, "/me", MINE)).body == MEMBER
    assert (await connect(app, "/live/write", extensions=DENIAL)).status == 401


def test_it_imports_no_starlette() -> None:
    imported = modules_after("import aiostytch.integrations.litestar")
    assert "litestar" in imported
    assert not {"fastapi", "starlette"} & imported


def test_without_litestar_the_import_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiostytch.integrations.litestar", raising=False)
    monkeypatch.setitem(sys.modules, "litestar.exceptions", None)
    with pytest.raises(ImportError, match="pip install litestar"):
        importlib.import_module("aiostytch.integrations.litestar")


async def test_the_middleware_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="SessionMiddleware"):
        require_session({"type": "http"})  # type: ignore[typeddict-item]
