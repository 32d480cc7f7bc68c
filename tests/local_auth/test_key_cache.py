"""The number and times of key fetches, with an injected clock."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from typing import Any

import pytest

from aiostytch import ConfigurationError, ConnectError, ConnectionLostError, LocalAuth
from aiostytch.errors import BadSignatureError, KeysUnavailableError, TokenVerificationError, UnknownKeyError
from aiostytch.local_auth.jwks import MAX_DOCUMENT, Key, read_keys, write_keys
from aiostytch.local_auth.key_cache import LIFETIMES
from aiostytch.wire import BodyTooLargeError, Headers
from tests.local_auth.tokens import GOOD, long_lived, strangers
from tests.local_auth.world import KEYS, NOW, World, claims, jwk, jwks, patience, response, segment, sign_raw

FAULTS: dict[str, Any] = {
    "status 500": response(b"{}", 500),
    "an object without keys": b"{}",
    "no keys": b'{"keys": []}',
    "HTML": b"<html>",
    "10 MB": BodyTooLargeError(200, Headers()),
    "100 kB": jwks("k1")[:-1] + b" " * 100_000 + b"}",
    "no response": None,
    "connection refused": ConnectError("refused"),
    "connection reset": ConnectionLostError("reset"),
    "keys that cannot be used": json.dumps({"keys": [jwk("k1", kty="EC"), 7, None]}).encode(),
    "an error of a middleware": KeyError("a"),
}


async def test_keys_are_fetched_once(world: World) -> None:
    client = world.client()
    for _ in range(3):
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
    assert world.fetches == 1


async def test_views_of_a_client_share_its_keys(world: World) -> None:
    client = world.client()
    await client.with_options(headers={"X-Own": "1"}).sessions.authenticate_jwt_local(GOOD["k1"])
    await client.with_options(timeout=1).sessions.authenticate_jwt_local(GOOD["k1"])
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    assert world.fetches == 1


async def test_two_clients_share_nothing(world: World) -> None:
    for _ in range(2):
        await world.client().sessions.authenticate_jwt_local(GOOD["k1"])
    assert world.fetches == 2


async def test_10_000_unknown_key_ids_cost_one_request(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.pass_time(LIFETIMES.cooldown)
    before = world.fetches
    for token in itertools.islice(strangers(), 10_000):
        with pytest.raises(UnknownKeyError):
            await client.sessions.authenticate_jwt_local(token)
        world.pass_time(0.0001)
    assert world.fetches - before == 1


@pytest.mark.volume
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_10_000_unknown_key_ids_cost_a_request_each_30_seconds(world: World, fault: Any) -> None:
    """The kind of failure does not matter."""
    client = world.client(auth=patience(fault, cached_tokens=0))
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.keys, before = fault, world.fetches
    good = 0
    for number, token in enumerate(itertools.islice(strangers(), 10_000)):
        if number % 10 == 0:
            good += (await client.sessions.authenticate_jwt_local(GOOD["k1"])).member_id == "member-test-1"
        with pytest.raises(UnknownKeyError):
            await client.sessions.authenticate_jwt_local(token)
        world.pass_time(0.0125)
    assert good == 1_000
    assert world.fetches - before == 125 // 30


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_cold_start_without_keys_asks_once_in_30_seconds(world: World, fault: Any) -> None:
    client = world.client(auth=patience(fault))
    world.keys = fault
    for fetches in (1, 2):
        for _ in range(50):
            with pytest.raises(KeysUnavailableError) as caught:
                await client.sessions.authenticate_jwt_local(GOOD["k1"])
            assert caught.value.__cause__ is not None
        assert world.fetches == fetches
        world.pass_time(LIFETIMES.cooldown)
    world.keys = jwks("k1")
    assert (await client.sessions.authenticate_jwt_local(GOOD["k1"])).member_id == "member-test-1"


async def test_200_cold_tokens_at_once_cost_one_request(world: World) -> None:
    client = world.client()
    found = await asyncio.gather(*(client.sessions.authenticate_jwt_local(GOOD["k1"]) for _ in range(200)))
    assert (len(found), world.fetches) == (200, 1)


@pytest.mark.parametrize("steps", range(6))
async def test_the_first_waiting_caller_can_be_cancelled_at_any_step(world: World, steps: int) -> None:
    world.held = asyncio.Event()
    client = world.client()
    tasks = [asyncio.create_task(client.sessions.authenticate_jwt_local(GOOD["k1"])) for _ in range(200)]
    for _ in range(steps):
        await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)
    world.held.set()
    first, *others = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    assert not any(isinstance(other, BaseException) for other in others)
    assert world.fetches == 1


async def test_all_waiting_callers_can_be_cancelled_and_the_keys_still_arrive(world: World) -> None:
    world.held = asyncio.Event()
    client = world.client()
    task = asyncio.create_task(client.sessions.authenticate_jwt_local(GOOD["k1"]))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    world.held.set()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    assert world.fetches == 1


async def test_500_bad_signatures_under_a_known_key_cost_no_request(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    header, payload, _ = GOOD["k1"].split(".")
    world.pass_time(LIFETIMES.soft - 1)
    for number in range(500):
        with pytest.raises(BadSignatureError):
            await client.sessions.authenticate_jwt_local(f"{header}.{payload}.{segment(number.to_bytes(256, 'big'))}")
    assert world.fetches == 1
    await client.sessions.authenticate_jwt_local(GOOD["k1"])


@pytest.mark.parametrize("gap", [30, 60, 600, 3600])
async def test_no_valid_token_is_refused_while_keys_rotate(world: World, gap: float) -> None:
    client = world.client()
    stages = [(("k1",), ["k1"]), (("k1", "k2"), ["k1", "k2"]), (("k2",), ["k2"])]
    for published, signing in stages:
        world.keys = jwks(*published)
        for kid in signing * 3:
            assert (await client.sessions.authenticate_jwt_local(GOOD[kid])).member_id == "member-test-1"
        world.pass_time(gap)


async def test_keys_are_renewed_in_the_background(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.pass_time(LIFETIMES.soft)
    world.held = asyncio.Event()  # the fetch of new keys hangs, and callers do not wait for it
    for _ in range(10):
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
        await asyncio.sleep(0)
    assert world.fetches == 2
    world.keys = jwks("k2")
    world.held.set()
    for _ in range(10):
        await asyncio.sleep(0)
    with pytest.raises(UnknownKeyError):
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
    assert world.fetches == 2


async def test_a_withdrawn_key_is_not_used_even_for_a_remembered_token(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.keys = jwks("k2")
    world.pass_time(LIFETIMES.cooldown)
    await client.sessions.authenticate_jwt_local(GOOD["k2"])
    world.pass_time(LIFETIMES.cooldown)
    with pytest.raises(UnknownKeyError):
        await client.sessions.authenticate_jwt_local(GOOD["k1"])


async def test_a_key_that_was_replaced_under_its_id_is_noticed(world: World) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.keys = json.dumps({"keys": [jwk("k2", kid="k1"), jwk("k2")]}).encode()
    world.pass_time(LIFETIMES.cooldown)
    await client.sessions.authenticate_jwt_local(GOOD["k2"])
    with pytest.raises(BadSignatureError):
        await client.sessions.authenticate_jwt_local(GOOD["k1"])


@pytest.mark.parametrize("fault", [b'{"keys": []}', ConnectError("refused")])
async def test_old_keys_are_used_for_a_day_and_no_longer(world: World, fault: Any) -> None:
    client = world.client()
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.keys = fault
    for _ in range(23):
        world.pass_time(3600)
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
    world.pass_time(3600)
    not_seen_before = long_lived(exp=NOW + 10**6 + 1)
    for token in (
        GOOD["k1"],
        GOOD["k1"],
        not_seen_before,
        not_seen_before,
    ):  # the first attempt, and the ones within 30 s
        with pytest.raises(KeysUnavailableError):
            await client.sessions.authenticate_jwt_local(token)


async def test_keys_given_at_the_start_need_no_request(world: World) -> None:
    client = world.client(auth=LocalAuth(jwks=json.loads(jwks("k1"))))
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    assert world.fetches == 0
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    with pytest.raises(UnknownKeyError):
        await client.sessions.authenticate_jwt_local(GOOD["k2"])
    assert world.fetches == 1


async def test_exported_keys_are_a_start_for_another_client(world: World) -> None:
    client = world.client()
    assert client.sessions.export_jwks() == {"keys": []}
    world.keys = jwks("k1", "k2")
    await client.sessions.authenticate_jwt_local(GOOD["k1"])
    other = world.client(auth=LocalAuth(jwks=client.sessions.export_jwks()))
    for kid in ("k1", "k2"):
        await other.sessions.authenticate_jwt_local(GOOD[kid])
    assert world.fetches == 1


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [7]}, {"keys": [{"kty": "RSA"}]}, {"keys": object()}, 7])
def test_a_start_without_a_usable_key_is_refused(world: World, keys: Any) -> None:
    with pytest.raises(ConfigurationError, match="jwks"):
        world.client(auth=LocalAuth(jwks=keys))


@pytest.mark.parametrize("settings", [{"cached_tokens": -1}, {"fetch_deadline": 0}, {"cached_organizations": 0}])
def test_a_setting_out_of_bounds_is_refused(world: World, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        world.client(auth=LocalAuth(**settings))


async def test_the_request_for_keys_carries_no_option_of_a_view(world: World) -> None:
    seen: list[Any] = []

    async def look(request: Any, call_next: Any) -> Any:
        seen.append(request)
        return await call_next(request)

    client = world.client(middleware=[look])
    await client.with_options(headers={"X-Own": "1"}).sessions.authenticate_jwt_local(GOOD["k1"])
    assert [request.url for request in seen] == ["https://test.stytch.com/v1/b2b/sessions/jwks/project-test-1"]
    assert "X-Own" not in dict(seen[0].headers)


# -- reading keys -----------------------------------------------------------------------------------------------------


def document(*keys: Any) -> bytes:
    return json.dumps({"keys": keys}).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"kty": "EC"},
        {"kty": "oct", "k": "AQAB"},
        {"kty": None},
        {"use": "enc"},
        {"alg": "RS512"},
        {"alg": "HS256"},
        {"key_ops": ["sign"]},
        {"kid": None},
        {"kid": ""},
        {"kid": 7},
        {"kid": "k" * 129},
        {"kid": "k\n"},
        {"kid": "é"},
        {"n": None},
        {"n": ""},
        {"n": "!"},
        {"n": segment(bytes([255] * 255))},
        {"n": segment(bytes([255] * 1025))},
        {"n": segment(bytes([255] * 255 + [254]))},
        {"n": jwk("k1")["n"] + "==A"},
        {"e": "AQ"},
        {"e": "Ag"},
        {"e": "AQAA"},
        {"e": segment(bytes([1] * 5))},
        {"e": 65537},
    ],
)
def test_a_key_that_cannot_check_session_tokens_is_left_out(changes: dict[str, Any]) -> None:
    assert list(read_keys(document(jwk("k1", **changes), jwk("k2")))) == ["k2"]


@pytest.mark.parametrize("changes", [{"use": None}, {"alg": None}, {"key_ops": None}, {"key_ops": []}, {"new": 1}])
def test_optional_members_of_a_key_can_be_omitted(changes: dict[str, Any]) -> None:
    assert list(read_keys(document(jwk("k1", **changes)))) == ["k1"]


N = KEYS["k1"].public_key().public_numbers().n


@pytest.mark.parametrize(
    "changes",
    [
        {"n": jwk("k1")["n"] + "=="},
        {"n": segment(N.to_bytes(257, "big"))},
        {"n": base64.urlsafe_b64encode(N.to_bytes(260, "big")).decode()},
        {"e": "AQAB===="},
        {"e": "AAEAAQ"},
        {"e": "AAEAAQ=="},
    ],
)
def test_numbers_may_be_padded(changes: dict[str, Any]) -> None:
    assert read_keys(document(jwk("k1", **changes))) == {"k1": (Key("k1", N, 65537),)}


@pytest.mark.parametrize(
    "content", [b"", b"7", b"[]", b"null", b"\xff", b"[" * 60_000, b'{"keys": 7}', b'{"keys": ' + b"[" * 60_000]
)
def test_an_invalid_key_set_has_no_keys(content: bytes) -> None:
    assert read_keys(content) == {}


async def test_a_set_may_have_very_many_keys(world: World) -> None:
    world.keys = document(*(jwk("k2", kid=f"k{number}") for number in range(100, 250)), jwk("k1"))
    assert 64 * 1024 < len(world.keys) < MAX_DOCUMENT
    await world.client().sessions.authenticate_jwt_local(GOOD["k1"])


@pytest.mark.parametrize("order", list(itertools.permutations(["k1", "k2"])))
async def test_all_keys_of_an_id_count(world: World, order: tuple[str, ...]) -> None:
    world.keys = document(*(jwk(name, kid="k1") for name in order))
    client = world.client()
    for _ in range(2):  # the second time, each is cached
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
        await client.sessions.authenticate_jwt_local(sign_raw(PAYLOAD, kid="k2", header=HEADER))
    with pytest.raises(BadSignatureError):
        await client.sessions.authenticate_jwt_local(sign_raw(PAYLOAD, kid="stranger", header=HEADER))


HEADER = {"alg": "RS256", "kid": "k1"}
PAYLOAD = json.dumps(claims()).encode()


def test_a_key_that_is_published_twice_counts_once() -> None:
    assert read_keys(document(jwk("k1"), jwk("k1", use=None))) == {"k1": (Key("k1", N, 65537),)}


def test_keys_survive_being_written_and_read() -> None:
    keys = read_keys(document(jwk("k1"), jwk("k2"), jwk("k2", kid="k1")))
    assert [len(same_id) for same_id in keys.values()] == [2, 1]
    assert read_keys(json.dumps(write_keys(keys)).encode()) == keys


async def test_a_closed_client_fetches_nothing(world: World) -> None:
    client = world.client()
    await client.aclose()
    with pytest.raises(Exception, match="closed") as caught:
        await client.sessions.authenticate_jwt_local(GOOD["k1"])
    assert not isinstance(caught.value, TokenVerificationError)
    assert world.fetches == 0
