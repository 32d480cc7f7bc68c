"""Expired JWTs and ended sessions: one request to the API, and the cookies that browsers keep."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from aiostytch import B2BClient, ConnectError, NotFoundError, RawResponse, SessionEndedError
from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.asgi import SessionCookies, SessionMiddleware, session_of
from aiostytch.sandbox import Sandbox
from tests.local_auth.world import AUTHENTICATED, NOW, SESSION, World, claims, response, sign

from ..fastapi_service import make_app
from ..service import TOKEN_COOKIE, Pairs, Reply, Service, connect, everything, get, jwt_cookie, written

GONE = response(b'{"error_type": "session_not_found", "status_code": 404}', status=404)
OLD = sign(claims(exp=NOW - 100))
SHORT = sign(claims(exp=NOW - 100, **{SESSION: {**claims()[SESSION], "authentication_factors": None, "roles": None}}))
REMOVED = list(SessionCookies().end())


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def load_page(app: ASGIApp, world: World, requests: list[Pairs]) -> list[asyncio.Task[Reply]]:
    """Start requests, and wait until the API has received all their calls."""
    world.held = asyncio.Event()
    asked = [asyncio.create_task(get(app, headers=headers)) for headers in requests]
    await settle()
    return asked


def release(world: World) -> None:
    assert world.held is not None
    world.held.set()


@pytest.fixture
async def warm(app: ASGIApp) -> None:
    """Fetch the keys, so that only calls about sessions are held."""
    await get(app, headers=[jwt_cookie(sign())])


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("headers", [[jwt_cookie(OLD)], [TOKEN_COOKIE], [("authorization", f"Bearer {OLD}")]])
async def test_a_page_with_twenty_parts_asks_the_api_once(app: ASGIApp, world: World, headers: Pairs) -> None:
    asked = await load_page(app, world, [headers] * 20)
    assert len(world.requests) == 1
    release(world)
    responses = await asyncio.gather(*asked)
    assert [found.body for found in responses] == ["member-test-1"] * 20
    fresh = [] if headers[0][0] == "authorization" else ["stytch_session_jwt=fresh"]
    assert [written(found) for found in responses] == [fresh] * 20
    assert len(world.requests) == 1


@pytest.mark.usefixtures("warm")
async def test_different_sessions_are_asked_about_one_by_one(app: ASGIApp, world: World) -> None:
    as_token = ("cookie", f"stytch_session={SHORT}")
    asked = await load_page(app, world, [[jwt_cookie(OLD)], [jwt_cookie(SHORT)], [TOKEN_COOKIE], [as_token]] * 2)
    release(world)
    await asyncio.gather(*asked)
    assert [json.loads(request.content or b"") for request in world.requests] == [
        {"session_jwt": OLD},
        {"session_jwt": SHORT},
        {"session_token": "opaque"},
        {"session_token": SHORT},
    ]


@pytest.mark.usefixtures("warm")
async def test_a_jwt_that_expires_later_is_checked_again(app: ASGIApp, world: World) -> None:
    for count in (1, 2, 3):
        await get(app, headers=[jwt_cookie(OLD)])
        await settle()
        assert len(world.requests) == count


@pytest.mark.usefixtures("warm")
async def test_a_request_that_is_cancelled_cancels_no_other(app: ASGIApp, world: World) -> None:
    asked = await load_page(app, world, [[jwt_cookie(OLD)]] * 4)
    asked[0].cancel()
    asked[2].cancel()
    await settle()
    release(world)
    assert [(await found).body for found in asked[1::2]] == ["member-test-1"] * 2
    assert len(world.requests) == 1


@pytest.mark.usefixtures("warm")
async def test_each_request_has_custom_claims_of_its_own(app: ASGIApp, service: Service, world: World) -> None:
    asked = await load_page(app, world, [[jwt_cookie(OLD)]] * 2)
    release(world)
    await asyncio.gather(*asked)
    first, second = (session_of(scope) for scope in service.scopes[-2:])
    assert first is not None
    assert second is not None
    first.custom_claims["plan"] = "changed"
    assert second.custom_claims == {"plan": "remote"}


@pytest.mark.usefixtures("warm")
async def test_a_response_of_the_api_that_fails_fails_for_all(app: ASGIApp, world: World) -> None:
    world.session = response(b"{}", status=503)
    asked = await load_page(app, world, [[jwt_cookie(OLD)]] * 5)
    release(world)
    assert [(await found).body for found in asked] == [None] * 5
    assert len(world.requests) == 1


# -- a session that has ended -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [[jwt_cookie(OLD)], [TOKEN_COOKIE], [jwt_cookie(OLD), TOKEN_COOKIE]])
async def test_the_cookies_of_a_session_that_has_ended_are_removed_with_a_401(world: World, headers: Pairs) -> None:
    world.session = GONE
    cookies = SessionCookies(domain="acme.example", path="/app", same_site="strict")
    app = SessionMiddleware(Service(), world.client(), cookies=cookies, required=everything)
    found = await get(app, headers=headers)
    assert found.status == 401
    assert found.all("set-cookie") == cookies.end()
    assert found.all("cache-control") == ["no-store"]
    assert len([text for text in found.all("set-cookie") if "Domain=acme.example" in text]) == 2
    assert all("Path=/app" in text for text in found.all("set-cookie"))


@pytest.mark.parametrize("headers", [[jwt_cookie(OLD)], [TOKEN_COOKIE], [("authorization", f"Bearer {OLD}")]])
async def test_the_application_sees_that_the_session_has_ended(
    app: ASGIApp, service: Service, world: World, headers: Pairs
) -> None:
    world.session = GONE
    await get(app, headers=headers)
    assert isinstance(service.error, SessionEndedError)
    assert isinstance(service.error.__cause__, NotFoundError)


async def test_an_application_that_responds_itself_removes_them_too(app: ASGIApp, world: World) -> None:
    world.session = GONE
    found = await get(app, headers=[jwt_cookie(OLD)])
    assert (found.status, found.body, found.all("set-cookie")) == (200, None, REMOVED)


async def test_the_dependencies_of_fastapi_do_so_with_their_401(world: World) -> None:
    world.session = GONE
    found = await get(SessionMiddleware(make_app(), world.client()), "/me", headers=[jwt_cookie(OLD)])
    assert (found.status, found.all("set-cookie")) == (401, REMOVED)


async def test_a_login_wins_over_the_removal(app: ASGIApp, service: Service, world: World) -> None:
    world.session = GONE
    service.headers = [("set-cookie", "stytch_session_jwt=new")]
    assert written(await get(app, headers=[jwt_cookie(OLD)])) == ["stytch_session_jwt=new"]


async def test_a_websocket_that_is_refused_by_a_response_removes_them(world: World) -> None:
    world.session = GONE
    app = SessionMiddleware(Service(), world.client(), required=everything)
    found = await connect(app, headers=[jwt_cookie(OLD)], extensions={"websocket.http.response": {}})
    assert (found.status, found.all("set-cookie")) == (401, REMOVED)


async def test_a_header_says_nothing_about_cookies(world: World) -> None:
    world.session = GONE
    app = SessionMiddleware(Service(), world.client(), required=everything)
    found = await get(app, headers=[("authorization", f"Bearer {OLD}"), jwt_cookie(sign()), TOKEN_COOKIE])
    assert (found.status, found.all("set-cookie")) == (401, [])


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(response(b'{"error_type": "session_not_found"}', status=status), id=str(status))
        for status in (400, 401, 403, 409, 429, 500, 502, 503)
    ]
    + [
        pytest.param(response(b"<html>", status=404), id="404 of a proxy"),
        pytest.param(response(b'{"error_type": "route_not_found"}', status=404), id="404 about something else"),
        pytest.param(response(b"<html>"), id="200 that cannot be read"),
        pytest.param(ConnectError("down"), id="no network"),
    ],
)
@pytest.mark.parametrize("credential", [jwt_cookie(OLD), TOKEN_COOKIE])
async def test_inconclusive_errors_remove_no_cookie(
    app: ASGIApp, world: World, failure: RawResponse | Exception, credential: tuple[str, str]
) -> None:
    world.session = failure
    found = await get(app, headers=[credential])
    assert (found.body, found.all("set-cookie")) == (None, [])
    assert world.requests


@pytest.mark.parametrize("value", ["nonsense", sign()[:-4] + "AAAA", sign(claims(aud=["project-test-2"]))])
async def test_a_malformed_jwt_cookie_is_not_removed(app: ASGIApp, world: World, value: str) -> None:
    found = await get(app, headers=[jwt_cookie(value)])
    assert (found.body, found.all("set-cookie"), world.requests) == (None, [], [])


async def test_without_the_keys_and_the_api_no_cookie_is_removed(app: ASGIApp, world: World) -> None:
    world.keys = world.session = ConnectError("down")
    found = await get(app, headers=[jwt_cookie(sign()), TOKEN_COOKIE])
    assert (found.body, found.all("set-cookie")) == (None, [])


# -- a fresh JWT that is too large for a cookie -----------------------------------------------------------------------


LARGE = response(json.dumps({**json.loads(AUTHENTICATED), "session_jwt": "a" * 5000, "session_token": "t"}).encode())


async def test_a_jwt_that_fits_no_cookie_leaves_the_session_to_the_opaque_token(app: ASGIApp, world: World) -> None:
    world.session = LARGE
    found = await get(app, headers=[jwt_cookie(OLD), TOKEN_COOKIE])
    assert written(found) == ["stytch_session_jwt=", "stytch_session=t"]


async def test_a_jwt_that_fits_no_cookie_ends_no_session_that_has_no_other(app: ASGIApp, world: World) -> None:
    world.session = LARGE
    found = await get(app, headers=[jwt_cookie(OLD)])
    assert (found.body, written(found)) == ("member-test-1", [])


@pytest.mark.parametrize("ends", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
async def test_a_session_can_end_where_the_calendar_does(app: ASGIApp, world: World, ends: str) -> None:
    """Neither time is representable in UTC, which cookies need."""
    body = json.loads(AUTHENTICATED)
    body["member_session"]["expires_at"] = ends
    world.session = response(json.dumps(body).encode())
    found = await get(app, headers=[jwt_cookie(OLD)])
    assert (found.body, written(found)) == ("member-test-1", ["stytch_session_jwt=fresh"])


class LogsOut(Service):
    """An application that revokes a session while it responds, and does not touch the cookies."""

    def __init__(self, client: B2BClient, **revoked: str) -> None:
        super().__init__()
        self._client, self._revoked = client, revoked

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._client.sessions.revoke(**self._revoked)
        await super().__call__(scope, receive, send)


@pytest.mark.parametrize(
    "revoked", [{"member_session_id": "session-test-1"}, {"member_id": "member-test-1"}, {"session_token": "opaque"}]
)
async def test_a_session_that_is_revoked_meanwhile_is_not_renewed(world: World, revoked: dict[str, str]) -> None:
    """The cookie of the renewal would restore the session in the browser."""
    world.session = response(json.dumps({**json.loads(AUTHENTICATED), "session_token": "opaque"}).encode())
    world.pass_time(3600)  # to a time after the session's `last_accessed_at`
    client = world.client()
    found = await get(SessionMiddleware(LogsOut(client, **revoked), client), headers=[jwt_cookie(OLD)])
    assert (found.body, found.all("set-cookie")) == ("member-test-1", REMOVED)


async def test_the_revocation_of_another_session_stops_no_renewal(world: World) -> None:
    client = world.client()
    app = SessionMiddleware(LogsOut(client, member_session_id="session-test-2"), client)
    assert written(await get(app, headers=[jwt_cookie(OLD)])) == ["stytch_session_jwt=fresh"]


async def test_a_revoked_session_is_refused_and_its_cookies_go(world: World) -> None:
    client = world.client()
    await client.sessions.refuse(member_id="member-test-1")
    found = await get(SessionMiddleware(Service(), client, required=everything), headers=[jwt_cookie(sign())])
    assert (found.status, found.all("set-cookie")) == (401, REMOVED)
    assert len(world.requests) == 0


# -- with a sandbox ---------------------------------------------------------------------------------------------------


@pytest.mark.stytch_seed(
    {
        "organizations": [
            {
                "organization_name": "Acme",
                "organization_slug": "acme",
                "members": [{"email_address": "ada@acme.example", "password": "correct horse battery staple"}],
            }
        ]
    }
)
async def test_a_session_that_was_revoked_elsewhere_goes_when_its_jwt_expires(
    stytch_client: B2BClient, stytch_sandbox: Sandbox
) -> None:
    login = await stytch_client.passwords.authenticate(
        organization_id="acme", email_address="ada@acme.example", password="correct horse battery staple"
    )
    app = SessionMiddleware(Service(), stytch_client, required=everything)
    headers = [jwt_cookie(login.session_jwt), ("cookie", f"stytch_session={login.session_token}")]
    stytch_sandbox.clock.advance(minutes=6)
    renewed = await get(app, headers=headers)
    assert (renewed.body, len(written(renewed))) == (login.member_id, 2)
    await stytch_client.sessions.revoke(session_token=login.session_token)
    ended = await get(app, headers=headers)
    assert (ended.status, ended.all("set-cookie")) == (401, REMOVED)
