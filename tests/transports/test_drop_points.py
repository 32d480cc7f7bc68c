"""A server that receives a call and drops the connection: a call that may have been executed is never sent again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from aiostytch import B2BClient, ConnectionLostError, TransportError

from .calls import PATIENT
from .servers import Connection, Server

pytestmark = pytest.mark.volume

CALLS = 500
AT_ONCE = 25
CONTENT = json.dumps({"request_id": "r", "status_code": 200, "organization": {}}).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n" % len(CONTENT)

Drop = Callable[[Connection], Awaitable[None]]


async def before_reading(connection: Connection) -> None:
    connection.reset()


async def after_the_headers(connection: Connection) -> None:
    await connection.reader.readuntil(b"\r\n\r\n")
    connection.reset()


async def after_the_body(connection: Connection) -> None:
    await connection.receive()
    connection.reset()


async def in_the_response(connection: Connection) -> None:
    await connection.receive()
    await connection.send(HEAD + b"\r\n" + CONTENT[:20])
    connection.reset()


async def after_the_response(connection: Connection) -> None:
    await connection.receive()
    await connection.send(HEAD + b"Connection: close\r\n\r\n" + CONTENT)


async def create(client: B2BClient, number: int) -> BaseException | None:
    try:
        await client.organizations.create(organization_name=f"Acme {number}")
    except TransportError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("drop", "is_lost"),
    [
        (before_reading, True),
        (after_the_headers, True),
        (after_the_body, True),
        (in_the_response, True),
        (after_the_response, False),
    ],
)
async def test_500_calls_that_create_are_sent_500_times(drop: Drop, is_lost: bool) -> None:
    async def behaviour(connection: Connection) -> None:
        await drop(connection)

    async with Server(behaviour) as server:
        async with B2BClient(
            "project-test-1",
            "secret",
            base_url=server.url(),
            max_concurrency=AT_ONCE,
            timeout=PATIENT,
            deadline=None,
        ) as client:
            outcomes = await asyncio.gather(*(create(client, number) for number in range(CALLS)))
        assert server.opened == CALLS
        assert len({request.rpartition(b"\r\n")[2] for request in server.requests}) == len(server.requests) <= CALLS
    assert all((type(outcome) is ConnectionLostError) == is_lost for outcome in outcomes)
