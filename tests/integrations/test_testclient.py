"""Services with the test clients of their frameworks, which run each request or each start in a new event loop."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.testclient import TestClient
from litestar import Litestar
from litestar.middleware import DefineMiddleware
from litestar.testing import TestClient as LitestarTestClient

from aiostytch import B2BClient, ClientClosedError
from aiostytch.integrations.fastapi import SessionMiddleware, require_permission, require_session
from aiostytch.sandbox import Sandbox, Server, serve_in_thread
from tests.local_auth.world import World, sign

from .litestar_service import HANDLERS

ENGINES = ["httpx", "httpx2", "aiohttp", "pyreqwest"]


@pytest.fixture
def served() -> Iterator[Server]:
    sandbox = Sandbox()
    with serve_in_thread(sandbox) as base_url:
        yield Server(base_url=base_url, project_id=sandbox.project_id, secret=sandbox.secret)


def make_app(client: B2BClient) -> FastAPI:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    app, router = FastAPI(lifespan=lifespan), APIRouter(prefix="/inner", dependencies=[Depends(require_session)])
    app.add_middleware(SessionMiddleware, client=client)

    @app.post("/organizations")
    async def create(name: str) -> str:
        return (await client.organizations.create(organization_name=name)).organization.organization_name

    @router.get("/me")
    async def me(session: Annotated[Any, Depends(require_session)]) -> str:
        return str(session.member_id)

    @router.get("/write", dependencies=[Depends(require_permission("documents", "write"))])
    async def write() -> None: ...

    app.include_router(router)
    return app


@pytest.mark.parametrize("engine", ENGINES)
def test_each_request_in_a_loop_of_its_own_reaches_the_api(served: Server, engine: str) -> None:
    browser = TestClient(make_app(served.client(transport=engine)))
    for name in ("Acme", "Bolt", "Corp"):
        assert browser.post("/organizations", params={"name": name}).json() == name


def test_each_request_in_a_loop_of_its_own_has_its_session(world: World) -> None:
    browser = TestClient(make_app(world.client()), headers={"authorization": f"Bearer {sign()}"})
    for _ in range(3):
        assert browser.get("/inner/me").json() == "member-test-1"
        assert browser.get("/inner/write").status_code == 200
    assert (world.fetches, world.policy_fetches.total()) == (1, 2)


def test_each_request_in_a_loop_of_its_own_renews_its_session(world: World) -> None:
    world.pass_time(320)
    browser = TestClient(make_app(world.client()), headers={"cookie": f"stytch_session_jwt={sign()}"})
    for number in range(1, 4):
        assert browser.get("/inner/me").headers["set-cookie"].startswith("stytch_session_jwt=fresh;")
        assert len(world.requests) == number


def test_requests_in_many_loops_at_once_have_their_sessions(world: World) -> None:
    app = make_app(world.client())
    headers = {"authorization": f"Bearer {sign()}"}
    assert TestClient(app).get("/inner/write", headers=headers).status_code == 200

    def visit(_: int) -> int:
        return TestClient(app).get("/inner/write", headers=headers).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(visit, range(40))) == {200}


def test_an_application_made_for_each_start_starts_again_and_again(served: Server) -> None:
    for name in ("Acme", "Bolt"):
        with TestClient(make_app(served.client())) as browser:
            assert browser.post("/organizations", params={"name": name}).json() == name


def test_a_client_that_a_lifespan_has_closed_says_how_to_start_twice(served: Server) -> None:
    app = make_app(served.client())
    with TestClient(app):
        pass
    with pytest.raises(ClientClosedError, match=r"create a new one for each start"), TestClient(app):
        pass


def test_requests_without_a_lifespan_can_come_before_it(served: Server) -> None:
    app = make_app(served.client())
    assert TestClient(app).post("/organizations", params={"name": "Acme"}).json() == "Acme"
    with TestClient(app) as browser:
        assert browser.post("/organizations", params={"name": "Bolt"}).json() == "Bolt"


def test_litestar_has_its_sessions_in_one_start_after_the_other(world: World) -> None:
    world.pass_time(320)
    app = Litestar(HANDLERS, middleware=[DefineMiddleware(SessionMiddleware, client=world.client())])
    for number in range(1, 4):
        with LitestarTestClient(app) as browser:
            found = browser.get("/me", headers={"cookie": f"stytch_session_jwt={sign()}"})
            assert found.json() == {"member": "member-test-1"}
        assert len(world.requests) == number
