"""A real server that is killed, stopped, emptied, full, turned into a replica, or replaced.

Two processes revoke and verify meanwhile. Neither is blocked, and afterwards both know all revocations.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Iterator
from functools import partial
from pathlib import Path

import pytest

from aiostytch import B2BClient, SessionRevokedError
from aiostytch.store.redis import RedisStore
from tests.local_auth.world import NOW, SESSION, World, claims, sign
from tests.store.servers import Server, binary, free_port, serving

from .service import known, knows, until

Processes = tuple[B2BClient, B2BClient]


@pytest.fixture(params=["redis", "valkey"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    yield from serving(tmp_path, request.param)


@pytest.fixture
async def processes(world: World, server: Server) -> AsyncGenerator[Processes]:
    async with world.client(store=server.store()) as one, world.client(store=server.store()) as other:
        yield one, other


def token(number: int) -> str:
    session = {**claims()[SESSION], "id": f"session-test-{number}"}
    return sign(claims(iat=NOW - 60, nbf=NOW - 60, **{SESSION: session}))


async def revoke(client: B2BClient, number: int) -> None:
    await client.sessions.refuse(member_session_id=f"session-test-{number}")
    with pytest.raises(SessionRevokedError):
        await client.sessions.authenticate_jwt_local(token(number))


def error(client: B2BClient) -> str:
    follower = client._runner.state.fleet.follower
    return "" if follower is None else follower.error


async def agreed(processes: Processes, count: int) -> None:
    """Wait until both processes and a new one know all revocations."""
    await until(lambda: [known(client) for client in processes] == [count] * 2)
    for client in processes:
        with pytest.raises(SessionRevokedError):
            await client.sessions.authenticate_jwt_local(token(1))
        await client.sessions.authenticate_jwt_local(token(0))


async def test_a_revocation_reaches_the_other_process(processes: Processes) -> None:
    await revoke(processes[0], 1)
    await revoke(processes[1], 2)
    await agreed(processes, 2)


async def test_killed_and_restarted_empty(processes: Processes, server: Server, world: World) -> None:
    await revoke(processes[0], 1)
    await agreed(processes, 1)
    server.kill()
    await revoke(processes[1], 2)
    await processes[0].sessions.authenticate_jwt_local(token(2))
    server.start()
    await agreed(processes, 2)
    async with world.client(store=server.store()) as third:
        await until(lambda: known(third) == 2)


async def test_restarted_empty_while_nobody_looked(processes: Processes, server: Server, world: World) -> None:
    """The processes publish their revocations again, even without a new one."""
    await revoke(processes[0], 1)
    await agreed(processes, 1)
    server.kill()
    server.start()
    await until(lambda: server.command("EXISTS aiostytch:{project-test-1}:short").startswith(":1"))
    async with world.client(store=server.store()) as third:
        assert known(third) == 1


async def test_stopped_and_resumed(processes: Processes, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """A stopped server accepts connections and does not respond. The kernel buffers its input until it continues."""
    await revoke(processes[0], 1)
    await agreed(processes, 1)
    server.pause()
    await revoke(processes[0], 2)
    await revoke(processes[1], 3)
    await until(lambda: caplog.text.count("not available") == 2)
    await revoke(processes[0], 4)
    server.resume()
    await agreed(processes, 4)


async def test_connections_that_are_killed_lose_nothing(processes: Processes, server: Server) -> None:
    for number in range(1, 6):
        server.command("CLIENT KILL TYPE normal SKIPME yes")
        await revoke(processes[0], number)
    await agreed(processes, 5)


async def test_full_and_emptied(processes: Processes, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "aiostytch")
    server.command("CONFIG SET maxmemory 1")
    await revoke(processes[0], 1)
    await until(lambda: "OutOfMemoryError" in caplog.text)
    await processes[1].sessions.authenticate_jwt_local(token(1))
    server.command("CONFIG SET maxmemory 0")
    await agreed(processes, 1)
    assert caplog.text.count("not available") == caplog.text.count("is available again") == 1


async def test_a_replica_takes_nothing(processes: Processes, server: Server) -> None:
    server.command(f"REPLICAOF 127.0.0.1 {free_port()}")
    await revoke(processes[0], 1)
    await until(lambda: "ReadOnlyError" in error(processes[0]))
    server.command("REPLICAOF NO ONE")
    await agreed(processes, 1)


async def test_flushed(processes: Processes, server: Server, world: World) -> None:
    await revoke(processes[0], 1)
    await agreed(processes, 1)
    server.command("FLUSHALL")
    await revoke(processes[1], 2)
    await agreed(processes, 2)
    async with world.client(store=server.store()) as third:
        await until(lambda: known(third) == 2)


@pytest.mark.parametrize("flavour", ["redis", "valkey"])
async def test_an_append_only_file_keeps_what_no_process_is_left_to_know(
    world: World, tmp_path: Path, flavour: str
) -> None:
    for server in serving(tmp_path, flavour, "--appendonly", "yes"):
        async with world.client(store=server.store()) as first:
            await revoke(first, 1)
        server.kill()
        server.start()
        async with world.client(store=server.store()) as second:
            await until(partial(knows, second, 1))


async def test_a_failover_by_sentinel(world: World, tmp_path: Path) -> None:
    """The master dies before its replica has everything, and the replica takes over."""
    binary("redis")
    servers = [Server(tmp_path / name).start() for name in ("one", "two")]
    master, replica = servers
    config = tmp_path / "sentinel.conf"
    config.write_text(
        f"sentinel monitor main 127.0.0.1 {master.port} 1\nsentinel down-after-milliseconds main 300\n"
        "sentinel failover-timeout main 2000\n"
    )
    sentinel = Server(tmp_path / "sentinel", "redis", program=(str(config), "--sentinel"))
    try:
        replica.command(f"REPLICAOF 127.0.0.1 {master.port}")
        sentinel.start()
        await until(lambda: master.says("INFO replication", "state=online"))
        await until(lambda: sentinel.says("SENTINEL REPLICAS main", str(replica.port)))

        def store() -> RedisStore:
            return RedisStore.sentinel([("127.0.0.1", sentinel.port)], "main")

        async with world.client(store=store()) as one, world.client(store=store()) as other:
            await revoke(one, 1)
            await agreed((one, other), 1)
            master.kill()
            await revoke(other, 2)
            await until(lambda: replica.says("INFO replication", "role:master"))
            await agreed((one, other), 2)
            async with world.client(store=store()) as third:
                await until(lambda: known(third) == 2)
    finally:
        for each in (sentinel, *servers):
            each.kill()
