"""Keys and policies are fetched once for all processes, and a store that is down does not delay them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from aiostytch import AuthorizationCheck, B2BClient, KeysUnavailableError, UnknownKeyError
from aiostytch.fleet import timeouts, values
from aiostytch.fleet.values import SharedValue, SharedValues
from aiostytch.local_auth import key_cache, policy_cache
from aiostytch.secret import Secret
from aiostytch.store import MemoryStore, Store
from tests.local_auth.world import NOW, PROJECT, World, claims, jwks, response, sign
from tests.store.servers import serving

from .service import Failing, two_processes, until

CHECK = AuthorizationCheck("organization-test-1", "documents", "read")
LONG = sign(claims(exp=NOW + 3 * 24 * 3600))
LONG_K2 = sign(claims(exp=NOW + 3 * 24 * 3600), kid="k2")


async def authorize(client: B2BClient) -> None:
    await client.sessions.authenticate_jwt_local(LONG, authorization=CHECK)


@pytest.mark.parametrize(("kind", "count"), [("memory", 64), ("redis", 8)])
async def test_cold_processes_make_one_request_each_for_keys_and_policies(
    world: World, kind: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share one event loop here, so 50 ms pass quickly."""
    monkeypatch.setattr(timeouts, "STORE_TIMEOUT", 20.0)
    memory = MemoryStore()
    for server in [None] if kind == "memory" else serving(tmp_path):
        await start_all(world, [memory if server is None else server.store(timeout=20.0) for _ in range(count)])


async def start_all(world: World, stores: Sequence[Store]) -> None:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(world.client(store=store)) for store in stores]
        await asyncio.gather(*map(authorize, clients))
    assert (world.fetches, world.policy_fetches) == (1, {"": 1, "organization-test-1": 1})


async def test_a_refresh_is_made_once_for_all(world: World) -> None:
    async with two_processes(world) as clients:
        for client in clients:
            await authorize(client)
        world.pass_time(key_cache.LIFETIMES.soft)
        for client in clients:
            await authorize(client)
            await until(lambda: world.fetches == 2 and world.policy_fetches[""] == 2)
    assert (world.fetches, world.policy_fetches) == (2, {"": 2, "organization-test-1": 2})


async def test_a_value_of_another_process_is_as_old_as_it_is(world: World) -> None:
    """The second process gets the value shortly before it expires, and looks for a newer one when it does."""
    async with two_processes(world) as clients:
        await authorize(clients[0])
        world.pass_time(policy_cache.LIFETIMES.soft - 1)
        await authorize(clients[1])
        assert world.policy_fetches[""] == 1
        world.pass_time(1 + policy_cache.LIFETIMES.cooldown)
        await authorize(clients[1])
        await until(lambda: world.policy_fetches[""] == 2)


async def test_a_new_key_is_fetched_once_for_all(world: World) -> None:
    async with two_processes(world) as clients:
        for client in clients:
            await authorize(client)
        world.keys = jwks("k1", "k2")
        world.pass_time(key_cache.LIFETIMES.cooldown)
        for client in clients:
            await client.sessions.authenticate_jwt_local(LONG_K2)
    assert world.fetches == 2


async def test_strangers_keys_cost_the_fleet_one_fetch(world: World) -> None:
    async with two_processes(world) as clients:
        for client in clients:
            for _ in range(3):
                with pytest.raises(UnknownKeyError):
                    await client.sessions.authenticate_jwt_local(LONG_K2)
    assert world.fetches == 1


async def test_a_key_that_the_api_accepts_is_not_looked_for_in_old_keys(world: World) -> None:
    async with two_processes(world) as clients:
        await authorize(clients[0])
        world.keys = jwks("k1", "k2")
        await clients[0].sessions.authenticate_jwt(LONG_K2)
        await until(lambda: world.fetches == 2)
        await until(lambda: "k2" in str(clients[0].sessions.export_jwks()))


@pytest.mark.parametrize("fault", ["fails", "hangs"])
@pytest.mark.parametrize("method", ["get", "add", "put"])
async def test_without_a_store_response_a_process_fetches_itself(world: World, fault: str, method: str) -> None:
    store = Failing()
    getattr(store, fault).add(method)
    async with two_processes(world, store) as clients:
        for client in clients:
            await authorize(client)
    assert world.fetches == 2


async def test_old_keys_serve_where_new_ones_cannot_be_fetched(world: World) -> None:
    async with two_processes(world) as clients:
        await authorize(clients[0])
        world.pass_time(key_cache.LIFETIMES.soft)
        world.keys = response(b"{}", 500)
        await clients[1].sessions.authenticate_jwt_local(LONG)
    assert world.fetches == 2


