"""The middleware: the requests that it accepts or refuses, and the cookies that it refreshes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from aiostytch import (
    B2BClient,
    Clock,
    ConfigurationError,
    ConnectError,
    LocalAuth,
    MalformedTokenError,
    RequestOptions,
)
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.asgi import Authentication, SessionCookies, SessionMiddleware, authentication_of, session_of
from aiostytch.integrations.asgi.budget import WaitBudget
from aiostytch.integrations.asgi.refusal import NOT_AUTHENTICATED, UNAVAILABLE
from tests.local_auth.world import AUTHENTICATED, PROJECT, World, organization_policy, response, role, sign

from ..service import (
    NO_RETRY,
    TOKEN_COOKIE,
    Pairs,
    Service,
    connect,
    everything,
    get,
    jwt_cookie,
    run,
    scope_of,
    written,
)

FRESH = json.dumps({**json.loads(AUTHENTICATED), "session_token": "token"}).encode()


@pytest.mark.parametrize("headers", [[jwt_cookie(sign())], [("authorization", f"Bearer {sign()}")]])
async def test_a_session_is_in_the_scope(app: ASGIApp, headers: Pairs, world: World) -> None:
    found = await get(app, headers=headers)
    assert found.body == "member-test-1"
    assert found.headers == []
    assert world.requests == []


async def test_a_request_without_a_session_goes_through(app: ASGIApp, service: Service) -> None:
    assert (await get(app)).body is None
    assert service.error is None


async def test_a_bad_session_counts_as_none_and_costs_no_request(app: ASGIApp, service: Service, world: World) -> None:
    assert (await get(app, headers=[jwt_cookie("nonsense"), TOKEN_COOKIE])).body is None
    assert isinstance(service.error, MalformedTokenError)
    assert service.error.__traceback__ is None
    assert world.requests == []


@pytest.mark.parametrize("value", ["\xfc.b.c", "a" * 100_000, "..", "a.b.c"])
async def test_invalid_cookies_are_refused_without_a_request(app: ASGIApp, value: str, world: World) -> None:
    for headers in ([jwt_cookie(value)], [("authorization", f"Bearer {value}")]):
        assert (await get(app, headers=headers)).body is None
    assert world.requests == []


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_scope_is_shared_with_what_is_around(world: World, kind: str) -> None:
    """The application writes into the scope of the server, so that outer middleware sees it."""

    async def route(scope: Any, receive: Any, send: Any) -> None:
        scope["route"] = "/documents/{id}"

    scope = scope_of(kind, "/", [jwt_cookie(sign())])
    await run(SessionMiddleware(route, world.client()), scope)
    session = session_of(scope)
    assert session is not None
    assert (scope["route"], session.member_id) == ("/documents/{id}", "member-test-1")


async def test_a_refused_request_is_in_the_scope_too(service: Service, world: World) -> None:
    scope = scope_of("http", "/", [])
    await run(SessionMiddleware(service, world.client(), required=everything), scope)
    assert authentication_of(scope).outcome == NOT_AUTHENTICATED


async def test_other_scopes_pass_through(app: ASGIApp, service: Service) -> None:
    scope = {"type": "lifespan", "state": {}}
    await run(app, scope)
    assert service.scopes == [scope]


async def test_an_opaque_token_is_checked_by_the_api_and_replaced_by_a_jwt(app: ASGIApp, world: World) -> None:
    world.session = response(FRESH)
    found = await get(app, headers=[TOKEN_COOKIE])
    assert found.body == "member-test-1"
    assert json.loads(world.requests[0].content or b"")["session_token"] == "opaque"
    assert written(found) == ["stytch_session_jwt=fresh", "stytch_session=token"]


async def test_an_expired_jwt_is_renewed(app: ASGIApp, world: World) -> None:
    world.session = response(FRESH)
    world.pass_time(320)
    found = await get(app, headers=[jwt_cookie(sign())])
    assert found.body == "member-test-1"
    assert found.all("set-cookie") == [
        "stytch_session_jwt=fresh; Path=/; Expires=Mon, 23 Nov 2026 20:00:00 GMT; SameSite=Lax; HttpOnly; Secure"
    ]
    assert (found.all("cache-control"), found.all("vary")) == (["no-store"], ["Cookie"])


async def test_both_cookies_are_renewed_where_both_are_in_use(app: ASGIApp, world: World) -> None:
    world.session = response(FRESH)
    world.pass_time(320)
    found = await get(app, headers=[jwt_cookie(sign()), TOKEN_COOKIE])
    assert written(found) == ["stytch_session_jwt=fresh", "stytch_session=token"]


async def test_a_header_does_not_cause_cookies_in_the_response(app: ASGIApp, world: World) -> None:
    world.pass_time(320)
    found = await get(app, headers=[("authorization", f"Bearer {sign()}"), TOKEN_COOKIE])
    assert found.body == "member-test-1"
    assert found.headers == []


async def test_a_log_out_wins_over_a_refresh(app: ASGIApp, service: Service, world: World) -> None:
    world.pass_time(320)
    service.headers = [("set-cookie", text) for text in SessionCookies().end()]
    found = await get(app, headers=[jwt_cookie(sign()), TOKEN_COOKIE])
    assert written(found) == ["stytch_session_jwt=", "stytch_session="]


async def test_a_websocket_has_a_session_and_a_fresh_cookie(app: ASGIApp, service: Service, world: World) -> None:
    world.pass_time(320)
    found = await connect(app, headers=[jwt_cookie(sign())])
    assert found.sent[0]["type"] == "websocket.accept"
    assert written(found) == ["stytch_session_jwt=fresh"]
    assert session_of(service.scopes[0]) is not None


async def test_a_service_can_need_a_session_for_everything(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), required=everything)
    assert (await get(app)).status == 401
    assert (await connect(app)).sent[0]["type"] == "websocket.close"
    assert service.scopes == []
    assert (await get(app, headers=[jwt_cookie(sign())])).status == 200


async def test_a_service_can_need_a_session_for_some_paths(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), required=lambda scope: scope["path"].startswith("/api/"))
    assert (await get(app, "/api/me")).status == 401
    assert (await get(app, "/login")).status == 200


async def test_a_refusal_does_not_tell_why(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), required=everything)
    forged = sign(kid="k1")[:-4] + "AAAA"
    bodies = [(await get(app, headers=[jwt_cookie(bad)])).sent for bad in (forged, "nonsense", "a" * 20_000)]
    assert bodies[0] == bodies[1] == bodies[2]


async def test_a_session_that_the_api_does_not_know_is_401(service: Service, world: World) -> None:
    world.session = response(b'{"error_type": "session_not_found", "status_code": 404}', status=404)
    world.pass_time(320)
    app = SessionMiddleware(service, world.client(), required=everything)
    found = await get(app, headers=[jwt_cookie(sign())])
    assert found.status == 401
    assert found.all("www-authenticate") == ['Bearer realm="stytch", error="invalid_token"']


async def test_a_session_that_cannot_be_checked_is_503_and_the_log_says_so(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.keys, world.session = ConnectError("down"), response(b"{}", status=503)
    app = SessionMiddleware(Service(), world.client(retry=NO_RETRY), required=everything)
    token = sign()
    with caplog.at_level(logging.WARNING):
        found = await get(app, headers=[jwt_cookie(token)])
    assert (found.status, found.all("www-authenticate")) == (503, [])
    assert "ServerError" in caplog.text
    assert token not in caplog.text


async def test_a_bad_session_is_not_logged(app: ASGIApp, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await get(app, headers=[jwt_cookie("nonsense")])
    assert caplog.text == ""


async def test_a_client_need_not_be_entered_and_must_not_be_closed(service: Service, world: World) -> None:
    client = world.client()
    app = SessionMiddleware(service, client, required=everything)
    assert (await get(app, headers=[jwt_cookie(sign())])).status == 200
    await client.aclose()
    assert (await get(app, headers=[jwt_cookie(sign())])).status == 503


async def test_revoked_sessions_can_be_noticed_sooner(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), max_token_age=60)
    await get(app, headers=[jwt_cookie(sign())])
    assert world.requests == []
    world.pass_time(60)
    await get(app, headers=[jwt_cookie(sign())])
    assert len(world.requests) == 1


@attrs.frozen
class Plan:
    plan: str


async def test_custom_claims_have_the_type_that_the_service_gives(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), claims=Plan)
    await get(app, headers=[TOKEN_COOKIE])
    session = session_of(service.scopes[0])
    assert session is not None
    assert session.custom_claims == Plan("remote")
    no_type: Any = object()
    with pytest.raises(ConfigurationError):
        SessionMiddleware(service, world.client(), claims=no_type)


async def no_wait(_: float) -> None: ...


@pytest.mark.parametrize(("settings", "attempts"), [({}, 1), ({"options": RequestOptions(deadline=60)}, 3)])
async def test_the_api_has_five_seconds_unless_told_otherwise(
    service: Service, world: World, settings: dict[str, Any], attempts: int
) -> None:
    async def take_long(request: Any, call_next: Any) -> Any:
        world.pass_time(6)
        return response(b"{}", status=503)

    clock = Clock(monotonic=lambda: world.elapsed, sleep=no_wait)
    client = B2BClient(PROJECT, "secret", transport=world, clock=clock, middleware=[take_long])
    await get(SessionMiddleware(service, client, **settings), headers=[TOKEN_COOKIE])
    assert service.error is not None
    assert service.error.attempts == attempts


AT_ONCE = RequestOptions(deadline=0.001)


@pytest.mark.parametrize(
    ("hanging", "headers"),
    [("keys", [jwt_cookie(sign())]), ("session", [jwt_cookie(sign())]), ("session", [TOKEN_COOKIE])],
)
async def test_a_hanging_api_holds_a_request_for_one_deadline(world: World, hanging: str, headers: Pairs) -> None:
    """The wait for the keys counts too, although the fetch may take longer."""
    setattr(world, hanging, None)
    world.pass_time(320)
    client = world.client(auth=LocalAuth(fetch_deadline=1e6))
    app = SessionMiddleware(Service(), client, required=everything, options=AT_ONCE)
    assert (await get(app, headers=headers)).status == 503


async def test_a_hanging_policy_holds_a_request_for_what_is_left(service: Service, world: World) -> None:
    world.project = None
    client = world.client(auth=LocalAuth(fetch_deadline=1e6))
    session = await client.sessions.authenticate_jwt_local(sign())
    found = Authentication(session, None, client, WaitBudget(0.001))
    assert await found.check("documents", "write") == UNAVAILABLE


async def test_options_need_not_name_a_deadline(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), options=RequestOptions(max_retries=0))
    assert (await get(app, headers=[TOKEN_COOKIE])).body == "member-test-1"
    app = SessionMiddleware(service, world.client(), options=RequestOptions(deadline=None))
    assert (await get(app, headers=[TOKEN_COOKIE])).body == "member-test-1"


def is_public(scope: Mapping[str, Any]) -> bool:
    return scope["path"] in {"/health", "/login"}


@pytest.mark.parametrize("headers", [[jwt_cookie(sign())], [TOKEN_COOKIE], []])
async def test_a_request_can_be_left_alone(service: Service, world: World, headers: Pairs) -> None:
    """A hanging dependency does not delay it, and it has no session, even if all other requests need one."""
    world.keys = world.session = None
    app = SessionMiddleware(service, world.client(), skip=is_public, required=everything)
    for path in ("/health", "/login"):
        found = await get(app, path, headers)
        assert (found.status, found.body, found.headers) == (200, None, [])
    assert (service.error, world.fetches, world.requests) == (None, 0, [])


async def test_other_requests_are_not_left_alone(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), skip=is_public, required=everything)
    assert (await get(app, "/documents")).status == 401
    assert (await get(app, "/documents", [jwt_cookie(sign())])).body == "member-test-1"


PREFLIGHT = ("Access-Control-Request-Method", "PUT")


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("OPTIONS", [PREFLIGHT], 200),
        ("OPTIONS", [PREFLIGHT, ("origin", "https://pages.example"), jwt_cookie("nonsense")], 200),
        ("OPTIONS", [], 401),
        ("GET", [PREFLIGHT], 401),
        ("options", [PREFLIGHT], 401),
    ],
)
async def test_a_preflight_needs_no_session(
    service: Service, world: World, method: str, headers: Pairs, status: int
) -> None:
    app = SessionMiddleware(service, world.client(), required=everything)
    assert (await get(app, headers=headers, method=method)).status == status


async def test_a_websocket_is_not_a_preflight(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), required=everything)
    scope = scope_of("websocket", "/", [PREFLIGHT])
    found = await run(app, scope, {"type": "websocket.connect"})
    assert found.sent[0]["type"] == "websocket.close"


async def test_a_mistake_in_the_service_is_raised(service: Service, world: World) -> None:
    app = SessionMiddleware(service, world.client(), max_token_age=-1)
    with pytest.raises(ConfigurationError):
        await get(app, headers=[jwt_cookie(sign())])


async def test_a_request_that_is_cancelled_is_cancelled(service: Service, world: World) -> None:
    world.keys = None
    request = asyncio.create_task(get(SessionMiddleware(service, world.client()), headers=[jwt_cookie(sign())]))
    for _ in range(10):
        await asyncio.sleep(0)
    assert world.fetches == 1
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request


def test_reading_without_the_middleware_says_what_is_missing() -> None:
    with pytest.raises(ConfigurationError, match="SessionMiddleware"):
        session_of({"type": "http"})


async def checked(world: World, headers: Pairs, action: str, organization_id: str | None = None) -> int | None:
    service = Service()
    await get(SessionMiddleware(service, world.client(retry=NO_RETRY)), headers=headers)
    found = authentication_of(service.scopes[0])
    refusal = await found.check("documents", action, organization_id=organization_id)
    return refusal and refusal.status_code


async def test_an_action_is_checked_against_the_roles_of_the_session(world: World) -> None:
    mine = [jwt_cookie(sign())]
    assert await checked(world, mine, "write") is None
    assert await checked(world, mine, "write", "organization-test-1") is None
    assert await checked(world, mine, "write", "organization-test-2") == 403
    assert await checked(world, mine, "write", "") == 403
    assert await checked(world, mine, "delete") == 403
    assert await checked(world, [], "write") == 401
    world.organizations["organization-test-1"] = organization_policy(role("editor", documents="*"))
    assert await checked(world, mine, "delete") is None


async def test_an_action_that_cannot_be_checked_is_503(world: World) -> None:
    world.project = ConnectError("down")
    assert await checked(world, [jwt_cookie(sign())], "write") == 503


def test_the_result_of_the_middleware_does_not_show_the_client(world: World) -> None:
    client: B2BClient = world.client()
    assert repr(client) not in repr(Authentication(NOT_AUTHENTICATED, None, client))
