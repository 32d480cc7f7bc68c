"""Services that need a token or a session: the same in FastAPI, Starlette and Litestar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Security
from litestar import Litestar
from starlette.applications import Starlette

from aiostytch import ConfigurationError, ConnectError
from aiostytch.integrations import starlette
from aiostytch.integrations.fastapi import (
    SessionMiddleware,
    document_oauth,
    require_access,
    require_client,
    require_permission,
    require_principal,
    require_scopes,
)
from tests.local_auth.tokens import TOKENS
from tests.local_auth.world import World, access_claims, m2m_claims, project_policy, role, scope, sign

from . import fastapi_service, litestar_service, starlette_service
from .service import NO_RETRY, Pairs, Reply, connect, get

FRAMEWORKS: dict[str, Callable[[], Any]] = {
    "FastAPI": fastapi_service.make_app,
    "Starlette": lambda: Starlette(routes=starlette_service.ROUTES),
    "Litestar": lambda: Litestar(litestar_service.HANDLERS),
}
ALL: Any = ["session", "m2m", "access_token"]
SESSION, M2M, ACCESS = TOKENS["session"], TOKENS["m2m"], TOKENS["access_token"]
ABLE, ABLE_APP = sign(m2m_claims(scope="export:*")), sign(access_claims(scope="openid export:documents"))
DENIAL: Any = {"websocket.http.response": {}}


def bearer(token: str) -> Pairs:
    return [("authorization", f"Bearer {token}")] if token else []


@pytest.fixture(params=FRAMEWORKS)
def app(request: pytest.FixtureRequest, world: World) -> Any:
    world.project = project_policy(role("editor", documents="read"), scopes=[scope("documents:read", documents="read")])
    return SessionMiddleware(FRAMEWORKS[request.param](), world.client(retry=NO_RETRY), accepts=ALL)


async def status_of(app: Any, path: str, token: str) -> int:
    return (await get(app, path, bearer(token))).status


WANTED = {
    "/me": {SESSION: 200, M2M: 401, ACCESS: 401, "": 401, "x": 401},
    "/client": {SESSION: 401, M2M: 200, ACCESS: 401, "": 401, "x": 401},
    "/access": {SESSION: 401, M2M: 401, ACCESS: 200, "": 401, "x": 401},
    "/anybody": {SESSION: 200, M2M: 200, ACCESS: 200, "": 401, "x": 401},
    "/read": {SESSION: 401, M2M: 403, ACCESS: 403, ABLE: 200, ABLE_APP: 200, "": 401, "x": 401},
    "/app-or-member": {SESSION: 200, ACCESS: 200, ABLE_APP: 403, M2M: 401, "": 401, "x": 401},
}


@pytest.mark.parametrize("path", WANTED)
async def test_a_call_takes_what_it_requires(app: Any, path: str) -> None:
    assert {token: await status_of(app, path, token) for token in WANTED[path]} == WANTED[path]


async def test_a_refusal_names_the_scopes_that_a_token_needs(app: Any) -> None:
    """RFC 6750, section 3: no `error` for a request without a token."""
    for token, error in (("", ""), ("x", ', error="invalid_token"'), (M2M, ', error="insufficient_scope"')):
        found = await get(app, "/read", bearer(token))
        assert found.all("www-authenticate") == [f'Bearer realm="stytch"{error}, scope="export:documents"']
        assert found.all("cache-control") == ["no-store"]
    assert (await get(app, "/client")).all("www-authenticate") == ['Bearer realm="stytch"']


async def test_a_token_that_cannot_be_checked_is_503(app: Any, world: World) -> None:
    world.keys = ConnectError("down")
    for path in ("/client", "/access", "/read", "/anybody"):
        found = await get(app, path, bearer(M2M))
        assert (found.status, found.all("www-authenticate")) == (503, [])


async def test_a_service_refuses_the_kinds_that_its_middleware_does_not_accept(world: World) -> None:
    app = SessionMiddleware(fastapi_service.make_app(), world.client(), accepts=["access_token"])
    assert [await status_of(app, "/anybody", token) for token in (SESSION, M2M, ACCESS)] == [401, 401, 200]


async def test_a_call_that_requires_nothing_or_the_impossible_is_a_mistake() -> None:
    with pytest.raises(ConfigurationError, match="at least one scope"):
        starlette.require_scopes({"type": "http"})
    with pytest.raises(ConfigurationError, match="M2M client"):
        await starlette.require_permission({"type": "http"}, "documents", "read", accepts=["m2m"])


# FastAPI.


@pytest.fixture
def service(world: World) -> Any:
    return fastapi_service.make_app()


@pytest.fixture
def fastapi(service: FastAPI, world: World) -> Any:
    return SessionMiddleware(service, world.client(retry=NO_RETRY), accepts=ALL)


async def test_scopes_of_security_are_required(fastapi: Any) -> None:
    """`Security(…, scopes=…)` is FastAPI's own way to require scopes. Ignoring it would leave the route open."""
    wanted = {
        "/native": {ACCESS: 403, ABLE_APP: 200, ABLE: 401},
        "/native-program": {M2M: 403, ABLE: 200, ABLE_APP: 401},
        "/native-any": {M2M: 403, ABLE: 200, ABLE_APP: 401, SESSION: 403},
    }
    for path, statuses in wanted.items():
        assert {token: await status_of(fastapi, path, token) for token in statuses} == statuses


async def test_a_websocket_is_refused_before_it_is_accepted(fastapi: Any) -> None:
    assert (await connect(fastapi, "/live/read", bearer(ABLE))).sent[0]["type"] == "websocket.accept"
    denied: Reply = await connect(fastapi, "/live/read", bearer(M2M), extensions=DENIAL)
    assert (denied.status, denied.all("www-authenticate")[0].partition("scope=")[2]) == (403, '"export:documents"')