async def test_nothing_serves_for_ever(world: World) -> None:
    async with two_processes(world) as clients:
        await authorize(clients[0])
        world.pass_time(key_cache.LIFETIMES.hard)
        world.keys = response(b"{}", 500)
        for client in clients:
            with pytest.raises(KeysUnavailableError):
                await client.sessions.authenticate_jwt_local(LONG)
    assert world.fetches == 3


async def test_callers_of_a_failed_fetch_fetch_at_the_same_time(world: World) -> None:
    world.keys, world.held = response(b"{}", 500), asyncio.Event()
    async with AsyncExitStack() as stack:
        store = MemoryStore()
        clients = [await stack.enter_async_context(world.client(store=store)) for _ in range(5)]
        verifying = [asyncio.create_task(client.sessions.authenticate_jwt_local(LONG)) for client in clients]
        await until(lambda: world.fetches == 1)
        world.held.set()
        for found in await asyncio.gather(*verifying, return_exceptions=True):
            assert isinstance(found, KeysUnavailableError)
    assert world.fetches == 5


async def test_a_process_that_has_died_with_the_lease_is_not_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "_MAX_WAIT", 0.05)
    store = MemoryStore()
    await store.add(f"{PROJECT}:keys:lease", b"of the dead", 600)
    async with world.client(store=store) as client:
        await client.sessions.authenticate_jwt_local(LONG)
    assert world.fetches == 1


def shared(store: Store, secret: str = "secret", project: str = PROJECT) -> SharedValues:
    return SharedValues(store, project, Secret(secret), lambda: NOW)


async def fetched(shared: SharedValues, content: bytes, name: str = "keys") -> bytes:
    async def fetch() -> bytes:
        return content

    found = await shared.get(name, fetch, lambda found: found.age < 10, ttl=60, lease=1)
    await shared.aclose()
    return found.content


async def test_without_the_secret_nobody_can_add_keys() -> None:
    store = MemoryStore()
    assert await fetched(shared(store, "another"), b"forged") == b"forged"
    assert await fetched(shared(store), b"real") == b"real"
    assert await fetched(shared(store), b"not needed") == b"real"


@pytest.mark.parametrize("sealed", [b"", b"1", b"2" + b"x" * 60, b"1" + b"x" * 60])
async def test_unreadable_values_are_fetched(sealed: bytes) -> None:
    store = MemoryStore()
    await store.put(f"{PROJECT}:keys", sealed, 60)
    assert await fetched(shared(store), b"real") == b"real"


async def test_a_value_is_good_under_its_own_name_only() -> None:
    store = MemoryStore()
    await fetched(shared(store), b"policy", "policy")
    sealed = await store.get(f"{PROJECT}:policy")
    assert sealed is not None
    await store.put(f"{PROJECT}:keys", sealed, 60)
    assert await fetched(shared(store), b"real") == b"real"


async def test_a_fetch_that_ends_while_another_process_takes_the_lease_is_enough() -> None:
    """The value exists when the lease becomes free."""

    class Late(MemoryStore):
        quick = MemoryStore()

        async def add(self, key: str, value: bytes, keep: float) -> bool:
            await fetched(shared(self.quick), b"first")
            self._values.update(self.quick._values)
            return await super().add(key, value, keep)

    store = Late()
    assert await fetched(shared(store), b"second") == b"first"
    assert await store.get(f"{PROJECT}:keys:lease") is None


async def test_a_value_whose_clock_is_ahead_is_new() -> None:
    store = MemoryStore()
    ahead = SharedValues(store, PROJECT, Secret("secret"), lambda: NOW + 60)
    await fetched(ahead, b"ahead")
    seen: list[SharedValue] = []

    async def never() -> bytes:
        raise AssertionError

    await shared(store).get("keys", never, lambda found: not seen.append(found), ttl=60, lease=1)
    assert [found.age for found in seen] == [0.0]


async def test_pending_writes_are_dropped_when_a_client_closes() -> None:
    store = Failing()
    values = shared(store)

    async def fetch() -> bytes:
        store.hangs = {"put"}
        return b"real"

    found = await values.get("keys", fetch, lambda found: True, ttl=60, lease=1)
    await values.aclose()
    assert (found.content, values._writing) == (b"real", set())


async def test_a_failed_fetch_is_raised_where_the_store_fails_too() -> None:
    """The store responded before the fetch, and does not after it."""
    store = Failing()

    async def fetch() -> bytes:
        store.fails = {"get"}
        raise KeysUnavailableError("the API does not respond")

    with pytest.raises(KeysUnavailableError):
        await shared(store).get("keys", fetch, lambda found: True, ttl=60, lease=1)
