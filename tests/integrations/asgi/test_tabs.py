"""Two tabs of one browser: during a long request, its session is replaced or ends."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import attrs
import pytest

from aiostytch.asgi_types import ASGIApp
from aiostytch.integrations.asgi import SessionCookies, SessionMiddleware
from tests.local_auth.world import AUTHENTICATED, NOW, SESSION, World, claims, response, sign

from ..service import NO_RETRY, TOKEN_COOKIE, Pairs, Reply, connect, get, jwt_cookie, written

COOKIES = SessionCookies()
EXPIRED = sign(claims(exp=NOW - 100))
VALID = sign()
OTHER = sign(claims(**{SESSION: {**claims()[SESSION], "id": "session-test-2"}}))
FRESH = json.dumps({**json.loads(AUTHENTICATED), "session_token": "token"}).encode()
GONE = response(b'{"error_type": "session_not_found", "status_code": 404}', status=404)
REMOVED = ["stytch_session_jwt=", "stytch_session="]
LOGIN = ["stytch_session_jwt=somebody.elses.jwt; Path=/", "stytch_session=somebody-elses; Path=/"]


def write(*texts: str) -> list[tuple[bytes, bytes]]:
    return [(b"set-cookie", text.encode()) for text in texts]


@attrs.define
class Service:
    """Pages that respond on command, login and logout."""

    slow: asyncio.Event = attrs.field(factory=asyncio.Event)
    begun: asyncio.Event = attrs.field(factory=asyncio.Event)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers: list[tuple[bytes, bytes]] = []
        del scope["headers"][:]  # some remove the cookies from the scope
        match scope["path"]:
            case "/slow":
                self.begun.set()
                await self.slow.wait()
            case "/logout":
                headers = write(*COOKIES.end())
            case "/login":
                headers = write(*LOGIN)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept", "headers": headers})
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


@attrs.define
class Browser:
    """Tabs of one browser, one of which waits for a page."""

    service: Service
    app: ASGIApp
    waiting: asyncio.Task[Reply] | None = None

    async def begin(self, headers: Pairs, request: Any = get) -> None:
        self.service.begun.clear()
        self.waiting = asyncio.create_task(request(self.app, "/slow", headers))
        await self.service.begun.wait()

    async def finish(self) -> list[str]:
        """Return the cookies that the page sets in the end."""
        assert self.waiting is not None
        self.service.slow.set()
        return written(await self.waiting)


@pytest.fixture
def browser(world: World) -> Browser:
    world.session = response(FRESH)
    service = Service()
    app = SessionMiddleware(service, world.client(retry=NO_RETRY), skip=lambda scope: scope["path"] == "/login")
    return Browser(service, app)


@pytest.mark.parametrize("request_of", [get, connect])
async def test_nothing_in_between_leaves_the_refresh(browser: Browser, request_of: Any) -> None:
    await browser.begin([jwt_cookie(EXPIRED)], request_of)
    assert await browser.finish() == ["stytch_session_jwt=fresh"]


@pytest.mark.parametrize("path", ["/logout", "/login"])
@pytest.mark.parametrize("request_of", [get, connect])
@pytest.mark.parametrize(
    ("slow", "other"),
    [
        pytest.param([jwt_cookie(EXPIRED)], [jwt_cookie(EXPIRED)], id="the same JWT"),
        pytest.param([jwt_cookie(EXPIRED)], [jwt_cookie("fresh")], id="the JWT that the refresh would write"),
        pytest.param([jwt_cookie(EXPIRED), TOKEN_COOKIE], [jwt_cookie("x"), TOKEN_COOKIE], id="the same token"),
        pytest.param([TOKEN_COOKIE], [TOKEN_COOKIE], id="the token alone"),
    ],
)
async def test_a_refresh_undoes_no_log_out_and_no_login(
    browser: Browser, path: str, request_of: Any, slow: Pairs, other: Pairs
) -> None:
    """Not even if the middleware excludes the login page."""
    await browser.begin(slow, request_of)
    await get(browser.app, path, other)
    assert await browser.finish() == []


@pytest.mark.parametrize("other", [[jwt_cookie(VALID)], [("authorization", f"Bearer {VALID}")]])
async def test_a_logout_is_of_the_session_for_any_identifier(browser: Browser, other: Pairs) -> None:
    await browser.begin([jwt_cookie(EXPIRED)])
    await get(browser.app, "/logout", other)
    assert await browser.finish() == []


async def test_a_log_out_while_the_api_is_asked_counts(browser: Browser, world: World) -> None:
    await get(browser.app, "/", [jwt_cookie(VALID)])  # fetches the keys
    world.held = asyncio.Event()
    browser.service.slow.set()
    browser.waiting = asyncio.create_task(get(browser.app, "/slow", [jwt_cookie(EXPIRED)]))
    for _ in range(20):
        await asyncio.sleep(0)
    assert world.requests
    await get(browser.app, "/logout", [jwt_cookie(VALID)])
    world.held.set()
    assert await browser.finish() == []


async def test_a_logout_elsewhere_counts_once_the_api_reports_it(browser: Browser, world: World) -> None:
    await browser.begin([jwt_cookie(EXPIRED)])
    world.session = GONE
    assert written(await get(browser.app, "/", [jwt_cookie(EXPIRED)])) == REMOVED
    assert await browser.finish() == []


async def test_a_session_that_is_over_removes_no_login(browser: Browser, world: World) -> None:
    world.session = GONE
    await browser.begin([jwt_cookie(EXPIRED)])
    await get(browser.app, "/login", [jwt_cookie(EXPIRED)])
    assert await browser.finish() == []


async def test_each_response_removes_ended_sessions(browser: Browser, world: World) -> None:
    world.session = GONE
    await browser.begin([jwt_cookie(EXPIRED)])
    assert written(await get(browser.app, "/", [jwt_cookie(EXPIRED)])) == REMOVED
    assert await browser.finish() == REMOVED


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/logout", [jwt_cookie(OTHER)]),
        ("/login", [jwt_cookie(OTHER)]),
        ("/login", []),
        ("/logout", [("cookie", "stytch_session=another")]),
        ("/", [jwt_cookie(EXPIRED)]),
    ],
)
async def test_other_browsers_change_nothing(browser: Browser, path: str, other: Pairs, world: World) -> None:
    await browser.begin([jwt_cookie(EXPIRED)])
    if path == "/logout" and other[0][1].startswith("stytch_session="):
        world.session = GONE
    await get(browser.app, path, other)
    assert await browser.finish() == ["stytch_session_jwt=fresh"]


async def test_other_browsers_that_nothing_is_known_of_change_nothing(browser: Browser, world: World) -> None:
    world.session = GONE
    await browser.begin([jwt_cookie(EXPIRED)])
    await get(browser.app, "/login")
    assert await browser.finish() == REMOVED


async def test_later_requests_refresh_again(browser: Browser) -> None:
    await get(browser.app, "/login", [jwt_cookie(EXPIRED)])
    await browser.begin([jwt_cookie(EXPIRED)])
    assert await browser.finish() == ["stytch_session_jwt=fresh"]


async def test_services_of_one_process_share_what_they_know(browser: Browser, world: World) -> None:
    """Two applications behind one host, each with its own middleware."""
    await browser.begin([jwt_cookie(EXPIRED)])
    await get(SessionMiddleware(Service(), world.client()), "/logout", [jwt_cookie(EXPIRED)])
    assert await browser.finish() == []


def variables() -> str:
    """Return what an error tracker would record of the middleware: the variables of its frames."""
    frames = [frame.frame for frame in inspect.stack() if frame.filename == inspect.getfile(SessionMiddleware)]
    assert frames
    return "".join(repr(frame.f_locals) for frame in frames)


@pytest.mark.parametrize("headers", [[jwt_cookie(EXPIRED), TOKEN_COOKIE], [TOKEN_COOKIE]])
async def test_frames_hold_no_fresh_token_while_the_application_runs(world: World, headers: Pairs) -> None:
    seen: list[str] = []
    fresh = {**json.loads(AUTHENTICATED), "session_jwt": "fresh-jwt", "session_token": "fresh-token"}
    world.session = response(json.dumps(fresh).encode())

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(repr(scope) + variables())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        seen.append(repr(scope) + variables())

    found = await get(SessionMiddleware(app, world.client()), headers=headers)
    assert written(found) == ["stytch_session_jwt=fresh-jwt", "stytch_session=fresh-token"]
    assert len(seen) == 2
    assert "fresh-" not in "".join(seen)
