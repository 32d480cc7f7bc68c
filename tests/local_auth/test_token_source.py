"""A token source: one fetch for all callers, renewal in the background, and the old token during an outage."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from aiostytch import ConfigurationError, ConnectError, StytchError, UnauthorizedError
from aiostytch.integrations.httpx import M2MAuth
from tests.local_auth.sources import issue, source_of
from tests.local_auth.world import World, response


async def rest() -> None:
    """Let background tasks finish."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_waiting_callers_share_one_request(world: World) -> None:
    issue(world, "one")
    source = source_of(world, scopes=["read:a"])
    assert await asyncio.gather(*(source.token() for _ in range(10_000))) == ["one"] * 10_000
    assert len(world.requests) == 1
    assert parse_qs(world.requests[0].content.decode())["scope"] == ["read:a"]


async def test_a_token_is_renewed_in_the_background_before_it_expires(world: World) -> None:
    issue(world, "one")
    source = source_of(world)
    assert await source.token() == "one"
    issue(world, "two")
    world.pass_time(2879)
    assert await source.token() == "one"
    await rest()
    assert len(world.requests) == 1
    world.pass_time(1)
    assert [await source.token() for _ in range(5)] == ["one"] * 5
    await rest()
    assert (await source.token(), len(world.requests)) == ("two", 2)


async def test_the_old_token_serves_in_an_outage_until_it_ends(world: World, caplog: pytest.LogCaptureFixture) -> None:
    issue(world, "one")
    source = source_of(world)
    await source.token()
    world.oauth = ConnectError("refused")
    world.pass_time(3000)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert await source.token() == "one"
            await rest()
    assert len(world.requests) == 2  # no new fetch before the end of the cooldown
    assert "ConnectError" in caplog.text
    assert "canary" not in caplog.text
    world.pass_time(10)
    await source.token()
    await rest()
    assert len(world.requests) == 3
    world.pass_time(600)
    with pytest.raises(ConnectError):
        await source.token()
    issue(world, "two")
    assert await source.token() == "two"


async def test_a_caller_that_is_cancelled_takes_nothing_from_the_others(world: World) -> None:
    issue(world, "one")
    world.held = asyncio.Event()
    source = source_of(world)
    first, second = asyncio.create_task(source.token()), asyncio.create_task(source.token())
    await rest()
    first.cancel()
    world.held.set()
    assert await second == "one"
    assert len(world.requests) == 1


async def test_a_secret_that_changes_is_asked_for_each_time(world: World) -> None:
    secrets = iter(["old", "new"])

    async def later() -> str:
        return "latest"

    source = source_of(world, lambda: next(secrets))
    for number, secret in enumerate(("old", "new")):
        issue(world, f"token-{number}")
        assert await source.token() == f"token-{number}"
        assert parse_qs(world.requests[-1].content.decode())["client_secret"] == [secret]
        source.reject(f"token-{number}")
    await source_of(world, later).token()
    assert parse_qs(world.requests[-1].content.decode())["client_secret"] == ["latest"]


async def test_only_the_token_that_was_refused_is_forgotten(world: World) -> None:
    issue(world, "one")
    source = source_of(world)
    source.reject("none yet")
    await source.token()
    source.reject("zero")
    assert (await source.token(), len(world.requests)) == ("one", 1)
    source.reject("one")
    assert (await source.token(), len(world.requests)) == ("one", 2)


async def test_a_refusal_is_raised_in_all_waiting_callers(world: World) -> None:
    world.oauth = response(b'{"error":"invalid_client"}', 401)
    source = source_of(world)
    found = await asyncio.gather(*(source.token() for _ in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [UnauthorizedError] * 3
    assert len(world.requests) == 1


@pytest.mark.parametrize(("token", "expires_in"), [(None, 1), ("", 1), ("a", None), ("a", 0), ("a", -1), ("a", "1")])
async def test_a_response_without_a_token_that_lives_is_an_error(world: World, token: Any, expires_in: Any) -> None:
    issue(world, token, expires_in)
    with pytest.raises(StytchError):
        await source_of(world).token()


@pytest.mark.parametrize("secret", [None, 7, b"a", ""])
def test_a_secret_is_a_string_or_a_function(world: World, secret: Any) -> None:
    with pytest.raises(ConfigurationError, match="client_secret"):
        source_of(world, secret)


async def test_nothing_shows_a_secret(world: World) -> None:
    issue(world, "canary.token")
    source = source_of(world)
    await source.token()
    assert "canary" not in f"{source!r} {source._issued!r} {vars(source)!r}"


# -- httpx ------------------------------------------------------------------------------------------------------------


class Service:
    """A service that accepts one token."""

    def __init__(self, accepted: str) -> None:
        self.accepted = accepted
        self.seen: list[str | None] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request.headers.get("authorization"))
        return httpx.Response(200 if self.seen[-1] == f"Bearer {self.accepted}" else 401)


async def test_httpx_puts_the_token_on_requests_and_renews_it_on_401_once(world: World) -> None:
    issue(world, "one")
    service, auth = Service("one"), M2MAuth(source_of(world))
    async with httpx.AsyncClient(auth=auth, transport=httpx.MockTransport(service)) as client:
        assert (await client.get("https://billing.example")).status_code == 200
        issue(world, "two")
        service.accepted = "two"
        assert (await client.post("https://billing.example", json={"a": 1})).status_code == 200
        service.accepted = "three"
        assert (await client.get("https://billing.example")).status_code == 401
    assert service.seen == [f"Bearer {token}" for token in ("one", "one", "two", "two", "two")]


async def test_httpx_does_not_send_a_stream_again(world: World) -> None:
    issue(world, "one")

    async def stream() -> Any:
        yield b"a"

    service = Service("other")
    async with httpx.AsyncClient(auth=M2MAuth(source_of(world)), transport=httpx.MockTransport(service)) as client:
        assert (await client.post("https://billing.example", content=stream())).status_code == 401
        issue(world, "other")
        assert (await client.post("https://billing.example", content=stream())).status_code == 200
    assert service.seen == ["Bearer one", "Bearer other"]


async def test_httpx_renews_no_token_after_a_response_of_another_origin(world: World) -> None:
    issue(world, "one")
    service = Service("one")

    def redirect(request: httpx.Request) -> httpx.Response:
        if request.url.host == "billing.example":
            return httpx.Response(302, headers={"location": "https://elsewhere.example"})
        return service(request)

    auth, transport = M2MAuth(source_of(world)), httpx.MockTransport(redirect)
    async with httpx.AsyncClient(auth=auth, transport=transport, follow_redirects=True) as client:
        assert (await client.get("https://billing.example")).status_code == 401
    assert (service.seen, len(world.requests)) == ([None], 1)


def test_httpx_in_a_synchronous_client_is_a_mistake(world: World) -> None:
    with (
        httpx.Client(auth=M2MAuth(source_of(world)), transport=httpx.MockTransport(Service("a"))) as client,
        pytest.raises(ConfigurationError),
    ):
        client.get("https://billing.example")
