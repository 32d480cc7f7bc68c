"""The memory that a decompression bomb can use, measured in a new process for every engine, with the server here."""

from __future__ import annotations

import asyncio
import sys
import zlib

import pytest

from .engines import OWN, Engine
from .memory import ROOT
from .servers import Connection, Server, packed, response, target

LIMIT = 8 * 1024 * 1024
TIMES = 100

TAKES_A_BOMB = """
import asyncio, sys
from aiostytch.wire import BodyTooLargeError
from tests.transports.calls import get
from tests.transports.engines import ENGINES
from tests.transports.memory import peak

async def main(library, url, limit):
    (engine,) = (engine for engine in ENGINES if engine.library == library)
    async with engine.opened() as transport:
        await get(transport, url + "/warm", max_size=limit)
        before = peak()
        try:
            await get(transport, url + "/bomb", max_size=limit)
        except BodyTooLargeError:
            print(peak() - before)

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@pytest.fixture(scope="module")
def bomb() -> bytes:
    stream = zlib.compressobj(1, zlib.DEFLATED, 31)
    block = bytes(LIMIT)
    return b"".join([stream.compress(block) for _ in range(TIMES)]) + stream.flush()


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
@pytest.mark.parametrize("engine", OWN)
async def test_a_bomb_of_100_times_the_limit_takes_less_than_4_times_the_limit(engine: Engine, bomb: bytes) -> None:
    gzip = "Content-Encoding: gzip"
    bodies = {b"/warm": response(packed(b"{}"), "200 OK", gzip), b"/bomb": response(bomb, "200 OK", gzip)}

    async def behave(connection: Connection) -> None:
        while True:
            await connection.send(bodies[target(await connection.receive())])

    async with Server(behave) as server:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "error", "-c", TAKES_A_BOMB, engine.library, server.url(), str(LIMIT)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
    assert int(told) < 4 * LIMIT
