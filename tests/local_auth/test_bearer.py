"""Requests with a token of one of several kinds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from aiostytch import (
    ClientClosedError,
    ConfigurationError,
    MalformedTokenError,
    MissingTokenError,
    NotAnM2MTokenError,
    TokenTooOldError,
    TokenVerificationError,
    VerifiedAccess,
    VerifiedClient,
    VerifiedSession,
    WrongAudienceError,
    WrongTokenKindError,
)
from tests.local_auth.tokens import TOKENS
from tests.local_auth.world import World, access_claims, sign

RESULTS = {"session": VerifiedSession, "m2m": VerifiedClient, "access_token": VerifiedAccess}
BEARER = f"Bearer {TOKENS['m2m']}"
CUSTOM = "https://api.acme.example"


@pytest.mark.parametrize("kind", TOKENS)
async def test_a_request_becomes_what_its_token_is(world: World, kind: str) -> None:
    client, headers = world.client(), {"Authorization": f"Bearer {TOKENS[kind]}"}
    if kind not in RESULTS:
        with pytest.raises(WrongTokenKindError) as caught:
            await client.authenticate(headers)
        assert (type(caught.value), caught.value.seen) == (WrongTokenKindError, kind)
        assert "a session JWT or an M2M token or an access token" in str(caught.value)
        return
    assert type(await client.authenticate(headers)) is RESULTS[kind]
    for accepted in RESULTS:
        accepts: Any = [accepted]
        if accepted == kind:
            assert type(await client.authenticate(headers, accepts)) is RESULTS[kind]
            continue
        with pytest.raises(WrongTokenKindError) as caught:
            await client.authenticate(headers, accepts=accepts)
        assert caught.value.seen == kind


REQUESTS: dict[str, object] = {
    "mapping": {"Authorization": BEARER},
    "mapping in small letters": {"authorization": BEARER.replace("Bearer", "bearer")},
    "mapping of bytes": {b"authorization": BEARER.encode()},
    "pairs": [("Authorization", BEARER)],
    "pairs of bytes": [(b"authorization", BEARER.encode())],
    "ASGI scope": {"type": "http", "headers": [(b"host", b"a"), (b"authorization", BEARER.encode())]},
    "request of httpx": httpx.Request("GET", "https://a.example", headers={"Authorization": BEARER}),
    "headers of httpx": httpx.Headers({"Authorization": BEARER}),
    "any request": SimpleNamespace(headers={"Authorization": BEARER}),
    "the same twice": [("Authorization", BEARER), ("Authorization", BEARER)],
    "another scheme beside it": [("Authorization", "Basic YTpi"), ("Authorization", BEARER)],
    "spaces": {"Authorization": f"  Bearer   {TOKENS['m2m']} "},
    "a header called headers": {"headers": "1", "Authorization": BEARER},
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
async def test_requests_come_in_many_forms(world: World, request_: object) -> None:
    assert isinstance(await world.client().authenticate(request_, ["m2m"]), VerifiedClient)


@pytest.mark.parametrize(
    "headers",
    [{}, [], {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Basic YTpi"}, {"Cookie": "a=b"}],
)
async def test_a_request_without_a_token_is_told_from_one_with_a_bad_one(world: World, headers: object) -> None:
    with pytest.raises(MissingTokenError):
        await world.client().authenticate(headers)


async def test_several_tokens_are_none(world: World) -> None:
    both = [("Authorization", BEARER), ("Authorization", f"Bearer {TOKENS['session']}")]
    with pytest.raises(MalformedTokenError):
        await world.client().authenticate(both)


@pytest.mark.parametrize("request_", [None, 7, BEARER, [BEARER], {"Authorization": 7}, [("a", "b", "c")]])
async def test_an_invalid_request_is_a_mistake_of_the_program(world: World, request_: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        await world.client().authenticate(request_)
    assert TOKENS["m2m"] not in str(caught.value)


@pytest.mark.parametrize("accepts", [[], "m2m", ["id_token"], [None], None, [["m2m"]]])
async def test_kinds_that_do_not_exist_are_a_mistake_of_the_program(world: World, accepts: Any) -> None:
    with pytest.raises(ConfigurationError, match="accepts"):
        await world.client().authenticate({"Authorization": BEARER}, accepts)


async def test_an_audience_is_for_access_tokens_alone(world: World) -> None:
    client = world.client()
    custom = {"Authorization": f"Bearer {sign(access_claims(aud=[CUSTOM]))}"}
    assert isinstance(await client.authenticate(custom, audience=CUSTOM), VerifiedAccess)
    with pytest.raises(WrongAudienceError):
        await client.authenticate(custom)
    for kind in ("session", "m2m"):
        assert await client.authenticate({"Authorization": f"Bearer {TOKENS[kind]}"}, audience=CUSTOM)
    with pytest.raises(WrongAudienceError):
        await client.authenticate({"Authorization": f"Bearer {TOKENS['access_token']}"}, audience=CUSTOM)


async def test_an_age_can_be_too_much(world: World) -> None:
    world.pass_time(100)
    with pytest.raises(TokenTooOldError):
        await world.client().authenticate({"Authorization": BEARER}, max_token_age=60)


async def test_a_closed_client_verifies_nothing(world: World) -> None:
    client = world.client()
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await client.authenticate({"Authorization": BEARER})


async def test_one_kind_has_its_own_error(world: World) -> None:
    with pytest.raises(NotAnM2MTokenError):
        await world.client().authenticate({"Authorization": f"Bearer {TOKENS['session']}"}, ["m2m"])
    with pytest.raises(TokenVerificationError):
        await world.client().authenticate({"Authorization": "Bearer a.b.c"})
