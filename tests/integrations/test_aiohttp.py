"""M2M tokens on aiohttp requests: only to one origin, and renewed once after a 401."""

from __future__ import annotations

import contextlib
import io
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, Self

import aiohttp
import pytest
from aiohttp import web

from aiostytch import ConfigurationError
from aiostytch.integrations.aiohttp import M2MMiddleware
from tests.local_auth.sources import issue, source_of
from tests.local_auth.world import World


class Service:
    """A service that accepts one token, and can redirect accepted or refused requests."""

    def __init__(self, accepted: str) -> None:
        self.accepted = accepted
        self.location = ""
        self.seen: list[tuple[str | None, bytes]] = []
        self.url = ""

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncGenerator[Self]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.respond)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ((host, port),) = runner.addresses
        self.url = f"http://{host}:{port}/"
        yield self
        await runner.cleanup()

    @property
    def tokens(self) -> list[str | None]:
        return [token for token, _ in self.seen]

    async def respond(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization")
        self.seen.append((token, await request.read()))
        if self.location and request.path != "/target":
            return web.Response(status=307, headers={"Location": self.location})
        return web.Response(status=200 if token == f"Bearer {self.accepted}" else 401, text="body")


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with Service("one").serving() as service:
        yield service


@pytest.fixture
async def elsewhere() -> AsyncIterator[Service]:
    async with Service("none").serving() as service:
        yield service


def session_of(world: World, service: Service) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(middlewares=[M2MMiddleware(source_of(world), service.url)])


async def test_the_token_is_put_on_requests_and_renewed_on_401_once(world: World, service: Service) -> None:
    issue(world, "one")
    async with session_of(world, service) as session:
        assert (await session.get(service.url)).status == 200
        issue(world, "two")
        service.accepted = "two"
        assert (await session.get(service.url, headers={"Authorization": "Basic mine"})).status == 200
        service.accepted = "three"
        refused = await session.get(service.url)
        assert (refused.status, await refused.text()) == (401, "body")
    assert service.tokens == [f"Bearer {token}" for token in ("one", "one", "two", "two", "two")]


@pytest.mark.parametrize(
    "body", [{"data": b"bytes"}, {"json": [1]}, {"data": io.BytesIO(b"file")}, {"data": {"a": "b"}}]
)
async def test_a_body_is_sent_again_with_the_new_token(world: World, service: Service, body: Any) -> None:
    issue(world, "one")
    service.accepted = "other"
    async with session_of(world, service) as session:
        assert (await session.post(service.url, **body)).status == 401
    (_, first), (_, second) = service.seen
    assert first == second != b""


async def test_a_stream_is_not_sent_again_and_its_token_is_forgotten(world: World, service: Service) -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield b"a"

    issue(world, "one")
    service.accepted = "two"
    async with session_of(world, service) as session:
        assert (await session.post(service.url, data=stream())).status == 401
        issue(world, "two")
        assert (await session.post(service.url, data=stream())).status == 200
    assert service.seen == [("Bearer one", b"a"), ("Bearer two", b"a")]


async def test_a_redirect_to_another_origin_takes_no_token_along(
    world: World, service: Service, elsewhere: Service
) -> None:
    issue(world, "one")
    service.location = elsewhere.url
    async with session_of(world, service) as session:
        assert (await session.post(service.url, data=b"a")).status == 401
    assert (service.seen, elsewhere.seen) == ([("Bearer one", b"a")], [(None, b"a")])
    assert len(world.requests) == 1  # a refusal by another service does not prove the token invalid


async def test_a_redirect_to_the_same_origin_has_the_token(world: World, service: Service) -> None:
    issue(world, "one")
    service.location = "/target"
    async with session_of(world, service) as session:
        assert (await session.get(service.url)).status == 200
    assert service.tokens == ["Bearer one"] * 2


async def test_an_error_of_the_token_endpoint_is_raised(world: World, service: Service) -> None:
    issue(world, "")
    async with session_of(world, service) as session:
        with pytest.raises(Exception, match="has no valid token"):
            await session.get(service.url)
    assert service.seen == []


@pytest.mark.parametrize("base_url", ["http://billing.example", "billing.example", "ftp://billing.example", None, ""])
def test_a_token_goes_to_https_only(world: World, base_url: Any) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        M2MMiddleware(source_of(world), base_url)


def test_a_token_goes_to_http_where_that_is_said(world: World) -> None:
    M2MMiddleware(source_of(world), "http://billing.internal/api", allow_insecure_http=True)
