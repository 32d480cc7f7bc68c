"""The FastAPI dependencies: their results, errors, and entries in the OpenAPI document."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import pytest
from fastapi import APIRouter, Depends, FastAPI, Security, WebSocket

from aiostytch import ConfigurationError, ConnectError, RetryPolicy, VerifiedSession
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.fastapi import (
    SessionMiddleware,
    optional_session,
    require_permission,
    require_session,
)
from tests.interpreters import modules_after
from tests.local_auth.world import World, response, sign

from .fastapi_service import make_app
from .service import Pairs, connect, get

MINE: Pairs = [("authorization", f"Bearer {sign()}")]


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
    assert found.all("www-authenticate") == ['Bearer realm="stytch"']
    assert found.all("cache-control") == ["no-store"]


async def test_a_bad_session_is_401_and_says_so(app: ASGIApp) -> None:
    found = await get(app, "/me", [("cookie", "stytch_session_jwt=nonsense")])
    assert (found.status, found.body) == (401, {"detail": "not authenticated"})
    assert found.all("www-authenticate") == ['Bearer realm="stytch", error="invalid_token"']


async def test_a_permission_can_be_required(app: ASGIApp) -> None:
    assert (await get(app, "/write", MINE)).body == "member-test-1"
    assert (await get(app, "/write")).status == 401
    found = await get(app, "/delete", MINE)
    assert (found.status, found.body) == (403, {"detail": "not permitted"})
    assert found.all("www-authenticate") == ['Bearer realm="stytch", error="insufficient_scope"']


async def test_the_organization_in_the_path_must_be_the_sessions(app: ASGIApp) -> None:
    assert (await get(app, "/organizations/organization-test-1/documents", MINE)).status == 200
    assert (await get(app, "/organizations/organization-test-2/documents", MINE)).status == 403
    with pytest.raises(ConfigurationError, match="organization_id"):
        await get(app, "/mistaken", MINE)


async def test_an_api_that_is_down_is_503(app: ASGIApp, world: World) -> None:
    world.keys, world.session = ConnectError("down"), response(b"{}", status=500)
    found = await get(app, "/me", MINE)
    assert (found.status, found.all("www-authenticate")) == (503, [])
    assert (await get(app, headers=MINE)).body is None


async def test_an_expired_cookie_is_renewed(app: ASGIApp, world: World) -> None:
    world.pass_time(320)
    found = await get(app, "/me", [("cookie", f"stytch_session_jwt={sign()}")])
    assert found.all("set-cookie")[0].startswith("stytch_session_jwt=fresh; Path=/;")


REFUSED: list[tuple[str, Pairs, int, str]] = [
    ("/live", [], 401, "not authenticated"),
    ("/live", [("authorization", "Bearer nonsense")], 401, "not authenticated"),
    ("/live/delete", MINE, 403, "not permitted"),
]
DENIAL = {"websocket.http.response": {}}


async def test_a_websocket_is_refused_before_it_is_accepted(app: ASGIApp) -> None:
    assert (await connect(app, "/live", MINE)).sent[0]["type"] == "websocket.accept"
    for path, headers, _, reason in REFUSED:
        (message,) = (await connect(app, path, headers)).sent
        assert (message["type"], message["code"], message["reason"]) == ("websocket.close", 1008, reason)


async def test_a_websocket_is_refused_by_a_response_where_the_server_takes_one(app: ASGIApp) -> None:
    assert (await connect(app, "/live", MINE, extensions=DENIAL)).sent[0]["type"] == "websocket.accept"
    for path, headers, status, detail in REFUSED:
        found = await connect(app, path, headers, extensions=DENIAL)
        assert [message["type"] for message in found.sent] == [f"websocket.http.response.{part}" for part in PARTS]
        assert (found.status, found.body, found.all("cache-control")) == (status, {"detail": detail}, ["no-store"])
        assert found.all("www-authenticate")[0].startswith('Bearer realm="stytch"')


PARTS = ("start", "body")


async def test_a_websocket_whose_session_cannot_be_checked_gets_503(app: ASGIApp, world: World) -> None:
    world.keys, world.session = ConnectError("down"), response(b"{}", status=500)
    found = await connect(app, "/live", MINE, extensions=DENIAL)
    assert (found.status, found.all("www-authenticate")) == (503, [])


async def test_a_websocket_whose_session_has_ended_loses_its_cookies(app: ASGIApp, world: World) -> None:
    world.pass_time(320)
    world.session = response(b'{"error_type": "session_not_found", "status_code": 404}', status=404)
    found = await connect(app, "/live", [("cookie", f"stytch_session_jwt={sign()}")], extensions=DENIAL)
    assert (found.status, found.all("set-cookie")[0].partition(";")[0]) == (401, "stytch_session_jwt=")


async def test_a_websocket_that_was_accepted_is_closed(world: World) -> None:
    service = FastAPI()

    @service.websocket("/late")
    async def late(socket: WebSocket) -> None:
        await socket.accept()
        await require_session(socket, None)

    found = await connect(SessionMiddleware(service, world.client()), "/late", extensions=DENIAL)
    assert [(message["type"], message.get("code")) for message in found.sent] == [
        ("websocket.accept", None),
        ("websocket.close", 1008),
    ]


# Wrong declarations.


DECLARATIONS: dict[str, Callable[[], object]] = {
    "a parameter": lambda: FastAPI().get("/")(takes_uncalled),
    "a route": lambda: FastAPI().get("/", dependencies=[UNCALLED])(nothing),
    "a WebSocket": lambda: FastAPI().websocket("/", dependencies=[UNCALLED])(nothing),
    "a router": lambda: APIRouter(dependencies=[UNCALLED]).get("/")(nothing),
    "an application": lambda: FastAPI(dependencies=[UNCALLED]).get("/")(nothing),
    "scopes": lambda: FastAPI().get("/", dependencies=[Security(require_permission)])(nothing),
}
UNCALLED = Depends(require_permission)


async def nothing() -> None: ...


async def takes_uncalled(session: Annotated[Any, UNCALLED]) -> None: ...


@pytest.mark.parametrize("declare", DECLARATIONS.values(), ids=list(DECLARATIONS))
def test_a_permission_that_nobody_has_named_cannot_be_declared(declare: Callable[[], object]) -> None:
    """FastAPI would read the resource and the action from the query, and the route would be open."""
    with pytest.raises(ConfigurationError, match=r"Depends\(require_permission\(…, …\)\)"):
        declare()


@pytest.mark.parametrize("given", [("", "write"), ("documents", ""), ("documents", None), (["documents"], "write")])
def test_a_permission_has_a_resource_and_an_action(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="of require_permission must be a non-empty string"):
        require_permission(*given)


# Tests of services: FastAPI lets them override dependencies.


class Overrides:
    """A service with overrides, and its responses."""

    def __init__(self, world: World) -> None:
        self.service = make_app()
        self.app = SessionMiddleware(self.service, world.client(retry=RetryPolicy(max_retries=0)))

    def __setitem__(self, dependency: Any, value: object) -> None:
        self.service.dependency_overrides[dependency] = lambda: value

    async def statuses(self, *paths: str) -> list[int]:
        return [(await get(self.app, path)).status for path in paths]


@pytest.fixture
def overrides(world: World) -> Overrides:
    return Overrides(world)


@pytest.fixture
async def session(world: World) -> VerifiedSession[Any]:
    return await world.verify(sign())


@pytest.mark.parametrize("dependency", [require_session, optional_session])
async def test_a_session_that_a_test_gives_is_the_one_that_counts(
    overrides: Overrides, session: VerifiedSession[Any], dependency: Any
) -> None:
    assert await overrides.statuses("/me", "/write", "/delete") == [401, 401, 401]
    overrides[dependency] = session
    assert await overrides.statuses("/me", "/write", "/delete") == [200, 200, 403]
    inside, outside = ("/organizations/organization-test-1/documents", "/organizations/organization-test-2/documents")
    assert await overrides.statuses(inside, outside) == [200, 403]
    overrides[dependency] = msgspec.structs.replace(session, roles=())
    assert await overrides.statuses("/me", "/write") == [200, 403]
    found = await connect(overrides.app, "/live/delete", extensions=DENIAL)
    assert (await connect(overrides.app, "/live")).sent[0]["type"] == "websocket.accept"
    assert found.status == 403


async def test_a_test_can_take_the_session_away(overrides: Overrides) -> None:
    overrides[optional_session] = None
    assert (await get(overrides.app, "/", MINE)).body is None
    assert (await get(overrides.app, "/me", MINE)).status == 401
    assert (await get(overrides.app, "/write", MINE)).status == 401


async def test_a_test_can_give_a_permission(overrides: Overrides) -> None:
    overrides[require_permission("documents", action="delete")] = None
    assert await overrides.statuses("/delete", "/write") == [200, 401]


@pytest.mark.parametrize("dependency", [require_session, optional_session])
async def test_a_session_that_a_test_gives_needs_no_middleware(session: VerifiedSession[Any], dependency: Any) -> None:
    service = make_app()
    service.dependency_overrides[dependency] = lambda: session
    assert (await get(service, "/me")).body == "member-test-1"


async def test_a_session_that_a_test_takes_away_needs_no_middleware() -> None:
    service = make_app()
    service.dependency_overrides[optional_session] = lambda: None
    assert (await get(service, "/me")).status == 401


async def test_the_middleware_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="SessionMiddleware"):
        await get(make_app(), "/me")


def test_the_openapi_document_shows_the_security_schemes() -> None:
    document = make_app().openapi()
    schemes = document["components"]["securitySchemes"]
    assert {name: scheme for name, scheme in schemes.items() if name.startswith("Session")} == {
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
    for path, security in {"/": [*any_of_them, {}], "/me": any_of_them, "/delete": any_of_them}.items():
        assert document["paths"][path]["get"]["security"] == security
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
