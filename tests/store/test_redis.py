"""The store in Redis with real servers: the same guarantees as in memory, and errors of one class."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any

import pytest

from aiostytch import ConfigurationError, StoreUnavailableError
from aiostytch.store import Position
from aiostytch.store.redis import RedisStore

from .servers import FLAVOURS, Server, free_port, serving

PATIENT = 20.0
"""A long timeout in seconds: these tests do not depend on the load of the machine."""


@pytest.fixture(scope="module", params=FLAVOURS)
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from serving(tmp_path_factory.mktemp("server"), request.param)


@pytest.fixture
def server(started: Server) -> Server:
    started.command("CONFIG SET maxmemory 0")
    started.command("FLUSHALL")
    return started


@pytest.fixture
async def store(server: Server) -> AsyncGenerator[RedisStore]:
    made = server.store(timeout=PATIENT)
    yield made
    await made.aclose()


async def read(store: RedisStore, after: Mapping[str, Position], wait: float = 0) -> list[tuple[str, int, bytes]]:
    entries = await store.read(after, wait)
    return [(entry.log, entry.position.number, entry.content) for entry in entries]


async def test_entries_are_numbered(store: RedisStore) -> None:
    start = Position()
    await store.append("p:a", [b"1", b"2"], 10)
    await store.append("p:b", [b"\x00\xff"], 10)
    everything = [("p:a", 1, b"1"), ("p:a", 2, b"2"), ("p:b", 1, b"\x00\xff")]
    assert await read(store, {"p:a": start, "p:b": start}) == everything
    newest = await store.newest("p:a")
    assert newest.number == 2
    assert await read(store, {"p:a": newest, "p:c": start}) == []
    assert await store.newest("p:c") == start


async def test_a_reader_waits_for_the_next_entry(store: RedisStore) -> None:
    reading = asyncio.create_task(read(store, {"p:a": Position(), "p:b": Position()}, 20))
    await store.get("p:key")
    await store.append("p:b", [b"1"], 10)
    assert await reading == [("p:b", 1, b"1")]
    assert await read(store, {"p:c": Position()}, 0.001) == []


async def test_only_one_adds_a_value(store: RedisStore) -> None:
    assert await store.get("p:a") is None
    assert await store.add("p:a", b"1", 10)
    assert not await store.add("p:a", b"2", 10)
    await store.remove("p:a", b"2")
    assert await store.get("p:a") == b"1"
    await store.put("p:a", b"3", 10)
    await store.remove("p:a", b"3")
    assert await store.get("p:a") is None


async def test_moments_come_one_after_the_other(store: RedisStore) -> None:
    delays = [await store.acquire_slot("p:rate", 100, 2) for _ in range(4)]
    assert [round(delay, -1) for delay in delays] == [0, 0, 100, 200]
    await store.release_slot("p:rate", 100)
    assert round(await store.acquire_slot("p:rate", 100, 2), -1) == 200
    await store.release_slot("p:other", 100)


async def test_everything_has_a_time_to_live_and_a_prefix(server: Server) -> None:
    store = server.store("mine", PATIENT)
    await store.append("p:a", [b"1"], 10)
    await store.put("p:b", b"1", 10)
    await store.add("p:c", b"1", 10)
    await store.acquire_slot("p:d", 10, 1)
    names = ("a", "a:number", "b", "c", "d")
    left = {name: int(server.command(f"TTL mine:{{p}}:{name}").strip()[1:]) for name in names}
    assert all(8 <= seconds <= 12 for seconds in left.values()), left
    assert server.command("DBSIZE").strip() == f":{len(names)}"
    await store.aclose()


async def test_old_entries_go(store: RedisStore, server: Server) -> None:
    """A stream trims whole blocks of a hundred entries."""
    server.command("\r\n".join(f"XADD aiostytch:{{p}}:a {number}-0 n 1 e old" for number in range(1, 302)))
    await store.append("p:a", [b"new"], 10)
    kept = await read(store, {"p:a": Position()})
    assert kept[-1] == ("p:a", 1, b"new")
    assert len(kept) < 200


async def test_a_script_that_the_server_forgot_is_sent_again(store: RedisStore, server: Server) -> None:
    await store.append("p:a", [b"1"], 10)
    server.command("SCRIPT FLUSH")
    await store.append("p:a", [b"2"], 10)
    assert (await store.newest("p:a")).number == 2


async def test_an_abandoned_call_leaves_no_response_behind(store: RedisStore) -> None:
    await store.put("p:a", b"1", 10)
    reading = asyncio.create_task(store.read({"p:log": Position()}, 20))
    await store.get("p:a")
    reading.cancel()
    assert [await store.get("p:a") for _ in range(3)] == [b"1"] * 3


async def unavailable(store: RedisStore, why: str) -> None:
    for call in (store.get("p:a"), store.append("p:a", [b"1"], 1), store.read({"p:a": Position()}, 0.1)):
        with pytest.raises(StoreUnavailableError, match=why):
            await call
    await store.aclose()


async def test_nothing_listens_at_the_address() -> None:
    await unavailable(RedisStore(f"redis://127.0.0.1:{free_port()}"), "ConnectionError")
    await unavailable(RedisStore.cluster(f"redis://127.0.0.1:{free_port()}"), "RedisClusterException|ConnectionError")
    await unavailable(RedisStore.sentinel([("127.0.0.1", free_port())], "main"), "MasterNotFoundError|Timeout")


async def test_a_silent_server_is_given_up(server: Server) -> None:
    store = server.store(timeout=PATIENT)
    await store.put("p:a", b"1", 60)
    server.pause()
    store._timeout = 0.1
    with pytest.raises(StoreUnavailableError, match="TimeoutError"):
        await store.get("p:a")
    store._timeout = PATIENT
    server.resume()
    assert await store.get("p:a") == b"1"
    await store.aclose()


async def test_a_server_that_is_full_is_unavailable_for_writing(server: Server) -> None:
    store = server.store(timeout=PATIENT)
    await store.put("p:a", b"1", 10)
    server.command("CONFIG SET maxmemory 1")
    for writing in (store.append("p:a", [b"1"], 10), store.put("p:a", b"2", 10), store.acquire_slot("p:b", 1, 1)):
        with pytest.raises(StoreUnavailableError, match="OutOfMemoryError"):
            await writing
    assert await store.get("p:a") == b"1"
    await store.aclose()


async def test_a_password_is_shown_nowhere() -> None:
    store = RedisStore(f"redis://user:canary@127.0.0.1:{free_port()}")
    with pytest.raises(StoreUnavailableError) as failed:
        await store.get("p:a")
    assert "canary" not in f"{store!r} {failed.value} {failed.value!r} {failed.value.__cause__!r}"
    await store.aclose()


@pytest.mark.parametrize(
    "settings",
    [{"url": "http://localhost"}, {"url": 7}, {"prefix": ""}, {"prefix": "a{b}"}, {"prefix": None}, {"timeout": 0}],
)
def test_settings_are_checked(settings: Any) -> None:
    with pytest.raises(ConfigurationError):
        RedisStore(**{"url": "redis://localhost", **settings})


@pytest.mark.parametrize(
    "make",
    [
        lambda: RedisStore("redis://localhost?nothing=canary"),
        lambda: RedisStore("redis://localhost?parser_class=canary"),
        lambda: RedisStore("rediss://localhost?ssl_cert_reqs=canary"),
        lambda: RedisStore.cluster("redis://localhost?nothing=canary"),
        lambda: RedisStore.cluster("redis://localhost/3?client_name=canary"),
        lambda: RedisStore.sentinel([("localhost", 1)], "main", options={"nothing": "canary"}),
        lambda: RedisStore.sentinel([("localhost", 1)], "main", sentinel_options={"nothing": "canary"}),
        lambda: RedisStore.sentinel("localhost", "main"),  # type: ignore[arg-type]
    ],
)
def test_options_that_redis_py_does_not_accept_are_refused_at_once(make: Any) -> None:
    """Later, they would be errors of another class in the midst of logins."""
    with pytest.raises(ConfigurationError, match="option") as refused:
        make()
    assert "canary" not in str(refused.value)


def test_a_cluster_with_tls_is_one() -> None:
    assert "RedisStore" in repr(RedisStore.cluster("rediss://localhost"))


@pytest.mark.parametrize("options", ["decode_responses=true", "protocol=3", "client_name=a", "retry=5"])
async def test_options_of_the_url_do_not_change_the_form_of_values(server: Server, options: str) -> None:
    store = (RedisStore.cluster if server.flavour == "cluster" else RedisStore)(
        f"redis://127.0.0.1:{server.port}?{options}", timeout=PATIENT
    )
    await store.put("p:v", b"1", 10)
    await store.append("p:a", [b"\xff"], 10)
    assert (await store.get("p:v"), await read(store, {"p:a": Position()})) == (b"1", [("p:a", 1, b"\xff")])
    assert (await store.newest("p:a")).number == 1
    await store.aclose()


async def test_an_error_of_the_event_loop_is_an_error_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    store = RedisStore(f"redis://127.0.0.1:{free_port()}")

    async def closed(*_: object, **__: object) -> None:
        raise RuntimeError("unable to perform operation on a closed transport")

    monkeypatch.setattr("redis.asyncio.Redis.execute_command", closed)
    with pytest.raises(StoreUnavailableError, match="RuntimeError"):
        await store.get("p:a")
    await store.aclose()


async def test_a_store_is_used_in_one_event_loop_after_the_other(server: Server) -> None:
    store = server.store(timeout=PATIENT)

    async def once() -> bytes | None:
        await store.put("p:a", b"1", 10)
        found = await store.get("p:a")
        await store.aclose()
        return found

    assert [await asyncio.to_thread(asyncio.run, once()) for _ in range(2)] == [b"1", b"1"]
    await store.aclose()


def test_the_extra_is_named_where_redis_is_not_installed() -> None:
    code = "import sys; sys.modules['redis'] = None\nimport aiostytch.store.redis"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'aiostytch[redis]'" in done.stderr
