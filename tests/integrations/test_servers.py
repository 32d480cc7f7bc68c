"""Refused WebSockets behind real servers: status, headers and body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar
from starlette.applications import Starlette

from aiostytch import B2BClient, ConnectError, RetryPolicy
from aiostytch.integrations.asgi import SessionMiddleware
from tests.local_auth.world import World, response, sign

from . import fastapi_service, litestar_service, starlette_service
from .servers import SERVERS, Serving, ask
from .service import Pairs

MINE: Pairs = [("Authorization", f"Bearer {sign()}")]
FRAMEWORKS: dict[str, tuple[Callable[[], Any], str, str]] = {
    "FastAPI": (fastapi_service.make_app, "/live", "/live/delete"),
    "Starlette": (lambda: Starlette(routes=starlette_service.ROUTES), "/live/write", "/live/delete"),
    "Litestar": (lambda: Litestar(litestar_service.HANDLERS), "/live/write", "/live/delete"),
}


def client_of(world: World) -> B2BClient:
    return world.client(retry=RetryPolicy(max_retries=0))


@pytest.mark.parametrize("serving", SERVERS.values(), ids=list(SERVERS))
@pytest.mark.parametrize(("make", "allowed", "forbidden"), FRAMEWORKS.values(), ids=list(FRAMEWORKS))
async def test_a_websocket_is_refused_with_status_headers_and_body(
    world: World, serving: Serving, make: Callable[[], Any], allowed: str, forbidden: str
) -> None:
    async with serving(SessionMiddleware(make(), client_of(world))) as port:
        assert (await ask(port, allowed, MINE)).status == 101
        for path, headers, status, detail in (
            (allowed, [], 401, "not authenticated"),
            (forbidden, MINE, 403, "not permitted"),
        ):
            found = await ask(port, path, headers)
            assert (found.status, found.body) == (status, {"detail": detail})
            assert found.headers["www-authenticate"].startswith('Bearer realm="stytch"')
            assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("serving", SERVERS.values(), ids=list(SERVERS))
async def test_a_websocket_whose_session_cannot_be_checked_gets_503(world: World, serving: Serving) -> None:
    world.keys, world.session = ConnectError("down"), response(b"{}", status=500)
    async with serving(SessionMiddleware(fastapi_service.make_app(), client_of(world))) as port:
        found = await ask(port, "/live", MINE)
    assert (found.status, found.body) == (503, {"detail": "authentication cannot be checked at the moment"})


@pytest.mark.parametrize("serving", SERVERS.values(), ids=list(SERVERS))
async def test_requirements_of_the_middleware_are_refused_alike(world: World, serving: Serving) -> None:
    app = SessionMiddleware(fastapi_service.make_app(), client_of(world), required=lambda scope: True)
    async with serving(app) as port:
        found = await ask(port, "/live", [])
    assert (found.status, found.body) == (401, {"detail": "not authenticated"})