async def test_a_test_can_say_who_makes_a_request(service: FastAPI, world: World) -> None:
    client = world.client()
    program = await client.m2m.authenticate_token(ABLE)
    unable = await client.m2m.authenticate_token(M2M)
    overrides = service.dependency_overrides
    overrides[require_client] = lambda: program
    assert (await get(service, "/client")).status == 200
    for found, status in ((program, 200), (unable, 403)):
        overrides[require_principal("m2m", "access_token")] = lambda found=found: found
        assert (await get(service, "/read")).status == status
    overrides[require_scopes("export:documents")] = lambda: unable
    assert (await get(service, "/read")).status == 200
    overrides[require_access] = lambda: await_never
    assert (await get(service, "/access")).status == 200


class await_never:  # noqa: N801  # something that is no access at all
    client_id = "anything"


NOT_CALLED: Any = [require_scopes, require_principal, require_permission]
DECLARATIONS: dict[str, Callable[[Any], object]] = {
    "a parameter": lambda wanted: FastAPI().get("/")(takes(Depends(wanted))),
    "a route": lambda wanted: FastAPI().get("/", dependencies=[Depends(wanted)])(nothing),
    "a router": lambda wanted: APIRouter(dependencies=[Depends(wanted)]).get("/")(nothing),
    "scopes": lambda wanted: FastAPI().get("/", dependencies=[Security(wanted, scopes=["a"])])(nothing),
}


async def nothing() -> None: ...


def takes(dependency: Any) -> Any:
    async def call(value: Any) -> None: ...

    call.__annotations__["value"] = Annotated[Any, dependency]
    return call


@pytest.mark.parametrize("declare", DECLARATIONS.values(), ids=list(DECLARATIONS))
@pytest.mark.parametrize("wanted", NOT_CALLED, ids=lambda wanted: wanted.__name__)
def test_a_factory_of_dependencies_is_not_a_dependency(declare: Callable[[Any], object], wanted: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"{wanted.__name__}.* needs a call"):
        declare(wanted)


@pytest.mark.parametrize(
    "make",
    [
        lambda: require_scopes(),
        lambda: require_scopes(""),
        lambda: require_scopes("a b"),
        lambda: require_scopes("a", accepts=[]),
        lambda: require_principal(),
        lambda: require_principal("sessions"),  # type: ignore[arg-type]
        lambda: require_permission("a", "b", accepts=["m2m"]),
    ],
)
def test_a_dependency_that_requires_nothing_or_the_impossible_is_a_mistake(make: Callable[[], object]) -> None:
    with pytest.raises(ConfigurationError):
        make()


SESSIONS = [{"SessionJWT": []}, {"SessionJWTCookie": []}, {"SessionTokenCookie": []}]
SHOWN: dict[str, list[dict[str, list[str]]]] = {
    "/me": SESSIONS,
    "/client": [{"M2MToken": []}],
    "/access": [{"AccessToken": []}],
    "/anybody": [*SESSIONS, {"M2MToken": []}, {"AccessToken": []}],
    "/member-or-program": [*SESSIONS, {"M2MToken": []}],
    "/app-or-member": [*SESSIONS, {"AccessToken": []}],
    "/read": [{"M2MToken": ["export:documents"]}, {"AccessToken": ["export:documents"]}],
    "/native": [{"AccessToken": ["export:documents"]}],
    "/native-program": [{"M2MToken": ["export:documents"]}],
}


def test_the_openapi_document_shows_what_a_call_takes(service: FastAPI) -> None:
    document = service.openapi()
    for path, security in SHOWN.items():
        assert document["paths"][path]["get"]["security"] == security, path
        assert "parameters" not in document["paths"][path]["get"]
    schemes = document["components"]["securitySchemes"]
    assert (schemes["SessionJWT"]["type"], schemes["SessionJWT"]["scheme"]) == ("http", "bearer")
    for name in ("M2MToken", "AccessToken"):
        assert (schemes[name]["type"], schemes[name]["flows"]) == ("oauth2", {})


TOKEN_URL, CONSENT_URL = "https://login.acme.example/v1/oauth2/token", "https://acme.example/consent"
SCOPES = {"export:documents": "Read documents", "unused": "Nothing"}


def test_the_openapi_document_shows_where_tokens_come_from(service: FastAPI) -> None:
    document_oauth(service, token_url=TOKEN_URL, authorization_url=CONSENT_URL, scopes=SCOPES)
    known = {"export:documents": "Read documents"}
    schemes = service.openapi()["components"]["securitySchemes"]
    assert schemes["M2MToken"]["flows"] == {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": known}}
    assert schemes["AccessToken"]["flows"] == {
        "authorizationCode": {
            "authorizationUrl": CONSENT_URL,
            "tokenUrl": TOKEN_URL,
            "refreshUrl": TOKEN_URL,
            "scopes": known,
        }
    }
    assert service.openapi() is service.openapi()


def test_an_openapi_document_shows_no_flow_that_is_not_there() -> None:
    service = FastAPI()
    document_oauth(service, token_url=TOKEN_URL)
    assert "components" not in service.openapi()
    service = FastAPI()
    service.get("/", dependencies=[Depends(require_scopes("a")), Depends(require_access)])(nothing)
    document_oauth(service, token_url=TOKEN_URL)
    schemes = service.openapi()["components"]["securitySchemes"]
    assert schemes["M2MToken"]["flows"]["clientCredentials"]["scopes"] == {"a": ""}
    assert schemes["AccessToken"]["flows"] == {}
