"""Several values of one cookie: browsers send one for each domain and path that a service has used."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

import attrs
import httpx
import pytest

from aiostytch import AmbiguousSessionError, ConnectError, CustomClaimsError, MalformedTokenError
from aiostytch.integrations.asgi import SessionCookies, SessionMiddleware, session_of
from aiostytch.wire import RawResponse, Request
from tests.local_auth.world import AUTHENTICATED, NOW, SESSION, Served, World, claims, response, sign

from ..service import NO_RETRY, Pairs, Reply, Service, everything, get, written

GONE = response(b'{"error_type": "session_not_found", "status_code": 404}', status=404)
END = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
COOKIES = SessionCookies(domain="acme.example", former_domains=["app.acme.example"])


def jwt(session_id: str, *, age: int = 0, lives: int = 300, **custom: Any) -> str:
    """Issue a JWT of a session a number of seconds ago."""
    about = {**claims()[SESSION], "id": session_id, "authentication_factors": None}
    return sign(claims(iat=NOW - age, nbf=NOW - age, exp=NOW - age + lives, **{SESSION: about}, **custom))


def alive(session_id: str) -> RawResponse:
    body = json.loads(AUTHENTICATED)
    body["member_session"]["member_session_id"] = session_id
    return response(json.dumps({**body, "session_jwt": f"fresh-{session_id}", "session_token": "t"}).encode())


@attrs.define
class Sessions(World):
    """An API with a session for each value."""

    known: Mapping[str, Served] = attrs.field(factory=dict)

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        if request.url.endswith("/sessions/authenticate"):
            (value,) = json.loads(request.content or b"").values()
            self.session = self.known.get(value, GONE)
        return await super().send(request, max_size=max_size)


def cookies(*values: str, name: str = "stytch_session_jwt") -> Pairs:
    return [("cookie", "; ".join(f"{name}={value}" for value in values))]


async def ask(world: World, *headers: Pairs, custom: type[Any] = dict[str, Any]) -> tuple[Reply, Service]:
    service = Service()
    app = SessionMiddleware(service, world.client(retry=NO_RETRY), cookies=COOKIES, claims=custom)
    return await get(app, headers=[pair for pairs in headers for pair in pairs]), service


def session_id(service: Service) -> str | None:
    session = session_of(service.scopes[0])
    return session and session.member_session_id


NEW, OLDER, OTHER = jwt("a", plan="new"), jwt("a", age=60, plan="old"), jwt("b")
EXPIRED, OTHER_EXPIRED = jwt("a", age=400), jwt("b", age=400)


@pytest.mark.parametrize("order", [1, -1])
async def test_values_that_name_one_session_are_that_session(order: int) -> None:
    """The session has the claims of the newest JWT, without a request."""
    world = Sessions()
    found, service = await ask(world, cookies(*[OLDER, NEW][::order]))
    session = session_of(service.scopes[0])
    assert session is not None
    assert (session.member_session_id, session.custom_claims) == ("a", {"plan": "new"})
    assert (world.requests, found.headers) == ([], [])


@pytest.mark.parametrize("bad", ["nonsense", NEW[:-4] + "AAAA", jwt("b", aud=["project-test-2"]), "\xfc"])
async def test_an_invalid_value_does_not_count(bad: str) -> None:
    found, service = await ask(world := Sessions(), cookies(bad, NEW))
    assert (session_id(service), found.headers, world.requests) == ("a", [], [])


async def test_an_expired_jwt_of_the_same_session_is_not_asked_about() -> None:
    """The state of the API does not matter: the newer JWT proves the session."""
    world = Sessions(known={EXPIRED: ConnectError("down")})
    found, service = await ask(world, cookies(EXPIRED, NEW))
    assert (session_id(service), found.headers, world.requests) == ("a", [], [])


async def test_an_expired_jwt_of_another_session_that_is_over_does_not_count() -> None:
    """The remaining value is written again and removed from all other places, so the next request needs no call."""
    world = Sessions()
    found, service = await ask(world, cookies(OTHER_EXPIRED, NEW))
    assert (session_id(service), len(world.requests)) == ("a", 1)
    *removed, kept = found.all("set-cookie")
    assert kept.startswith(f"stytch_session_jwt={NEW}; Path=/; Domain=acme.example;")
    assert [text.partition(";")[0] for text in removed] == ["stytch_session_jwt="] * 2
    assert "acme.example" not in removed[0].replace("app.acme.example", "")


@pytest.mark.parametrize("values", [(NEW, OTHER), (NEW, OTHER_EXPIRED), (EXPIRED, OTHER), (EXPIRED, OTHER_EXPIRED)])
@pytest.mark.parametrize("order", [1, -1])
async def test_different_sessions_are_refused_and_ended(values: tuple[str, str], order: int) -> None:
    world = Sessions(known={EXPIRED: alive("a"), OTHER_EXPIRED: alive("b")})
    found, service = await ask(world, cookies(*values[::order]))
    assert (found.body, type(service.error)) == (None, AmbiguousSessionError)
    assert found.all("set-cookie") == list(COOKIES.end())
    domains = [text.partition("Domain=")[2].partition(";")[0] for text in found.all("set-cookie")]
    assert sorted(domains) == ["", "", "acme.example", "acme.example", "app.acme.example", "app.acme.example"]


async def test_expired_jwts_of_one_session_are_renewed_and_made_one() -> None:
    second = jwt("a", age=500)
    world = Sessions(known={EXPIRED: alive("a"), second: alive("a")})
    found, service = await ask(world, cookies(EXPIRED, second))
    assert session_id(service) == "a"
    assert written(found) == ["stytch_session_jwt=", "stytch_session_jwt=", "stytch_session_jwt=fresh-a"]


async def test_opaque_tokens_are_looked_at_one_by_one() -> None:
    world = Sessions(known={"one": alive("a"), "two": alive("a"), "three": alive("b")})
    found, service = await ask(world, cookies("one", "two", "gone", name="stytch_session"))
    assert session_id(service) == "a"
    assert written(found)[-2:] == ["stytch_session_jwt=fresh-a", "stytch_session=t"]
    found, service = await ask(world, cookies("one", "three", name="stytch_session"))
    assert isinstance(service.error, AmbiguousSessionError)
    assert found.all("set-cookie") == list(COOKIES.end())


async def test_a_jwt_speaks_where_there_are_several_tokens() -> None:
    """After its renewal, one token is left."""
    world = Sessions(known={EXPIRED: alive("a")})
    tokens = cookies("one", "two", name="stytch_session")
    _, service = await ask(world, cookies(NEW), tokens)
    assert (session_id(service), world.requests) == ("a", [])
    found, service = await ask(world, cookies(EXPIRED), tokens)
    assert (session_id(service), len(world.requests)) == ("a", 1)
    assert sorted(written(found)) == [
        *["stytch_session="] * 2,
        "stytch_session=t",
        *["stytch_session_jwt="] * 2,
        "stytch_session_jwt=fresh-a",
    ]


@pytest.mark.parametrize("failure", [ConnectError("down"), response(b"{}", status=503), response(b"{}", status=429)])
async def test_an_ambiguous_session_is_503_and_nothing_is_removed(failure: Served) -> None:
    world = Sessions(known={OTHER_EXPIRED: failure})
    app = SessionMiddleware(Service(), world.client(retry=NO_RETRY), required=everything)
    found = await get(app, headers=cookies(NEW, OTHER_EXPIRED))
    assert (found.status, found.all("set-cookie")) == (503, [])


@attrs.frozen
class Plan:
    plan: str


async def test_a_session_with_other_claims_counts() -> None:
    """It is valid, so it is ambiguous which session the browser means."""
    for values in ((NEW, OTHER), (OTHER, NEW)):
        found, service = await ask(Sessions(), cookies(*values), custom=Plan)
        assert isinstance(service.error, CustomClaimsError)
        assert found.body is None


async def test_invalid_values_end_the_session_if_one_was_valid() -> None:
    for bad in ("nonsense", "a.b.c"):
        found, service = await ask(Sessions(), cookies(bad, EXPIRED))
        assert found.all("set-cookie") == list(COOKIES.end())
    found, service = await ask(Sessions(), cookies("nonsense", "more"))
    assert (type(service.error), found.all("set-cookie")) == (MalformedTokenError, [])


@pytest.mark.parametrize("value", ["a" * 1025, "\xfc", "a\x01b"])
async def test_impossible_opaque_tokens_are_not_sent_to_the_api(value: str) -> None:
    found, service = await ask(world := Sessions(), cookies(value, name="stytch_session"))
    assert isinstance(service.error, MalformedTokenError)
    assert value not in str(service.error)
    assert (found.body, found.headers, world.requests) == (None, [], [])


@pytest.mark.parametrize("name", ["stytch_session_jwt", "stytch_session"])
async def test_more_than_a_few_values_are_not_looked_at(name: str) -> None:
    world = Sessions()
    values = [jwt("a", age=age) for age in range(3)]
    found, service = await ask(world, cookies(*values, "nonsense", "more", name=name))
    assert (type(service.error), world.requests, world.fetches) == (AmbiguousSessionError, [], 0)
    assert found.all("set-cookie") == list(COOKIES.end())


@pytest.mark.parametrize(("before", "after"), [(None, "acme.example"), ("acme.example", None)])
async def test_a_browser_gets_in_again_after_the_cookies_were_moved(before: str | None, after: str | None) -> None:
    """It has a session in the old place, and starts another one in the new place."""
    settings = SessionCookies(domain=after, former_domains=[before])
    moved: list[tuple[bytes, bytes]] = []

    async def service(scope: Any, receive: Any, send: Any) -> None:
        status = 200 if scope["path"] == "/login" or session_of(scope) else 401
        headers = moved if scope["path"] == "/login" else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    app = SessionMiddleware(service, Sessions().client(), cookies=settings)
    in_process = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=in_process, base_url="https://www.acme.example") as browser:

        async def log_in(cookies: SessionCookies, jwt: str) -> None:
            written = cookies.begin(session_jwt=jwt, expires_at=END)
            moved[:] = [(b"set-cookie", text.encode()) for text in written]
            await browser.get("/login")

        await log_in(SessionCookies(domain=before), OTHER)
        await log_in(SessionCookies(domain=after), NEW)  # without a reference to the former place
        assert len(browser.cookies) == 2
        assert (await browser.get("/")).status_code == 401
        assert len(browser.cookies) == 0
        await log_in(SessionCookies(domain=before), OTHER)
        await log_in(settings, NEW)
        assert len(browser.cookies) == 1
        assert (await browser.get("/")).status_code == 200
